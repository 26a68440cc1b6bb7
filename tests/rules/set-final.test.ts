/** The end of a contract of a product with settlement rules, rule by rule. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SIT } from '#core/contract.ts';
import type { FixedValue } from '#core/fixings.ts';
import { type Delivery, finalPriceBy, runningAverage } from '#core/settlement/final-price.ts';
import { settlementProfiles } from '#core/settlement/settlement-profiles.ts';
import type { Money, Ticks, TradeDate } from '#core/units.ts';
import type { FixingRevision } from '#market-data/index-history.ts';
import { MarketData } from '#market-data/market-data.ts';
import { fixingDetail } from '#session/index-views.ts';
import { FoldedVenue, MONDAY } from '../market-data/folded-venue.ts';
import { changed, dayOf, dollars, fixing, timeOf } from '../model/commands.ts';
import { Scenario } from '../model/scenario.ts';

const rules = settlementProfiles.tokenpit.final;

/** The delivery period of `days` days from day 101 on; the fixing of each, null where it was withheld. */
function delivery(days: number, values: readonly (number | null)[], changes: Partial<Delivery> = {}): Delivery {
  const fixings = values.map(
    (value, i): FixedValue => ({ date: (101 + i) as TradeDate, value: value === null ? undefined : dollars(value) }),
  );
  return {
    first: 101 as TradeDate,
    last: (100 + days) as TradeDate,
    fixings,
    fallbacks: new Map(),
    committee: undefined,
    previous: 1_500 as Ticks,
    tickSize: 1_000,
    priceMax: 50_000 as Ticks,
    ...changes,
  };
}

/** So many published days and then so many withheld ones. */
const fixed = (published: number, withheld: number, value = 1.5) => [
  ...Array<number>(published).fill(value),
  ...Array<null>(withheld).fill(null),
];
const ends = (one: Delivery) => {
  const { final } = finalPriceBy(rules, one);
  return final && [final.price, final.method];
};

test('SET-19 nine in ten days of the delivery period need a fixing, whether it has 16, 28, 30 or 31', () => {
  for (const [days, least] of [
    [16, 15],
    [28, 26],
    [30, 27],
    [31, 28],
  ] as const) {
    assert.deepEqual(ends(delivery(days, fixed(days, 0))), [1_500, 'final']);
    assert.deepEqual(ends(delivery(days, fixed(least, days - least))), [1_500, 'final'], `${least} of ${days}`);
    const less = fixed(least - 1, days - least + 1);
    assert.deepEqual(ends(delivery(days, less)), [1_500, 'lastFixings'], `${least - 1} of ${days}`);
    // A day for which no fixing was ever made is missing as one that was withheld.
    assert.deepEqual(ends(delivery(days, less.slice(0, least - 1))), [1_500, 'lastFixings']);
  }
});

test('SET-24 a day without a fixing is left out of the mean and is no zero', () => {
  const values = [...fixed(8, 0), null, ...fixed(7, 0, 1.52)];
  // 22.640 / 15 = 1.509333
  assert.deepEqual(ends(delivery(16, values)), [1_509, 'final']);
  assert.deepEqual(runningAverage(delivery(16, values.slice(0, 10))), { fixings: 9, of: 16, mean: 1_502_222 });
});

test('SET-20 stand-ins count for withheld days only, and only when there are too few fixings', () => {
  const standIn = (...pairs: [day: number, value: number][]) => ({
    fallbacks: new Map(pairs.map(([day, value]) => [(100 + day) as TradeDate, dollars(value)])),
  });
  // 13 of 16 at 1.500; with 1.600 and 1.700 for two of the others: 22.8 / 15 = 1.520
  const two = standIn([14, 1.6], [15, 1.7]);
  assert.deepEqual(ends(delivery(16, fixed(13, 3), two)), [1_520, 'fallbackFixings']);
  assert.deepEqual(finalPriceBy(rules, delivery(16, fixed(13, 3), two)), {
    final: { price: 1_520, method: 'fallbackFixings', inputs: { fixings: 13, days: 16, standIns: 2 } },
    passed: [{ method: 'final', reason: 'tooFewFixings' }],
  });
  assert.deepEqual(ends(delivery(16, fixed(13, 3), standIn([14, 1.6]))), [1_500, 'lastFixings']);
  assert.deepEqual(ends(delivery(16, fixed(15, 1), standIn([16, 9]))), [1_500, 'final'], 'enough without it');
  assert.deepEqual(ends(delivery(16, fixed(13, 3), standIn([14, 1.6], [13, 9]))), [1_500, 'lastFixings'], 'published');
  assert.deepEqual(ends(delivery(16, fixed(13, 3), standIn([14, 1.6], [17, 9]))), [1_500, 'lastFixings'], 'too late');
});

