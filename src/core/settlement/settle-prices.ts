/**
 * The second step of a day's end: every contract's settlement price is fixed (rules SET-1 and SET-4).
 *
 * Until the daily cash is paid the price waits beside the contract, so that nothing is worth another amount before
 * somebody has received the difference.
 */
import { BUY, SELL } from '../commands.ts';
import type { ListedContract } from '../listed-contract.ts';
import { meanInTicks } from '../price-index/mean.ts';
import type { VenueState } from '../state.ts';
import type { Money, Ticks, TradeDate } from '../units.ts';
import type { EndingDay } from './end-of-day.ts';
import { settlementPrice } from './settlement-price.ts';

/** Fixes the day's price of every contract that lives. */
export function fixPrices(day: EndingDay): void {
  for (const contract of day.state.contracts) if (!contract.expired) fixPrice(contract, day);
}

/** Whether the contract trades no more on `next`: its last trading day, or the one before a holiday on it, is over. */
export function isLastDay({ lastTradingDay }: ListedContract, next: TradeDate): boolean {
  return next > lastTradingDay;
}

/** The values of the index that were published in the contract's delivery period. */
export function deliveryFixings(state: VenueState, { deliveryFrom, lastTradingDay }: ListedContract): Money[] {
  return state.fixings
    .filter(({ date }) => date >= deliveryFrom && date <= lastTradingDay)
    .flatMap(({ value }) => (value === undefined ? [] : [value]));
}

function fixPrice(contract: ListedContract, { state, date, next, emit }: EndingDay): void {
  const { book, id, volume, openInterest } = contract;
  const traded = settlementPrice({
    tradedValue: contract.tradedValue,
    volume,
    bid: book.bestPrice(BUY),
    ask: book.bestPrice(SELL),
    previous: contract.settlementPrice,
  });
  const final = isLastDay(contract, next) ? finalPrice(state, contract) : undefined;
  const price = final ?? traded.price;
  contract.fixedPrice = price;
  const method = final === undefined ? traded.method : 'final';
  emit.happened({ type: 'contractSettled', contract: id, date, price, method, volume, openInterest });
}

/** The mean of the delivery period's fixings in ticks; undefined when all of them were withheld (rule SET-4). */
function finalPrice(state: VenueState, contract: ListedContract): Ticks | undefined {
  const { tickSize, priceMax } = contract.specification;
  const mean = meanInTicks(deliveryFixings(state, contract), tickSize);
  return mean === undefined ? undefined : (Math.min(mean, priceMax) as Ticks);
}
