/** The long work of `calibrate`, in parts that draw from streams of their own. */
import { type Resampling, resample } from '#lab/calibration/bands.ts';
import type { Calibrated } from '#lab/calibration/fit-series.ts';
import { type Recovered, recover } from '#lab/calibration/recovery.ts';
import { Random } from '#makers/random.ts';

/** So many parts whatever the threads, so that they change nothing. */
export const PARTS = 20;

export interface Part<Input> {
  readonly seed: number;
  readonly part: number;
  readonly of: Input;
}

export interface ResampleInput extends Resampling {
  /** The name of the series, whose stream it is. */
  readonly name: string;
  readonly count: number;
}

export function resamplePart({ seed, part, of }: Part<ResampleInput>): Calibrated[] {
  return resample(of, of.count, Random.of(seed, `resamples of ${of.name} ${part}`));
}

export type RecoverInput = Parameters<typeof recover>[0];

export function recoverPart({ seed, part, of }: Part<RecoverInput>): Recovered[] {
  return recover(of, Random.of(seed, `recovery ${part}`));
}

/** The same input for every part. */
export function partsOf<Input>(seed: number, of: Input): Part<Input>[] {
  return Array.from({ length: PARTS }, (_, part) => ({ seed, part, of }));
}