test('SET-21 the last five fixings stand in, moved by what the market stood above the last', () => {
  const halted = [1.5, 1.51, 1.52, 1.53, 1.54, ...Array<null>(11).fill(null)];
  assert.deepEqual(ends(delivery(16, halted, { previous: 1_600 as Ticks })), [1_580, 'lastFixings']);
  // 1.5204 + 1.6 − 1.54 = 1.5804 is 1,580; 1.5206 would be 1,581.
  const odd = (last: number) => [1.5, 1.51, 1.52, last, 1.54, ...Array<null>(11).fill(null)];
  assert.deepEqual(ends(delivery(16, odd(1.532), { previous: 1_600 as Ticks })), [1_580, 'lastFixings']);
  assert.deepEqual(ends(delivery(16, odd(1.533), { previous: 1_600 as Ticks })), [1_581, 'lastFixings']);
  // Fixings of before the delivery period count, those of after it do not.
  const early = delivery(16, [1, 1.5, 1.51, 1.52, 1.53, 1.54], { first: 110 as TradeDate, previous: 1_600 as Ticks });
  assert.deepEqual(ends(early), [1_580, 'lastFixings']);
  assert.deepEqual(
    ends({ ...early, last: 105 as TradeDate, first: 100 as TradeDate, previous: 1_530 as Ticks })?.[1],
    'lastFixings',
  );
  // A basis below everything leaves the lowest price there is.
  assert.deepEqual(ends(delivery(16, [1, 1, 1, 1, 10], { previous: 1 as Ticks })), [1, 'lastFixings']);
});

test('SET-22 then a committee decides, and without it the day', () => {
  const few = fixed(4, 12);
  assert.deepEqual(ends(delivery(16, few, { committee: 1_444 as Ticks })), [1_444, 'committee']);
  assert.deepEqual(ends(delivery(16, fixed(5, 11), { committee: 1_444 as Ticks })), [1_500, 'lastFixings']);
  assert.deepEqual(finalPriceBy(rules, delivery(16, few)), {
    final: undefined,
    passed: [
      { method: 'final', reason: 'tooFewFixings' },
      { method: 'fallbackFixings', reason: 'tooFewStandIns' },
      { method: 'lastFixings', reason: 'tooFewFixings' },
      { method: 'committee', reason: 'noCommitteePrice' },
    ],
  });
});

/** One month with our rules; its delivery period is 1 to 16 December. */
const oneMonth = changed(SIT, {
  consecutiveMonths: 1,
  quarterlyMonths: 0,
  settlement: settlementProfiles.tokenpit,
});
const venueAt = (price: number, date: string) => new Scenario({ specification: oneMonth, price, date });
const times = (count: number, sentence: string) => Array<string>(count).fill(sentence);
const standIn = (date: string, value: number, by = 'ada', reason = 'the mean of two sellers') =>
  ({ type: 'setFallbackFixing', date: dayOf(date), value: dollars(value), reason, by }) as const;

test('SET-23 the mean so far is published at the end of every day in the delivery period', () => {
  venueAt(1_500, '2026-11-30')
    .when('the day ends')
    .happened('averageRunning')
    .when('the index is fixed at 1.530', 'the day ends', 'the index is withheld', 'the day ends')
    .happened(
      'averageRunning',
      { contract: 0, date: dayOf('2026-12-01'), fixings: 1, of: 16, mean: 1_530_000 },
      { date: dayOf('2026-12-02'), fixings: 1, of: 16, mean: 1_530_000 },
    )
    .when('the index is fixed at 1.501', 'the day ends')
    .happened('averageRunning', { fixings: 2, of: 16, mean: 1_515_500 });
  venueAt(1_500, '2026-11-30')
    .given('the day ends')
    .when('the index is withheld', 'the day ends')
    .happened('averageRunning', { fixings: 0, of: 16, mean: null });
});

/** Eight days at 1.500, then the index is halted until the 16th is over; nobody has ended it yet. */
const halted = () =>
  venueAt(1_500, '2026-11-30')
    .given('anna buys 2 @ 1500', 'bao sells 2 @ 1500')
    .given('it is 2026-12-17', ...times(9, 'the index is fixed at 1.500'), ...times(8, 'the index is withheld'));

test('SET-20 stand-ins are set by a person for a reason, for days that were withheld', () => {
  halted()
    .when(
      standIn('2026-12-09', 1.6, ''),
      standIn('2026-12-09', 1.6, 'ada', ' '),
      standIn('2026-12-09', 0),
      standIn('2026-12-08', 1.6),
      standIn('2026-12-17', 1.6),
    )
    .refused('PERSON_UNNAMED', 'REASON_MISSING', 'SETTING_INVALID', 'FIXING_NOT_WITHHELD', 'FIXING_NOT_WITHHELD')
    // The second for a day takes the place of the first: (8 × 1.500 + 8 × 1.600) / 16
    .when(standIn('2026-12-09', 9), ...[9, 10, 11, 12, 13, 14, 15, 16].map((d) => standIn(dateOfDecember(d), 1.6)))
    .refused()
    .when('the day ends')
    .happened('contractExpired', { finalPrice: 1_550, fixings: 8 })
    .paid(...paidOver(12), 'anna +100.00', 'bao -100.00');
});

