/**
 * What a report says in sentences. Every one of them is made from the figures it stands above, praise as well as blame.
 */
import { ONE_MILLION } from '#core/units.ts';
import { type BacktestResult, EXPECTED, type SideResult } from '#lab/backtest/backtest.ts';
import { CRITICAL_VALUE } from '#lab/statistics/coverage-tests.ts';
import { highest } from '#lab/statistics/procyclicality.ts';

/** What margin should stay within, so that it does not ask for the most when there is least. */
const PEAK_TO_TROUGH_MAX = 4;
const RISE_MAX = 0.6;

interface Case {
  readonly result: BacktestResult;
  readonly side: SideResult;
}

/** One paragraph for each model. */
export function modelReadings(results: readonly BacktestResult[]): string[] {
  return [...Map.groupBy(results, ({ model }) => model.name)].map(([name, ofModel]) => modelReading(name, ofModel));
}

function modelReading(name: string, results: readonly BacktestResult[]): string {
  const cases = casesOf(results);
  const tooOften = cases.filter(({ side }) => coverageInWords(side) === 'too often');
  const clustered = cases.filter(({ side }) => side.independence.statistic > CRITICAL_VALUE);
  const beyond = cases.filter(({ side }) => side.worstShortfall > 0);
  const worst = beyond.toSorted((a, b) => b.side.worstShortfall - a.side.worstShortfall)[0];
  const count = (some: readonly Case[]): string => `${some.length} of ${cases.length}`;
  return [
    `${name}: margin was exceeded too often in ${count(tooOften)} cases${listed(tooOften)}.`,
    `Exceedances cluster in ${count(clustered)}${listed(clustered)}.`,
    worst === undefined
      ? 'No loss went beyond it.'
      : `Losses went beyond it in ${count(beyond)}, farthest for a ${named(worst)}: by ${perCent(worst.side.worstShortfall)} of the contract's value.`,
    swingInWords(results),
  ].join(' ');
}

/** How far the margin itself moved at most, and where that is more than it should. */
function swingInWords(results: readonly BacktestResult[]): string {
  const peakToTrough = highest(results.map(({ rate }) => rate.peakToTrough));
  const largestRise = highest(results.map(({ rate }) => rate.largestRise));
  const swinging = results.filter(({ rate }) => rate.peakToTrough > PEAK_TO_TROUGH_MAX || rate.largestRise > RISE_MAX);
  if (peakToTrough === 1) return 'The margin itself never moves.';
  const moved = `The margin itself goes up to ${peakToTrough.toFixed(1)} times its lowest and rises by up to ${perCent(largestRise)} in five days`;
  return swinging.length === 0
    ? `${moved}.`
    : `${moved}: more than ${PEAK_TO_TROUGH_MAX} times or ${100 * RISE_MAX} % on ${swinging.map(({ series }) => series.name).join(', ')}.`;
}

/** What the counting tests let pass, from the largest loss that they do. */
export function cautionOf(results: readonly BacktestResult[]): string {
  const cases = casesOf(results);
  const passed = cases.filter(({ side }) => side.worstShortfall > 0 && coverageInWords(side) !== 'too often');
  const worst = passed.toSorted((a, b) => b.side.worstShortfall - a.side.worstShortfall)[0];
  if (worst === undefined) return 'Counting alone lets nothing pass here that a look at the sizes would not.';
  const { exceedances, periods, worstShortfall } = worst.side;
  return `Counting is not enough: a ${named(worst)} under ${worst.result.model.name} was exceeded ${exceedances === 1 ? 'once' : `${exceedances} times`} in ${periods} periods, which counting calls ${coverageInWords(worst.side)}, and still lost ${perCent(worstShortfall)} of the value beyond its margin. A price that is posted rather than traded stands still and then gaps; no margin from its past foresees that, and what goes beyond margin is the default fund's.`;
}

/** What the standstill does to each of the three, from their own days. */
export function trapReading(results: readonly BacktestResult[]): string[] {
  const [bare, floored, both] = results.map(({ days }) => ({
    before: (days[0]?.rate ?? 0) / ONE_MILLION,
    atCut: (days[120]?.rate ?? 0) / ONE_MILLION,
  }));
  if (bare === undefined || floored === undefined || both === undefined) return [];
  return [
    `A price that moved 4 % a day and then stands still for 120 days brings margin from volatility alone down from ${perCent(bare.before)} to ${perCent(bare.atCut)}, just before it is cut by 80 %. With volatility never below 2.5 % a day the same margin stops at ${perCent(floored.atCut)}, and with at least 12 % of value beside it at ${perCent(both.atCut)}.`,
    `The floors keep margin steady; they do not cover the cut. Of 80 % they leave ${perCent(0.8 - both.atCut)} to what stands behind margin.`,
  ];
}

/** How the count compares with what was expected, for a sentence. */
function coverageInWords({ periods, exceedances, coverage }: SideResult): string {
  if (coverage.statistic <= CRITICAL_VALUE) return 'as often as it may be';
  return exceedances > periods * EXPECTED ? 'too often' : 'less often than it may be';
}

/** With the true minus sign. */
function perCent(share: number): string {
  if (share > 0 && share < 0.0005) return '<0.1 %';
  return `${(100 * share).toFixed(1).replace('-', '−')} %`;
}

function casesOf(results: readonly BacktestResult[]): Case[] {
  return results.flatMap((result) => result.sides.map((side) => ({ result, side })));
}

const named = ({ result, side }: Case): string => `${side.side} in ${result.series.name}`;
const listed = (cases: readonly Case[]): string => (cases.length === 0 ? '' : ` (${cases.map(named).join(', ')})`);
