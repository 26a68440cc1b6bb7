/**
 * Sharing out by claims: the one way in which default management divides anything, lots or money.
 *
 * Every share is the exact one rounded down, and the units left over go to the largest remainders; of equal remainders to
 * the larger claim, then to the lower id. So the pieces sum exactly, and nobody's depends on the order of the claims.
 * Who has a claim, and how large it is, is the business of the waterfall, the fund and the reduction.
 */
import { apportion } from '../apportion.ts';

/** What `id` can bear, or holds, or has declared: lots or money, not negative. No id has two claims. */
export interface Claim<Id extends number, Unit extends number> {
  readonly id: Id;
  readonly capacity: Unit;
}

/**
 * `amount`, or all capacity where that is less, shared out by capacity and never above it, in the order of the claims
 * (rule DEF-7).
 */
export function shareOut<Unit extends number>(amount: Unit, claims: readonly Claim<number, Unit>[]): Unit[] {
  const capacity = claims.reduce((sum, claim) => sum + BigInt(claim.capacity), 0n);
  return BigInt(amount) < capacity ? shareByClaim(amount, claims) : claims.map((claim) => claim.capacity);
}

/**
 * All of `amount` shared out by claim, in the order of the claims, whether or not it is more than was claimed. Where
 * nobody claims anything nobody gets anything (rule DEF-7).
 */
export function shareByClaim<Unit extends number>(amount: Unit, claims: readonly Claim<number, number>[]): Unit[] {
  const largestFirst = claims
    .map(({ id, capacity }, place) => ({ id, capacity, place }))
    .sort((a, b) => b.capacity - a.capacity || a.id - b.id);
  const shares = claims.map(() => 0 as Unit);
  if (claims.every(({ capacity }) => capacity === 0)) return shares;

  const sorted = apportion(
    amount,
    largestFirst.map(({ capacity }) => BigInt(capacity)),
  );
  for (const [i, { place }] of largestFirst.entries()) shares[place] = sorted[i] as Unit;
  return shares;
}
