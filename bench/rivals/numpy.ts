/**
 * The lab's study in NumPy, in a process of its own: `lab_numpy.py` does the work and times itself. It is Python from the
 * system; where there is none, or none with NumPy, there is no rival.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { futuresPrice } from '#lab/jump-diffusion/futures-price.ts';
import { tableThree } from '#lab/jump-diffusion/parameters.ts';
import { evenGrid } from '#lab/jump-diffusion/path.ts';
import { purchaseTimes } from '#lab/paper/hedge-worth.ts';
import { RATIO } from '#lab/paper/published.ts';
import { hedgePurchases, START, type SubjectName } from '#lab/price/subjects.ts';
import { basisCovariance } from '#lab/procurement/basis.ts';
import { Wrong } from '../part.ts';

const SCRIPT = join(import.meta.dirname, 'lab_numpy.py');
const DAYS = 252;
const TIME_MAX_MS = 600_000;

export interface RivalResult {
  readonly value: number;
  readonly standardError: number;
  readonly seconds: number;
  readonly paths: number;
}

/** `2.4.6`; undefined where there is no Python with NumPy. */
export function numpyRelease(): string | undefined {
  const { stdout, status } = spawnSync('python3', ['-c', 'import numpy; print(numpy.__version__)'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return status === 0 ? stdout.trim() : undefined;
}

/** The plain study by daily steps: the future of twelve months, or the efficiency of the hedge. */
export function runNumpy(study: SubjectName, paths: number, seed: number): RivalResult {
  const grid = evenGrid(tableThree, 1, DAYS);
  const { basis, dates } = hedgePurchases;
  const month = basisCovariance(basis, dates[0] as number, dates[0] as number);
  const futures = purchaseTimes.map((date) => futuresPrice(tableThree, START, 0, date));
  const unhedged = futures.map(
    (price, i) => price * Math.exp(basisCovariance(basis, dates[i] as number, dates[i] as number) / 2),
  );
  const mean = unhedged.reduce((sum, price) => sum + price / futures.length, 0);
  const given = {
    study,
    paths,
    seed,
    start: START,
    left: grid.left[0],
    pulls: [...grid.pulls],
    deviation: grid.deviations[0],
    reversion: tableThree.reversion,
    jumps: tableThree.jumps,
    ratio: RATIO,
    futures,
    basis: { left: Math.exp(-basis.reversion * (dates[0] as number)), deviation: Math.sqrt(month) },
    // Of both costs: a future costs nothing on average.
    means: [mean, mean],
  };
  const { stdout, status } = spawnSync('python3', [SCRIPT, JSON.stringify(given)], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    timeout: TIME_MAX_MS,
  });
  if (status !== 0) throw new Wrong(`NumPy ended with ${status}`);
  return JSON.parse(stdout) as RivalResult;
}
