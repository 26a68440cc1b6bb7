/**
 * The figures of a contract's day, computed once more from the rulebook and from nothing of the exchange.
 */
import type { ProductSpecification } from '#core/contract.ts';
import type { SettlementMethod } from '#core/events.ts';

const MILLION = 1_000_000n;

/** `share` millionths of `amount`, rounded up (rules FEE-1, MAR-1, MAR-2). */
export function shareUp(amount: number, share: number): number {
  return Number((BigInt(amount) * BigInt(share) + MILLION - 1n) / MILLION);
}

/** Rule PRC-1. */
export function limitsOf(settlement: number, { priceLimitRate, priceMax }: ProductSpecification) {
  const moved = BigInt(settlement) * BigInt(priceLimitRate);
  const distance = Math.max(1, Number(moved / MILLION));
  return { down: Math.max(1, settlement - distance), up: Math.min(priceMax, settlement + distance) };
}

/** Rule MAR-1: three deviations of the last twenty daily returns, at least the floor and at most the cap. */
export function initialRateOf(settlements: readonly number[], specification: ProductSpecification): number {
  const { marginCoverageHundredths, marginFloor, marginCap } = specification;
  const returns = settlements
    .slice(1)
    .map((price, day) =>
      Math.trunc(((price - (settlements[day] as number)) * 1_000_000) / (settlements[day] as number)),
    )
    .slice(-20)
    .map(BigInt);
  const n = BigInt(returns.length);
  if (n < 2n) return marginFloor;
  const sum = returns.reduce((total, r) => total + r, 0n);
  const squares = returns.reduce((total, r) => total + r * r, 0n);
  const variance = (n * squares - sum * sum) / (n * (n - 1n));
  let deviation = BigInt(Math.floor(Math.sqrt(Number(variance))));
  while (deviation * deviation > variance) deviation -= 1n;
  while ((deviation + 1n) * (deviation + 1n) <= variance) deviation += 1n;
  const covered = (BigInt(marginCoverageHundredths) * deviation + 99n) / 100n;
  return Math.min(Math.max(Number(covered), marginFloor), marginCap);
}

export interface PlainDay {
  readonly trades: readonly { readonly price: number; readonly quantity: number }[];
  readonly bid: number;
  readonly ask: number;
  readonly previous: number;
}

/** Rules SET-1 and SET-3. */
export function settlementOf({ trades, bid, ask, previous }: PlainDay): { price: number; method: SettlementMethod } {
  if (trades.length === 0) {
    if (bid === 0 || ask === 0) return { price: previous, method: 'previous' };
    return { price: Math.min(Math.max(previous, bid), ask), method: 'quotes' };
  }
  const volume = trades.reduce((total, { quantity }) => total + quantity, 0);
  const value = trades.reduce((total, { price, quantity }) => total + price * quantity, 0);
  const below = Math.floor(value / volume);
  const [toBelow, toAbove] = [value - below * volume, (below + 1) * volume - value];
  const above = toAbove < toBelow || (toAbove === toBelow && previous > below);
  return { price: above ? below + 1 : below, method: 'vwap' };
}

/** Rule SET-4: the mean of the published fixings in ticks, half to even; undefined when there are none. */
export function finalPriceOf(
  fixings: readonly number[],
  { tickSize, priceMax }: ProductSpecification,
): number | undefined {
  if (fixings.length === 0) return undefined;
  const sum = fixings.reduce((total, value) => total + BigInt(value), 0n);
  const unit = BigInt(tickSize) * BigInt(fixings.length);
  const [below, twice] = [sum / unit, 2n * (sum % unit)];
  const above = twice > unit || (twice === unit && below % 2n === 1n);
  return Math.min(Number(above ? below + 1n : below), priceMax);
}
