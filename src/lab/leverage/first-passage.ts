/**
 * Which of two barriers a Brownian motion with drift reaches first, and by when.
 *
 * Without an end in time the answer is the ratio of scale functions (Karlin and Taylor, 1981, chapter 15). Before an
 * end there are two exact series for it: images (the reflection principle, over and over), quick while the motion is
 * young, and waves (the heat equation's eigenfunctions; Darling and Siegert, 1953), quick when it is old. Each is used
 * where a few terms suffice.
 */
import { scaledTail } from './normal-tail.ts';

/** A motion that starts at 0 between two barriers. Years are any unit of time, as long as it is the same throughout. */
export interface Channel {
  /** Towards the favourable barrier, per year. */
  readonly drift: number;
  /** Per square root of a year, above 0. */
  readonly volatility: number;
  /** The distance to the barrier that hurts; Infinity where there is none, 0 or less where it is behind the start. */
  readonly adverse: number;
  /** The distance to the barrier that is hoped for; above 0, Infinity where there is none. */
  readonly favourable: number;
  /** How long it runs; Infinity is for ever. */
  readonly years: number;
}

/** Probabilities that add up to 1. */
export interface Passage {
  readonly adverse: number;
  readonly favourable: number;
  readonly neither: number;
}

/** Above this part of the channel's width squared, a motion's variance is large enough for the waves. */
const WAVES_FROM = 0.5;
const NEGLIGIBLE = 1e-17;

/** Which barrier is reached first within the time. */
export function firstPassage(channel: Channel): Passage {
  if (channel.adverse <= 0) return { adverse: 1, favourable: 0, neither: 0 };
  const adverse = clamp(reachedFirst(channel));
  const favourable = Math.min(1 - adverse, clamp(reachedFirst(mirrored(channel))));
  return { adverse, favourable, neither: 1 - adverse - favourable };
}

/** The probability that the adverse barrier is reached first, and in time. */
function reachedFirst(channel: Channel): number {
  const { volatility, adverse, favourable, years } = channel;
  if (adverse === Infinity) return 0;
  if (years === Infinity) return reachedEver(channel);
  const age = (volatility ** 2 * years) / (adverse + favourable) ** 2;
  return age < WAVES_FROM ? byImages(channel) : byWaves(channel);
}

/**
 * The same for ever: (1 − e^(−θf)) / (e^(θa) − e^(−θf)) with θ = 2 drift / volatility², written so that nothing
 * overflows.
 */
function reachedEver({ drift, volatility, adverse, favourable }: Channel): number {
  const theta = (2 * drift) / volatility ** 2;
  if (theta === 0) return favourable === Infinity ? 1 : favourable / (adverse + favourable);
  const ratio = Math.expm1(-Math.abs(theta) * favourable) / Math.expm1(-Math.abs(theta) * (adverse + favourable));
  return theta > 0 ? Math.exp(-theta * adverse) * ratio : ratio;
}

/**
 * By the reflection principle: one barrier alone would be reached with the first term; those that came by the other
 * barrier are taken away, those that came by the other and by this one before are given back, and so on. Exact for one
 * barrier.
 */
export function byImages({ drift, volatility, adverse, favourable, years }: Channel): number {
  const spread = volatility * Math.sqrt(years);
  const rate = Math.abs(drift) / volatility ** 2;
  const run = Math.abs(drift) * years;
  const tilt = (-drift * adverse) / volatility ** 2;
  const reach = (distance: number) =>
    scaledTail(tilt - rate * distance, (distance - run) / spread) +
    scaledTail(tilt + rate * distance, (distance + run) / spread);

  let sum = reach(adverse);
  for (let way = 2 * (adverse + favourable); way < Infinity; way += 2 * (adverse + favourable)) {
    const taken = reach(way - adverse);
    sum += reach(way + adverse) - taken;
    if (taken < NEGLIGIBLE) break;
  }
  return sum;
}

/** By eigenfunctions: what is reached ever, less what is reached only after the time, a sum of dying waves. */
export function byWaves(channel: Channel): number {
  const { drift, volatility, adverse, favourable, years } = channel;
  const width = adverse + favourable;
  const tilt = (-drift * adverse) / volatility ** 2;
  const decay = drift ** 2 / (2 * volatility ** 2);
  const wave = (Math.PI * volatility) ** 2 / (2 * width ** 2);
  let later = 0;
  for (let n = 1; ; n += 1) {
    const rate = decay + n * n * wave;
    const size = (n * Math.exp(tilt - rate * years)) / rate;
    later += size * Math.sin((n * Math.PI * adverse) / width);
    if (size * wave < NEGLIGIBLE) break;
  }
  return reachedEver(channel) - ((Math.PI * volatility ** 2) / width ** 2) * later;
}

function mirrored(channel: Channel): Channel {
  return { ...channel, drift: -channel.drift, adverse: channel.favourable, favourable: channel.adverse };
}

function clamp(probability: number): number {
  return Math.min(1, Math.max(0, probability));
}
