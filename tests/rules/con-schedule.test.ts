/** Schedules and phases, rule by rule: the tables of the chapter. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mayFollow, type Phase, phases, rulesOf, uncrosses } from '#core/phase.ts';
import { nextPoint, refuseSchedule, type Schedule, scheduledPhase } from '#core/schedule.ts';
import { SHANGHAI } from '#core/trading-calendar.ts';
import { minuteAt, timeOfMinute } from '#core/trading-clock.ts';
import type { Millis } from '#core/units.ts';
import { chicago, inShanghai } from '../model/calendars.ts';
import { dayOf, timeOf } from '../model/commands.ts';

const nightAndDay: Schedule = [
  { minute: 50, phase: 'preOpen' },
  { minute: 55, phase: 'openingAuction' },
  { minute: 59, phase: 'openingFreeze' },
  { minute: 60, phase: 'continuous' },
  { minute: 390, phase: 'closed' },
  { minute: 780, phase: 'continuous' },
  { minute: 930, phase: 'closed' },
  { minute: 1_050, phase: 'continuous' },
  { minute: 1_135, phase: 'closingAuction' },
  { minute: 1_140, phase: 'settlement' },
];

test('CON-12 a schedule says which phase each minute is in, and when the next one begins', () => {
  for (const [minute, phase, next] of [
    [0, 'closed', 50],
    [49, 'closed', 50],
    [50, 'preOpen', 55],
    [60, 'continuous', 390],
    [389, 'continuous', 390],
    [390, 'closed', 780],
    [1_139, 'closingAuction', 1_140],
    [1_140, 'settlement', undefined],
    [1_439, 'settlement', undefined],
  ] as const) {
    assert.equal(scheduledPhase(nightAndDay, minute), phase, `${minute}`);
    assert.equal(nextPoint(nightAndDay, minute)?.minute, next, `${minute}`);
  }
  assert.equal(scheduledPhase([], 0), 'continuous');
  assert.equal(nextPoint([], -1), undefined);
  assert.deepEqual(nextPoint([{ minute: 0, phase: 'continuous' }], -1), { minute: 0, phase: 'continuous' });
});

test('CON-12 a point is where the clock on the wall shows it', () => {
  const shown = nightAndDay.map(({ minute }) => timeOfMinute(SHANGHAI, dayOf('2027-03-08'), minute));
  const [friday, saturday, monday] = ['2027-03-05', '2027-03-06', '2027-03-08'];
  assert.deepEqual(
    shown,
    [
      `${friday} 20:50`,
      `${friday} 20:55`,
      `${friday} 20:59`,
      `${friday} 21:00`,
      `${saturday} 02:30`,
      `${monday} 09:00`,
      `${monday} 11:30`,
      `${monday} 13:30`,
      `${monday} 14:55`,
      `${monday} 15:00`,
    ].map(inShanghai),
  );
});

test('CON-12 a repeated hour counts once, and a skipped one is passed at once', () => {
  // Minute 510 is 01:30, 570 is 02:30, 600 is 03:00 and 930 is 08:30 in the morning.
  const back = dayOf('2027-11-07');
  assert.equal(timeOfMinute(chicago, back, 510), timeOf('2027-11-07 06:30'));
  assert.equal(minuteAt(chicago, timeOf('2027-11-07 07:00')), 539);
  assert.equal(minuteAt(chicago, timeOf('2027-11-07 07:59')), 539);
  assert.equal(minuteAt(chicago, timeOf('2027-11-07 08:00')), 540);
  assert.equal(timeOfMinute(chicago, back, 930), timeOf('2027-11-07 14:30'));

  const ahead = dayOf('2027-03-14');
  assert.equal(minuteAt(chicago, (timeOf('2027-03-14 08:00') - 1) as Millis), 539);
  for (const minute of [540, 570, 600]) assert.equal(timeOfMinute(chicago, ahead, minute), timeOf('2027-03-14 08:00'));
  assert.equal(minuteAt(chicago, timeOf('2027-03-14 08:00')), 600);
  assert.equal(timeOfMinute(chicago, ahead, 930), timeOf('2027-03-14 13:30'));
});

test('CON-13 what a phase allows, and what follows it', () => {
  const table = `
    closed            -c-- preOpen openingAuction continuous resumingAuction halted settlement
    preOpen           oc-- openingAuction halted
    openingAuction    oc-a openingFreeze continuous halted closed
    openingFreeze     o--a continuous halted closed
    continuous        oct- volatilityAuction closingAuction halted closed settlement
    volatilityAuction oc-a continuous closingAuction halted closed settlement
    resumingAuction   oc-a continuous closingAuction halted closed settlement
    halted            -c-- resumingAuction closed settlement
    closingAuction    oc-a closingFreeze halted closed settlement
    closingFreeze     o--a halted closed settlement
    settlement        ---- closed
  `;
  const lines = table.trim().split(/\s*\n\s*/);
  assert.equal(lines.length, phases.length);
  for (const line of lines) {
    const [from, allows, ...next] = line.split(/\s+/) as [Phase, string, ...Phase[]];
    const { takesOrders, takesCancels, trades, isAuction } = rulesOf(from);
    const marks = { o: takesOrders, c: takesCancels, t: trades, a: isAuction };
    assert.equal(
      Object.entries(marks)
        .map(([mark, holds]) => (holds ? mark : '-'))
        .join(''),
      allows,
      from,
    );
    assert.deepEqual(phases.filter((to) => mayFollow(from, to)).sort(), [...next].sort(), from);
  }
});

