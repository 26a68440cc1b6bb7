/**
 * How spreads come and go: they are listed with their legs, and end with the near one (rules SPR-1 and SPR-14).
 */
import type { ProductSpecification } from '../contract.ts';
import type { CancelReason, Emit } from '../events.ts';
import type { ListedContract } from '../listed-contract.ts';
import type { VenueState } from '../state.ts';
import type { Orders } from '../trading/orders.ts';
import type { ContractId, Ticks } from '../units.ts';
import { FIRST_SPREAD, ListedSpread } from './listed-spread.ts';

/** Lists every pair of neighbouring months that has no spread yet. One that is listed stays when its legs part. */
export function listSpreads(state: VenueState, specification: ProductSpecification, emit: Emit): void {
  if (specification.spreads === undefined) return;
  const living = state.contracts.filter((one) => one.specification === specification && !one.expired);
  const months = living.sort((a, b) => a.month - b.month);
  for (const [i, near] of months.entries()) {
    const far = months[i + 1];
    if (far === undefined || near.spreads.some((spread) => spread.near === near && spread.far === far)) continue;
    const { id, code } = addSpread(state, near, far);
    const { code: product } = specification;
    emit.happened({ type: 'spreadListed', spread: id, product, code, near: near.id, far: far.id });
  }
}

/** Gives a pair of months the next number of a spread, and a book for every difference of their prices. */
export function addSpread(state: VenueState, near: ListedContract, far: ListedContract, expired = false): ListedSpread {
  const id = (FIRST_SPREAD + state.spreads.length) as ContractId;
  const book = state.makeBook((expired ? 1 : 2 * near.specification.priceMax - 1) as Ticks);
  const spread = new ListedSpread(id, near, far, book);
  spread.expired = expired;
  state.spreads.push(spread);
  if (expired) return spread;
  near.spreads = [...near.spreads, spread];
  far.spreads = [...far.spreads, spread];
  return spread;
}

/** The spreads of a month that expires go before it does. */
export function expireSpreads(state: VenueState, orders: Orders, contract: ListedContract, emit: Emit): void {
  for (const spread of contract.spreads) {
    cancelWhere(orders, spread, () => true, 'expired', emit);
    spread.expired = true;
    spread.book = state.makeBook(1 as Ticks);
    for (const leg of [spread.near, spread.far]) leg.spreads = leg.spreads.filter((other) => other !== spread);
    emit.happened({ type: 'spreadExpired', spread: spread.id });
  }
}

/** The legs have new limits: orders that no pair of prices within them could fill go (rules SPR-4 and PRC-2). */
export function judgeSpreads(state: VenueState, orders: Orders, emit: Emit): void {
  for (const spread of state.spreads)
    cancelWhere(orders, spread, (price) => !spread.isWithinLimits(price), 'outsideLimit', emit);
}

function cancelWhere(
  orders: Orders,
  spread: ListedSpread,
  isMeant: (price: Ticks) => boolean,
  reason: CancelReason,
  emit: Emit,
): void {
  const meant = [...spread.slots()].filter((slot) => isMeant(spread.priceOf(slot)));
  for (const slot of meant) orders.spreads.take(spread, slot, reason, emit);
}
