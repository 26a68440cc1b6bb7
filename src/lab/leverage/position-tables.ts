/** Tables of what can be said about a position without chance. Every gain has the loss of the same move beside it. */
import type { Table } from '../experiment/report.ts';
import { expectedReturn } from './chances.ts';
import { costOf, costToOpen, liquidationDistance, liquidationPrice, returnOnMargin, signOf } from './position.ts';
import { leverages } from './study.ts';
import { atLeverage, type Terms } from './terms.ts';
import { shown } from './words.ts';

/** Prices, moves and returns of the position asked for, before and after what it costs. */
export function positionTable(terms: Terms): Table {
  const { price, side, target, days } = terms;
  const cost = costOf(terms, days);
  const paid = costToOpen(terms) + terms.funding * days;
  const sign = signOf(side);
  const returns = (move: number) => [0, cost].map((each) => 100 * returnOnMargin(terms, sign * move, each));
  const row = (quantity: string, unit: string, values: readonly number[]) => [quantity, unit, ...values];
  return {
    name: 'position',
    title: `The position: ${terms.leverage}x ${side}, ${days} days`,
    columns: [
      { name: 'quantity', label: 'what' },
      { name: 'unit', label: 'in' },
      { name: 'before_costs', label: 'before costs', places: 3 },
      { name: 'after_costs', label: 'after costs', places: 3 },
    ],
    rows: [
      row(`gain on the margin when the price moves ${shown(target)} in favour`, '%', returns(target)),
      row(`loss on the margin when it moves ${shown(target)} against`, '%', returns(-target)),
      row(
        'liquidation price',
        'price',
        [0, paid].map((each) => Math.max(0, price * liquidationPrice(terms, each))),
      ),
      row(
        'move that liquidates',
        '%',
        [0, paid].map((each) => -100 * sign * Math.min(1, liquidationDistance(terms, each))),
      ),
      row('break-even price', 'price', [price, price * (1 + sign * cost)]),
      row('move that breaks even', '%', [0, 100 * sign * cost]),
      row('costs, of the margin', '%', [0, 100 * terms.leverage * cost]),
    ],
  };
}

const moves = [0.0025, 0.005, 0.01, 0.02, 0.03, 0.05, 0.1];

/** What moves are worth, in favour and against. */
export function movesTable(terms: Terms): Table {
  const sign = signOf(terms.side);
  const cost = costOf(terms, terms.days);
  const distance = liquidationDistance(terms, costToOpen(terms) + terms.funding * terms.days);
  const all = [...new Set([...moves, terms.target])].sort((a, b) => a - b);
  return {
    name: 'moves',
    title: `Return on margin by move, after ${terms.days} days`,
    columns: [
      { name: 'move_percent', label: 'move, %', places: 2 },
      { name: 'gain_before_costs_percent', label: 'gain before costs, %', places: 1 },
      { name: 'loss_before_costs_percent', label: 'loss before costs, %', places: 1 },
      { name: 'gain_percent', label: 'gain, %', places: 1 },
      { name: 'loss_percent', label: 'loss, %', places: 1 },
      { name: 'liquidated', label: 'liquidated on the way' },
    ],
    rows: all.map((move) => {
      const [gains, losses] = [move, -move].map((each) =>
        [0, cost].map((paid) => 100 * returnOnMargin(terms, sign * each, paid)),
      ) as [number[], number[]];
      return [100 * move, gains[0], losses[0], gains[1], losses[1], move >= distance] as const;
    }) as Table['rows'],
  };
}

/** The same position at each leverage. */
export function leveragesTable(terms: Terms): Table {
  const sign = signOf(terms.side);
  const cost = costOf(terms, terms.days);
  return {
    name: 'leverages',
    title: `By leverage: what a move of ${shown(terms.target)} is worth, and where the position ends`,
    columns: [
      { name: 'leverage', label: 'leverage', places: 0 },
      { name: 'margin_percent', label: 'margin, %', places: 3 },
      { name: 'maintenance_percent', label: 'maintenance, %', places: 3 },
      { name: 'gain_percent', label: 'gain, % of margin', places: 0 },
      { name: 'loss_percent', label: 'loss, % of margin', places: 0 },
      { name: 'liquidation_move_percent', label: 'liquidated at, %', places: 3 },
      { name: 'liquidation_move_after_costs_percent', label: 'after opening costs, %', places: 3 },
      { name: 'expected_if_returned_percent', label: 'mean result, %', places: 1 },
      { name: 'expected_if_kept_percent', label: 'if the rest is kept, %', places: 1 },
    ],
    rows: leverages.map((leverage) => {
      const each = atLeverage(terms, leverage);
      const expected = expectedReturn(each, terms.days, 'none');
      const at = (paid: number) => -100 * sign * Math.min(1, Math.max(0, liquidationDistance(each, paid)));
      return [
        leverage,
        100 / leverage,
        100 * each.maintenance,
        100 * returnOnMargin(each, sign * terms.target, cost),
        100 * returnOnMargin(each, -sign * terms.target, cost),
        at(0),
        at(costToOpen(each)),
        100 * expected.restReturned,
        100 * expected.restKept,
      ];
    }),
  };
}
