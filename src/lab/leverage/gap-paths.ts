/**
 * The same position in a market that closes for the night and sometimes jumps, path by path.
 *
 * By day the price runs without a gap and is watched all the time: between two looks a Brownian bridge says whether a
 * barrier was touched (exactly for one barrier; a step is so short that it cannot reach both), so a liquidation by day
 * is at its price. At night it moves unwatched: what opens beyond the liquidation price is closed there, and may owe
 * more than its margin. Night and jumps take their share of the volatility and add nothing to it, so that the paths
 * differ from the closed form by the gaps alone.
 */
import type { Random } from '#makers/random.ts';
import { distanceTo, distanceToTarget } from './chances.ts';
import { costOf, costToOpen, liquidationPrice, returnAtLiquidation, returnOnMargin, signOf } from './position.ts';
import type { Terms } from './terms.ts';

export interface Gaps {
  /** The share of the variance (but for jumps) that falls into the night; from 0 to below 1. */
  readonly night: number;
  /** Jumps a year; each comes in a night. */
  readonly jumps: number;
  /** The deviation of a jump of the logarithm, whose mean is 0. */
  readonly jumpSize: number;
}

export const smooth: Gaps = { night: 0, jumps: 0, jumpSize: 0 };

/** What became of some paths: counts, and sums over them of returns on margin. */
export interface Tally {
  readonly paths: number;
  readonly liquidated: number;
  readonly reached: number;
  /** Lost more than the margin, and by how much. */
  readonly owing: number;
  readonly owed: number;
  readonly returns: number;
  readonly squares: number;
}

/** A step by day goes at most this part of the way between the barriers in a standard deviation. */
const WIDTH_IN_STEPS = 5;

/** What of the yearly variance jumps leave to the rest; 0 or less if they take it all. */
export function varianceBesideJumps({ volatility }: Pick<Terms, 'volatility'>, { jumps, jumpSize }: Gaps): number {
  return volatility ** 2 - jumps * jumpSize ** 2;
}

/**
 * The move of a logarithm of the price over one night: its mean, its variance but for jumps, and how many come on
 * average.
 */
export function nightOf(terms: Pick<Terms, 'volatility' | 'drift' | 'daysPerYear'>, gaps: Gaps) {
  const beside = varianceBesideJumps(terms, gaps);
  const variance = (gaps.night * beside) / terms.daysPerYear;
  const jumps = gaps.jumps / terms.daysPerYear;
  // What jumps add to the price on average is taken off again, so that the price is expected to grow by `drift` alone.
  const mean = (terms.drift / beside - 0.5) * variance - jumps * Math.expm1(gaps.jumpSize ** 2 / 2);
  return { mean, variance, jumps };
}

/** Plays `paths` positions. The same state of `random` gives the same tally. */
export function playPaths(terms: Terms, gaps: Gaps, paths: number, random: Random): Tally {
  const play = player(terms, gaps, random);
  const tally = { paths, liquidated: 0, reached: 0, owing: 0, owed: 0, returns: 0, squares: 0 };
  for (let path = 0; path < paths; path += 1) {
    const { end, result } = play();
    if (end === 'liquidated') tally.liquidated += 1;
    if (end === 'reached') tally.reached += 1;
    if (result < -1) {
      tally.owing += 1;
      tally.owed += -1 - result;
    }
    tally.returns += result;
    tally.squares += result * result;
  }
  return tally;
}

export function addTallies(a: Tally, b: Tally): Tally {
  return {
    paths: a.paths + b.paths,
    liquidated: a.liquidated + b.liquidated,
    reached: a.reached + b.reached,
    owing: a.owing + b.owing,
    owed: a.owed + b.owed,
    returns: a.returns + b.returns,
    squares: a.squares + b.squares,
  };
}

interface End {
  readonly end: 'liquidated' | 'reached' | 'held';
  readonly result: number;
}

/** Heights are logarithms of the price seen from the holder: up is a gain, whichever side. */
function player(terms: Terms, gaps: Gaps, random: Random): () => End {
  const sign = signOf(terms.side);
  const night = nightOf(terms, gaps);
  const byDay = (varianceBesideJumps(terms, gaps) / terms.daysPerYear) * (1 - gaps.night);
  // Per unit of variance, over which the growth of the price is spread.
  const drift = sign * (terms.drift / varianceBesideJumps(terms, gaps) - 0.5);
  const noJump = Math.exp(-night.jumps);
  const top = distanceToTarget(terms);
  const floors = Array.from(
    { length: terms.days + 1 },
    (_, nights) => -distanceTo(terms, liquidationPrice(terms, costToOpen(terms) + terms.funding * nights)),
  );
  const resultAt = (height: number, nights: number) =>
    returnOnMargin(terms, Math.expm1(sign * height), costOf(terms, nights));
  const atFloor = returnAtLiquidation(terms);

  const session = (from: number, floor: number): number => {
    const longest = ((top - floor) / WIDTH_IN_STEPS) ** 2;
    let height = from;
    for (let left = byDay; left > 0; ) {
      const step = Math.min(left, longest);
      const next = height + drift * step + Math.sqrt(step) * random.normal();
      if (touched(height - floor, next - floor, step, random)) return -Infinity;
      if (touched(top - height, top - next, step, random)) return Infinity;
      height = next;
      left -= step;
    }
    return height;
  };

  return () => {
    let height = 0;
    for (let nights = 0; nights < terms.days; nights += 1) {
      height = session(height, floors[nights] as number);
      if (height === -Infinity) return { end: 'liquidated', result: atFloor };
      if (height === Infinity) return { end: 'reached', result: resultAt(top, nights) };
      const jumps = gaps.jumps === 0 ? 0 : jumpsOf(noJump, random);
      const variance = night.variance + jumps * gaps.jumpSize ** 2;
      height += sign * night.mean;
      if (variance > 0) height += Math.sqrt(variance) * random.normal();
      if (height <= (floors[nights + 1] as number)) return { end: 'liquidated', result: resultAt(height, nights + 1) };
      if (height >= top) return { end: 'reached', result: resultAt(height, nights + 1) };
    }
    return { end: 'held', result: resultAt(height, terms.days) };
  };
}

/** Whether a Brownian motion that was `before` and is `after` above a barrier touched it in between. */
function touched(before: number, after: number, variance: number, random: Random): boolean {
  if (before === Infinity) return false;
  return after <= 0 || random.next() < Math.exp((-2 * before * after) / variance);
}

/** A Poisson number by its definition; `none` is the probability of 0, which is never small here. */
function jumpsOf(none: number, random: Random): number {
  let jumps = 0;
  for (let left = random.next(); left > none; left *= random.next()) jumps += 1;
  return jumps;
}
