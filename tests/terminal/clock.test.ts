/** The venue's clock and phases in words. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  contractMonthName,
  dayName,
  duration,
  momentName,
  phaseWords,
  readClock,
  timeOfDay,
  venueTimeAt,
} from '../../src/terminal/models/venue-clock.ts';

const NINE = Date.parse('2026-11-20T09:00:00.000Z');

test('TRM-2 between two messages the venue clock runs on at the speed of the venue', () => {
  const clock = readClock({ time: '2026-11-20T09:00:00.000Z', speed: 60 }, 1_000);
  assert.equal(timeOfDay(venueTimeAt(clock, 1_000)), '09:00:00');
  assert.equal(timeOfDay(venueTimeAt(clock, 3_500)), '09:02:30');
});

test('TRM-2 each phase says what comes next', () => {
  const settlesAt = '2026-11-21T00:00:00.000Z';
  assert.deepEqual(phaseWords({ phase: 'continuous', opensAt: null, settlesAt }, NINE), {
    name: 'Trading',
    next: 'Settles in 15 h 00 min',
  });
  const opensAt = '2026-11-23T00:00:00.000Z';
  assert.deepEqual(phaseWords({ phase: 'closed', opensAt, settlesAt: null }, NINE + 86_400_000), {
    name: 'Closed',
    next: 'Opens Mon 23 Nov 2026, 00:00 UTC, in 39 h 00 min',
  });
  assert.equal(phaseWords({ phase: 'halted', opensAt: null, settlesAt: null }, NINE).name, 'Halted');
});

test('TRM-2 days, moments and spans are written for people', () => {
  assert.equal(dayName('2026-11-20'), 'Fri 20 Nov 2026');
  assert.equal(momentName('2026-11-20T09:05:07.123Z'), '20 Nov 09:05:07');
  assert.equal(contractMonthName('2026-12'), 'Dec 2026');
  assert.deepEqual([41_999, 725_000, 11_045_000, 518_400_000, -5].map(duration), [
    '41 s',
    '12 min',
    '3 h 04 min',
    '6 days',
    '0 s',
  ]);
});
