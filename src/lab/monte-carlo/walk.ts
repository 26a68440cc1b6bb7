/**
 * Paths of the price, step by step, all of a block together.
 *
 * A step of a block is one normal number, one product and two sums for each path. Jumps are not looked for: those of all
 * paths of a block are one Poisson process, so many times as busy, whose next arrival is waited for and given to a path at
 * random; where paths are stratified, how often each one jumps is settled first and the moments are drawn after.
 */
import type { BlockDice } from '../chance/block-dice.ts';
import type { Parameters } from '../jump-diffusion/parameters.ts';
import { type Grid, gridOf, wait } from '../jump-diffusion/path.ts';
import { type Draw, poissonQuantile, type Sampler } from './samplers.ts';

const DAYS_A_YEAR = 252;

export class Walk implements Sampler {
  readonly paths: number;
  readonly #grid: Grid;
  readonly #start: number;
  readonly #dice: BlockDice;
  /** Steps from one date to the next. */
  readonly #steps: readonly number[];
  /** Paths that are drawn; the others, if any, are their twins. */
  readonly #drawn: number;
  readonly #jumpsOf: ((share: number) => number) | undefined;
  readonly #x: Float64Array;
  readonly #normals: Float64Array;
  readonly #kicks: Float64Array;

  /** From the logarithm `start` now, seen at `dates` in years, rising; `paths` is even. */
  constructor(
    parameters: Parameters,
    start: number,
    dates: readonly number[],
    draw: Exclude<Draw, 'even'>,
    paths: number,
    dice: BlockDice,
  ) {
    this.paths = paths;
    this.#start = start;
    this.#dice = dice;
    this.#steps = dates.map((date, i) =>
      draw === 'daily' ? Math.max(1, Math.round((date - (dates[i - 1] ?? 0)) * DAYS_A_YEAR)) : 1,
    );
    const moments = this.#steps.flatMap((steps, i) => {
      const [from, to] = [dates[i - 1] ?? 0, dates[i] as number];
      return Array.from({ length: steps }, (_, step) => from + ((to - from) * (step + 1)) / steps);
    });
    this.#grid = gridOf(parameters, [0, ...moments]);
    this.#drawn = draw === 'antithetic' || draw === 'both' ? paths / 2 : paths;
    const isStratified = draw === 'stratified' || draw === 'both';
    this.#jumpsOf = isStratified ? poissonQuantile(parameters.jumps.perYear * (dates.at(-1) as number)) : undefined;
    this.#x = new Float64Array(paths);
    this.#normals = new Float64Array(this.#drawn);
    this.#kicks = new Float64Array(isStratified ? paths * dates.length : 0);
  }

  fill(logs: Float64Array): void {
    const { jumps } = this.#grid.parameters;
    this.#x.fill(this.#start);
    if (this.#jumpsOf !== undefined) this.#drawKicks(this.#jumpsOf);
    let jumpAt = this.#jumpsOf === undefined ? wait(this.#drawn * jumps.perYear, this.#dice) : Number.POSITIVE_INFINITY;
    let step = 0;
    for (let date = 0; date < this.#steps.length; date += 1) {
      for (const last = step + (this.#steps[date] as number); step < last; step += 1) {
        this.#dice.fillNormals(this.#normals, this.#drawn);
        this.#diffuse(step);
        jumpAt = this.#jumpUntil(this.#grid.times[step + 1] as number, jumpAt);
      }
      if (this.#jumpsOf !== undefined) this.#addKicks(date);
      logs.set(this.#x, date * this.paths);
    }
  }

  #diffuse(step: number): void {
    const left = this.#grid.left[step] as number;
    const pull = this.#grid.pulls[step] as number;
    const deviation = this.#grid.deviations[step] as number;
    const x = this.#x;
    const z = this.#normals;
    const drawn = z.length;
    for (let p = 0; p < drawn; p += 1) x[p] = left * (x[p] as number) + pull + deviation * (z[p] as number);
    for (let p = drawn; p < x.length; p += 1)
      x[p] = left * (x[p] as number) + pull - deviation * (z[p - drawn] as number);
  }

  /** Jumps of the block up to the moment `until`, the next of them at `jumpAt`; returns when the one after comes. */
  #jumpUntil(until: number, jumpAt: number): number {
    const { jumps } = this.#grid.parameters;
    let at = jumpAt;
    while (at <= until) {
      this.#kick(this.#x, Math.floor(this.#dice.next() * this.#drawn), until - at);
      at += wait(this.#drawn * jumps.perYear, this.#dice);
    }
    return at;
  }

  /** How often each path jumps is one of `drawn` equal shares of all there is, in turn. */
  #drawKicks(jumpsOf: (share: number) => number): void {
    const dates = this.#grid.times;
    const span = dates.at(-1) as number;
    this.#kicks.fill(0);
    for (let p = 0; p < this.#drawn; p += 1)
      for (let left = jumpsOf((p + this.#dice.next()) / this.#drawn); left > 0; left -= 1) {
        const at = this.#dice.next() * span;
        let step = 0;
        while (at > (dates[step + 1] as number)) step += 1;
        const row = this.#kicks.subarray(step * this.paths, (step + 1) * this.paths);
        this.#kick(row, p, (dates[step + 1] as number) - at);
      }
  }

  #addKicks(date: number): void {
    const x = this.#x;
    const row = date * this.paths;
    for (let p = 0; p < x.length; p += 1) x[p] = (x[p] as number) + (this.#kicks[row + p] as number);
  }

  /** A jump `ago` years ago, as far as it is still felt; the twin's is as far on the other side of the mean. */
  #kick(into: Float64Array, path: number, ago: number): void {
    const { reversion, jumps } = this.#grid.parameters;
    const felt = Math.exp(-reversion * ago);
    const chance = jumps.deviation * this.#dice.normal();
    into[path] = (into[path] as number) + (jumps.mean + chance) * felt;
    const twin = path + this.#drawn;
    if (twin < this.paths) into[twin] = (into[twin] as number) + (jumps.mean - chance) * felt;
  }
}
