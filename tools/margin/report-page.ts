/**
 * The report: one HTML file that needs nothing else, in the colours of the terminal, light and dark.
 */
import { readFileSync } from 'node:fs';
import { formatDate } from '#core/calendar.ts';
import { ONE_MILLION, type TradeDate } from '#core/units.ts';
import {
  type BacktestResult,
  type MarginDay,
  PRICES_BEFORE,
  type RateResult,
  type SideResult,
} from '#lab/backtest/backtest.ts';
import { trapResults } from '#lab/backtest/list-price-trap.ts';
import type { PriceSeries } from '#lab/series/price-series.ts';
import { CRITICAL_VALUE } from '#lab/statistics/coverage-tests.ts';
import type { Flags } from './flags.ts';
import { chartOf, escaped } from './report-chart.ts';
import { readingOf, trapReading } from './report-words.ts';
import {
  columns,
  coverageInWords,
  NAMES,
  PEAK_TO_TROUGH_MAX,
  perCent,
  probability,
  RISE_MAX,
  rowsOf,
  signed,
} from './summary.ts';

const styles = ['../../src/terminal/design/palette.css', './report.css'];

export function reportPage({ again, seed }: Flags, results: readonly BacktestResult[]): string {
  const series = [...Map.groupBy(results, (result) => result.series)];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Margin back-test</title>
<style>
${styles.map((file) => readFileSync(new URL(file, import.meta.url), 'utf8')).join('\n')}</style>
</head>
<body>
<main>
<h1>Margin back-test</h1>
<p class="soft">Seed ${seed} · ${series.length} series · the same again: <code>${escaped(again)}</code></p>
<h2>What it comes to</h2>
<section class="panel">${readingOf(results).map(paragraph).join('')}</section>
<h2>How often margin was exceeded</h2>
<p class="soft">In how many periods the loss of a long and of a short went beyond the margin; at 99 % it may be 1 %. Red: a light that is not green.</p>
${wide('How often margin was exceeded', overview(series.map(([, ofSeries]) => ofSeries)))}
${series.map(([one, ofSeries]) => seriesSection(one, ofSeries)).join('\n')}
${trapSection()}
<h2>How to read it</h2>
${howToRead.map(paragraph).join('\n')}
</main>
</body>
</html>
`;
}

const howToRead = [
  'Bars are what the price did over the horizon that begins on a day; the two lines are the margin of a short, above zero, and of a long, below. A dot is a loss beyond the margin. Where the horizon is longer than a day, only periods that do not overlap are drawn and counted.',
  'Kupiec asks whether losses go beyond the margin about once in a hundred periods: above 3.84 they come too often or too seldom. Christoffersen asks whether one follows another: above 3.84 they cluster. The light is that of the Basel committee: yellow where so many exceedances have a chance of less than about 5 %, red where it is less than about 1 in 10,000. None of the three sees how large a loss was; the last column does, in red where more was lost beyond the margin than margin is on average.',
  'Peak/trough and the 5-day rise say how the margin itself moves: above 4, or above 60 % in five days, it asks for money when there is least.',
  'The price is taken as it is, as if the contract followed it at once. Daily limits, intraday calls, and the days a position can take to be closed out beyond the horizon are not in it.',
];

const paragraph = (text: string): string => `<p>${escaped(text)}</p>`;

/** A table that scrolls by itself where it is wider than the page, by keyboard, too. */
function wide(label: string, content: string): string {
  return `<div class="wide panel" tabindex="0" role="region" aria-label="${escaped(label)}">${content}</div>`;
}

/** Series down, models across. */
function overview(rows: readonly (readonly BacktestResult[])[]): string {
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
function table(results: readonly BacktestResult[]): string {
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

function seriesSection(series: PriceSeries, results: readonly BacktestResult[]): string {
  const first = results[0] as BacktestResult;
  const tested = series.prices.slice(first.days[0]?.at ?? 0);
  const price = chartOf({
    label: `Price of ${series.name}`,
    lines: [{ tone: 'price', values: tested.map((ticks) => ticks / ONE_MILLION) }],
    format: (dollars) => dollars.toFixed(2),
    days: ends(series, first.days),
    startsAtZero: true,
  });
  return `<section>
<h2>${escaped(series.name)}</h2>
<p class="soft">${escaped(`${series.about} ${movesInWords(tested)}`)}</p>
<figure><h3>Price, USD</h3>${price}</figure>
${wide(`Figures of ${series.name}`, table(results))}
<div class="figures">${results.map(modelFigure).join('\n')}</div>
</section>`;
}

/** On how many days the price is another one than the day before. */
function movesInWords(prices: readonly number[]): string {
  const moves = prices.filter((price, at) => at > 0 && price !== prices[at - 1]).length;
  return `It moves on ${moves} of ${prices.length - 1} days.`;
}

function modelFigure({ series, model, days, sides }: BacktestResult): string {
  const shares = days.map(({ rate }) => rate / ONE_MILLION);
  const moves = chartOf({
    label: `Moves of ${series.name} against the margin of ${model.name}`,
    lines: [
      { tone: 'margin', values: shares },
      { tone: 'margin', values: shares.map((share) => -share) },
    ],
    bars: days.map(({ isCounted, move }) => (isCounted ? move : undefined)),
    marks: days.flatMap((day, at) =>
      day.exceeded === undefined ? [] : [{ at, value: day.move, said: exceedanceInWords(series, day, day.exceeded) }],
    ),
    format: wholePerCent,
    days: ends(series, days),
    startsAtZero: true,
  });
  const rates = chartOf({
    label: `Margin rate of ${model.name} on ${series.name}`,
    lines: [{ tone: 'margin', values: shares }],
    format: shortPerCent,
    days: ends(series, days),
    startsAtZero: true,
  });
  return `<figure>
<h3>${escaped(model.name)}</h3>
<p class="soft">${escaped(model.about)}</p>
<p class="name">${model.horizon === 1 ? 'next day' : `next ${model.horizon} days`}: move, <span class="key margin"></span>margin of a short above and a long below, <span class="key over"></span>beyond it</p>
${moves}
<p class="name">margin, share of value</p>
${rates}
<figcaption>${sides.map(sideInWords).join(' ')}</figcaption>
</figure>`;
}

function sideInWords(side: SideResult): string {
  const worst = side.worstShortfall > 0 ? `, at worst by ${perCent(side.worstShortfall)} of value` : '';
  const count = `${side.exceedances} of ${side.periods}`;
  return escaped(
    `${side.side === 'long' ? 'Long' : 'Short'}: exceeded ${count} times, ${coverageInWords(side)} (p ${probability(side.coverage)})${worst}.`,
  );
}

function exceedanceInWords(series: PriceSeries, day: MarginDay, side: 'long' | 'short'): string {
  return `${dayName(series, day.at)}, ${side}: a move of ${perCent(day.move)} against a margin of ${perCent(day.rate / ONE_MILLION)}`;
}

function ends(series: PriceSeries, days: readonly MarginDay[]): [string, string] {
  return [dayName(series, days[0]?.at ?? 0), dayName(series, days.at(-1)?.at ?? 0)];
}

function dayName({ dates }: PriceSeries, at: number): string {
  const date = dates?.[at] as TradeDate | undefined;
  return date === undefined ? `day ${at - PRICES_BEFORE + 1}` : formatDate(date);
}

const wholePerCent = (share: number): string => `${signed(String(Math.round(100 * share)))} %`;
const shortPerCent = (share: number): string => `${Number((100 * share).toFixed(1))} %`;

function trapSection(): string {
  const results = trapResults();
  const tones = ['first', 'second', 'third'] as const;
  const chart = chartOf({
    label: 'Margin from volatility alone while a list price stands still, with and without floors',
    lines: results.map(({ days }, i) => ({ tone: tones[i] ?? '', values: days.map(({ rate }) => rate / ONE_MILLION) })),
    format: shortPerCent,
    days: ['last day that moves', '30 days after the cut'],
    startsAtZero: true,
  });
  const shown = [0, 30, 60, 90, 120];
  const rows = results.map(
    ({ model, days }) =>
      `<tr><td class="word">${escaped(model.name)}</td>${shown.map((at) => `<td>${perCent((days[at] as MarginDay).rate / ONE_MILLION)}</td>`).join('')}</tr>`,
  );
  return `<section>
<h2>The list-price trap</h2>
<figure>
<p class="name">${results.map(({ model }, i) => `<span class="key ${tones[i]}"></span>${escaped(model.name)}`).join(' ')}</p>
${chart}
</figure>
${wide('Margin after days at a standstill', `<table><thead><tr><th class="word">days at a standstill</th>${shown.map((at) => `<th>${at}</th>`).join('')}</tr></thead><tbody>${rows.join('')}</tbody></table>`)}
${trapReading(results).map(paragraph).join('')}
</section>`;
}
