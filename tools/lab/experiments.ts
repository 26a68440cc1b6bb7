/** Every experiment, in the order in which they are listed. */
import type { Experiment } from './experiment.ts';
import { backtest } from './experiments/backtest.ts';
import { calibrate } from './experiments/calibrate.ts';
import { cascade } from './experiments/cascade.ts';
import { check } from './experiments/check.ts';
import { compute } from './experiments/compute.ts';
import { leverage } from './experiments/leverage.ts';
import { market } from './experiments/market.ts';
import { paper } from './experiments/paper.ts';
import { plan } from './experiments/plan.ts';
import { price } from './experiments/price.ts';

export const experiments: readonly Experiment[] = [
  paper,
  price,
  market,
  leverage,
  cascade,
  plan,
  backtest,
  calibrate,
  compute,
  check,
];
