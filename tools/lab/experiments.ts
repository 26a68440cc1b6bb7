/** Every experiment, in the order in which they are listed. */
import type { Experiment } from './experiment.ts';

export const experiments: readonly Experiment[] = [];
