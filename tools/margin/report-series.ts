/**
 * One series in the report: its price, its figures, and for each model the moves against the margin, and the margin by
 * itself.
 */
import { formatDate } from '#core/calendar.ts';
import { ONE_MILLION, type TradeDate } from '#core/units.ts';
import { type BacktestResult, type MarginDay, PRICES_BEFORE, type SideResult } from '#lab/backtest/backtest.ts';
import type { PriceSeries } from '#lab/series/price-series.ts';
import { chartOf, escaped } from './report-chart.ts';
import { table, wide } from './report-tables.ts';
import { coverageInWords, perCent, probability, shortPerCent, signed } from './summary.ts';

export function seriesSection(series: PriceSeries, results: readonly BacktestResult[]): string {
  const first = results[0] as BacktestResult;
  const tested = series.prices.slice(first.days[0]?.at ?? 0);
  const price = chartOf({
    label: `Price of ${series.name}`,
    lines: [{ tone: 'price', values: tested.map((ticks) => ticks / ONE_MILLION) }],
    format: (dollars) => dollars.toFixed(2),
    days: ends(series, first.days),
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
  });
  const rates = chartOf({
    label: `Margin rate of ${model.name} on ${series.name}`,
    lines: [{ tone: 'margin', values: shares }],
    format: shortPerCent,
    days: ends(series, days),
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
