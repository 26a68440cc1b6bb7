/**
 * One day of the market as a manipulator finds it: who sells what, and what a day of quoting off the market costs.
 *
 * A seller brings its price to a target by posting it for as few of its listings as that takes: for more than half where
 * its price is their median, for all where it is their mean. Of the halves it takes the one that loses least.
 */
import type { AdjustedPrice, Calculation } from '#core/price-index/calculation.ts';
import type { Methodology } from '#core/price-index/methodology.ts';
import { divideDown, divideUp, type Millionths, type Money, ONE_MILLION } from '#core/units.ts';

/** What a day of a posted price costs its seller, micro-dollars: if buyers leave a price that is raised, and if none does. */
export interface Loss {
  readonly ifLeaving: Money;
  readonly ifStaying: Money;
}

export const noLoss: Loss = { ifLeaving: 0 as Money, ifStaying: 0 as Money };

/** A listing at another price: its posted prices all change in the ratio of `to` to `from`, both adjusted prices. */
export interface Move {
  readonly seller: string;
  readonly listing: string;
  readonly from: Money;
  readonly to: Money;
}

export interface Repricing {
  readonly moves: readonly Move[];
  readonly loss: Loss;
}

/** Volumes are those of a week. */
const DAYS_OF_VOLUME = 7;

/** How `seller` comes to the price `target`; `leaving` is the share of buyers that leave a listing whose price is raised. */
export function reprice(
  { adjusted }: Pick<Calculation, 'adjusted'>,
  seller: string,
  target: Money,
  sellerPrice: Methodology['sellerPrice'],
  leaving: Millionths,
): Repricing {
  const all = adjusted
    .filter((listing) => listing.seller === seller)
    .map((listing) => ({ listing, loss: lossOf(listing, target, leaving) }))
    .sort((a, b) => a.loss.ifLeaving - b.loss.ifLeaving || a.loss.ifStaying - b.loss.ifStaying);
  const needed = sellerPrice === 'median' ? divideDown(all.length, 2) + 1 : all.length;
  const chosen = all.slice(0, needed);
  return {
    moves: chosen.map(({ listing }) => ({ seller, listing: listing.listing, from: listing.adjusted, to: target })),
    loss: sumOf(chosen.map(({ loss }) => loss)),
  };
}

export function sumOf(losses: readonly Loss[]): Loss {
  return losses.reduce(
    (sum, loss) => ({
      ifLeaving: (sum.ifLeaving + loss.ifLeaving) as Money,
      ifStaying: (sum.ifStaying + loss.ifStaying) as Money,
    }),
    noLoss,
  );
}

/**
 * Below its own price a listing sells what it sold, for less. Above it, it loses the buyers that leave, with all that
 * they paid; what those who stay pay on top is not counted as a gain. Rounded down: an attack is never made to look dear.
 */
function lossOf({ adjusted, blended, volume }: AdjustedPrice, target: Money, leaving: Millionths): Loss {
  const revenue = (BigInt(volume) * BigInt(blended)) / BigInt(DAYS_OF_VOLUME);
  if (target <= adjusted) {
    const forgone = Number((revenue * BigInt(adjusted - target)) / BigInt(adjusted)) as Money;
    return { ifLeaving: forgone, ifStaying: forgone };
  }
  return { ifLeaving: Number((revenue * BigInt(leaving)) / BigInt(ONE_MILLION)) as Money, ifStaying: 0 as Money };
}

/** The prices at which colluders can stand: `times` the value at most, and that part of it at least. */
export function limitsAround(value: Money, times: Millionths): readonly [lowest: Money, highest: Money] {
  const [exact, ratio, one] = [BigInt(value), BigInt(times), BigInt(ONE_MILLION)];
  const lowest = Math.max(1, divideUp(Number(exact * one), Number(ratio)));
  return [lowest as Money, Number((exact * ratio) / one) as Money];
}
