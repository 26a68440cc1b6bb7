/** A cascade in pictures: where liquidations lie, and how far a shock goes. */
import type { Chart, Tone } from '../experiment/report.ts';
import { figure } from '../experiment/words.ts';
import { type CascadeTerms, cascade, closedAt, SHOCK_MAX } from './cascade.ts';
import { depthsAround, short } from './study.ts';

/** The price by round. */
export function roundsChart(terms: CascadeTerms): Chart {
  const { rounds, price } = cascade(terms);
  const prices = [1, ...rounds.map((round) => round.price), price];
  return {
    name: 'rounds',
    title: 'The price, round by round',
    reading: 'From the price before the shock to where nobody is below maintenance any more.',
    x: { label: 'round' },
    y: { label: 'price, 1 before the shock' },
    layers: [
      {
        kind: 'line',
        name: 'price',
        tone: 'loss',
        points: prices.map((y, x) => [x, y] as const),
      },
      {
        kind: 'dots',
        name: 'something is closed',
        tone: 'first',
        points: rounds.map((round, at) => [at + 1, round.price] as const),
      },
    ],
  };
}

const tones: readonly Tone[] = ['loss', 'first', 'second', 'third'];

/** Total move by shock: a step at every threshold. */
export function shocksChart(terms: CascadeTerms): Chart {
  const reach = Math.min(0.3, Math.max(0.05, 2 * terms.shock));
  const shocks = Array.from({ length: 121 }, (_, i) => (i / 120) * reach);
  return {
    name: 'shocks',
    title: 'How far a shock goes',
    reading:
      'Below the nearest liquidation a shock stays what it is; past it the total leaps, the thinner the market the further.',
    x: { label: 'shock, %' },
    y: { label: 'total move, %' },
    layers: [
      {
        kind: 'line',
        name: 'the shock alone',
        tone: 'quiet',
        points: shocks.map((shock) => [100 * shock, 100 * shock] as const),
      },
      ...depthsAround(terms.depth).map((depth, at) => ({
        kind: 'line' as const,
        name: `depth ${short(depth)}`,
        tone: tones[at] as Tone,
        points: shocks.map((shock) => [100 * shock, 100 * cascade({ ...terms, shock, depth }).total] as const),
      })),
    ],
  };
}

const BINS_MAX = 14;

/** Lots by where they are closed, and by leverage. */
export function densityChart(terms: CascadeTerms): Chart {
  const sign = terms.side === 'long' ? -1 : 1;
  const away = terms.positions.map((position) => ({
    ...position,
    away: 100 * Math.abs(1 - closedAt(terms, position)),
  }));
  const widest = Math.max(1, ...away.map((each) => each.away));
  const width = Math.ceil(widest / BINS_MAX);
  const bins = Math.ceil(widest / width);
  const leverages = [...new Set(away.map(({ leverage }) => leverage))].sort((a, b) => b - a);
  const nameOf = (bin: number) => figure(sign * (bin + 1) * width, 0);
  return {
    name: 'density',
    title: 'Where liquidations lie',
    reading: 'Lots that are closed when the price has moved so far, in per cent, by leverage; the darker, the more.',
    x: { label: 'liquidated by a move of up to, %', scale: 'names' },
    y: { label: 'leverage', scale: 'names' },
    layers: [
      {
        kind: 'cells',
        name: 'lots',
        points: leverages.flatMap((leverage) =>
          Array.from({ length: bins }, (_, bin) => {
            const inside = away.filter(
              (each) => each.leverage === leverage && Math.min(bins - 1, Math.floor(each.away / width)) === bin,
            );
            return [nameOf(bin), `${leverage}x`, inside.reduce((sum, { lots }) => sum + lots, 0)] as const;
          }),
        ),
      },
    ],
  };
}

/** Total move by shock and depth. */
export function mapChart(terms: CascadeTerms): Chart {
  const shocks = [0.25, 0.5, 0.75, 1, 1.25, 1.5, 2, 2.5, 3, 4]
    .map((times) => times * terms.shock)
    .filter((shock) => shock <= SHOCK_MAX);
  const depths = [0.5, 1, 1.5, 2.5, 5, 10].map((times) => times * terms.depth);
  return {
    name: 'map',
    title: 'Total move by shock and depth',
    reading: 'In per cent; each column of the map is a shock, each row a depth in lots per 1 %.',
    x: { label: 'shock, %', scale: 'names' },
    y: { label: 'depth', scale: 'names' },
    layers: [
      {
        kind: 'cells',
        name: 'total move, %',
        points: depths.flatMap((depth) =>
          shocks.map((shock) => {
            const { total } = cascade({ ...terms, shock, depth });
            return [short(100 * shock), short(depth), 100 * total] as const;
          }),
        ),
      },
    ],
  };
}
