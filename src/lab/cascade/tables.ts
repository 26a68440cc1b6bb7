/** A cascade in tables: round by round, on both sides, by group, by shock and depth, and closed bit by bit. */
import type { Table } from '../experiment/report.ts';
import { percent } from '../experiment/words.ts';
import { cascade, closedAt, smallestShock } from './cascade.ts';
import {
  bothSides,
  type CascadeStudy,
  depthsAround,
  sharesPerRound,
  shocksAround,
  short,
  spreadTerms,
} from './study.ts';

export function roundsTable(study: CascadeStudy): Table {
  const { rounds, price } = cascade(spreadTerms(study));
  let sum = 0;
  return {
    name: 'rounds',
    title: 'Round by round',
    columns: [
      { name: 'round', label: 'round', places: 0 },
      { name: 'price', label: 'price', places: 5 },
      { name: 'move_percent', label: 'move so far, %', places: 2 },
      { name: 'lots', label: 'lots closed', places: 0 },
      { name: 'lots_so_far', label: 'so far', places: 0 },
    ],
    rows: [...rounds, { price, lots: 0 }].map((round, at) => {
      sum += round.lots;
      return [at + 1, round.price, 100 * (round.price - 1), round.lots, sum];
    }),
  };
}

/** The same positions held long and short: what a fall does to the one, a rise does to the other. */
export function sidesTable(study: CascadeStudy): Table {
  return {
    name: 'sides',
    title: `The same positions on either side, shock ${percent(study.terms.shock, 2)} against them`,
    columns: [
      { name: 'side', label: 'held' },
      { name: 'move_percent', label: 'ends at, %', places: 2 },
      { name: 'amplification', label: 'times the shock', places: 2 },
      { name: 'lots', label: 'lots closed', places: 0 },
      { name: 'rounds', label: 'rounds', places: 0 },
    ],
    rows: bothSides(study).map(([side, result]) => [
      side,
      100 * (result.price - 1),
      result.amplification,
      result.lots,
      result.rounds.length,
    ]),
  };
}

/** Which shock takes each group: by itself, and when those before it have pushed the price. */
export function thresholdsTable({ terms }: CascadeStudy): Table {
  const against = (share: number | undefined) => (share === undefined ? null : 100 * share);
  return {
    name: 'thresholds',
    title: 'The smallest shock that takes each group (entries at 1, closed whole)',
    columns: [
      { name: 'leverage', label: 'leverage', places: 0 },
      { name: 'lots', label: 'lots', places: 0 },
      { name: 'alone_percent', label: 'by itself, %', places: 2 },
      ...depthsAround(terms.depth).map((depth) => ({
        name: `${columnOf(depth)}_percent`,
        label: `depth ${short(depth)}, %`,
        places: 2,
      })),
    ],
    rows: terms.positions.map((position) => [
      position.leverage,
      position.lots,
      against(Math.abs(1 - closedAt(terms, position))),
      ...depthsAround(terms.depth).map((depth) =>
        against(smallestShock({ ...terms, depth, closedPerRound: 1 }, position)),
      ),
    ]),
  };
}

/** Where shocks end, by depth. */
export function shocksTable(study: CascadeStudy): Table {
  const terms = spreadTerms(study);
  const depths = depthsAround(terms.depth);
  return {
    name: 'shocks',
    title: `Total move against ${terms.side} positions, by shock and depth`,
    columns: [
      { name: 'shock_percent', label: 'shock, %', places: 2 },
      ...depths.flatMap((depth) => [
        { name: `${columnOf(depth)}_percent`, label: `depth ${short(depth)}, %`, places: 2 },
        { name: `${columnOf(depth)}_lots`, label: 'lots', places: 0 },
      ]),
    ],
    rows: shocksAround(terms.shock).map((shock) => [
      100 * shock,
      ...depths.flatMap((depth) => {
        const { total, lots } = cascade({ ...terms, shock, depth });
        return [100 * total, lots];
      }),
    ]),
  };
}

/** The same cascade when a round closes only a share of a position, by depth. */
export function partialTable(study: CascadeStudy): Table {
  const terms = spreadTerms(study);
  return {
    name: 'partial',
    title:
      'Closed bit by bit: it helps where what is left is cured, and only spreads the same lots over rounds where it is not',
    columns: [
      { name: 'depth', label: 'depth', places: 1 },
      { name: 'closed_per_round_percent', label: 'closed per round, %', places: 0 },
      { name: 'move_percent', label: 'total move, %', places: 2 },
      { name: 'lots', label: 'lots closed', places: 0 },
      { name: 'rounds', label: 'rounds', places: 0 },
      { name: 'saved_percent', label: 'lots saved, %', places: 0 },
    ],
    rows: depthsAround(terms.depth).flatMap((depth) => {
      const whole = cascade({ ...terms, depth, closedPerRound: 1 });
      return sharesPerRound.map((closedPerRound) => {
        const { total, lots, rounds } = cascade({ ...terms, depth, closedPerRound });
        const saved = whole.lots === 0 ? 0 : 1 - lots / whole.lots;
        return [depth, 100 * closedPerRound, 100 * total, lots, rounds.length, 100 * saved];
      });
    }),
  };
}

/** The name of a depth in files: `depth_200`, `depth_0_5`. */
function columnOf(depth: number): string {
  return `depth_${short(depth).replace('.', '_')}`;
}
