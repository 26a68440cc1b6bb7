/**
 * One part of a simulation: so many paths of one study, and what their tally comes to.
 *
 * A run has a fixed number of parts with dice of their own, so it comes to the same on any number of threads. A part
 * needs the memory of one block, however many paths it has.
 */
import { BlockDice } from '../chance/block-dice.ts';
import type { Parameters } from '../jump-diffusion/parameters.ts';
import { Bridge } from './bridge.ts';
import { fitControls } from './controls.ts';
import { futuresStudy } from './futures-study.ts';
import { hedgeStudy, type Purchases } from './hedge-study.ts';
import { type Draw, type Sampler, unitOf } from './samplers.ts';
import type { Study } from './study.ts';
import { type Tally, Tallying } from './tally.ts';
import { Walk } from './walk.ts';

/** Paths that are drawn together, at most: small enough for the nearest memory, large enough for the loops. */
export const BLOCK = 1_024;
const PILOT_BLOCKS = 8;

/** What is asked. */
export type Question =
  | { readonly kind: 'futures'; readonly dates: readonly number[] }
  /** `averaged`: over the basis, instead of drawing it. */
  | { readonly kind: 'hedge'; readonly purchases: Purchases; readonly averaged: boolean };

/** What is asked of which prices, and by which means; plain data. */
export interface Plan {
  readonly parameters: Parameters;
  /** The logarithm of the price now. */
  readonly start: number;
  readonly question: Question;
  readonly draw: Draw;
  readonly seed: number;
}

export interface PartRequest extends Plan {
  readonly part: number;
  /** A power of two, above one. */
  readonly paths: number;
  /** From `pilot`; undefined without controls. */
  readonly coefficients: number[][] | undefined;
}

/** The tally of the values, with a sample for each path, pair, block or part, whatever is independent of the rest. */
export function runPart({ part, paths, coefficients, ...plan }: PartRequest): Tally {
  const { study, sampler } = prepare(plan, `part ${part}`, Math.min(BLOCK, paths));
  const block = sampler.paths;
  const unit = unitOf(plan.draw);
  const sample = new Float64Array(study.values + study.controlMeans.length);
  const tally = new Tallying(study.values);
  const sum = new Float64Array(study.values);
  const together = { path: 1, pair: 2, block, part: paths }[unit];
  let summed = 0;
  // A twin stands half a block behind.
  const pathOf = unit === 'pair' ? (i: number) => (i >> 1) + (i & 1) * (block / 2) : (i: number) => i;
  const logs = new Float64Array(block * study.dates.length);
  for (let done = 0; done < paths; done += block) {
    sampler.fill(logs);
    study.begin();
    for (let i = 0; i < block; i += 1) {
      study.evaluate(logs, block, pathOf(i), sample);
      addControlled(sample, study, coefficients, sum);
      summed += 1;
      if (summed < together) continue;
      for (let value = 0; value < sum.length; value += 1) sum[value] = (sum[value] as number) / together;
      tally.add(sum);
      sum.fill(0);
      summed = 0;
    }
  }
  return { count: tally.count, means: tally.means, products: tally.products };
}

/** The same part of several runs. */
export function runEach(requests: readonly PartRequest[]): Tally[] {
  return requests.map(runPart);
}

/** The coefficients of the controls, from a few thousand paths that are used for nothing else. */
export function pilot(plan: Plan): number[][] {
  const { study, sampler } = prepare({ ...plan, draw: 'independent' }, 'pilot', BLOCK);
  const sample = new Float64Array(study.values + study.controlMeans.length);
  const tally = new Tallying(sample.length);
  const logs = new Float64Array(BLOCK * study.dates.length);
  for (let block = 0; block < PILOT_BLOCKS; block += 1) {
    sampler.fill(logs);
    study.begin();
    for (let p = 0; p < BLOCK; p += 1) {
      study.evaluate(logs, BLOCK, p, sample);
      tally.add(sample);
    }
  }
  return fitControls(tally, study.values);
}

/** Adds the values of `sample`, less what its controls are off by. */
function addControlled(
  sample: Float64Array,
  { controlMeans }: Study,
  coefficients: number[][] | undefined,
  sum: Float64Array,
): void {
  for (let value = 0; value < sum.length; value += 1) {
    let controlled = sample[value] as number;
    const own = coefficients?.[value];
    if (own !== undefined)
      for (let i = 0; i < own.length; i += 1)
        controlled -= (own[i] as number) * ((sample[sum.length + i] as number) - (controlMeans[i] as number));
    sum[value] = (sum[value] as number) + controlled;
  }
}

function prepare({ parameters, start, question, draw, seed }: Plan, name: string, block: number) {
  const dice = BlockDice.of(seed, name);
  const sampler = samplerOf(parameters, start, datesOf(question), draw, block, dice);
  if (question.kind === 'futures') return { sampler, study: futuresStudy(parameters, start, question.dates) };
  const { purchases, averaged } = question;
  const drawn = averaged
    ? undefined
    : samplerOf(wandering(purchases), 0, purchases.dates, basisDraw(draw), block, dice);
  return { sampler, study: hedgeStudy(parameters, start, purchases, drawn) };
}

export function datesOf(question: Question): readonly number[] {
  return question.kind === 'futures' ? question.dates : question.purchases.dates;
}

function samplerOf(
  parameters: Parameters,
  start: number,
  dates: readonly number[],
  draw: Draw,
  block: number,
  dice: BlockDice,
): Sampler {
  return draw === 'even'
    ? new Bridge(parameters, start, dates, block, dice)
    : new Walk(parameters, start, dates, draw, block, dice);
}

/** The basis has no jumps to stratify, no days that anybody looks at, and no even points of its own. */
function basisDraw(draw: Draw): Draw {
  return draw === 'antithetic' || draw === 'both' ? 'antithetic' : 'independent';
}

/** The logarithm of the basis as a model of its own. */
function wandering({ basis }: Purchases): Parameters {
  return {
    reversion: basis.reversion,
    level: 0,
    trend: [],
    season: { size: 0, period: 1 },
    volatility: basis.volatility,
    jumps: { perYear: 0, mean: 0, deviation: 0 },
  };
}
