/**
 * Closing positions against each other outside the book: the forced reduction after locked days, and the
 * auto-deleveraging for what is left of a defaulter. One algorithm serves both.
 *
 * Those who want out get out against those who have gained, the largest gains first, pro rata within a tier. As many
 * long lots close as short ones, and nobody closes more than it holds. Gains are compared exactly, without a division.
 * A position here is net, so nobody stands on both sides. The price, the money and the orders are left to others.
 */
import { invariant } from '../invariants.ts';
import { type AccountId, type Lots, type Millionths, type Money, notional, ONE_MILLION, type Ticks } from '../units.ts';
import { DECLARED_LOSS_MIN, PROFIT_TIERS } from './parameters.ts';
import { type Claim, shareOut } from './pro-rata.ts';

/** An account's position in the contract that is reduced, and what it has gained with it. */
export interface Holder {
  readonly account: AccountId;
  /** Signed; not 0. */
  readonly position: Lots;
  /** The gain of the whole position at the price of the reduction since its trades; negative for a loss. */
  readonly profit: Money;
  readonly isHedger: boolean;
}

/** Lots that an account closes, and all of those on one side in the order of the accounts. */
export interface Closed {
  readonly account: AccountId;
  readonly lots: Lots;
}

/** What a reduction closes: `lots` on both sides; those who wanted out stay with `unfilled`. */
export interface Reduction {
  readonly lots: Lots;
  readonly declarants: readonly Closed[];
  readonly takers: readonly Closed[];
  readonly unfilled: Lots;
}

/** The terms of the contract: the price of the reduction, and what a tick of a lot is worth. */
export interface ReductionTerms {
  readonly price: Ticks;
  readonly tickValue: Money;
}

/**
 * The forced reduction of a contract that locked at the limit on `lockedSide`: down, and the longs want out; up, and the
 * shorts do. A declaration is what rests unfilled of an account's closing orders at the limit (rules DEF-10, DEF-11).
 */
export function forcedReduction(
  terms: ReductionTerms & { readonly lockedSide: 'up' | 'down' },
  holders: readonly Holder[],
  declarations: readonly Claim<AccountId, Lots>[],
): Reduction {
  const wantingOut = terms.lockedSide === 'down' ? 1 : -1;
  const declared = new Map(declarations.map(({ id, capacity }) => [id, capacity]));
  const claims = holders
    .filter((holder) => Math.sign(holder.position) === wantingOut && hasLost(holder, DECLARED_LOSS_MIN, terms))
    .map(({ account, position }) => ({
      id: account,
      capacity: Math.min(declared.get(account) ?? 0, Math.abs(position)) as Lots,
    }));
  const takers = holders.filter(({ position }) => Math.sign(position) === -wantingOut);
  return reduce(terms, claims, takers);
}

/**
 * Closes `position`, what is left of a defaulter's, signed and not 0, against those who have gained on the other side,
 * in the tiers of the forced reduction (rule DEF-12).
 */
export function autoDeleverage(
  terms: ReductionTerms,
  { account, position }: { readonly account: AccountId; readonly position: Lots },
  holders: readonly Holder[],
): Reduction {
  const takers = holders.filter((holder) => holder.position * position < 0);
  return reduce(terms, [{ id: account, capacity: Math.abs(position) as Lots }], takers);
}

function reduce(
  terms: ReductionTerms,
  declared: readonly Claim<AccountId, Lots>[],
  takers: readonly Holder[],
): Reduction {
  const wanted = sumOf(declared.map(({ capacity }) => capacity));
  const taken: Closed[] = [];
  let left = wanted;
  for (const tier of tiersOf(takers, terms)) {
    const closed = closedBy(left, tier);
    taken.push(...closed);
    left = (left - sumOf(closed.map(({ lots }) => lots))) as Lots;
  }
  const lots = (wanted - left) as Lots;
  // Shared once, over all tiers, so that a declarant's share is rounded once.
  return { lots, declarants: closedBy(lots, declared), takers: taken.sort(byAccount), unfilled: left };
}

/** Those who have gained, tier by tier; hedgers come last, in a tier of their own (rule DEF-11). */
function tiersOf(takers: readonly Holder[], terms: ReductionTerms): Claim<AccountId, Lots>[][] {
  const last = PROFIT_TIERS.length;
  const tiers = Array.from({ length: last + 1 }, (): Claim<AccountId, Lots>[] => []);
  for (const holder of takers) {
    if (holder.profit <= 0) continue;
    const place = holder.isHedger ? last : PROFIT_TIERS.findIndex((share) => hasGained(holder, share, terms));
    tiers[place]?.push({ id: holder.account, capacity: Math.abs(holder.position) as Lots });
  }
  return tiers;
}

function hasGained({ profit, position }: Holder, share: Millionths, { price, tickValue }: ReductionTerms): boolean {
  const value = notional(price, Math.abs(position) as Lots, tickValue);
  return BigInt(profit) * BigInt(ONE_MILLION) >= BigInt(value) * BigInt(share);
}

function hasLost(holder: Holder, share: Millionths, terms: ReductionTerms): boolean {
  return hasGained({ ...holder, profit: -holder.profit as Money }, share, terms);
}

function closedBy(lots: Lots, claims: readonly Claim<AccountId, Lots>[]): Closed[] {
  const shares = shareOut(lots, claims);
  return claims
    .map(({ id }, i) => ({ account: id, lots: shares[i] as Lots }))
    .filter((closed) => closed.lots > 0)
    .sort(byAccount);
}

function byAccount(a: Closed, b: Closed): number {
  return a.account - b.account;
}

function sumOf(quantities: readonly Lots[]): Lots {
  const sum = quantities.reduce((total, quantity) => total + quantity, 0);
  invariant(Number.isSafeInteger(sum), 'the lots of a contract count exactly');
  return sum as Lots;
}
