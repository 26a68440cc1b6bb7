/**
 * The tables of the report: how often margin was exceeded, and all figures of one series, with red where a test fails.
 */
import type { BacktestResult, RateResult, SideResult } from '#lab/backtest/backtest.ts';
import { CRITICAL_VALUE } from '#lab/statistics/coverage-tests.ts';
import { escaped } from './report-chart.ts';
import { columns, coverageInWords, NAMES, PEAK_TO_TROUGH_MAX, perCent, RISE_MAX, rowsOf } from './summary.ts';

/** A table that scrolls by itself where it is wider than the page, by keyboard, too. */
export function wide(label: string, content: string): string {
  return `<div class="wide panel" tabindex="0" role="region" aria-label="${escaped(label)}">${content}</div>`;
}

/** Series down, models across. */
export function overview(rows: readonly (readonly BacktestResult[])[]): string {
  const head = (rows[0] ?? []).map(({ model }) => `<th>${escaped(model.name)}</th>`).join('');
  const body = rows.map((results) => {
    const name = results[0]?.series.name ?? '';
    const cells = results.map(({ sides }) => {
      const bad = sides.some((side) => coverageInWords(side) === 'too often' || side.light !== 'green');
      return `<td${bad ? ' class="bad"' : ''}>${sides.map(({ exceedances, periods }) => perCent(exceedances / periods)).join(' · ')}</td>`;
    });
    return `<tr><td class="word">${escaped(name)}</td>${cells.join('')}</tr>`;
  });
  return `<table><thead><tr><th class="word">series</th>${head}</tr></thead><tbody>${body.join('')}</tbody></table>`;
}

/** All figures of one series. */
export function table(results: readonly BacktestResult[]): string {
  const bad = results.flatMap(({ sides, rate }) => sides.map((side) => badColumns(side, rate)));
  const head = columns.map((name, at) => `<th${wordClass(at)}>${name}</th>`).slice(1);
  const rows = rowsOf(results).map((row, at) => {
    const cells = row.map((cell, column) => {
      const isBad = bad[at]?.has(columns[column] ?? '');
      return `<td${isBad ? ' class="bad"' : wordClass(column)}>${escaped(cell)}</td>`;
    });
    return `<tr>${cells.slice(1).join('')}</tr>`;
  });
  return `<table><thead><tr>${head.join('')}</tr></thead><tbody>${rows.join('')}</tbody></table>`;
}

const wordClass = (column: number): string => (column < NAMES ? ' class="word"' : '');

function badColumns(side: SideResult, rate: RateResult): ReadonlySet<string> {
  const bad = new Set<string>();
  if (coverageInWords(side) === 'too often') bad.add('exceeded').add('Kupiec');
  if (side.independence.statistic > CRITICAL_VALUE) bad.add('Christoffersen');
  if (side.light !== 'green') bad.add('light');
  if (rate.peakToTrough > PEAK_TO_TROUGH_MAX) bad.add('peak/trough');
  if (rate.largestRise > RISE_MAX) bad.add('5-day rise');
  if (side.worstShortfall > rate.average) bad.add('worst beyond');
  return bad;
}
