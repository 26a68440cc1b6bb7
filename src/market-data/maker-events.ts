/**
 * The events about makers, phases and changed orders that maker records read, beside those of `#core/events.ts`.
 *
 * They have the same form. Where an event of the core says more than before, a reader here knows what it means when the
 * new part is not said.
 */
import type { Side } from '#core/commands.ts';
import type { ProductSpecification } from '#core/contract.ts';
import type { Trade } from '#core/events.ts';
import type { Agreement } from '#core/market-making/agreement.ts';
import type { AccountId, ContractId, Lots, Millis, OrderId, Ticks } from '#core/units.ts';

export interface MakerEvents {
  agreementSigned: { agreement: Agreement };
  agreementEnded: { account: AccountId; product: string };
  /** From now on the contract is in this phase; only `continuous` obligates a maker. */
  phaseChanged: { contract: ContractId; phase: string; until: Millis | null };
  stressDeclared: { product: string; stressed: boolean };
  /** Obligations are lifted, or hold again, for one maker or for everyone (null). */
  exceptionDeclared: { account: AccountId | null; product: string; lifted: boolean; reason: string };
  /** Lots left an order without a trade; `shown` of them were in the book. */
  orderReduced: {
    order: OrderId;
    account: AccountId;
    contract: ContractId;
    side: Side;
    price: Ticks;
    quantity: Lots;
    shown: Lots;
  };
  /** A resting order stands at another price or with other lots; `shown` of them are in the book. */
  orderAmended: {
    order: OrderId;
    account: AccountId;
    contract: ContractId;
    side: Side;
    fromPrice: Ticks;
    fromShown: Lots;
    price: Ticks;
    quantity: Lots;
    remaining: Lots;
    shown: Lots;
  };
}

export type MakerEvent = {
  [T in keyof MakerEvents]: { readonly type: T } & Readonly<MakerEvents[T]>;
}[keyof MakerEvents];

/** Where a trade came from: a resting order of the book, an auction in which both sides rest, or a trade of a spread. */
export type TradeOrigin = 'book' | 'auction' | 'spread';

export function originOf(trade: Trade & { readonly origin?: TradeOrigin }): TradeOrigin {
  return trade.origin ?? 'book';
}

/** Whether the product's phases are told by events; otherwise it trades continuously on its trading days (CON-4). */
export function isScheduled(specification: ProductSpecification & { readonly schedule?: unknown }): boolean {
  return (specification.schedule ?? null) !== null;
}
