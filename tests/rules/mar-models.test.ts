/** The margin models, rule by rule, without an exchange around them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dateOfCivil } from '#core/calendar.ts';
import { refuseSpecification, SIT } from '#core/contract.ts';
import { addOnPerLot, lotsInTime } from '#core/margin/concentration.ts';
import { filterReturns, nextVariance, scenarioReturns } from '#core/margin/filtered-returns.ts';
import { gapAddOn, liveThrough, rateByHistory } from '#core/margin/historical-model.ts';
import { type MarginRules, refuseMarginRules } from '#core/margin/margin-rules.ts';
import { type Month, unfixedShare } from '#core/margin/month.ts';
import { ProductMargin } from '#core/margin/product-margin.ts';
import { rateByLadder, riskOfLargerSide } from '#core/margin/rate-model.ts';
import { inMoney, type Leg, offsetOf } from '#core/margin/risk.ts';
import { riskArray, riskArrayOfFuture, riskScenarios, scanRisk } from '#core/margin/risk-array.ts';
import { rateByScan, riskByScenarios } from '#core/margin/scenario-model.ts';
import { tailOf } from '#core/margin/worst.ts';
import { type Lots, type Millionths, type Money, squareRootUp } from '#core/units.ts';
import { changed, dollars, inDollars } from '../model/commands.ts';
import { historicalRules, plainHistoricalRate, rateRules, scenarioRules, share } from '../model/margin-figures.ts';
import { diceOf } from '../model/random-commands.ts';

const month = (facts: Partial<Month> = {}): Month => ({
  rank: 0,
  openInterest: 0 as Lots,
  daysLeft: 21,
  unfixed: share(1),
  date: dateOfCivil(2026, 11, 1),
  inDelivery: false,
  returns: [],
  ...facts,
});

/** Legs with so many lots, nearest month first, and the margin of a lot in dollars; lots are doubled as in MAR-12. */
const legs = (...of: readonly (readonly [lots: number, margin: number])[]): Leg[] =>
  of.map(([lots, margin], rank) => ({ rank, lots: (2 * lots) as Lots, marginPerLot: dollars(margin) }));

test('MAR-10 a product can have rules of three models, each with figures within their bounds', () => {
  const valid: MarginRules[] = [rateRules, scenarioRules, historicalRules];
  for (const rules of valid) {
    assert.equal(refuseMarginRules(rules, 10), undefined, rules.model);
    assert.equal(refuseSpecification({ ...SIT, margin: rules }), undefined);
  }
  const wrong: unknown[] = [
    { ...rateRules, model: 'paper' },
    { ...rateRules, offsetShare: 1_000_001 },
    { ...rateRules, base: 0 },
    { ...rateRules, averaging: 0 },
    { ...rateRules, openInterest: [...rateRules.openInterest].reverse() },
    { ...rateRules, moves: [{ days: 21, move: 1, rate: 1 }] },
    { ...rateRules, holidays: [{ from: 10, to: 9, rate: 1 }] },
    { ...scenarioRules, extremeWeight: 333_334 },
    { ...scenarioRules, interMonth: [] },
    // Nine borders between ten months, and a spread over all of them would cost more than both its legs.
    { ...scenarioRules, interMonth: [230_000] },
    { ...historicalRules, lookBack: 249 },
    { ...historicalRules, decayHundredths: 100 },
    { ...historicalRules, floor: 0 },
    { ...historicalRules, gaps: [{ move: -1_000_001, weight: 1 }] },
    { ...historicalRules, concentration: { ...historicalRules.concentration, leastLots: 0 } },
  ];
  for (const rules of wrong)
    assert.equal(refuseMarginRules(rules as MarginRules, 10), 'MARGIN_RULES_INVALID', JSON.stringify(rules));
  assert.equal(refuseSpecification(changed(SIT, { margin: wrong[0] })), 'MARGIN_RULES_INVALID');
});

test('MAR-11 the offset is a share of what months take off each other, rounded down, and one month has none', () => {
  const risk = riskOfLargerSide(legs([10, 100], [-6, 120]));
  assert.equal(inDollars(offsetOf(risk, share(1))), 720);
  assert.equal(inDollars(offsetOf(risk, share(0.8))), 576);
  assert.equal(offsetOf(risk, share(0)), 0);
  assert.equal(offsetOf({ ...risk, alone: 3n, together: 0n }, share(1)), 1);
  for (const rules of [rateRules, scenarioRules, historicalRules]) {
    const margin = grown(rules, 300);
    for (const lots of [7, -7]) {
      const { alone, together } = margin.riskOf(legs([lots, 180]));
      assert.equal(alone, together, rules.model);
    }
  }
});

