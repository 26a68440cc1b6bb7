/**
 * What colluders can post on a day, and which of it is best for what they are after.
 *
 * All colluders post one price. It is worth trying at the ends of what they allow themselves, at the price of every
 * other seller, where a median can be brought to stand, and beyond the band, where they count no longer. Between two of
 * these both move and loss are straight lines, so that nothing between them is better than both.
 */
import { fixSellers } from '#core/price-index/calculate.ts';
import type { Calculation } from '#core/price-index/calculation.ts';
import { PRICE_MAX } from '#core/price-index/limits.ts';
import type { Methodology } from '#core/price-index/methodology.ts';
import type { IndexMemory } from '#core/price-index/publication.ts';
import { divideDown, type Millionths, type Money } from '#core/units.ts';
import { type Loss, limitsAround, type Move, reprice, sumOf } from './market.ts';

/**
 * `far`: the furthest the fixing can be moved. `profit`: the most that is left of what the position earns. `cheap`: the
 * furthest for each dollar lost, which is what pays with the smallest position.
 */
export const aims = ['far', 'profit', 'cheap'] as const;
export type Aim = (typeof aims)[number];
export type Direction = 'up' | 'down';

/** What colluders allow themselves, and what a move is worth to them. */
export interface Means {
  /** They post at most so many times the value, and at least that part of it, in millionths. */
  readonly times: Millionths;
  /** The share of buyers that leave a listing whose price is raised. */
  readonly leaving: Millionths;
  /** The position in million tokens: what it earns for each unit by which the mean moves. */
  readonly tokens: number;
  /** How many fixings the mean is made of. */
  readonly days: number;
}

export interface Choice {
  /** The price that every colluder comes to. */
  readonly price: Money;
  readonly value: Money;
  readonly direction: Direction;
  readonly moves: readonly Move[];
  readonly loss: Loss;
  /** How good it is for each aim. */
  readonly scores: Readonly<Record<Aim, number>>;
}

/** The day as it is without an attack. */
export interface HonestDay {
  readonly calculation: Calculation;
  readonly value: Money;
}

/** Everything that these colluders can post and that moves the fixing. */
export function choicesOf(
  day: HonestDay,
  colluders: readonly string[],
  methodology: Methodology,
  memory: IndexMemory,
  means: Means,
): Choice[] {
  return pricesToTry(day, colluders, methodology, means).flatMap((price) => {
    const value = valueAt(day, colluders, price, methodology, memory);
    if (value === null || value === day.value) return [];
    const repricings = colluders.map((seller) =>
      reprice(day.calculation, seller, price, methodology.sellerPrice, means.leaving),
    );
    const loss = sumOf(repricings.map((repricing) => repricing.loss));
    const scores = scoresOf(Math.abs(value - day.value), loss, means);
    const moves = repricings.flatMap((repricing) => repricing.moves);
    return [{ price, value, direction: value > day.value ? 'up' : 'down', moves, loss, scores }];
  });
}

/** Whether `a` serves the aim better than `b`: among equals the cheaper one. */
export function isBetter(aim: Aim, a: Choice, b: Choice | undefined): boolean {
  if (b === undefined || a.scores[aim] !== b.scores[aim]) return b === undefined || a.scores[aim] > b.scores[aim];
  return a.loss.ifLeaving < b.loss.ifLeaving;
}

function scoresOf(move: number, { ifLeaving }: Loss, { tokens, days }: Means): Choice['scores'] {
  return {
    far: move,
    profit: divideDown(move * tokens, days) - ifLeaving,
    // What costs nothing is taken to cost a micro-dollar, so that of free moves the furthest is best.
    cheap: move / Math.max(ifLeaving, 1),
  };
}

function pricesToTry(
  { calculation: { sellers }, value }: HonestDay,
  colluders: readonly string[],
  { outliers }: Methodology,
  { times }: Means,
): readonly Money[] {
  const [lowest, highest] = limitsAround(value, times);
  const others = sellers.filter(({ seller }) => !colluders.includes(seller)).map(({ price }) => price);
  const within = others.filter((price) => price > lowest && price < highest);
  const beyond = outliers === null ? [] : [Math.min(highest * BEYOND, PRICE_MAX) as Money];
  return [...new Set([lowest, ...within, highest, ...beyond])].sort((a, b) => a - b);
}

/** So far outside that no band of a reference nearby reaches it. */
const BEYOND = 100;

/** The value of the day if every colluder stood at `price`; null when there would be none. */
function valueAt(
  { calculation: { sellers, collected } }: HonestDay,
  colluders: readonly string[],
  price: Money,
  methodology: Methodology,
  memory: IndexMemory,
): Money | null {
  const rows = sellers.map((row) => (colluders.includes(row.seller) ? { ...row, price } : row));
  return fixSellers(rows, collected, methodology, memory).decision.value;
}
