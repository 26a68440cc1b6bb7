/**
 * A product with protection figures that are quickly reached, and the commands of those who run the venue.
 */
import type { Command, OrderWish, PlaceOrder, Side } from '#core/commands.ts';
import { type ProductSpecification, SIT } from '#core/contract.ts';
import type { ProtectionSettings } from '#core/market-making/protection-settings.ts';
import type { ProductProtection } from '#core/protection/product-protection.ts';
import type { Exemption, Permission } from '#core/protection/risk-settings.ts';
import type { SwitchTarget } from '#core/protection/switches.ts';
import type { AccountId, ContractId, Lots, Money, OrderId, Ticks, TradeDate } from '#core/units.ts';
import { changed, dayOf, dollars } from './commands.ts';

/** USD 5,000 an order, three equal ones a second, 50 lots in the spot month and 120 over all months. */
export const PROTECTION: ProductProtection = {
  orderValueMax: dollars(5_000),
  repeats: { most: 3, windowMs: 1_000 },
  spotMonthMax: 50 as Lots,
  allMonthsMax: 120 as Lots,
};

/** SIT under these figures, some of them changed. */
export function protectedProduct(
  protection: Partial<ProductProtection> = {},
  figures: Partial<Record<keyof ProductSpecification, unknown>> = {},
): ProductSpecification {
  return changed(SIT, { protection: { ...PROTECTION, ...protection }, ...figures });
}

export const permit = (account: AccountId, permission: Permission, product = 'SIT'): Command => ({
  type: 'permitAccount',
  account,
  product,
  permission,
});

export const cap = (account: AccountId, quantity: number | null, value: number | null = null): Command => ({
  type: 'capOrders',
  account,
  quantity: quantity as Lots | null,
  value: value === null ? null : dollars(value),
});

export const exempt = (account: AccountId, lots: number, until: string): Command => ({
  type: 'grantExemption',
  account,
  product: 'SIT',
  ...({ lots, until: dayOf(until) as TradeDate } as Exemption),
});

export const protect = (account: AccountId, figures: Partial<ProtectionSettings> | null): Command => ({
  type: 'protectMaker',
  account,
  product: 'SIT',
  settings: figures && { intervalMs: 5_000, frozenMs: 0, quantity: null, delta: null, ...figures },
});

export const throwAt = (target: SwitchTarget, by = 'ada'): Command => ({ type: 'throwSwitch', target, by });
export const release = (target: SwitchTarget, by: string): Command => ({ type: 'releaseSwitch', target, by });

/** The order, protected. */
export const under = (order: PlaceOrder): PlaceOrder => ({ ...order, terms: { ...order.terms, protected: true } });

/** The order, waiting for the last price to come to `price`. */
export const waiting = (order: PlaceOrder, price: number): PlaceOrder => ({
  ...order,
  terms: { ...order.terms, trigger: { by: 'last', price: price as Ticks } },
});

type QuoteSides = readonly [lots: number, price: number] | undefined;

/** A quote of `account`: lots and price of bid and ask, for each contract. */
export function quote(
  account: AccountId,
  ...quotes: readonly (readonly [contract: ContractId, bid: QuoteSides, ask: QuoteSides])[]
): Command {
  const one = (sides: QuoteSides) => sides && { quantity: sides[0] as Lots, price: sides[1] as Ticks };
  return {
    type: 'placeQuotes',
    account,
    quotes: quotes.map(([contract, bid, ask]) => ({
      contract,
      ...(bid && { bid: one(bid) as { quantity: Lots; price: Ticks } }),
      ...(ask && { ask: one(ask) as { quantity: Lots; price: Ticks } }),
    })),
  };
}

export const amend = (account: AccountId, order: number, changes: { price?: number; quantity?: number }): Command => ({
  type: 'amendOrder',
  account,
  order: order as OrderId,
  ...(changes as { price?: Ticks; quantity?: Lots }),
});

export const pair = (first: PlaceOrder, second: PlaceOrder): Command => ({
  type: 'placePair',
  account: first.account,
  orders: [wishOf(first), wishOf(second)],
});

export const cancelOrders = (account: AccountId, contract?: ContractId, side?: Side): Command => ({
  type: 'cancelOrders',
  account,
  ...(contract !== undefined && { contract }),
  ...(side !== undefined && { side }),
});

export const rebate = (account: AccountId, month: number, amount: number): Command => ({
  type: 'payRebate',
  account,
  product: 'SIT',
  month,
  amount: dollars(amount) as Money,
});

function wishOf({ type: _, account: __, ...wish }: PlaceOrder): OrderWish {
  return wish;
}
