/**
 * The one question asked of every figure that somebody sets: whether it is a whole number between two others.
 */

/** The largest position there is. */
export const LOTS_MAX = 1_000_000_000;

/** Whether `value` is whole and neither below `least` nor above `most`. */
export const isWholeWithin = (value: number, least: number, most: number): boolean =>
  Number.isSafeInteger(value) && value >= least && value <= most;
