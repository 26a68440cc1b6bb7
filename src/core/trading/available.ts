/**
 * How many lots an incoming order could trade at once: asked by fill-or-kill and minimum quantity before they trade.
 *
 * The other side is walked as it would be traded: hidden lots come to the end of their queue, the second order of a pair
 * goes with the first, reduce-only orders shrink with their position, a maker's protected orders go when its protection
 * acts, and the contract's guard is asked at every price.
 */
import { BUY, SELL, type Side } from '../commands.ts';
import type { ListedContract } from '../listed-contract.ts';
import type { ProtectionWindow } from '../market-making/protection-window.ts';
import { NONE, type Slot } from '../order-book/order-book.ts';
import type { VenueState } from '../state.ts';
import type { AccountId, Lots, Millis, OrderId, Ticks } from '../units.ts';
import { NO_ORDER, type OrderDetails } from './order-details.ts';
import { reducible } from './refuse-terms.ts';
import type { OrderTerms } from './terms.ts';

/** An order in its queue, with what it shows and what it would still show after that. */
interface Standing {
  readonly order: OrderId;
  readonly account: AccountId;
  readonly details: OrderDetails | undefined;
  readonly shown: number;
  readonly hidden: number;
}

/**
 * The lots within `limit` that the account could have, those of its own group not among them; it stops counting at
 * `enough`. Where one of its own group, or the contract's guard, would stop the order, counting stops too.
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
  const gone = new Set<OrderId>();
  /** Lots by which each account's reduce-only orders may still shrink its position. */
  const rooms = new Map<AccountId, number>();
  /** The windows of makers whose protected orders were met, as they would be. */
  const windows = new Map<AccountId, ProtectionWindow | undefined>();
  let lots = 0;
  let slot = book.first(side === BUY ? SELL : BUY);
  const firstPrice = slot === NONE ? limit : book.priceOf(slot);
  while (slot !== NONE) {
    const price = book.priceOf(slot);
    if (side === BUY ? price > limit : price < limit) break;
    if (prices?.guard.check(price, time, firstPrice) !== undefined) break;
    const queue: Standing[] = [];
    for (; slot !== NONE && book.priceOf(slot) === price; slot = book.next(slot))
      queue.push(standing(state, contract, slot));
    // The queue grows while it is walked.
    for (const { order, account: maker, details, shown, hidden } of queue) {
      if (gone.has(order)) continue;
      if (state.accounts.groupOf(maker) === group) {
        if (selfTrade === 'expireMaker') continue;
        return lots;
      }
      const room = rooms.get(maker) ?? reducible(contract, maker, { side: side === BUY ? SELL : BUY });
      const all = details?.terms.reduceOnly === true ? Math.min(shown + hidden, room) : shown + hidden;
      const now = Math.min(shown, all);
      lots += now;
      if (lots >= enough) return lots;
      if (details?.terms.protected === true) {
        const window = windows.get(maker) ?? windowOf(state, contract, maker);
        windows.set(maker, window);
        if (window?.fill(time, (side === BUY ? -now : now) as Lots) === true) withdraw(state, maker, gone);
      }
      rooms.set(maker, Math.max(0, room - now));
      gone.add(details?.partner ?? NO_ORDER);
      const behind = all - now;
      const next = Math.min(behind, details?.terms.display ?? behind);
      if (behind > 0) queue.push({ order, account: maker, details, shown: next, hidden: behind - next });
    }
  }
  return lots;
}

/** A window to try fills on, or undefined where the maker has no protection in the product. */
function windowOf(
  { makerProtections }: VenueState,
  { specification }: ListedContract,
  maker: AccountId,
): ProtectionWindow | undefined {
  return makerProtections.get(maker, specification.code)?.copy();
}

/** The maker's protected orders go, and the other orders of their pairs with them. */
function withdraw({ details }: VenueState, maker: AccountId, gone: Set<OrderId>): void {
  for (const [order, { account, terms, partner }] of details)
    if (account === maker && terms.protected === true) gone.add(order).add(partner);
}

function standing(state: VenueState, { book }: ListedContract, slot: Slot): Standing {
  const order = book.orderOf(slot);
  const details = book.isMarked(slot) ? state.details.get(order) : undefined;
  return { order, account: book.accountOf(slot), details, shown: book.quantityOf(slot), hidden: details?.hidden ?? 0 };
}
