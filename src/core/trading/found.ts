/**
 * Where an order of this exchange is found, and what may be said of it wherever it is.
 */
import type { Side } from '../commands.ts';
import type { ListedContract } from '../listed-contract.ts';
import { NONE, type Slot } from '../order-book/order-book.ts';
import { rulesOf } from '../phase.ts';
import type { CancelRejection } from '../rejections.ts';
import type { ListedSpread } from '../spreads/listed-spread.ts';
import type { AccountId, OrderId } from '../units.ts';
import type { StopOrder } from './stops.ts';

/** Where an order of this exchange is found: in a contract's book, waiting for its price, or in a spread's book. */
export type Found =
  | { readonly contract: ListedContract; readonly slot: Slot; readonly stop?: undefined }
  | { readonly contract: ListedContract; readonly slot?: undefined; readonly stop: StopOrder }
  | { readonly spread: ListedSpread; readonly contract?: undefined; readonly slot: Slot; readonly stop?: undefined };

/** The numbers of the orders that rest on a side, best first: for whoever takes out some, and their partners with them. */
export function restingIn({ book }: ListedContract, side: Side): OrderId[] {
  const orders: OrderId[] = [];
  for (let slot = book.first(side); slot !== NONE; slot = book.next(slot)) orders.push(book.orderOf(slot));
  return orders;
}

/** Whose order it is. */
export function ownerOf(found: Found): AccountId {
  if (found.stop !== undefined) return found.stop.details.account;
  return (found.contract ?? found.spread).book.accountOf(found.slot);
}

/** Which side it is on. */
export function sideOf(found: Found): Side {
  if (found.stop !== undefined) return found.stop.wish.side;
  return (found.contract ?? found.spread).book.sideOf(found.slot);
}

/** Why the order may not leave now, or undefined; one in a spread takes part in no auction and may always. */
export function refuseRemoval({ contract }: Found): CancelRejection | undefined {
  return contract === undefined ? undefined : refuseCancel(contract);
}

/** Why no order may leave the book of the contract now, or undefined (rule AUC-9). */
export function refuseCancel({ phase }: ListedContract): CancelRejection | undefined {
  return rulesOf(phase).takesCancels ? undefined : 'NO_CANCEL_IN_FREEZE';
}
