/** The statistics of a back-test against published and textbook figures. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chiSquareTail, errorComplement } from '#lab/statistics/chi-square.ts';
import { CRITICAL_VALUE, christoffersen, kupiec, trafficLight } from '#lab/statistics/coverage-tests.ts';
import { largestRise, mean, peakToTrough } from '#lab/statistics/procyclicality.ts';

const near = (found: number, expected: number, relative: number): void =>
  assert.ok(Math.abs(found - expected) <= relative * Math.abs(expected), `${found} is not ${expected}`);

test('the complementary error function has its published values on both sides of the seam', () => {
  // Abramowitz and Stegun, table 7.1, carried on to the digits of the C library's erfc.
  const published = [
    [0, 1],
    [0.5, 0.4795001221869535],
    [1, 0.15729920705028513],
    [1.5, 0.033894853524689274],
    [2, 0.004677734981047266],
    [3, 2.209049699858544e-5],
    [5, 1.5374597944280349e-12],
  ] as const;
  for (const [x, value] of published) near(errorComplement(x), value, 1e-12);
  near(errorComplement(2 - 1e-9), errorComplement(2 + 1e-9), 1e-7);
});

test('the tail of chi-square has its tabled points', () => {
  for (const [statistic, tail] of [
    [CRITICAL_VALUE, 0.05],
    [2.705543454095404, 0.1],
    [6.634896601021213, 0.01],
    [10.827566170662733, 0.001],
  ] as const)
    near(chiSquareTail(statistic), tail, 1e-10);
  assert.equal(chiSquareTail(0), 1);
});

test("Kupiec's ratio of 99 % coverage has its known values", () => {
  const known = [
    [250, 7, '5.50'],
    [250, 0, '5.03'],
    [500, 10, '3.91'],
    [1000, 17, '4.09'],
  ] as const;
  for (const [periods, exceedances, statistic] of known)
    assert.equal(kupiec(periods, exceedances, 0.01).statistic.toFixed(2), statistic);
  // Kupiec's table of 95 % acceptance: up to 6 in 250, 9 in 500 and 16 in 1,000.
  for (const [periods, most] of [
    [250, 6],
    [500, 9],
    [1000, 16],
  ] as const) {
    assert.ok(kupiec(periods, most, 0.01).statistic < CRITICAL_VALUE);
    assert.ok(kupiec(periods, most + 1, 0.01).statistic > CRITICAL_VALUE);
  }
  assert.equal(kupiec(100, 1, 0.01).statistic, 0);
  assert.equal(kupiec(0, 0, 0.01).pValue, 1);
});

test("the ratios of Jorion's textbook case are found: 20 of 252 at 95 %, six of them right after another", () => {
  assert.equal(kupiec(252, 20, 0.05).statistic.toFixed(2), '3.91');
  // 218 quiet days after a quiet one, 14 exceedances after a quiet day, 14 quiet days and 6 exceedances after one.
  const runs = [...Array(6).fill([true, true]), ...Array(8).fill([true])];
  const exceeded = runs.flatMap((run, i) => [...Array(i === 0 ? 219 : 1).fill(false), ...run]).concat([false]);
  assert.equal(christoffersen(exceeded).statistic.toFixed(2), '9.53');
});

test('independence finds nothing where there is nothing to compare', () => {
  for (const exceeded of [[], [true], [false, false, false], [true, true, true]])
    assert.deepEqual(christoffersen(exceeded), { statistic: 0, pValue: 1 });
});

test('the traffic light of 250 days turns at 5 and at 10, as the Basel committee has it', () => {
  const lights = Array.from({ length: 12 }, (_, x) => trafficLight(250, x, 0.01));
  assert.deepEqual(lights, [...Array(5).fill('green'), ...Array(5).fill('yellow'), ...Array(2).fill('red')]);
  // 0.99^5 is 0.951, yet nothing has happened.
  assert.equal(trafficLight(5, 0, 0.01), 'green');
});

test('peak to trough, the largest rise within five days, and the mean are those of plain counting', () => {
  const rates = [8, 8, 10, 9, 12, 11, 16, 8];
  assert.equal(peakToTrough(rates), 2);
  // From 8 on the second day to 16 on the seventh are five days.
  assert.equal(largestRise(rates, 5), 1);
  assert.equal(largestRise(rates, 1), 16 / 11 - 1);
  assert.equal(largestRise([3, 2, 1], 5), 0);
  assert.equal(mean(rates), 10.25);
});
