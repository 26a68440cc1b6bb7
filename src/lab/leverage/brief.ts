/**
 * The example of a market brief about leveraged positions on chip shares.
 *
 * The brief (CoinUnited, on the Chinese blueprint for token futures, 2026) names a 50x long position in NVIDIA, a gain
 * of 3 % and a loss of 2 %. Its position is recomputed with the costs and the market of the terms; its leverage and
 * side are its own, whatever else is asked.
 */
import type { Table } from '../experiment/report.ts';
import { liquidationChance, outcome } from './chances.ts';
import { costOf, liquidationDistance, returnOnMargin } from './position.ts';
import type { Terms } from './terms.ts';

const LEVERAGE = 50;
export const GAIN = 0.03;
export const LOSS = 0.02;
/** It names none; this is ours. */
const MAINTENANCE = 0.01;

/** The shares it names, the move of each over the day that it shows, and a yearly volatility of ours. */
export const shares = [
  { name: 'NVDA', move: -0.0187, volatility: 0.45 },
  { name: 'AMD', move: -0.0431, volatility: 0.55 },
  { name: 'TSM', move: -0.0159, volatility: 0.38 },
] as const;

/** The position that it describes, with the costs and in the market of the terms. */
export function briefTerms(terms: Terms): Terms {
  return { ...terms, side: 'long', leverage: LEVERAGE, maintenance: MAINTENANCE, target: GAIN };
}

/** The brief's position in each of its shares. */
export function sharesTable(asked: Terms): Table {
  const terms = briefTerms(asked);
  return {
    name: 'shares',
    title: '50x long in the shares that the brief names (volatilities ours)',
    columns: [
      { name: 'share', label: 'share' },
      { name: 'volatility_percent', label: 'volatility, %', places: 0 },
      { name: 'gain_percent', label: 'gain at +3 %, % of margin', places: 0 },
      { name: 'loss_percent', label: 'loss at −3 %, % of margin', places: 0 },
      { name: 'liquidated_day_percent', label: 'liquidated in a day, %', places: 1 },
      { name: 'target_first_percent', label: `target first in ${terms.days} days, %`, places: 1 },
      { name: 'liquidated_first_percent', label: 'liquidated first, %', places: 1 },
      { name: 'shown_move_percent', label: 'moved on the day shown, %', places: 2 },
      { name: 'shown_liquidates', label: 'which liquidates' },
    ],
    rows: shares.map(({ name, move, volatility }) => {
      const each = { ...terms, volatility };
      const { favourable, adverse } = outcome(each, terms.days, 'target');
      const [gain, loss] = [GAIN, -GAIN].map((way) => returnOnMargin(each, way, costOf(each, each.days))) as [
        number,
        number,
      ];
      const figures = [volatility, gain, loss, liquidationChance(each, 1), favourable, adverse, move];
      return [name, ...figures.map((share) => 100 * share), -move > liquidationDistance(each, 0)];
    }),
  };
}