const dateOfDecember = (day: number) => `2026-12-${String(day).padStart(2, '0')}`;
/** On the days before, the price stands still. */
const paidOver = (days: number) => times(days, 'anna +0.00').flatMap((anna) => [anna, 'bao +0.00']);

test('SET-20 a stand-in is shown beside the fixing that was withheld, over restarts too', () => {
  const venue = new FoldedVenue();
  venue.time = timeOf('2026-12-11');
  for (let date: number = MONDAY; date < dayOf('2026-12-11'); date += 1)
    venue.send(fixing(date as TradeDate, date < dayOf('2026-12-09') ? dollars(1.5) : undefined));
  venue.send(standIn('2026-12-09', 1.6));
  const restored = new MarketData();
  restored.restore(JSON.parse(JSON.stringify(venue.market.snapshot())));
  const shown = (date: string) => {
    const revision = restored.index.asOf(dayOf(date)) as FixingRevision;
    return fixingDetail(revision, restored.index.publicationOf(revision), {
      tokens: restored.standInOf(dayOf(date), 'tokens'),
      compute: restored.standInOf(dayOf(date), 'compute'),
    });
  };
  const { fixing: withheld, standIn: stands } = shown('2026-12-09');
  assert.deepEqual([withheld.value, withheld.status, withheld.shortfall], [null, 'withheld', 'NO_PRICES']);
  assert.deepEqual(stands, { value: '1.600000', reason: 'the mean of two sellers', by: 'ada' });
  assert.equal(shown('2026-12-10').standIn, null);
});

test('SET-21, SET-24 with the index halted the last five fixings decide, wherever the limits of the day are', () => {
  halted().when('the day ends').happened('contractExpired', { finalPrice: 1_500, fixings: 8 });
  // The index falls by 80 % while the contract stands at its limit, and is never halted.
  const fallen = venueAt(1_500, '2026-11-30')
    .given('anna buys 2 @ 1500', 'bao sells 2 @ 1500', 'it is 2026-12-16', ...times(13, 'the index is fixed at 1.500'))
    .given(...times(3, 'the index is fixed at 0.300'), 'the day ends');
  assert.equal(fallen.contract().limitDown, 1_275);
  // (12 × 1.500 + 4 × 0.300) / 16
  fallen
    .when('the index is fixed at 0.300', 'the day ends')
    .happened('contractExpired', { finalPrice: 1_200, fixings: 16 })
    .paid('anna -600.00', 'bao +600.00');
});

test('SET-22 a committee decides for a contract that lives', () => {
  const price = (by = 'ada', figure = 1_444, contract = 0, reason = 'no index') =>
    ({ type: 'setCommitteePrice', contract: contract as 0, price: figure as Ticks, reason, by }) as never;
  const venue = new Scenario({ specification: oneMonth, price: 1_500, date: '2026-12-16' })
    .given('anna buys 2 @ 1500', 'bao sells 2 @ 1500', 'the index is withheld', 'it is 2026-12-17')
    .when(price(' ada'), price('ada', 0), price('ada', 50_001), price('ada', 1_444, 7), price('ada', 1_444, 0, ''))
    .refused('PERSON_UNNAMED', 'SETTING_INVALID', 'SETTING_INVALID', 'CONTRACT_UNKNOWN', 'REASON_MISSING')
    .when(price('ada', 1_400), price('ben'), 'the day ends')
    .happened('contractExpired', { finalPrice: 1_444, fixings: 1 })
    .paid('anna -112.00', 'bao +112.00');
  venue.when(price()).refused('CONTRACT_UNKNOWN');
});

test('SET-25 what comes after the end of a contract changes nothing that was paid', () => {
  const venue = halted().given('the day ends');
  const balances = () => venue.exchange.accounts.map(({ id }) => venue.exchange.summary(id).balance);
  const [before, settled] = [balances(), venue.exchange.contracts[0]?.settlementPrice];
  venue.when(standIn('2026-12-09', 9), 'the index is fixed at 9', 'the day ends').refused();
  assert.deepEqual(balances(), before);
  assert.equal(venue.exchange.contracts[0]?.settlementPrice, settled);
  const sum = (amounts: readonly Money[]) => amounts.reduce((total, amount) => total + amount, 0);
  assert.equal(sum(before) + venue.exchange.fees, sum([dollars(1_000_000), dollars(1_000_000)]));
});
