/**
 * The list-price trap, shown: what margin from volatility alone does while a list price stands still, and what floors do.
 */

import { bothFloors, noFloors, volatilityFloor, volatilityOnly } from '../models/volatility-only.ts';
import { days, pricesOf, type Regime } from '../regimes/regimes.ts';
import { type BacktestResult, backtest, PRICES_AFTER, PRICES_BEFORE } from './backtest.ts';

const STILL_DAYS = 120;

export const trapModels = [
  volatilityOnly('no floor', 'Two-day 99 % margin from volatility alone.', noFloors),
  volatilityOnly('2.5 % a day', 'The same, with volatility never below 2.5 % a day.', volatilityFloor),
  volatilityOnly('2.5 % a day and 12 %', 'The same, and margin never below 12 %.', bothFloors),
];

/** A price that moves 4 % each day, stands still for 120 days and is cut by 80 %; no chance is involved. */
const trap: Regime = {
  name: 'trap',
  about: 'A price that moves 4 % each day, stands still for 120 days, and is then cut by 80 %.',
  returns: (_, span) => {
    const still = span.before;
    const cut = still + STILL_DAYS;
    return days(span, (day) => {
      if (day < still) return Math.log(day % 2 === 0 ? 1.04 : 0.96);
      return day === cut ? Math.log(0.2) : 0;
    });
  },
};

/** Each trap model from the last moving day on, through the cut and thirty days beyond. */
export function trapResults(): BacktestResult[] {
  const span = { before: PRICES_BEFORE, tested: STILL_DAYS + 30, after: PRICES_AFTER };
  const prices = pricesOf(trap, { next: () => 0, normal: () => 0 }, span);
  const series = { name: trap.name, about: trap.about, prices };
  return trapModels.map((model) => backtest(series, model));
}
