/**
 * Evidence in which some listings stand at other prices.
 *
 * Every posted price of such a listing changes in one ratio, so a tariff by time of day stays one. Each is rounded to
 * the nearest micro-dollar, and none falls to zero, because a free price does not count.
 */
import type { Evidence } from '#core/price-index/evidence.ts';
import { roundedAmount } from '#core/price-index/half-even.ts';
import type { Money } from '#core/units.ts';
import type { Move } from './market.ts';

/** What would have been seen on a day on which these listings were posted at `to` instead of `from`. */
export function posted(evidence: Evidence, moves: readonly Move[]): Evidence {
  const bySeller = Map.groupBy(moves, ({ seller }) => seller);
  const prices = evidence.prices.map((price) => {
    const move = bySeller.get(price.seller)?.find(({ listing }) => listing === price.listing);
    if (move === undefined) return price;
    const moved = (leg: Money): Money =>
      Math.max(1, roundedAmount(BigInt(leg) * BigInt(move.to), BigInt(move.from))) as Money;
    const { input, cached, output } = price;
    return { ...price, input: moved(input), cached: cached === null ? null : moved(cached), output: moved(output) };
  });
  return { ...evidence, prices };
}
