/**
 * Paths of the price from even points: the places of a point that are spread best decide what matters most.
 *
 * The first place is where the diffusion ends, the second how often the path jumps; then come, in turn, a halving of the
 * path by the bridge and the moment and size of a jump. Given both ends, what the diffusion is between is a normal number
 * with weights of sinh (the bridge of an Ornstein-Uhlenbeck process), so nothing is approximated. Jumps after the sixth
 * of a path are drawn by dice: they are few.
 */
import type { Dice } from '../chance/dice.ts';
import { inverseNormal } from '../chance/inverse-normal.ts';
import { SobolPoints } from '../chance/sobol.ts';
import type { Parameters } from '../jump-diffusion/parameters.ts';
import { diffusionVariance, leftAfter, pull } from '../jump-diffusion/transition.ts';
import { poissonQuantile, type Sampler } from './samplers.ts';

/** How many jumps of a path get places of their own. */
const JUMPS = 6;

/** One step of the bridge: the diffusion at date `at`, from what it is at the dates `before` and `after`, −1 for none. */
interface Span {
  readonly at: number;
  readonly before: number;
  readonly after: number;
  readonly fromBefore: number;
  readonly fromAfter: number;
  readonly deviation: number;
}

export class Bridge implements Sampler {
  readonly paths: number;
  readonly #parameters: Parameters;
  readonly #dates: readonly number[];
  readonly #dice: Dice;
  readonly #points: SobolPoints;
  readonly #point: Float64Array;
  readonly #spans: readonly Span[];
  readonly #places: { readonly spans: readonly number[]; readonly jumps: readonly number[] };
  readonly #jumpsOf: (share: number) => number;
  /** The logarithm at each date without chance. */
  readonly #still: readonly number[];
  /** How much of the date before is left at each date. */
  readonly #left: readonly number[];
  readonly #diffusion: Float64Array;
  readonly #kicks: Float64Array;

  /** From the logarithm `start` now, seen at `dates` in years, rising, at most 26 of them. */
  constructor(parameters: Parameters, start: number, dates: readonly number[], paths: number, dice: Dice) {
    const span = dates.at(-1) as number;
    this.paths = paths;
    this.#parameters = parameters;
    this.#dates = dates;
    this.#dice = dice;
    this.#spans = bridgeOf(parameters, dates);
    this.#places = placesOf(dates.length, JUMPS);
    const dimensions = 1 + dates.length + 2 * JUMPS;
    this.#points = new SobolPoints(dimensions, dice);
    this.#point = new Float64Array(dimensions);
    this.#jumpsOf = poissonQuantile(parameters.jumps.perYear * span);
    this.#still = dates.map((date) => leftAfter(parameters, date) * start + pull(parameters, 0, date));
    this.#left = dates.map((date, i) => leftAfter(parameters, date - (dates[i - 1] ?? 0)));
    this.#diffusion = new Float64Array(dates.length);
    this.#kicks = new Float64Array(dates.length);
  }

  fill(logs: Float64Array): void {
    const n = this.#dates.length;
    for (let p = 0; p < this.paths; p += 1) {
      this.#points.next(this.#point);
      this.#bridge();
      this.#jump();
      let jumped = 0;
      for (let i = 0; i < n; i += 1) {
        jumped = (this.#left[i] as number) * jumped + (this.#kicks[i] as number);
        logs[i * this.paths + p] = (this.#still[i] as number) + (this.#diffusion[i] as number) + jumped;
      }
    }
  }

  #bridge(): void {
    const y = this.#diffusion;
    for (let i = 0; i < this.#spans.length; i += 1) {
      const { at, before, after, fromBefore, fromAfter, deviation } = this.#spans[i] as Span;
      const z = inverseNormal(this.#point[this.#places.spans[i] as number] as number);
      y[at] =
        deviation * z +
        (before < 0 ? 0 : fromBefore * (y[before] as number)) +
        (after < 0 ? 0 : fromAfter * (y[after] as number));
    }
  }

  #jump(): void {
    const { reversion, jumps } = this.#parameters;
    const dates = this.#dates;
    const span = dates[dates.length - 1] as number;
    this.#kicks.fill(0);
    const times = this.#jumpsOf(this.#point[1] as number);
    for (let jump = 0; jump < times; jump += 1) {
      const place = this.#places.jumps[jump];
      const at = span * (place === undefined ? this.#dice.next() : (this.#point[place] as number));
      const z = place === undefined ? this.#dice.normal() : inverseNormal(this.#point[place + 1] as number);
      let i = 0;
      while (at > (dates[i] as number)) i += 1;
      const felt = Math.exp(-reversion * ((dates[i] as number) - at));
      this.#kicks[i] = (this.#kicks[i] as number) + (jumps.mean + jumps.deviation * z) * felt;
    }
  }
}

/** The end first, then halves, halves of halves … each from its two neighbours that are known by then. */
function bridgeOf(parameters: Parameters, dates: readonly number[]): readonly Span[] {
  const last = dates.length - 1;
  const end = {
    at: last,
    before: -1,
    after: -1,
    fromBefore: 0,
    fromAfter: 0,
    deviation: Math.sqrt(diffusionVariance(parameters, dates[last] as number)),
  };
  const spans: Span[] = [end];
  const open: [before: number, after: number][] = [[-1, last]];
  for (const [before, after] of open) {
    if (after - before < 2) continue;
    const at = (before + after) >> 1;
    spans.push(spanOf(parameters, dates, at, before, after));
    open.push([before, at], [at, after]);
  }
  return spans;
}

function spanOf(
  { reversion, volatility }: Parameters,
  dates: readonly number[],
  at: number,
  before: number,
  after: number,
): Span {
  const date = dates[at] as number;
  const back = Math.sinh(reversion * (date - (dates[before] ?? 0)));
  const ahead = Math.sinh(reversion * ((dates[after] as number) - date));
  const whole = Math.sinh(reversion * ((dates[after] as number) - (dates[before] ?? 0)));
  return {
    at,
    before,
    after,
    fromBefore: ahead / whole,
    fromAfter: back / whole,
    deviation: volatility * Math.sqrt((back * ahead) / (reversion * whole)),
  };
}

/** Which place of a point each step of the bridge and each jump takes: the moment of a jump, its size in the place after. */
function placesOf(dates: number, jumps: number) {
  const places = { spans: [0], jumps: [] as number[] };
  let next = 2;
  for (let i = 0; i < Math.max(dates - 1, jumps); i += 1) {
    if (i < jumps) {
      places.jumps.push(next);
      next += 2;
    }
    if (i < dates - 1) places.spans.push(next++);
  }
  return places;
}
