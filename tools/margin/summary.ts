/**
 * The figures of a back-test as cells, the same on the terminal and on the page, and what they say in words.
 */
import { type BacktestResult, EXPECTED, type SideResult } from '#lab/backtest/backtest.ts';
import { CRITICAL_VALUE, type LikelihoodRatio } from '#lab/statistics/coverage-tests.ts';

/** What margin should stay within, so that it does not ask for the most when there is least. */
export const PEAK_TO_TROUGH_MAX = 4;
export const RISE_MAX = 0.6;

export const columns = [
  'series',
  'model',
  'side',
  'horizon',
  'exceeded',
  'Kupiec',
  'p',
  'Christoffersen',
  'p',
  'light',
  'average',
  'peak/trough',
  '5-day rise',
  'worst beyond',
] as const;
/** How many of the columns are words. */
export const NAMES = 3;

/** One row for each side of each result. */
export function rowsOf(results: readonly BacktestResult[]): string[][] {
  return results.flatMap(({ series, model, sides, rate }) =>
    sides.map((side) => [
      series.name,
      model.name,
      side.side,
      `${model.horizon} d`,
      `${side.exceedances} of ${side.periods}`,
      side.coverage.statistic.toFixed(2),
      probability(side.coverage),
      side.independence.statistic.toFixed(2),
      probability(side.independence),
      side.light,
      perCent(rate.average),
      rate.peakToTrough.toFixed(1),
      perCent(rate.largestRise),
      perCent(side.worstShortfall),
    ]),
  );
}

/** How the count compares with what was expected, for a sentence. */
export function coverageInWords({ periods, exceedances, coverage }: SideResult): string {
  if (coverage.statistic <= CRITICAL_VALUE) return 'as often as it may be';
  return exceedances > periods * EXPECTED ? 'too often' : 'less often than it may be';
}

export function perCent(share: number): string {
  if (share > 0 && share < 0.0005) return '<0.1 %';
  return `${signed((100 * share).toFixed(1))} %`;
}

/** Without decimals that say nothing, for scales. */
export const shortPerCent = (share: number): string => `${Number((100 * share).toFixed(1))} %`;

/** With the true minus sign. */
export function signed(figure: string): string {
  return figure.replace('-', '−');
}

export function probability({ pValue }: LikelihoodRatio): string {
  return pValue < 0.001 ? '<0.001' : pValue.toFixed(3);
}
