/**
 * Futures prices as means over paths: what the closed form says, asked of simulation.
 *
 * The controls are the logarithm of the price at each date and its square. Their means are known without any future, and
 * the exponential is nearly a line and a parabola over the width that prices have.
 */
import type { Parameters } from '../jump-diffusion/parameters.ts';
import { momentsAt } from '../jump-diffusion/transition.ts';
import type { Study } from './study.ts';

/** One value for each of `dates`, in USD per million tokens; `start` is the logarithm of the price now. */
export function futuresStudy(parameters: Parameters, start: number, dates: readonly number[]): Study {
  const moments = dates.map((date) => momentsAt(parameters, start, 0, date));
  const means = Float64Array.from(moments, ({ mean }) => mean);
  const n = dates.length;
  return {
    dates,
    values: n,
    controlMeans: moments.flatMap(({ variance }) => [0, variance]),
    begin: () => {},
    evaluate(logs, paths, p, sample) {
      for (let i = 0; i < n; i += 1) {
        const x = logs[i * paths + p] as number;
        const apart = x - (means[i] as number);
        sample[i] = Math.exp(x);
        sample[n + 2 * i] = apart;
        sample[n + 2 * i + 1] = apart * apart;
      }
    },
  };
}
