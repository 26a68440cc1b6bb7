/**
 * Shares a whole out in proportion, in whole units that sum to it exactly.
 *
 * Everybody gets the share rounded down, and the units left over go to the largest remainders, one each. Whoever has no
 * claim gets nothing, and of a whole that is not above the sum of claims nobody gets more than was claimed: a remainder
 * means that the claim was not reached. Which of two equal remainders comes first is the caller's order.
 */

/** `total` in proportion to `claims`, in their order. Nothing is negative, and the sum of claims is positive. */
export function apportion<Unit extends number>(total: Unit, claims: readonly bigint[]): Unit[] {
  const sum = claims.reduce((a, b) => a + b, 0n);
  const exact = claims.map((claim) => claim * BigInt(total));
  const shares = exact.map((share) => share / sum);
  const left = Number(BigInt(total) - shares.reduce((a, b) => a + b, 0n));

  const remainder = (i: number): bigint => (exact[i] as bigint) % sum;
  const byRemainder = claims.map((_, i) => i).sort((a, b) => Number(remainder(b) - remainder(a)) || a - b);
  const lucky = new Set(byRemainder.slice(0, left));
  return shares.map((share, i) => (Number(share) + (lucky.has(i) ? 1 : 0)) as Unit);
}
