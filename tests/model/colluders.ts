/**
 * Sellers that agree on what they post, and look for the best of it by trying.
 *
 * They know nothing of how an index is made: they post, see the value, and keep what moved it furthest. All that they
 * know is which prices are worth a try: those of others, and the edges of a band around them.
 */
import { calculate } from '#core/price-index/calculate.ts';
import type { Calculation, CollectedPrice } from '#core/price-index/calculation.ts';
import type { Collection } from '#core/price-index/collect.ts';
import { endOf } from '#core/price-index/day-price.ts';
import type { IndexInputs } from '#core/price-index/publication.ts';
import type { Millis, Money } from '#core/units.ts';
import { HOUR } from './index-market.ts';

/** What a colluder does: one price for all that it sells, or for one of its listings; or nothing at all. */
export type Move = { readonly price: number; readonly listing?: string; readonly old?: boolean } | null;

/** The calculation when `colluders` do what `moves` say, and all others what they did. */
export function withMoves(
  { terms, date, memory }: IndexInputs,
  collection: Collection,
  colluders: readonly string[],
  moves: readonly Move[],
): Calculation {
  const honest = collection.collected.filter(({ seller }) => !colluders.includes(seller));
  const posted = colluders.flatMap((seller, i): CollectedPrice[] => {
    const move = moves[i] ?? null;
    if (move === null) return [];
    const price = Math.max(1, move.price) as Money;
    return terms.registry.listings
      .filter((row) => row.seller === seller && (move.listing === undefined || row.listing === move.listing))
      .map(({ listing, model }) => ({
        seller,
        listing,
        model,
        source: 'genai-prices',
        others: [],
        input: price,
        cached: price,
        output: price,
        observedAt: (endOf(date) - (move.old ? 30 : 1) * HOUR) as Millis,
        disputed: false,
      }));
  });
  const collected = [...honest, ...posted];
  return calculate(terms.registry, terms.methodology, { collected, leftOut: [] }, endOf(date), memory);
}

/** The value of a full or a reduced fixing, else null. */
export function movable({ decision: { value, method } }: Calculation): Money | null {
  return method === 'full' || method === 'reduced' ? value : null;
}

/** The furthest value in one direction that `colluders` find; null when they find none. `dice` give 0 up to 1. */
export function search(
  inputs: IndexInputs,
  collection: Collection,
  colluders: readonly string[],
  direction: 'up' | 'down',
  dice: () => number,
): Money | null {
  const { outliers } = inputs.terms.methodology;
  const others = withMoves(inputs, collection, colluders, []).sellers.map(({ price }) => price as number);
  const bands = outliers === null ? [1] : [1, outliers.band / 1e6, outliers.returnBand / 1e6];
  const near = others.flatMap((price) => bands.flatMap((band) => [price * band, price / band]));
  const prices = [...near.flatMap((price) => [price - 1, price, price * 1.05]), 1, 1e11].map(Math.floor);
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(dice() * items.length)] as Item;
  const listingOf = (seller: string) =>
    pick(inputs.terms.registry.listings.filter((row) => row.seller === seller)).listing;
  const randomMove = (seller: string): Move => {
    if (dice() < 0.1) return null;
    const price = dice() < 0.8 ? pick(prices) : Math.ceil(pick(prices) * 2 * dice());
    return { price, ...(dice() < 0.15 ? { listing: listingOf(seller) } : {}), ...(dice() < 0.15 ? { old: true } : {}) };
  };

  const sign = direction === 'up' ? 1 : -1;
  const worth = (moves: readonly Move[]): number => {
    const value = movable(withMoves(inputs, collection, colluders, moves));
    return value === null ? Number.NEGATIVE_INFINITY : sign * value;
  };
  // First all at one price, whichever it is, and then whatever comes to mind.
  let best = Math.max(...prices.map((price) => worth(colluders.map(() => ({ price })))));
  for (let start = 0; start < 4; start += 1) {
    let moves = colluders.map(randomMove);
    let reached = worth(moves);
    for (let step = 0; step < 40; step += 1) {
      const next = moves.map((move, i) => (dice() < 1 / colluders.length ? randomMove(colluders[i] as string) : move));
      const value = worth(next);
      if (value >= reached) [moves, reached] = [next, value];
    }
    best = Math.max(best, reached);
  }
  return Number.isFinite(best) ? ((sign * best) as Money) : null;
}
