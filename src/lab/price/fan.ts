/** How prices are spread, month by month: a part of the paths that are drawn for the fan. */
import { BlockDice } from '../chance/block-dice.ts';
import type { Parameters } from '../jump-diffusion/parameters.ts';
import { BLOCK } from '../monte-carlo/run-part.ts';
import { Walk } from '../monte-carlo/walk.ts';
import { count, type Histogram, histogramOf } from '../statistics/histogram.ts';

export interface FanRequest {
  readonly parameters: Parameters;
  /** The logarithm of the price now. */
  readonly start: number;
  readonly months: number;
  readonly seed: number;
  readonly part: number;
  /** A power of two, above one. */
  readonly paths: number;
}

/** Logarithms are counted in cells of a hundredth, from a price of 0.018 to one of 55. */
const LOG = { low: -4, high: 4, width: 0.01 };

/** For each month from the first: how the logarithm of the price is spread over the paths of this part. */
export function runFanPart({ parameters, start, months, seed, part, paths }: FanRequest): Histogram[] {
  const dates = Array.from({ length: months }, (_, i) => (i + 1) / 12);
  const block = Math.min(BLOCK, paths);
  const walk = new Walk(parameters, start, dates, 'independent', block, BlockDice.of(seed, `fan ${part}`));
  const spreads = dates.map(() => histogramOf(LOG.low, LOG.high, LOG.width));
  const logs = new Float64Array(block * months);
  for (let done = 0; done < paths; done += block) {
    walk.fill(logs);
    for (const [month, spread] of spreads.entries())
      for (let p = 0; p < block; p += 1) count(spread, logs[month * block + p] as number);
  }
  return spreads;
}
