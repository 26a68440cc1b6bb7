/** Pictures of a leveraged position, in each of which the loss has as much room as the gain. */
import type { Chart } from '../experiment/report.ts';
import { shareOf } from '../statistics/estimate.ts';
import { weekOf } from './chance-tables.ts';
import { liquidationChance, outcome } from './chances.ts';
import { costOf, costToOpen, liquidationDistance, returnOnMargin, signOf } from './position.ts';
import { leverages, type Results } from './study.ts';
import { atLeverage, LEVERAGE_MAX, type Terms } from './terms.ts';
import { signed } from './words.ts';

/** Points on either side of no move at all. */
const POINTS = 60;

/** Return on margin by move, as far up as down, with the price at which the position is closed. */
export function returnsChart(terms: Terms): Chart {
  const sign = signOf(terms.side);
  const cost = costOf(terms, terms.days);
  const distance = liquidationDistance(terms, costToOpen(terms) + terms.funding * terms.days);
  const reach = Math.min(0.99, Math.max(1.2 * terms.target, 1.5 * Math.min(1, distance)));
  const steps = Array.from({ length: 2 * POINTS + 1 }, (_, i) => (i / POINTS - 1) * reach);
  const line = (paid: number, wanted: (result: number) => boolean) =>
    steps
      .map((move) => [100 * move, 100 * returnOnMargin(terms, move, paid)] as const)
      .filter(([, result]) => wanted(result));
  return {
    name: 'returns',
    title: `Return on margin by move: ${terms.leverage}x ${terms.side}`,
    reading: `A gain and a loss of the same move are equally long. The position is closed at ${signed(-sign * distance, 2)}; what lies beyond is owed if the price gaps across it.`,
    x: { label: `move after ${terms.days} days, %` },
    y: { label: 'return on margin, %' },
    layers: [
      { kind: 'line', name: 'before costs', tone: 'quiet', points: line(0, () => true) },
      { kind: 'line', name: 'gain after costs', tone: 'gain', points: line(cost, (result) => result >= 0) },
      { kind: 'line', name: 'loss after costs', tone: 'loss', points: line(cost, (result) => result < 0) },
      { kind: 'rule', name: 'margin lost', tone: 'loss', axis: 'y', at: -100 },
      { kind: 'rule', name: 'margin doubled', tone: 'gain', axis: 'y', at: 100 },
      ...(distance < reach
        ? [{ kind: 'rule', name: 'liquidated', tone: 'loss', axis: 'x', at: -100 * sign * distance } as const]
        : []),
    ],
  };
}

/** From 1 to 2,000 in equal steps of the logarithm. */
const leverageLine = Array.from({ length: POINTS + 1 }, (_, i) => LEVERAGE_MAX ** (i / POINTS));

/** Target and liquidation by leverage. */
export function chancesChart(terms: Terms): Chart {
  const week = weekOf(terms);
  const line = (of: (each: Terms) => number) =>
    leverageLine.map((leverage) => [leverage, 100 * of(atLeverage(terms, leverage))] as const);
  return {
    name: 'chances',
    title: 'Target or liquidation, by leverage',
    reading: `The more leverage, the less often the target comes first. Closed form without gaps; after opening costs a position may be gone at once.`,
    x: { label: 'leverage', scale: 'logarithmic' },
    y: { label: 'probability, %' },
    layers: [
      { kind: 'line', name: 'liquidated in a day', tone: 'quiet', points: line((each) => liquidationChance(each, 1)) },
      {
        kind: 'line',
        name: `liquidated in ${week} days`,
        tone: 'first',
        points: line((each) => liquidationChance(each, week)),
      },
      {
        kind: 'line',
        name: `target first, ${terms.days} days`,
        tone: 'gain',
        points: line((each) => outcome(each, terms.days, 'target').favourable),
      },
      {
        kind: 'line',
        name: `liquidated first, ${terms.days} days`,
        tone: 'loss',
        points: line((each) => outcome(each, terms.days, 'target').adverse),
      },
    ],
  };
}

const holdings = [1, 2, 3, 5, 10, 21, 42, 63, 126, 252];

/** Liquidation by leverage and holding time. */
export function holdingChart(terms: Terms): Chart {
  return {
    name: 'holding',
    title: 'Probability of liquidation by leverage and holding time',
    reading:
      'Each cell is the probability, in per cent, that a position is liquidated within so many days, if nobody closes it before. Closed form without gaps.',
    x: { label: 'leverage', scale: 'names' },
    y: { label: 'trading days held', scale: 'names' },
    layers: [
      {
        kind: 'cells',
        name: 'liquidated, %',
        points: holdings.flatMap((days) =>
          leverages.map(
            (leverage) =>
              [`${leverage}x`, `${days}`, 100 * liquidationChance(atLeverage(terms, leverage), days)] as const,
          ),
        ),
      },
    ],
  };
}

/** How often a position owes more than its margin, by leverage. */
export function owingChart(terms: Terms, { byLeverage }: Results): Chart {
  return {
    name: 'owing',
    title: 'More lost than the margin, by leverage',
    reading: `How often a position held for ${terms.days} days ends with a debt, because the price opened beyond its liquidation; intervals of 95 %. At very high leverage fewer live to see a night.`,
    x: { label: 'leverage', scale: 'logarithmic' },
    y: { label: 'probability, %' },
    layers: [
      {
        kind: 'intervals',
        name: 'owes more than its margin',
        tone: 'loss',
        points: byLeverage.map(({ terms: each, tally }) => {
          const { low, value, high } = shareOf(tally.owing, tally.paths);
          return [each.leverage, 100 * low, 100 * value, 100 * high] as const;
        }),
      },
    ],
  };
}
