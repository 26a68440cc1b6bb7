/**
 * How fast the lab simulates: beside NumPy, on a second core, with every technique that reduces variance, and in how
 * little memory.
 *
 * What is compared takes turns, round by round, so that a machine that slows down slows both; a figure is the median of
 * the rounds. Every estimate is held against the closed form while it is timed.
 */
import type { Estimated } from '#lab/monte-carlo/estimates.ts';
import { type PartRequest, type Plan, runPart } from '#lab/monte-carlo/run-part.ts';
import { PARTS } from '#lab/price/runs.ts';
import { coefficientsOf, type SubjectName, stepsOf, subjects, type Technique } from '#lab/price/subjects.ts';
import { ThreadPool } from '../../tools/lab/thread-pool.ts';
import type { Figure } from '../figure.ts';
import { type Part, Wrong } from '../part.ts';
import { numpyRelease, runNumpy } from '../rivals/numpy.ts';

const ROUNDS = 5;
const PATHS = 2 ** 18;
const FEW_PATHS = 2 ** 17;
const MANY_PATHS = 2 ** 24;
/** Beyond so many standard errors of the closed form an estimate is wrong: once in a billion. */
const ERRORS_MAX = 6;

export const lab: Part = {
  workload:
    'Table 3 for a year: 262,144 paths of 252 exact daily steps to the future of twelve months; and twelve purchases hedged by 0.85 under a basis of 31 %, with each technique',
  warmUp:
    'one round of the same that is not counted; then medians of five rounds, in each of which all that is compared takes its turn',
  leftOut:
    'the start of processes and threads, the report and its files; NumPy is SFC64, in chunks of 8,192 paths, and times itself',
  jobs: {
    'beside numpy': () => besideNumpy(PATHS),
    'second core': () => secondCore(4 * PATHS),
    futures: () => reduction('futures', PATHS),
    hedge: () => reduction('hedge', PATHS),
    'few paths': () => memory('memory, 131,072 paths', FEW_PATHS),
    'many paths': () => memory('memory, 16,777,216 paths', MANY_PATHS),
  },
  conclude: (figureOf) => [
    {
      name: 'memory, many paths against few',
      value: figureOf('memory, 16,777,216 paths') / figureOf('memory, 131,072 paths'),
      unit: '×',
      atMost: 1.25,
    },
  ],
};

/** Plain daily steps on one core, ours and NumPy's, and the plain study of the hedge in both. */
export function besideNumpy(paths: number): Figure[] {
  const release = numpyRelease();
  if (release === undefined) console.error('lab: no python3 with NumPy is here, so nothing is compared with it');
  const ours = { futures: [] as number[], hedge: [] as number[] };
  const theirs = { futures: [] as number[], hedge: [] as number[] };
  for (let round = 0; round <= ROUNDS; round += 1)
    for (const subject of ['futures', 'hedge'] as const) {
      const { seconds } = timed(subject, subjects[subject].techniques[0] as Technique, paths, round);
      const rival = release === undefined ? 0 : rivalSeconds(subject, paths, round);
      if (round === 0) continue;
      ours[subject].push(seconds);
      theirs[subject].push(rival);
    }
  const plan = subjects.futures.planOf(subjects.futures.techniques[0] as Technique, 1);
  const rate = (seconds: readonly number[]) => (paths * stepsOf(plan)) / median(seconds);
  const ratio = (subject: SubjectName) =>
    median(theirs[subject].map((seconds, i) => seconds / (ours[subject][i] as number)));
  const own: Figure = { name: 'daily steps', value: rate(ours.futures), unit: '/s' };
  if (release === undefined) return [own];
  return [
    own,
    { name: 'daily steps, NumPy', value: rate(theirs.futures), unit: '/s' },
    { name: 'daily steps, against NumPy', value: ratio('futures'), unit: '×', atLeast: 1 },
    { name: 'plain hedge study, against NumPy', value: ratio('hedge'), unit: '×' },
    { name: 'release of NumPy', value: Number.parseFloat(release), unit: '' },
  ];
}

