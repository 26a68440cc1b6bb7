/** Simulated years of a hedge: what they must come to without chance, on average, and by closed form. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { firstDayOf, readDate } from '#core/calendar.ts';
import type { TradeDate } from '#core/units.ts';
import { futuresPrice } from '#lab/jump-diffusion/futures-price.ts';
import { type Parameters, tableThree } from '#lab/jump-diffusion/parameters.ts';
import { atRisk, costsOf, joined, meanOf } from '#lab/planning/at-risk.ts';
import { drawOutcomes } from '#lab/planning/cash-flow.ts';
import { flowsOf, settle } from '#lab/planning/hedge-book.ts';
import { strategies } from '#lab/planning/holdings.ts';
import { holdingsOf, planMonths } from '#lab/planning/plan.ts';
import type { HedgeFlows, Link, Scenario } from '#lab/planning/scenario.ts';
import { hedgeWorth } from '#lab/procurement/efficiency.ts';
import { priceMoments } from '#lab/procurement/price-moments.ts';
import { Random } from '#makers/random.ts';

const start = readDate('2026-11-30') as TradeDate;
const FIRST = 2026 * 12 + 11;
const certain: Parameters = { ...tableThree, volatility: 0, jumps: { perYear: 0, mean: 0, deviation: 0 } };
const oneForOne: Link = { elasticity: 1, basis: { volatility: 0.31, reversion: 4 } };
const stands: Link = { elasticity: 0, basis: { volatility: 0, reversion: 0 } };
const free = { front: 0, others: 0, margin: 0.14, rate: 0 };

function scenarioOf(parameters: Parameters, links: readonly Link[], terms = free, ratio = 0.85): Scenario {
  const purchases = Array.from({ length: 12 }, (_, at) => ({ month: FIRST + at, tokens: 24_000 }));
  const planned = planMonths(purchases, ratio, 0, start);
  return {
    parameters,
    indexNow: 2,
    priceNow: 2,
    start,
    purchases,
    links,
    hedges: strategies.map((strategy) => holdingsOf(planned, strategy, start)),
    terms,
  };
}

test('without chance no hedge earns or asks for anything but its costs, and the purchases cost what the curve says', () => {
  const link = { elasticity: 1, basis: { volatility: 0, reversion: 4 } };
  const { costs, hedges } = drawOutcomes(scenarioOf(certain, [link]), 2, Random.of(1, 'certain'));
  let expected = 0;
  for (let month = FIRST; month < FIRST + 12; month += 1) {
    const [first, end] = [firstDayOf(month), firstDayOf(month + 1)];
    for (let date = first as number; date < end; date += 1)
      expected += (24_000 / (end - first)) * futuresPrice(certain, Math.log(2), 0, (date - start) / 365);
  }
  for (const cost of costs[0] as Float64Array) assert.ok(Math.abs(cost / expected - 1) < 1e-12);
  // A stack leaves contracts whose mean of days is priced as if the price were where it is expected: so it is, here.
  for (const { gains, trading, funding } of hedges)
    for (const flow of [gains, trading, funding]) assert.ok(flow.every((value) => Math.abs(value) < 1e-6));
});

test('a trade costs its share of value, initial margin its interest', () => {
  const flat: Parameters = {
    ...certain,
    trend: [{ from: 0, perYear: 0 }],
    season: { size: 0, period: 1 },
    level: Math.log(2),
  };
  const terms = { front: 0.01, others: 0.02, margin: 0.1, rate: 0.04 };
  const { hedges } = drawOutcomes(scenarioOf(flat, [], terms, 1), 1, Random.of(1, 'flat'));
  const [strip, stack] = hedges as [HedgeFlows, HedgeFlows];
  // USD 48,000 a month. The strip pays the front's share for December and the others' for eleven; Sep for Jul and Aug, and
  // Dec for Oct and Nov, are left and entered once more, each at the others' share.
  assert.ok(Math.abs((strip.trading[0] as number) - 48_000 * (0.01 + 11 * 0.02 + 4 * 2 * 0.02)) < 1e-6);
  // The stack: December, and January for eleven months; then ten rolls, of 10 months, 9, … 1, out of the nearest month.
  const rolled = (10 * 11) / 2;
  assert.ok(Math.abs((stack.trading[0] as number) - 48_000 * (0.01 + 11 * 0.02 + rolled * 0.03)) < 1e-6);
  // Margin of a month: 10 % of 48,000 at 4 % from the first day until the day before the month settles.
  const days = Array.from({ length: 12 }, (_, at) => lastDay(FIRST + at) - start).reduce((a, b) => a + b, 0);
  assert.ok(Math.abs((strip.funding[0] as number) - ((4_800 * 0.04) / 365) * days) < 1e-6);
  assert.ok((strip.peakVariation[0] as number) < 1e-6);
  assert.ok(Math.abs((strip.peakNeed[0] as number) - 12 * 4_800) < 1e-6);
});

test('a hedge that falls and recovers asks for its variation margin, pays interest on it and earns on what comes back', () => {
  const none = new Float64Array(0);
  const contract = { month: FIRST, first: 1, last: 2, weights: none, terms: none };
  const book = {
    contracts: [contract, { ...contract, last: 9 }],
    days: 2,
    held: [Float64Array.of(10, 10, 0), new Float64Array(3)],
    tradeCosts: [Float64Array.of(0.01, 0.01, 0.01), Float64Array.of(0, 0, 0)],
    rolls: [{ day: 1, size: 10, left: 0, entered: 1 }],
  };
  const flows = flowsOf(1);
  const marks = [Float64Array.of(2, 1.5, 3), Float64Array.of(2, 1.8, 3)];
  settle({ front: 0, others: 0, margin: 0.1, rate: 0.365 }, book, marks, flows, 0);
  // Bought at 2 for 20, of which 2 are margin; at 1.5 there are 5 paid in and 1.5 of margin; it settles at 3.
  const expected = {
    gains: 10 * (3 - 2),
    trading: 10 * 2 * 0.01,
    funding: 0.001 * 2 + 0.001 * (1.5 + 5) - 0.001 * 10,
    rolls: 10 * (1.5 - 1.8),
    peakVariation: 5,
    peakNeed: 6.5,
  };
  for (const [flow, value] of Object.entries(expected))
    assert.ok(Math.abs((flows[flow as keyof HedgeFlows][0] as number) - value) < 1e-12, flow);
});

/** The third Wednesday, counted day by day. */
function lastDay(month: number): number {
  let wednesdays = 0;
  for (let date = firstDayOf(month) as number; ; date += 1) {
    if ((date + 4) % 7 === 3) wednesdays += 1;
    if (wednesdays === 3) return date;
  }
}

