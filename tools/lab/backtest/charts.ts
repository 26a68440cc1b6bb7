/** The charts of a back-test: of each series its price, and its moves against the margins; and the list-price trap. */
import { ONE_MILLION } from '#core/units.ts';
import { type BacktestResult, PRICES_BEFORE } from '#lab/backtest/backtest.ts';
import type { Axis, Chart, Layer, Tone } from '#lab/experiment/report.ts';
import type { PriceSeries } from '#lab/series/price-series.ts';

const tones: readonly Tone[] = ['first', 'second', 'third', 'fourth'];

/** Of one series under each model, of which there are at most four. */
export function seriesCharts(series: PriceSeries, results: readonly BacktestResult[]): Chart[] {
  const name = series.name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
  const first = results[0]?.days[0]?.at ?? 0;
  const price: Layer = {
    kind: 'line',
    name: 'price',
    tone: 'first',
    points: series.prices.slice(first).map((ticks, at) => [dayOf(series, first + at), ticks / ONE_MILLION]),
  };
  return [
    {
      name: `${name}-price`,
      title: `${series.name}: the price`,
      reading: series.about,
      x: dayAxis(series),
      y: { label: 'USD per million tokens' },
      layers: [price],
    },
    {
      name: `${name}-margin`,
      title: `${series.name}: what the price did, and the margin`,
      reading:
        'Bars are moves over a day; lines are the margin of a short, above zero, and of a long, below. Where a dot stands, a loss went beyond the margin of a model over its own horizon.',
      x: dayAxis(series),
      y: { label: 'share of the value of the contract' },
      layers: [movesOf(series, first), ...results.flatMap(marginsOf), ...results.map(beyondOf)],
    },
  ];
}

export function trapChart(results: readonly BacktestResult[]): Chart {
  return {
    name: 'list-price-trap',
    title: 'The list-price trap: margin while the price stands still',
    reading:
      'A price stands still for 120 days and is then cut by 80 %. Margin from volatility alone has melted by then; floors hold it, and none of them covers the cut.',
    x: { label: 'days at a standstill' },
    y: { label: 'margin, share of value' },
    layers: results.map(({ model, days }, at) => ({
      kind: 'line',
      name: model.name,
      tone: tones[at] as Tone,
      points: days.map(({ rate }, day) => [day, rate / ONE_MILLION]),
    })),
  };
}

function movesOf(series: PriceSeries, first: number): Layer {
  const moves = series.prices.slice(first, -1).map((now, at) => (series.prices[first + at + 1] as number) / now - 1);
  return {
    kind: 'bars',
    name: 'move of the next day',
    tone: 'quiet',
    points: moves.map((move, at) => [dayOf(series, first + at), move]),
  };
}

/** Above zero and below, under one name. */
function marginsOf({ series, model, days }: BacktestResult, at: number): Layer[] {
  return [1, -1].map((sign) => ({
    kind: 'line',
    name: `margin of ${model.name}`,
    tone: tones[at] as Tone,
    points: days.map((day) => [dayOf(series, day.at), (sign * day.rate) / ONE_MILLION]),
  }));
}

function beyondOf({ series, days }: BacktestResult): Layer {
  return {
    kind: 'dots',
    name: 'loss beyond a margin',
    tone: 'loss',
    points: days.filter(({ exceeded }) => exceeded !== undefined).map((day) => [dayOf(series, day.at), day.move]),
  };
}

function dayAxis({ dates }: PriceSeries): Axis {
  return dates === undefined ? { label: 'tested day' } : { label: 'day', scale: 'dates' };
}

function dayOf({ dates }: PriceSeries, at: number): number {
  return dates?.[at] ?? at - PRICES_BEFORE + 1;
}
