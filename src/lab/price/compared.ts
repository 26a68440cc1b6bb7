/** What each technique is worth: its error beside the plain one's, at as many paths and at as many steps. */
import { type Estimated, efficiencyApart } from '../monte-carlo/estimates.ts';
import { type Outcome, runName } from './runs.ts';
import { type SubjectName, stepsOf, subjects, type Technique } from './subjects.ts';

export interface Compared extends Estimated {
  readonly technique: string;
  readonly group: string;
  readonly paths: number;
  readonly stepsPerPath: number;
  /** How many times fewer paths than plain exact steps it takes for the same error; steps, than plain daily ones. */
  readonly fewerPaths: number;
  readonly fewerSteps: number;
}

/** One technique at one size. */
export interface Sized extends Estimated {
  readonly paths: number;
  readonly steps: number;
}

/** All sizes of one technique, the smallest first. */
export function sizesOf(outcomes: readonly Outcome[], subject: SubjectName, technique: string): Sized[] {
  return outcomes
    .filter(({ run }) => run.name === runName(subject, technique))
    .map(({ run, parts }) => ({
      ...subjects[subject].estimate(parts),
      paths: run.paths,
      steps: run.paths * stepsOf(run.plan),
    }));
}

/** Every technique at its largest size; for the hedge also what it is worth that both costs share their paths. */
export function compared(outcomes: readonly Outcome[], subject: SubjectName): Compared[] {
  const { techniques } = subjects[subject];
  const sized = techniques.map(({ name }) => sizesOf(outcomes, subject, name).at(-1) as Sized);
  const [daily, exact] = sized as [Sized, Sized];
  const row = ({ name, group }: Omit<Technique, 'draw' | 'controls' | 'averaged'>, found: Sized): Compared => ({
    ...found,
    technique: name,
    group,
    stepsPerPath: found.steps / found.paths,
    fewerPaths: (exact.standardError / found.standardError) ** 2,
    fewerSteps: (daily.standardError ** 2 * daily.steps) / (found.standardError ** 2 * found.steps),
  });
  const rows = techniques.map((technique, at) => row(technique, sized[at] as Sized));
  if (subject === 'futures') return rows;
  // Plain exact steps, if each cost had half of the paths for itself.
  const name = runName(subject, (techniques[1] as Technique).name);
  const { parts } = outcomes.findLast(({ run }) => run.name === name) as Outcome;
  const apart = { ...exact, standardError: Math.SQRT2 * efficiencyApart(parts) };
  return rows.toSpliced(2, 0, row({ name: 'plain, each cost on paths of its own', group: 'plain' }, apart));
}
