/** Figures of a design, held against sums that are written out. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as figures from '#lab/market/figures.ts';
import { noLiquidity } from '#lab/market/liquidity.ts';
import type { PlayedYear } from '#lab/market/play-year.ts';
import { type CompanyYear, type Parts, partNames } from '#lab/market/reckoning.ts';
import { Random } from '#makers/random.ts';

const random = Random.of(7, 'figures');

/** Two companies a year: unhedged cost, cost by the formula, and what two of the parts add to it. */
function madeUp(year: number): PlayedYear {
  const companies = [0, 1].map((company): CompanyYear => {
    const [unhedged, strip] = [2 + 0.4 * random.normal(), 2 + 0.1 * random.normal()];
    const parts = Object.fromEntries(partNames.map((part) => [part, 0])) as Parts;
    parts.spread = 0.02 + 0.001 * random.normal();
    parts.waiting = 0.03 * random.normal();
    const paid = strip + parts.spread + parts.waiting;
    return {
      ...{ year, company, unhedged, strip, hedged: strip, withoutBasis: strip, unhedgedWithoutBasis: unhedged },
      ...{ paid, parts, planned: 100, missed: 10, traded: 90, slippage: 9, calls: 1, closeOuts: 0, hindered: {} },
    };
  });
  const rest = { trades: 0, volume: 0, halts: 3, calls: 0, closeOuts: 0, defaults: 0, defaultLoss: 0 };
  return { year, companies, liquidity: noLiquidity(), tradingDays: 1, ...rest };
}

const years = Array.from({ length: 30 }, (_, year) => madeUp(year));
const companies = years.flatMap((year) => year.companies);
const drawn = new figures.Redrawn(years.map(figures.sumsOf), 1);
const near = (a: number, b: number) => assert.ok(Math.abs(a - b) < 1e-9, `${a} against ${b}`);

function variance(values: readonly number[]): number {
  const mean = values.reduce((a, b) => a + b) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
}

test('efficiency is one less the share of the variance that is left, over all companies and years', () => {
  const [paid, unhedged] = [companies.map((one) => one.paid), companies.map((one) => one.unhedged)];
  const { value, low, high } = drawn.estimate(figures.efficiency);
  near(value, 1 - variance(paid) / variance(unhedged));
  near(drawn.estimate(figures.volatilityCut).value, 1 - Math.sqrt(variance(paid) / variance(unhedged)));
  assert.ok(low < value && value < high);
});

test('the parts sum to the cost of the market, and their points to the efficiency that it takes', () => {
  const total = (of: (part: (typeof partNames)[number]) => figures.Figure) =>
    partNames.reduce((sum, part) => sum + drawn.estimate(of(part)).value, 0);
  near(total(figures.partCost), drawn.estimate(figures.cost).value);
  near(total(figures.partLoss), drawn.estimate(figures.efficiencyLost).value);
});

test('a difference is taken on the same drawn years, so a design differs from itself by nothing at all', () => {
  assert.deepEqual(drawn.difference(figures.efficiency, drawn), { value: 0, low: 0, high: 0 });
  const dearer = years.map((year) => ({
    ...year,
    companies: year.companies.map((one) => ({ ...one, paid: one.paid + 0.5 })),
  }));
  const { value, low, high } = new figures.Redrawn(dearer.map(figures.sumsOf), 1).difference(figures.cost, drawn);
  for (const one of [value, low, high]) near(one, 0.5);
});

test('steadied by the very same years, a figure is what it was', () => {
  const { value, low, high } = drawn.steadied(drawn, figures.stripEfficiency, figures.efficiencyLost);
  const own = drawn.estimate(figures.efficiency);
  for (const [a, b] of [
    [value, own.value],
    [low, own.low],
    [high, own.high],
  ] as const)
    near(a, b);
});
