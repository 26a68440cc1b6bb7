/**
 * What the experiment asks beyond one position, and the paths that answer it.
 *
 * Paths are played in a fixed number of parts, each with a stream of its own, so that it makes no difference where and
 * in which order they are played.
 */
import { Random } from '#makers/random.ts';
import { percent } from '../experiment/words.ts';
import { addTallies, type Gaps, playPaths, smooth, type Tally, varianceBesideJumps } from './gap-paths.ts';
import { atLeverage, faultIn, opensLiquidated, type Terms } from './terms.ts';

export interface Study {
  readonly terms: Terms;
  readonly gaps: Gaps;
  /** What the holder owns, and the share of it that one position may lose. */
  readonly account: number;
  readonly risk: number;
  /** How often a stop may be reached within the holding time. */
  readonly stopChance: number;
  /** Paths of each market. */
  readonly paths: number;
  readonly seed: number;
}

/** The leverages that are laid side by side. */
export const leverages: readonly number[] = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000];
export const PARTS = 20;

const PATHS_MAX = 10_000_000;

/** What keeps the study from being made, in a sentence; undefined where nothing does. */
export function faultInStudy(study: Study): string | undefined {
  const { terms, gaps, account, risk, paths, seed } = study;
  const between = (what: string, value: number, least: number, most: number) =>
    value >= least && value <= most ? undefined : `The ${what} is a number from ${least} to ${most}, not ${value}.`;
  return (
    faultIn(terms) ??
    between('share of the night', gaps.night, 0, 0.99) ??
    between('number of jumps', gaps.jumps, 0, 100) ??
    between('size of a jump', gaps.jumpSize, 0, 1) ??
    (varianceBesideJumps(terms, gaps) < 0.01 * terms.volatility ** 2
      ? `${gaps.jumps} jumps a year of ${percent(gaps.jumpSize, 0)} are more than a volatility of ${percent(terms.volatility, 0)} has room for.`
      : undefined) ??
    between('chance of a stop', study.stopChance, 0.001, 0.999) ??
    between('account', account, 1e-9, 1e15) ??
    between('share at risk', risk, 1e-6, 1) ??
    between('seed', seed, 0, 2 ** 31 - 1) ??
    (Number.isInteger(seed) ? undefined : `A seed is a whole number, not ${seed}.`) ??
    between('number of paths', paths, PARTS, PATHS_MAX) ??
    (paths % PARTS === 0 ? undefined : `The number of paths is a multiple of ${PARTS}, not ${paths}.`)
  );
}

/** A part of the paths of one market. */
export interface PathRequest {
  readonly terms: Terms;
  readonly gaps: Gaps;
  readonly paths: number;
  readonly seed: number;
  readonly part: number;
}

/**
 * The markets that are played: without gaps, with nights, with jumps too; then the last for every leverage that opens.
 */
function marketsOf({ terms, gaps }: Study): readonly (readonly [Terms, Gaps])[] {
  const three: readonly Gaps[] = [smooth, { ...gaps, jumps: 0 }, gaps];
  return [...three.map((each) => [terms, each] as const), ...opening(terms).map((each) => [each, gaps] as const)];
}

function opening(terms: Terms): readonly Terms[] {
  return leverages.map((leverage) => atLeverage(terms, leverage)).filter((each) => !opensLiquidated(each));
}

/** All parts, in the order in which `resultsOf` wants them back. */
export function requestsOf(study: Study): readonly PathRequest[] {
  const { paths, seed } = study;
  return marketsOf(study).flatMap(([terms, gaps]) =>
    Array.from({ length: PARTS }, (_, part) => ({ terms, gaps, paths: paths / PARTS, seed, part })),
  );
}

/** Parts of the same number meet the same chance, whatever the leverage, so that leverages can be compared. */
export function playPart({ terms, gaps, paths, seed, part }: PathRequest): Tally {
  return playPaths(terms, gaps, paths, Random.of(seed, `leverage ${part}`));
}

export interface Results {
  readonly smooth: Tally;
  readonly nights: Tally;
  readonly jumps: Tally;
  /** For each leverage that can be opened. */
  readonly byLeverage: readonly { readonly terms: Terms; readonly tally: Tally }[];
}

/** What the parts come to together. */
export function resultsOf(study: Study, parts: readonly Tally[]): Results {
  const tallies = marketsOf(study).map((_, at) => parts.slice(at * PARTS, (at + 1) * PARTS).reduce(addTallies));
  const [without, nights, jumps, ...rest] = tallies as [Tally, Tally, Tally, ...Tally[]];
  const byLeverage = opening(study.terms).map((terms, at) => ({ terms, tally: rest[at] as Tally }));
  return { smooth: without, nights, jumps, byLeverage };
}
