/**
 * A spread in a snapshot: its legs by number and its orders in their order of priority, at prices of the spread.
 */
import { BUY, SELL } from '../commands.ts';
import type { ListedContract } from '../listed-contract.ts';
import type { VenueState } from '../state.ts';
import type { AccountId, Lots, OrderId, Ticks } from '../units.ts';
import type { ListedSpread } from './listed-spread.ts';
import { addSpread } from './listing.ts';

type OrderRow = readonly [order: number, account: number, price: number, quantity: number, original: number];

export interface SpreadRow {
  readonly near: number;
  readonly far: number;
  readonly expired: boolean;
  readonly bids: readonly OrderRow[];
  readonly asks: readonly OrderRow[];
  /** Absent where nobody asks for it, and before the first trade of the day. */
  readonly lastPrice?: number;
}

/** The spread as plain data; `restoreSpread` reads it back. */
export function spreadRow(spread: ListedSpread): SpreadRow {
  const { near, far, expired, book } = spread;
  const rows = { [BUY]: [] as OrderRow[], [SELL]: [] as OrderRow[] };
  for (const slot of spread.slots())
    rows[book.sideOf(slot)].push([
      book.orderOf(slot),
      book.accountOf(slot),
      spread.priceOf(slot),
      book.quantityOf(slot),
      book.originalQuantityOf(slot),
    ]);
  const last = spread.lastPrice !== undefined && !expired && { lastPrice: spread.lastPrice };
  return { near: near.id, far: far.id, expired, bids: rows[BUY], asks: rows[SELL], ...last };
}

/** Lists the spread anew, with its orders; what they hold in the legs stands in the legs' own rows. */
export function restoreSpread(state: VenueState, { near, far, expired, bids, asks, lastPrice }: SpreadRow): void {
  const [nearLeg, farLeg] = [state.contracts[near], state.contracts[far]] as [ListedContract, ListedContract];
  const spread = addSpread(state, nearLeg, farLeg, expired);
  spread.lastPrice = lastPrice as Ticks | undefined;
  for (const [side, rows] of [[BUY, bids] as const, [SELL, asks] as const])
    for (const [order, account, price, quantity, original] of rows as [OrderId, AccountId, Ticks, Lots, Lots][])
      state.orders.set(order, spread.id, spread.rest(order, account, side, price, quantity, original));
}