test('CON-13 an auction ends where trading, closing or settling begins, and not in a freeze or a halt', () => {
  const ends = phases.flatMap((from) =>
    phases.filter((to) => mayFollow(from, to) && uncrosses(from, to)).map((to) => [from, to]),
  );
  assert.deepEqual(ends.map((step) => step.join(' ')).sort(), [
    'closingAuction closed',
    'closingAuction settlement',
    'closingFreeze closed',
    'closingFreeze settlement',
    'openingAuction closed',
    'openingAuction continuous',
    'openingFreeze closed',
    'openingFreeze continuous',
    'resumingAuction closed',
    'resumingAuction continuous',
    'resumingAuction settlement',
    'volatilityAuction closed',
    'volatilityAuction continuous',
    'volatilityAuction settlement',
  ]);
});

test('CON-14 a schedule ascends through a day and takes steps that are allowed', () => {
  const taken = ['', '0 continuous', '0 preOpen, 5 openingAuction, 9 continuous', '0 continuous, 1439 settlement'];
  const refused = [
    '-1 continuous',
    '1440 continuous',
    '0.5 continuous',
    '0 continuous, 5 closed, 5 continuous',
    '9 continuous, 5 closed',
    '0 closed',
    '0 continuous, 5 continuous',
    '0 closingAuction, 5 closed',
    '0 preOpen, 5 continuous',
    '0 continuous, 5 volatilityAuction, 9 continuous',
    '0 continuous, 5 halted, 9 closed',
    '0 resumingAuction, 9 continuous',
    '0 continuous, 5 settlement, 9 closed, 11 continuous',
    '0 continuous, 5 settlement, 9 closed, 11 settlement',
    '0 preOpen',
    '0 preOpen, 5 openingAuction',
    '0 continuous, 5 closingAuction',
    '0 continuous, 5 closingAuction, 9 closingFreeze',
    '0 continous',
  ];
  const read = (text: string) =>
    [...text.matchAll(/([\d.-]+) (\w+)/g)].map(([, minute, phase]) => ({
      minute: Number(minute),
      phase: phase as Phase,
    }));
  for (const text of taken) assert.equal(refuseSchedule(read(text)), undefined, text);
  for (const text of refused) assert.equal(refuseSchedule(read(text)), 'SCHEDULE_INVALID', text);
  assert.equal(refuseSchedule(nightAndDay), undefined);
  assert.equal(refuseSchedule([...nightAndDay, { minute: 1_439, phase: 'closed' }]), undefined);
});
