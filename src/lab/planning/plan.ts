/**
 * A plan: how many contracts of which month, bought and sold when, for purchases that are expected.
 *
 * What is bought is the same under either strategy; where it stands meanwhile is not. A hedge is tailed by the time to the
 * middle of the month it is for, and stays as it is until then.
 */
import { firstDayOf, type Month } from '#core/calendar.ts';
import type { TradeDate } from '#core/units.ts';
import { DAYS_OF_YEAR } from './contract-marks.ts';
import { lotsFor, SIT_LOT, SITP_LOT, tailing, type WholeLots, wholeLots } from './contracts.ts';
import { type Leg, legsOf, type Strategy } from './holdings.ts';
import type { Holding, Purchase } from './scenario.ts';

export interface PlannedMonth extends Purchase {
  /** Lots of SIT before rounding, as they are and tailed. */
  readonly exact: number;
  readonly tailed: number;
  readonly lots: WholeLots;
  /** Million index tokens in all lots. */
  readonly size: number;
}

/** The lots for each purchase at `ratio` dollars a dollar, bought on `start` and tailed at the yearly rate `rate`. */
export function planMonths(
  purchases: readonly Purchase[],
  ratio: number,
  rate: number,
  start: TradeDate,
): PlannedMonth[] {
  return purchases.map(({ month, tokens }) => {
    const middle = (firstDayOf(month) + firstDayOf(month + 1)) / 2;
    const tailed = lotsFor(tokens, ratio, tailing(rate, (middle - start) / DAYS_OF_YEAR));
    const lots = wholeLots(tailed);
    return {
      month,
      tokens,
      exact: lotsFor(tokens, ratio, 1),
      tailed,
      lots,
      size: lots.sit * SIT_LOT + lots.sitp * SITP_LOT,
    };
  });
}

export function holdingsOf(planned: readonly PlannedMonth[], strategy: Strategy, start: TradeDate): Holding[] {
  return planned.map(({ month, size }) => ({ size, legs: legsOf(strategy, month, start) }));
}

/** On a day, of a contract: million tokens bought, or sold with a minus sign. */
export interface Trade {
  readonly date: TradeDate;
  readonly contract: Month;
  readonly size: number;
}

/** All trades, by day and contract; what settles is not traded. */
export function tradesOf(holdings: readonly Holding[]): Trade[] {
  const sizes = new Map<string, Trade>();
  const trade = (date: TradeDate, contract: Month, size: number) => {
    const key = `${date} ${contract}`;
    sizes.set(key, { date, contract, size: (sizes.get(key)?.size ?? 0) + size });
  };
  for (const { size, legs } of holdings)
    for (const [at, { contract, from, until }] of legs.entries()) {
      trade(from, contract, size);
      if (at < legs.length - 1) trade(until, contract, -size);
    }
  return [...sizes.values()]
    .filter(({ size }) => size !== 0)
    .sort((a, b) => a.date - b.date || a.contract - b.contract);
}

/** The leg in which a hedge stands when it is bought. */
export const firstLeg = ({ legs }: Holding): Leg => legs[0] as Leg;
