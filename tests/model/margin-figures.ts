/**
 * Margin rules to test with, and the figures of the models once more, in floating point and the plainest way.
 */
import { dateOfCivil } from '#core/calendar.ts';
import type { HistoricalRules, RateRules, ScenarioRules } from '#core/margin/margin-rules.ts';
import type { Lots, Millionths, Ticks } from '#core/units.ts';

export const share = (part: number) => Math.round(part * 1e6) as Millionths;

export const rateRules: RateRules = {
  model: 'rate',
  offsetShare: share(1),
  averaging: null,
  concentration: null,
  base: share(0.12),
  openInterest: [
    { above: 1_000 as Lots, rate: share(0.13) },
    { above: 5_000 as Lots, rate: share(0.14) },
  ],
  deliveryPeriod: share(0.15),
  lastDays: [{ days: 3, rate: share(0.2) }],
  moves: [{ days: 3, move: share(0.12), rate: share(0.17) }],
  holidays: [{ from: dateOfCivil(2027, 1, 3), to: dateOfCivil(2027, 1, 12), rate: share(0.16) }],
};

export const scenarioRules: ScenarioRules = {
  model: 'scenario',
  offsetShare: share(1),
  averaging: null,
  concentration: null,
  scanRange: share(0.12),
  extremeWeight: share(0.33),
  interMonth: [share(0.3), share(0.2)],
  deliveryCharge: share(0.03),
};

export const historicalRules: HistoricalRules = {
  model: 'historical',
  offsetShare: share(0.8),
  averaging: share(0.1),
  concentration: { participation: share(0.2), horizonDays: 2, leastLots: 50 as Lots, halfSpread: 1 as Ticks },
  lookBack: 250,
  decayHundredths: 97,
  deviationFloor: share(0.025),
  horizonDays: 2,
  stressWeight: share(0.25),
  stressDeviation: share(0.05),
  floor: share(0.12),
  gaps: [
    { move: share(-0.8), weight: share(0.025) },
    { move: share(-0.5), weight: share(0.03) },
    { move: share(0.5), weight: share(0.03) },
    { move: share(1), weight: share(0.015) },
  ],
};

/** The scores of daily returns, the deviation expected of tomorrow, and the largest of the look-back (rule MAR-21). */
function plainScores(returns: readonly number[], rules: HistoricalRules) {
  const decay = rules.decayHundredths / 100;
  let variance = returns.reduce((sum, r) => sum + r * r, 0) / returns.length;
  const deviations: number[] = [];
  for (const r of returns) {
    deviations.push(Math.sqrt(variance));
    const most = 4 * Math.max(Math.sqrt(variance), rules.deviationFloor / 1e6, 0.001);
    variance = decay * variance + (1 - decay) * Math.min(Math.abs(r), most) ** 2;
  }
  const today = Math.sqrt(variance);
  const scores = returns.map((r, t) => r / Math.max(deviations[t] as number, rules.deviationFloor / 1e6, 0.001));
  return { scores, today: Math.max(today, rules.deviationFloor / 1e6), largest: Math.max(today, ...deviations) };
}

const livedAt = (scores: readonly number[], deviation: number, { horizonDays }: HistoricalRules) =>
  scores.map((z) => Math.max(-1, z * deviation * Math.sqrt(horizonDays)));

/** Every day lived through again at tomorrow's deviation (rule MAR-22). */
export function plainScenarios(returns: readonly number[], rules: HistoricalRules): number[] {
  const { scores, today } = plainScores(returns, rules);
  return livedAt(scores, today, rules);
}

/** The rate of filtered historical simulation before the gap add-on, as the formulas say it (rules MAR-21 to MAR-23). */
export function plainHistoricalRate(returns: readonly number[], rules: HistoricalRules): number {
  const { scores, today, largest } = plainScores(returns, rules);
  const core = (deviation: number) => {
    const lived = livedAt(scores, deviation, rules);
    return Math.max(...[1, -1].map((side) => tail(lived.map((r) => -side * r))));
  };
  const stressed = Math.max(largest, rules.stressDeviation / 1e6);
  const weight = rules.stressWeight / 1e6;
  const mixed = (1 - weight) * core(today) + weight * core(stressed);
  return Math.max(mixed, rules.floor / 1e6);
}

/** The larger of 99 % value at risk and 97.5 % expected shortfall. */
function tail(losses: readonly number[]): number {
  const sorted = [...losses].sort((a, b) => b - a);
  const [k99, k975] = [Math.ceil(losses.length * 0.01), Math.ceil((losses.length * 25) / 1_000)];
  const shortfall = sorted.slice(0, k975).reduce((sum, loss) => sum + loss, 0) / k975;
  return Math.max(sorted[k99 - 1] as number, shortfall);
}
