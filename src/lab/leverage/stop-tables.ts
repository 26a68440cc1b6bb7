/** Tables of where a stop has to be, and of how large a position may be that is closed there or by force. */
import type { Table } from '../experiment/report.ts';
import { costOf, costToOpen, liquidationDistance, returnOnMargin, signOf } from './position.ts';
import { type Size, type Stop, sizeFor, stopFor } from './stops.ts';
import type { Study } from './study.ts';
import { opensLiquidated, type Terms } from './terms.ts';
import { shown } from './words.ts';

const stopChances = [0.5, 0.25, 0.1, 0.05, 0.01];

/** Where a stop has to be to be reached so seldom, and which leverage leaves room for it. */
export function stopsTable({ terms, stopChance }: Study): Table {
  const chances = [...new Set([...stopChances, stopChance])].sort((a, b) => b - a);
  return {
    name: 'stops',
    title: `Stops that are reached so often within ${terms.days} days, before the target`,
    columns: [
      { name: 'chance_percent', label: 'reached in, %', places: 1 },
      { name: 'distance_percent', label: 'distance, %', places: 2 },
      { name: 'loss_percent', label: `loss at ${terms.leverage}x, % of margin`, places: 0 },
      { name: 'before_liquidation', label: 'before liquidation' },
      { name: 'leverage_most', label: 'leverage at most', places: 1 },
    ],
    rows: chances.map((chance) => {
      const { distance, beforeLiquidation, leverageMost } = stopFor(terms, chance);
      const loss = returnOnMargin(terms, -signOf(terms.side) * distance, costOf(terms, terms.days));
      return [100 * chance, 100 * distance, 100 * loss, beforeLiquidation, leverageMost >= 1 ? leverageMost : null];
    }),
  };
}

/** How large a position may be that loses the accepted share of the account, closed at the stop or by force. */
export function sizeTable(study: Study): Table {
  const { terms, account, risk } = study;
  const stop = stopFor(terms, study.stopChance);
  const forced = liquidationDistance(terms, costToOpen(terms) + terms.funding * terms.days);
  const ways: readonly (readonly [string, number, number])[] = [
    ...(stop.leverageMost >= 1 ? [['at the stop', stop.distance, leverageWith(terms, stop)] as const] : []),
    ...(opensLiquidated(terms) ? [] : [['by force', Math.max(0, forced), terms.leverage] as const]),
  ];
  return {
    name: 'size',
    title: `A position that loses ${shown(risk)} of an account of ${account} when it is closed`,
    columns: [
      { name: 'closed', label: 'closed' },
      { name: 'distance_percent', label: 'distance, %', places: 3 },
      { name: 'leverage', label: 'leverage', places: 1 },
      { name: 'units', label: 'units', places: 3 },
      { name: 'value', label: 'value', places: 2 },
      { name: 'margin', label: 'margin', places: 2 },
      { name: 'account_leverage', label: 'value over account', places: 2 },
    ],
    rows: ways.map(([closed, distance, leverage]) => {
      const size: Size = sizeFor(terms, account, account * risk, distance, leverage);
      return [closed, 100 * distance, leverage, size.units, size.value, size.margin, size.accountLeverage];
    }),
  };
}

/** The leverage asked for, or as much of it as lets the stop come before liquidation. */
function leverageWith({ leverage }: Terms, { leverageMost }: Stop): number {
  return Math.min(leverage, leverageMost);
}
