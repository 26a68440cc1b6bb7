/**
 * How much of a close-out is offered to the book at once.
 *
 * Slice by slice, so that a large position does not fall through a thin book: half of what is left, or all of it once it
 * is small, and never more than a share of what the book holds. The form is that of Vega's network disposal. When the
 * next slice comes, and at what price, is left to others.
 */
import { divideDown, divideUp, type Lots, type Millionths, NO_LOTS, ONE_MILLION } from '../units.ts';

/** How a close-out is sliced. */
export interface Slicing {
  /** The share of what is left that one slice takes, rounded up to a lot. */
  readonly share: Millionths;
  /** So many lots or fewer go at once. */
  readonly wholeUpTo: Lots;
  /** The share of the lots resting on the other side that one slice takes at most, rounded down to a lot. */
  readonly bookShare: Millionths;
}

/** The next slice of `left` lots while `bookLots` rest on the other side; none while nothing rests there (rule DEF-3). */
export function closeOutSlice(left: Lots, bookLots: Lots, { share, wholeUpTo, bookShare }: Slicing): Lots {
  if (left === 0 || bookLots === 0) return NO_LOTS;
  const wanted = left <= wholeUpTo ? left : divideUp(left * share, ONE_MILLION);
  // One lot at least: a book of a few lots would otherwise hold a close-out up for ever.
  return Math.min(wanted, Math.max(1, divideDown(bookLots * bookShare, ONE_MILLION))) as Lots;
}
