/**
 * The third step of a day's end: the daily cash passes from losers to winners against the prices that were fixed (rule
 * SET-2), and contracts that have received their last go (rule SET-5).
 */
import { BUY, SELL } from '../commands.ts';
import { invariant } from '../invariants.ts';
import type { ListedContract } from '../listed-contract.ts';
import { rememberDay } from '../margin/month-facts.ts';
import { NONE } from '../order-book/order-book.ts';
import { expireSpreads } from '../spreads/listing.ts';
import { add, NO_LOTS, NO_MONEY, type Ticks } from '../units.ts';
import type { EndingDay } from './end-of-day.ts';
import { publishedIn } from './final-price.ts';
import { deliveryOf, isLastDay } from './price-of-day.ts';

/** Pays everybody, and ends the contracts whose last trading day is over. */
export function payVariation(day: EndingDay): void {
  const { state, next } = day;
  rememberDay(state);
  for (const contract of state.contracts) if (!contract.expired) settle(contract, day);
  invariant(state.ledger.settlement === 0n, 'variation paid equals variation collected');
  for (const contract of state.contracts) if (!contract.expired && isLastDay(contract, next)) expire(contract, day);
  state.engageAnew();
}

/** Pays every account its variation, from which its position counts anew. */
function settle(contract: ListedContract, { state, date, emit }: EndingDay): void {
  const { positions, id, tickValue, fixedPrice } = contract;
  const { risk } = state;
  invariant(fixedPrice !== undefined, 'a contract is settled at a price that was fixed');
  positions.forEach((account, { position }) => {
    const amount = positions.variation(account, fixedPrice, tickValue);
    positions.mark(account, fixedPrice);
    if (amount === 0 && position === 0) return;
    state.ledger.settle(account, amount);
    // Only the waterfall asks what the day has brought.
    if (risk.hasFund) risk.variations.set(account, add(risk.variations.get(account) ?? NO_MONEY, amount));
    emit.happened({ type: 'variationPaid', account, contract: id, date, amount, position });
  });
  contract.settlementPrice = fixedPrice;
  contract.fixedPrice = undefined;
  contract.startDay();
}

/** Orders and positions go; the final variation is all the cash there is. */
function expire(contract: ListedContract, { state, orders, date, emit }: EndingDay): void {
  expireSpreads(state, orders, contract, emit);
  for (const side of [BUY, SELL] as const)
    for (let slot = contract.book.first(side); slot !== NONE; slot = contract.book.first(side))
      orders.take(contract, slot, 'expired', emit);
  for (const { order } of [...contract.stops.all]) {
    const found = orders.find(order);
    if (found !== undefined) orders.remove(found, 'expired', emit);
  }
  contract.positions.forEach((account) => {
    contract.positions.close(account);
  });
  contract.openInterest = NO_LOTS;
  contract.expired = true;
  contract.book = state.makeBook(1 as Ticks);
  const { id, settlementPrice: finalPrice } = contract;
  const fixings = publishedIn(deliveryOf(state, contract)).length;
  emit.happened({ type: 'contractExpired', contract: id, date, finalPrice, fixings });
}
