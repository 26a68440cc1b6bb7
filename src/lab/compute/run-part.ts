/** One part of the compute study, on a stream of chance of its own, so that it does not matter where it runs. */
import { Random } from '#makers/random.ts';
import { simulate, type TwoMarkets } from './two-markets.ts';

export interface PartRequest {
  readonly markets: TwoMarkets;
  readonly seed: number;
  readonly part: number;
  readonly paths: number;
}

export function runPart({ markets, seed, part, paths }: PartRequest): Float64Array {
  return simulate(markets, paths, Random.of(seed, `compute ${part}`));
}