test('MAR-16 the highest of all rates that apply holds', () => {
  const rate = (facts: Partial<Month>) => {
    const { rate: found, rule } = rateByLadder(rateRules, month(facts));
    return [found / 10_000, rule];
  };
  const delivery = { inDelivery: true, daysLeft: 12 };
  const up = [0, 0.05, 0.04, 0.04].map(share);
  const down = [-0.2, -0.06, -0.05, 0].map(share);
  assert.deepEqual(rate({}), [12, 'base']);
  assert.deepEqual(rate({ openInterest: 1_000 as Lots }), [12, 'base']);
  assert.deepEqual(rate({ openInterest: 1_001 as Lots }), [13, 'openInterest']);
  assert.deepEqual(rate({ openInterest: 5_001 as Lots }), [14, 'openInterest']);
  assert.deepEqual(rate(delivery), [15, 'deliveryPeriod']);
  assert.deepEqual(rate({ ...delivery, daysLeft: 4 }), [15, 'deliveryPeriod']);
  assert.deepEqual(rate({ ...delivery, daysLeft: 3 }), [20, 'lastDays']);
  assert.deepEqual(rate({ returns: up }), [17, 'move'], '5 + 4 + 4 % in three days');
  assert.deepEqual(rate({ returns: down }), [12, 'base'], 'the fall of 20 % was before these three days');
  assert.deepEqual(rate({ date: dateOfCivil(2027, 1, 3) }), [16, 'holiday']);
  assert.deepEqual(rate({ date: dateOfCivil(2027, 1, 13) }), [12, 'base']);
  const { candidates } = rateByLadder(rateRules, month({ ...delivery, openInterest: 2_000 as Lots }));
  assert.deepEqual(
    candidates.map(({ rule }) => rule),
    ['base', 'openInterest', 'deliveryPeriod'],
  );
});

test('MAR-17 of long and short only the larger side is charged', () => {
  const risk = riskOfLargerSide(legs([10, 100], [-6, 120], [-1, 130]));
  assert.equal(inDollars(inMoney(risk.together, risk)), 1_000);
  assert.equal(inDollars(inMoney(risk.alone, risk)), 1_000 + 720 + 130);
});

test('MAR-18 there are sixteen scenarios, seven moves with volatility up and down and two extreme ones', () => {
  const written = riskScenarios.map(({ number, thirds, volatility, isExtreme }) =>
    [number, thirds, volatility, isExtreme ? 'extreme' : ''].join(' ').trim(),
  );
  assert.deepEqual(written, [
    ...['1 0 1', '2 0 -1', '3 1 1', '4 1 -1', '5 -1 1', '6 -1 -1', '7 2 1', '8 2 -1'],
    ...['9 -2 1', '10 -2 -1', '11 3 1', '12 3 -1', '13 -3 1', '14 -3 -1', '15 9 0 extreme', '16 -9 0 extreme'],
  ]);
});

test('MAR-18 one long future with a scan range of 0.18 at a price of 1.50 needs 180.00', () => {
  const array = riskArrayOfFuture(dollars(180), share(0.33));
  const figures = [0, 0, -60, -60, 60, 60, -120, -120, 120, 120, -180, -180, 180, 180, -178.2, 178.2];
  assert.deepEqual(array.map(inDollars), figures);
  assert.deepEqual(scanRisk([{ units: 1, array }]), { risk: dollars(180), scenario: 13 });
  assert.deepEqual(scanRisk([{ units: -1, array }]), { risk: dollars(180), scenario: 11 });
  assert.equal(rateByScan(scenarioRules, month()).rate, share(0.18 / 1.5));
  const risk = riskByScenarios(scenarioRules, legs([1, 180]));
  assert.equal(inDollars(inMoney(risk.together, risk)), 180);
});

