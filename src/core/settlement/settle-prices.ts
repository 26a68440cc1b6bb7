/**
 * The second step of a day's end: every contract's settlement price is fixed (rules SET-1, SET-4 and SET-8).
 *
 * Until the daily cash is paid the price waits beside the contract, so that nothing is worth another amount before
 * somebody has received the difference. Contracts in delivery say how far their mean has come (rule SET-23).
 */
import type { ListedContract } from '../listed-contract.ts';
import { endOfTradingDay } from '../trading-clock.ts';
import type { EndingDay } from './end-of-day.ts';
import { runningAverage } from './final-price.ts';
import { deliveryOf, type PriceOfDay, pricesOfDay } from './price-of-day.ts';

/** Fixes the day's price of every contract that lives. */
export function fixPrices(day: EndingDay): void {
  const { state, date, next } = day;
  const prices = pricesOfDay(state, next, endOfTradingDay(state.calendar, date));
  for (const contract of state.contracts) {
    const price = prices.get(contract);
    if (price !== undefined) fixPrice(contract, price, day);
  }
}

function fixPrice(contract: ListedContract, price: PriceOfDay, { state, date, emit }: EndingDay): void {
  const { id, volume, openInterest, deliveryFrom, specification } = contract;
  const { details, ...found } = price;
  contract.fixedPrice = price.price;
  emit.happened({
    type: 'contractSettled',
    contract: id,
    date,
    ...found,
    volume,
    openInterest,
    ...(details && { details }),
  });
  if (specification.settlement !== undefined && date >= deliveryFrom)
    emit.happened({ type: 'averageRunning', contract: id, date, ...runningAverage(deliveryOf(state, contract)) });
}
