/**
 * The list of all simulations of one report, and what became of each: plain data on the way out, tallies by part on the
 * way back.
 */
import { tableThree } from '../jump-diffusion/parameters.ts';
import type { PartRequest, Plan } from '../monte-carlo/run-part.ts';
import type { Tally } from '../monte-carlo/tally.ts';
import { coefficientsOf, START, type SubjectName, subjects } from './subjects.ts';

/** So many parts whatever the threads, each with dice of its own. */
export const PARTS = 64;
/** The fewest and the most paths of a run, both powers of two. */
export const PATHS = { least: 2 ** 12, most: 2 ** 26 } as const;
/** From one size to the next in the pictures of how errors fall. */
const GROWTH = 4;

/** One simulation: a plan, with or without controls, and how many paths of it. */
export interface Run {
  /** Runs that ask the same in the same way, with more and more paths, have the same name. */
  readonly name: string;
  readonly plan: Plan;
  readonly controls: boolean;
  readonly paths: number;
}

export interface Asked {
  readonly paths: number;
  /** How far the curve goes. */
  readonly years: number;
  readonly seed: number;
}

/** Months at which the curve is asked for: quarters of the first year, half years after it. */
export function maturitiesOf(years: number): readonly number[] {
  const later = Array.from({ length: 2 * (years - 1) }, (_, i) => 18 + 6 * i);
  return [3, 6, 9, 12, ...later];
}

export const CURVE = { plain: 'curve', controlled: 'curve with controls' } as const;

export const runName = (subject: SubjectName, technique: string): string => `${subject}: ${technique}`;

/** All runs: the curve, and each technique of both questions at growing sizes. */
export function runsOf({ paths, years, seed }: Asked): Run[] {
  const question = { kind: 'futures', dates: maturitiesOf(years).map((month) => month / 12) } as const;
  const curve = (draw: Plan['draw']): Plan => ({ parameters: tableThree, start: START, question, draw, seed });
  return [
    { name: CURVE.plain, plan: curve('independent'), controls: false, paths },
    { name: CURVE.controlled, plan: curve('antithetic'), controls: true, paths },
    ...(['futures', 'hedge'] as const).flatMap((subject) =>
      subjects[subject].techniques.flatMap((technique) => {
        const { name, controls } = technique;
        const plan = subjects[subject].planOf(technique, seed);
        return sizesUpTo(paths).map((size) => ({ name: runName(subject, name), plan, controls, paths: size }));
      }),
    ),
  ];
}

function sizesUpTo(paths: number): number[] {
  const sizes = [];
  for (let size = paths; size >= PATHS.least; size /= GROWTH) sizes.unshift(size);
  return sizes;
}

/** What each part has to do: its share of every run. */
export function requestsOf(runs: readonly Run[]): PartRequest[][] {
  // Sizes of one plan share its pilot.
  const pilots = new Map<string, number[][] | undefined>();
  for (const { name, plan, controls } of runs) if (!pilots.has(name)) pilots.set(name, coefficientsOf(plan, controls));
  const prepared = runs.map(({ name, plan, paths }) => ({
    ...plan,
    paths: paths / PARTS,
    coefficients: pilots.get(name),
  }));
  return Array.from({ length: PARTS }, (_, part) => prepared.map((request) => ({ ...request, part })));
}

/** A run and the tallies of its parts. */
export interface Outcome {
  readonly run: Run;
  readonly parts: readonly Tally[];
}

/** `tallies` by part, and in each part by run. */
export function outcomesOf(runs: readonly Run[], tallies: readonly (readonly Tally[])[]): Outcome[] {
  return runs.map((run, at) => ({ run, parts: tallies.map((part) => part[at] as Tally) }));
}