test('MAR-18 the array holds for options too: a short call, and a future with it', () => {
  // Price 1.50, strike 1.60, 80 % volatility up or down 20 points, 30 days of which one has passed, 1,000 a unit.
  const now = call(1.5, 1.6, 0.8, 30 / 365);
  const option = riskArray(({ thirds, volatility }) => {
    const then = call(1.5 + (0.18 * thirds) / 3, 1.6, 0.8 + 0.2 * volatility, 29 / 365);
    return Math.round((then - now) * 1_000 * 1e6);
  }, share(0.33));
  const future = riskArrayOfFuture(dollars(180), share(0.33));
  const cents = ({ risk, scenario }: ReturnType<typeof scanRisk>) => [Math.round(risk / 1e4) / 100, scenario];
  assert.deepEqual(cents(scanRisk([{ units: -1, array: option }])), [129.49, 11]);
  assert.equal(Math.round(-(option[14] as number) / 1e4) / 100, 122.78, 'the extreme move up');
  const both = [
    { units: 1, array: future },
    { units: -1, array: option },
  ];
  assert.deepEqual(cents(scanRisk(both)), [146.54, 16]);
});

test('MAR-19 lots that stand against their opposite across a border of months cost a share of a leg', () => {
  const needs = (...of: readonly (readonly [lots: number, margin: number])[]) => {
    const risk = riskByScenarios(scenarioRules, legs(...of));
    const { reason } = risk;
    assert.ok(reason.basis === 'scenarios');
    return [reason.scan, reason.interMonth, risk.together].map((amount) => inDollars(inMoney(amount, risk)));
  };
  assert.deepEqual(needs([10, 180], [-10, 180]), [0, 540, 540]);
  assert.deepEqual(needs([-10, 180], [10, 180]), [0, 540, 540]);
  assert.deepEqual(needs([10, 180], [-4, 180]), [6 * 180, 4 * 54, 1_296]);
  assert.deepEqual(needs([10, 180], [4, 180]), [14 * 180, 0, 2_520]);
  // A butterfly is two spreads; a spread over two borders costs both.
  assert.deepEqual(needs([5, 180], [-10, 180], [5, 180]), [0, 5 * 54 + 5 * 36, 450]);
  assert.deepEqual(needs([5, 180], [0, 180], [-5, 180]), [0, 5 * 54 + 5 * 36, 450]);
});

test('MAR-20 in the delivery period a charge is added to the scan range', () => {
  assert.equal(rateByScan(scenarioRules, month({ inDelivery: true })).rate, share(0.15));
  assert.equal(
    rateByScan({ ...scenarioRules, deliveryCharge: share(0) }, month({ inDelivery: true })).rate,
    share(0.12),
  );
});

test('MAR-21 a deviation of 4 % decays to 2.53, 1.60, 1.02 and 0.64 % in 30, 60, 90 and 120 still days', () => {
  let variance = 40_000 * 40_000;
  const reached: number[] = [];
  for (let day = 1; day <= 120; day += 1) {
    variance = nextVariance(variance, 0, 97);
    if (day % 30 === 0) reached.push(Math.round(squareRootUp(variance) / 100) / 100);
  }
  assert.deepEqual(reached, [2.53, 1.6, 1.02, 0.64]);
  // 99 % of a normal day lies within 2.326 deviations; held for two days.
  const margins = [40_000, 25_300, 16_000, 10_200, 6_400].map((deviation) => {
    const [held = 0] = scenarioReturns([1_000_000], deviation as Millionths, 2);
    return Math.round(held * 2.326e-3) / 10;
  });
  assert.deepEqual(margins, [13.2, 8.3, 5.3, 3.4, 2.1]);
});

test('MAR-21 a score is the return over the deviation that was expected of its day', () => {
  // The mean square of 3 % and −4 % is 3.5355 % squared; after the first day it is 0.97 × 0.00125 + 0.03 × 0.0009.
  const { scores, deviation, largest } = filterReturns([share(0.03), share(-0.04)], 97, share(0.01));
  // 30,000 / 35,356 and 40,000 / 35,207: deviations are rounded up to a millionth.
  assert.deepEqual(scores, [848_512, -1_136_137]);
  const second = Math.sqrt(0.97 * 0.00125 + 0.03 * 0.0009);
  assert.ok(Math.abs((scores[1] as number) / 1e6 + 0.04 / second) < 1e-4);
  const next = Math.sqrt(0.97 * second * second + 0.03 * 0.0016);
  assert.ok(Math.abs(deviation / 1e6 - next) < 2e-6);
  assert.equal(largest, Math.max(35_356, deviation));
  const still = filterReturns(new Array<Millionths>(200).fill(0 as Millionths), 97, share(0.025));
  assert.deepEqual([still.deviation, Math.max(...still.scores)], [0, 0]);
  // After 200 still days a tick of 0.1 % is a tick, and a cut of 80 % is one at tomorrow's least deviation, too.
  const days = [...new Array<Millionths>(200).fill(share(0)), share(0.001), share(-0.8)];
  const { scores: after } = filterReturns(days, 97, share(0.025));
  assert.deepEqual(after.slice(-2), [40_000, -32_000_000]);
});

