/**
 * The prices of one contract at which an account's margin and its money end, for whoever holds it or watches who does.
 *
 * The other contracts of the account are thought to stand still: what they have gained counts, and so does what they must
 * be covered by. Nothing is decided by these prices; an account is judged by what `margin-calls.ts` says.
 */
import type { ListedContract } from '../listed-contract.ts';
import type { AccountId, Money, Ticks } from '../units.ts';
import { bankruptcyPrice, closeOutPrice } from './close-out-prices.ts';

/** Undefined where there is no position, and where the contract can have no such price. */
export interface PositionPrices {
  readonly bankruptcyPrice: Ticks | undefined;
  readonly closeOutPrice: Ticks | undefined;
}

/** What an account has in all, at mark prices, and must at least have for its positions. */
export interface Cover {
  readonly equity: Money;
  readonly maintenance: Money;
}

/** The prices for the account's position in `contract` (rules DEF-5 and DEF-6). */
export function positionPrices(contract: ListedContract, account: AccountId, cover: Cover): PositionPrices {
  const { tickValue } = contract;
  const position = contract.positions.positionOf(account);
  if (position === 0) return { bankruptcyPrice: undefined, closeOutPrice: undefined };
  const exposure = { equity: cover.equity, position, price: contract.markPrice(), tickValue };
  return {
    bankruptcyPrice: possible(bankruptcyPrice(exposure), contract),
    closeOutPrice: possible(closeOutPrice({ ...exposure, maintenanceMargin: cover.maintenance }), contract),
  };
}

function possible(price: Ticks, { specification }: ListedContract): Ticks | undefined {
  return price > 0 && price <= specification.priceMax ? price : undefined;
}
