/**
 * How many lots an incoming order could trade at once: asked by fill-or-kill and minimum quantity before they trade.
 */
import { BUY, SELL, type Side } from '../commands.ts';
import type { ListedContract } from '../listed-contract.ts';
import { NONE } from '../order-book/order-book.ts';
import type { VenueState } from '../state.ts';
import type { AccountId, Millis, Ticks } from '../units.ts';
import { reducible } from './refuse-terms.ts';
import type { OrderTerms } from './terms.ts';

/**
 * The lots within `limit` that the account could have, hidden ones included and those of its own group not; it stops
 * counting at `enough`. Where one of its own group, or the contract's guard, would stop the order, counting stops too.
 */
export function lotsWithin(
  state: VenueState,
  contract: ListedContract,
  side: Side,
  limit: Ticks,
  account: AccountId,
  { selfTrade = 'expireTaker' }: OrderTerms,
  enough: number,
  time: Millis,
): number {
  const { book, prices } = contract;
  const group = state.accounts.groupOf(account);
  /** Lots by which each account's reduce-only orders may still shrink its position. */
  const reducing = new Map<AccountId, number>();
  let lots = 0;
  for (let slot = book.first(side === BUY ? SELL : BUY); slot !== NONE && lots < enough; slot = book.next(slot)) {
    const price = book.priceOf(slot);
    if (side === BUY ? price > limit : price < limit) break;
    if (prices?.guard.check(price, time) !== undefined) break;
    const maker = book.accountOf(slot);
    if (state.accounts.groupOf(maker) === group) {
      if (selfTrade === 'expireMaker') continue;
      break;
    }
    const details = book.isMarked(slot) ? state.details.get(book.orderOf(slot)) : undefined;
    let resting = book.quantityOf(slot) + (details?.hidden ?? 0);
    const most = reducing.get(maker) ?? reducible(contract, maker, { side: book.sideOf(slot) });
    if (details?.terms.reduceOnly === true) resting = Math.min(resting, most);
    reducing.set(maker, Math.max(0, most - resting));
    lots += resting;
  }
  return lots;
}