const seed = 3;
const parts = Array.from({ length: 8 }, (_, part) =>
  drawOutcomes(scenarioOf(tableThree, [oneForOne, stands]), 250, Random.of(seed, `plan test ${part}`)),
);

test('a hedge earns nothing on average, whichever way it is held', () => {
  for (const h of [0, 1]) {
    const gains = joined(parts.map(({ hedges }) => (hedges[h] as HedgeFlows).gains));
    const mean = meanOf(gains);
    const deviation = Math.sqrt(meanOf(gains.map((gain) => (gain - mean) ** 2)));
    assert.ok(Math.abs(mean) < (4 * deviation) / Math.sqrt(gains.length), `seed ${seed}: ${mean}`);
  }
});

test('a strip takes off about what the closed form of twelve purchases in mid-month says', () => {
  const times = Array.from({ length: 12 }, (_, at) => {
    const month = FIRST + at;
    return ((firstDayOf(month) + firstDayOf(month + 1)) / 2 - start) / 365;
  });
  const worth = hedgeWorth(priceMoments(tableThree, Math.log(2), times), times, oneForOne.basis, 0.85);
  const unhedged = atRisk(costsOf(parts, 0));
  const hedged = atRisk(costsOf(parts, 0, 0));
  assert.ok(
    Math.abs(unhedged.deviation / (12 * 24_000 * worth.unhedged) - 1) < 0.1,
    `seed ${seed}: ${unhedged.deviation}`,
  );
  // Purchases go on after the last trading day of a month, so the hedge is a little worse than there.
  const reduction = 1 - hedged.deviation / unhedged.deviation;
  assert.ok(Math.abs(reduction - worth.reduction) < 0.04, `seed ${seed}: ${reduction} beside ${worth.reduction}`);
});

test('a price that does not move is certain, and a hedge of it is nothing but risk', () => {
  const bare = atRisk(costsOf(parts, 1));
  assert.ok(Math.abs(bare.mean - 12 * 24_000 * 2) < 1e-6);
  assert.ok(bare.deviation < 1e-6 && Math.abs(bare.atRisk) < 1e-6);
  assert.ok(atRisk(costsOf(parts, 1, 0)).atRisk > 0.1 * bare.mean);
});

test('cash flow at risk of a normal cost is 1.645 deviations', () => {
  const dice = Random.of(9, 'normal');
  const normal = Array.from({ length: 16 }, () => Float64Array.from({ length: 2_000 }, () => 100 + 10 * dice.normal()));
  const { mean, deviation, atRisk: found, uncertainty } = atRisk(normal);
  assert.ok(Math.abs(mean - 100) < 0.3 && Math.abs(deviation - 10) < 0.3);
  assert.ok(Math.abs(found - 16.449) < 2 * uncertainty && uncertainty < 0.5, `${found} ± ${uncertainty}`);
});