/** The same parts on one thread and on two. */
export async function secondCore(paths: number): Promise<Figure[]> {
  const plan = subjects.futures.planOf(subjects.futures.techniques[0] as Technique, 1);
  const requests = requestsOf(plan, undefined, paths).map((request) => [request]);
  const pools = [new ThreadPool(1, () => {}), new ThreadPool(2, () => {})] as const;
  const ratios: number[] = [];
  const answers = new Set<string>();
  try {
    for (let round = 0; round <= ROUNDS; round += 1) {
      const seconds: number[] = [];
      for (const pool of pools) {
        const begin = performance.now();
        answers.add(JSON.stringify(await pool.map('priceParts', requests, 'parts')));
        seconds.push(performance.now() - begin);
      }
      if (round > 0) ratios.push((seconds[0] as number) / (seconds[1] as number));
    }
  } finally {
    for (const pool of pools) await pool.close();
  }
  if (answers.size !== 1) throw new Wrong('two threads do not come to what one comes to');
  return [{ name: 'two threads against one', value: median(ratios), unit: '×', atLeast: 1.6 }];
}

/**
 * How many times sooner each technique has the error of the plain study: variance a path times time a path, the pilot of
 * controls included. Beside plain daily steps stand plain exact ones, which are asked more of a technique.
 */
export function reduction(subject: SubjectName, paths: number): Figure[] {
  const techniques = subjects[subject].techniques;
  const seconds = techniques.map((): number[] => []);
  const variances = techniques.map((): number[] => []);
  for (let round = 0; round <= ROUNDS; round += 1)
    for (const [at, technique] of techniques.entries()) {
      const found = timed(subject, technique, paths, round);
      if (round === 0) continue;
      (seconds[at] as number[]).push(found.seconds);
      (variances[at] as number[]).push(found.standardError ** 2);
    }
  // Rounds have seeds of their own, so the mean of their variances is the better known one.
  const cost = techniques.map((_, at) => median(seconds[at] as number[]) * mean(variances[at] as number[]));
  const [daily, exact] = cost as [number, number];
  return techniques.flatMap(({ name, group }, at): Figure[] => {
    const asked = group === 'together' ? { atLeast: 10 } : {};
    const figure = (words: string, plain: number): Figure => {
      return { name: `${subject}, ${name}: ${words}`, value: plain / (cost[at] as number), unit: '×', ...asked };
    };
    const time = (median(seconds[at] as number[]) * 1e9) / paths;
    return [
      { name: `${subject}, ${name}`, value: time, unit: 'ns a path' },
      ...(at > 0 ? [figure('sooner than daily steps', daily)] : []),
      ...(at > 1 ? [figure('sooner than exact steps', exact)] : []),
    ];
  });
}

/** The most memory that the process of this job ever had. */
export function memory(name: string, paths: number): Figure[] {
  timed('hedge', subjects.hedge.techniques.at(-1) as Technique, paths, 1);
  return [{ name, value: process.resourceUsage().maxRSS / 1024, unit: 'MB' }];
}

/** One run from the pilot to the estimate; throws `Wrong` when that is not the closed form. */
function timed(
  subject: SubjectName,
  technique: Technique,
  paths: number,
  seed: number,
): Estimated & { seconds: number } {
  const plan = subjects[subject].planOf(technique, seed);
  const begin = performance.now();
  const parts = requestsOf(plan, coefficientsOf(plan, technique.controls), paths).map(runPart);
  const estimated = subjects[subject].estimate(parts);
  const seconds = (performance.now() - begin) / 1e3;
  check(subject, technique.name, estimated);
  return { ...estimated, seconds };
}

function rivalSeconds(subject: SubjectName, paths: number, seed: number): number {
  const found = runNumpy(subject, paths, seed);
  check(subject, 'NumPy', found);
  return (found.seconds * paths) / found.paths;
}

function check(subject: SubjectName, name: string, { value, standardError }: Omit<Estimated, 'bias'>): void {
  const exact = subjects[subject].exact;
  if (Math.abs(value - exact) > ERRORS_MAX * standardError)
    throw new Wrong(`${subject} by ${name} is ${value} ± ${standardError}, not ${exact}`);
}

function requestsOf(plan: Plan, coefficients: number[][] | undefined, paths: number): PartRequest[] {
  return Array.from({ length: PARTS }, (_, part) => ({ ...plan, part, paths: paths / PARTS, coefficients }));
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] as number;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