test('MAR-22 the tails are rounded up to whole days', () => {
  assert.deepEqual(
    [250, 500, 100, 40, 1].map((n) => [tailOf(n, 10), tailOf(n, 25)]),
    [
      [3, 7],
      [5, 13],
      [1, 3],
      [1, 1],
      [1, 1],
    ],
  );
});

test('MAR-22 MAR-23 the rate is that of the formulas, on days drawn from several regimes', () => {
  for (let seed = 1; seed <= 40; seed += 1) {
    const returns = drawnReturns(seed, 250);
    const { rate, candidates } = rateByHistory(historicalRules, liveThrough(historicalRules, returns));
    const gap = candidates.find(({ rule }) => rule === 'gap')?.rate ?? 0;
    const plain = plainHistoricalRate(
      returns.map((r) => r / 1e6),
      historicalRules,
    );
    const expected = Math.min(1, plain + gap / 1e6);
    assert.ok(Math.abs(rate / 1e6 - expected) < 1e-4, `seed ${seed}: ${rate / 1e6} is not ${expected}`);
  }
});

test('MAR-23 a price that has stood still for a year still has the floor, and stressed days still weigh', () => {
  const still = new Array<Millionths>(250).fill(0 as Millionths);
  const { rate, rule } = rateByHistory(historicalRules, liveThrough(historicalRules, still));
  assert.deepEqual([rule, rate], ['floor', share(0.14)]);
  assert.deepEqual(rateByHistory(historicalRules, liveThrough(historicalRules, [])).rate, share(0.14));
  // Moves of 4 % in the first half, none in the second: today's deviation is down to the floor, the largest is not.
  const calmed = still.map((_, day) => share(day < 125 ? (day % 2 === 0 ? 0.04 : -0.04) : 0));
  const found = rateByHistory({ ...historicalRules, floor: share(0.01) }, liveThrough(historicalRules, calmed));
  const of = (name: string) => found.candidates.find(({ rule: one }) => one === name)?.rate ?? 0;
  assert.equal(found.rule, 'weighted');
  assert.ok(of('stress') > of('expectedShortfall'));
});

test('MAR-24 the gap add-on is the largest weighted jump, and a gap counts for what is still to be fixed', () => {
  assert.equal(gapAddOn(historicalRules), share(0.02), '80 % × 2.5 %, which is more than 50 % × 3 % and 100 % × 1.5 %');
  assert.equal(gapAddOn({ gaps: [] }), 0);
  const gap = [0, 10, 20, 29].map((done) => Math.round(-80 * (unfixedShare(done, 30 - done) / 1e5)) / 10);
  assert.deepEqual(gap, [-80, -53.3, -26.7, -2.7]);
  assert.equal(unfixedShare(10, 20), 666_667, 'rounded up');
});

test('MAR-25 months that always moved alike take off each other nearly all, opposite ones nothing', () => {
  const alike = new ProductMargin(historicalRules);
  const opposite = new ProductMargin(historicalRules);
  for (const r of drawnReturns(5, 250)) {
    live(alike, { returns: [r, r], volumes: [] });
    live(opposite, { returns: [r, -r as Millionths], volumes: [] });
  }
  const spread = legs([10, 180], [-10, 180]);
  const offset = (margin: ProductMargin) => inDollars(offsetOf(margin.riskOf(spread), share(0.8)));
  // Either leg alone could lose nearly 1,800 on its worse side; 80 % of what the worse and the better side come to.
  assert.ok(offset(alike) > 0.8 * 1.5 * 1_800 && offset(alike) <= 0.8 * 3_600, String(offset(alike)));
  assert.equal(alike.riskOf(spread).together, 0n);
  assert.equal(offset(opposite), 0);
});

test('MAR-25 an offset grows with the days that stand behind it', () => {
  const shares = [0, 15, 60, 250].map((days) => grown(historicalRules, days).offsetShare);
  assert.deepEqual(shares, [0, share(0.2), share(0.8), share(0.8)]);
  assert.equal(grown(rateRules, 0).offsetShare, share(1));
});

