/** The figures of a back-test as tables: a row for each side of each result, and the list-price trap day by day. */
import { ONE_MILLION } from '#core/units.ts';
import type { BacktestResult, MarginDay } from '#lab/backtest/backtest.ts';
import type { Table } from '#lab/experiment/report.ts';

export function resultsTable(results: readonly BacktestResult[]): Table {
  return {
    name: 'results',
    title: 'How often margin was exceeded, and how far',
    columns: [
      { name: 'series', label: 'series' },
      { name: 'model', label: 'model' },
      { name: 'side', label: 'side' },
      { name: 'horizon_days', label: 'days', places: 0 },
      { name: 'exceedances', label: 'exceeded', places: 0 },
      { name: 'periods', label: 'of', places: 0 },
      { name: 'kupiec', label: 'Kupiec', places: 2 },
      { name: 'kupiec_p', label: 'p', places: 4 },
      { name: 'christoffersen', label: 'Christoffersen', places: 2 },
      { name: 'christoffersen_p', label: 'p', places: 4 },
      { name: 'light', label: 'light' },
      { name: 'average_rate', label: 'average', places: 3 },
      { name: 'peak_to_trough', label: 'peak/trough', places: 1 },
      { name: 'largest_rise_in_5_days', label: '5-day rise', places: 3 },
      { name: 'worst_beyond', label: 'worst beyond', places: 3 },
    ],
    rows: results.flatMap(({ series, model, sides, rate }) =>
      sides.map((side) => [
        series.name,
        model.name,
        side.side,
        model.horizon,
        side.exceedances,
        side.periods,
        side.coverage.statistic,
        side.coverage.pValue,
        side.independence.statistic,
        side.independence.pValue,
        side.light,
        rate.average,
        rate.peakToTrough,
        rate.largestRise,
        side.worstShortfall,
      ]),
    ),
  };
}

const STANDSTILL_DAYS = [0, 30, 60, 90, 120];

export function trapTable(results: readonly BacktestResult[]): Table {
  return {
    name: 'list-price-trap',
    title: 'Margin after so many days at a standstill, as a share of value',
    columns: [
      { name: 'days', label: 'days', places: 0 },
      ...results.map(({ model }, at) => ({ name: `rate_${at + 1}`, label: model.name, places: 3 })),
    ],
    rows: STANDSTILL_DAYS.map((day) => [
      day,
      ...results.map(({ days }) => (days[day] as MarginDay).rate / ONE_MILLION),
    ]),
  };
}
