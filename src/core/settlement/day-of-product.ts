/**
 * Collects what the day of a product has left behind, from its contracts, their records and their spreads.
 */
import { BUY, SELL } from '../commands.ts';
import type { ListedContract } from '../listed-contract.ts';
import type { ListedSpread } from '../spreads/listed-spread.ts';
import type { Millis } from '../units.ts';
import type { DayRecord } from './day-record.ts';
import type { SpreadOfDay, TradedDay } from './traded-day.ts';

/** The day of one month, which is over at `time`; the product has settlement rules. */
export function tradedDay(contract: ListedContract, time: Millis): TradedDay {
  const { id, settlementPrice, limits, tradedValue, volume, lastPrice, book } = contract;
  return {
    contract: id,
    previous: settlementPrice,
    limits,
    tradedValue,
    volume,
    lastPrice,
    bid: book.bestPrice(BUY),
    ask: book.bestPrice(SELL),
    ...(contract.day as DayRecord).read(time),
  };
}

/** The spreads between these months that have a price: the last one brought between bid and ask, else their middle. */
export function spreadsOfDay(contracts: readonly ListedContract[]): SpreadOfDay[] {
  const spreads = contracts.flatMap((near) => near.spreads.filter((spread) => spread.near === near));
  return spreads.flatMap((spread) => {
    const halfTicks = halfTicksOf(spread);
    return halfTicks === undefined ? [] : [{ near: spread.near.id, far: spread.far.id, halfTicks }];
  });
}

function halfTicksOf(spread: ListedSpread): number | undefined {
  const [bid, ask] = [spread.bestPrice(BUY), spread.bestPrice(SELL)];
  const { lastPrice } = spread;
  if (lastPrice !== undefined) {
    if (bid !== undefined && bid > lastPrice) return 2 * bid;
    return 2 * (ask !== undefined && ask < lastPrice ? ask : lastPrice);
  }
  return bid === undefined || ask === undefined ? undefined : bid + ask;
}