test('MAR-25 the days of a lot never come to more than its margin', () => {
  const margin = grown(historicalRules, 250);
  for (const price of [1, 7, 1_000_003, 181_920_000]) {
    for (const lots of [2, -2]) {
      const leg = { rank: 1, lots: lots as Lots, marginPerLot: price as Money };
      const { alone, together, parts } = margin.riskOf([leg]);
      assert.equal(alone, together);
      assert.ok(alone <= 2n * BigInt(price) * parts && (price < 1_000 || alone >= 0n));
    }
  }
});

test('MAR-15 lots beyond what closes in time cost with the root of the days they take', () => {
  const rules = historicalRules.concentration;
  assert.ok(rules !== null);
  // 20 % of 250 lots a day for two days.
  assert.equal(lotsInTime(rules, new Array(30).fill(250)), 100);
  assert.equal(lotsInTime(rules, []), 50, 'so many always');
  assert.equal(lotsInTime(rules, [0, 0, 0, 999]), 98, '249 a day, of which 20 % are 49');
  const [margin, tick] = [dollars(180), dollars(1)];
  const addOn = (owned: number) => inDollars(addOnPerLot(rules, owned, 100 as Lots, margin, tick));
  assert.deepEqual([100, 400, 900].map(addOn), [0, 180 + 1, 360 + 1]);
  // √1.01 is 1.00499, rounded up to 1.005.
  assert.equal(addOn(101), 0.9 + 1);
});

test('MAR-8 MAR-11 what two portfolios could lose together is never more than what they could lose apart', () => {
  for (const rules of [rateRules, scenarioRules, historicalRules]) {
    for (let seed = 1; seed <= 60; seed += 1) {
      const margin = grown(rules, 250, seed);
      const dice = diceOf(seed);
      const [one, other] = [0, 1].map(() => Array.from({ length: 6 }, () => dice(41) - 20));
      const margins = Array.from({ length: 6 }, () => 100e6 + dice(90e6));
      const risk = (lots: readonly number[]) =>
        margin.riskOf(lots.map((n, rank) => ({ rank, lots: n as Lots, marginPerLot: (margins[rank] ?? 0) as Money })))
          .together;
      const sum = (one ?? []).map((n, rank) => n + (other?.[rank] ?? 0));
      const where = `${rules.model}, seed ${seed}: ${one} and ${other}`;
      assert.ok(risk(sum) <= risk(one ?? []) + risk(other ?? []), where);
      if (rules.model !== 'scenario') assert.equal(risk((one ?? []).map((n) => 3 * n)), 3n * risk(one ?? []), where);
    }
  }
});

function live(margin: ProductMargin, day: Parameters<ProductMargin['closeDay']>[0]): void {
  margin.closeDay(day);
  margin.startDay();
}

/** A model that has seen so many days in which six months moved much alike. */
function grown(rules: MarginRules, days: number, seed = 1): ProductMargin {
  const margin = new ProductMargin(rules);
  const dice = diceOf(seed + 77);
  for (const common of drawnReturns(seed, days)) {
    const returns = Array.from({ length: 6 }, () => (common + dice(10_001) - 5_000) as Millionths);
    live(margin, { returns, volumes: [] });
  }
  return margin;
}

/** Daily returns that are small, large, none, or jumps, by the seed. */
function drawnReturns(seed: number, days: number): Millionths[] {
  const dice = diceOf(seed);
  const size = [5_000, 30_000, 80_000, 0][seed % 4] ?? 0;
  return Array.from({ length: days }, () => {
    const jump = dice(60) === 0 ? dice(300_001) - 150_000 : 0;
    return (dice(2 * size + 1) - size + jump) as Millionths;
  });
}

/** A call on a future by the formula of Black, without interest. */
function call(price: number, strike: number, volatility: number, years: number): number {
  const spread = volatility * Math.sqrt(years);
  const d = Math.log(price / strike) / spread + spread / 2;
  return price * normal(d) - strike * normal(d - spread);
}

/** The distribution function of the normal law, by Simpson's rule. */
function normal(x: number): number {
  const [from, steps] = [-10, 2_000];
  const step = (x - from) / steps;
  let sum = 0;
  for (let i = 0; i <= steps; i += 1) {
    const t = from + i * step;
    sum += Math.exp((-t * t) / 2) * (i === 0 || i === steps ? 1 : i % 2 === 1 ? 4 : 2);
  }
  return (sum * step) / 3 / Math.sqrt(2 * Math.PI);
}
