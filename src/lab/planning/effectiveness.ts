/**
 * The tests that hedge accounting asks for, as practice makes them.
 *
 * A hedge is taken as highly effective when a line through its changes explains 80 % of the item's, at a slope between
 * 0.80 and 1.25 that chance does not explain; and when what it paid is between 0.80 and 1.25 of what the item cost more
 * (dollar offset). The bounds are practice under ASC 815, whose text says "highly effective" only; IFRS 9 has none of them.
 */
import { chiSquareTail } from '../statistics/chi-square.ts';
import { type Regression, regress } from '../statistics/regression.ts';

export const SHARE_LEAST = 0.8;
export const OFFSET_LEAST = 0.8;
export const OFFSET_MOST = 1.25;
const CHANCE_MOST = 0.05;
/** A change of the item by less than this share of its value is too small for a quotient to mean anything. */
export const SMALL_CHANGE = 0.01;

export interface LineTest {
  readonly line: Regression;
  /** Change of the item for a dollar of change of the hedge as it is sized. */
  readonly slope: number;
  /** How likely chance alone makes the slope differ so much from nothing (normal approximation). */
  readonly pValue: number;
  readonly isEffective: boolean;
}

/**
 * The regression test of a hedge of `ratio` dollars a dollar: what the item changed on what the hedge did. Undefined where
 * the index stood still, the changes are too few, or nothing is hedged: then nothing can be shown.
 */
export function lineTest(index: readonly number[], own: readonly number[], ratio: number): LineTest | undefined {
  const line = ratio === 0 ? undefined : regress(index, own);
  if (line === undefined) return undefined;
  const slope = line.slope / ratio;
  const pValue = line.slope === 0 ? 1 : chiSquareTail((line.slope / line.standardError) ** 2);
  const isEffective =
    line.rSquared >= SHARE_LEAST && slope >= OFFSET_LEAST && slope <= OFFSET_MOST && pValue < CHANCE_MOST;
  return { line, slope, pValue, isEffective };
}

export interface Offset {
  /** What the item cost more than at the start, and what the hedge paid: USD. */
  readonly costRise: number;
  readonly hedgeGain: number;
  /** Their quotient; undefined where the item changed too little. */
  readonly offset: number | undefined;
  readonly isEffective: boolean | undefined;
}

/** Dollar offset of one period; `value` is what the item costs at the start. */
export function dollarOffset(costRise: number, hedgeGain: number, value: number): Offset {
  if (Math.abs(costRise) < SMALL_CHANGE * value)
    return { costRise, hedgeGain, offset: undefined, isEffective: undefined };
  const offset = hedgeGain / costRise;
  return { costRise, hedgeGain, offset, isEffective: offset >= OFFSET_LEAST && offset <= OFFSET_MOST };
}
