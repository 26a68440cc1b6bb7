/** How a settlement price was found, in the words of the screen. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { averageSoFar, settledBy } from '../../src/terminal/models/settled-by.ts';

test('SET-15 the terms of a contract say how its settlement price was found', () => {
  const said = (settlementMethod: Parameters<typeof settledBy>[0]['settlementMethod'], settlementCorrected = false) =>
    settledBy({ settlementMethod, settlementCorrected });
  assert.equal(said('window'), 'the mean of the last minutes of trading');
  assert.equal(said('previous'), 'the price of the day before');
  assert.equal(said('vwap', true), "corrected, first the mean of the day's trades");
  assert.equal(said(null), 'the price at which it was listed');
});

test('SET-23 a running average says of how many fixings it is', () => {
  assert.equal(averageSoFar({ mean: '1.513333', fixings: 15, of: 16 }), '1.513333, 15 of 16 fixings');
  assert.equal(averageSoFar({ mean: null, fixings: 0, of: 16 }), '\u2013, 0 of 16 fixings');
});
