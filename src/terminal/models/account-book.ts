/** What the screen knows of one account: its summary, its resting orders, its fills. */
import type { AccountSummary, Fill } from '#wire/accounts.ts';
import type { Order } from '#wire/orders.ts';

const FILLS_MAX = 200;

export interface AccountBook {
  readonly summary: AccountSummary;
  /** Resting or waiting, newest first. */
  readonly orders: readonly Order[];
  /** Newest first. */
  readonly fills: readonly Fill[];
}

export type AccountChange = Partial<AccountBook>;

/**
 * The book after a change; there is none before the first summary. Of an order the version with the higher sequence
 * number counts, and so of a summary, so an answer that comes late is harmless.
 */
export function applyChange(book: AccountBook | undefined, change: AccountChange): AccountBook | undefined {
  const summary = newer(book?.summary, change.summary);
  if (summary === undefined) return undefined;
  return {
    summary,
    orders: mergeOrders(book?.orders ?? [], change.orders ?? []),
    fills: mergeFills(book?.fills ?? [], change.fills ?? []),
  };
}

function newer(known: AccountSummary | undefined, heard: AccountSummary | undefined): AccountSummary | undefined {
  if (known === undefined || heard === undefined) return heard ?? known;
  return heard.sequence >= known.sequence ? heard : known;
}

function mergeOrders(known: readonly Order[], changed: readonly Order[]): Order[] {
  const orders = new Map(known.map((order) => [order.order, order]));
  for (const order of changed) {
    const before = orders.get(order.order);
    if (before === undefined || before.sequence <= order.sequence) orders.set(order.order, order);
  }
  return [...orders.values()]
    .filter(({ status }) => status === 'resting' || status === 'waiting')
    .sort((a, b) => b.order - a.order);
}

/** One account never stands on both sides of a trade (rule MAT-6), so the trade's number names its fill. */
function mergeFills(known: readonly Fill[], fresh: readonly Fill[]): Fill[] {
  const fills = new Map(known.map((fill) => [fill.trade, fill]));
  for (const fill of fresh) fills.set(fill.trade, fill);
  return [...fills.values()].sort((a, b) => b.trade - a.trade).slice(0, FILLS_MAX);
}
