/**
 * What a design is held against where it does not say itself: a company that hedges, the model of the paper, a cut of a
 * list price. All of it is ours to choose, so all of it is here, and a report repeats it.
 */
import { type Millionths, type Money, ONE_MILLION } from '#core/units.ts';
import { tableThree } from '../jump-diffusion/parameters.ts';

/** What a company would hedge: a million dollars of tokens, a year ahead. */
export const HEDGE = 1_000_000_000_000 as Money;
export const HEDGE_MONTHS = 12;

/** A list price that is cut overnight: the largest of the gaps that the venue’s own margin counts with (rule MAR-24). */
export const CUT = 800_000 as Millionths;

/** Margin outlasts a limit move with two points to spare for fees and for closing out (docs/adr/0008-price-rules.md). */
export const TWO_POINTS = 20_000 as Millionths;

export const TRADING_DAYS = 252;
export const CALENDAR_DAYS = 365;

/** How far one seller may move its price without being thrown out as an outlier, and so move the index by its weight. */
export const PUSH = 250_000 as Millionths;

/** The model by which volatility and jumps are judged: Table 3 of arXiv 2603.21690. */
export const model = tableThree;

const { volatility, jumps } = tableThree;
/** The deviation of a year with its jumps: √(σ² + λ (mean² + deviation²)), 61.4 %. */
export const TOTAL_VOLATILITY = Math.sqrt(volatility ** 2 + jumps.perYear * (jumps.mean ** 2 + jumps.deviation ** 2));

/** A share as a plain number: 120,000 is 0.12. */
export function asNumber(share: Millionths | number): number {
  return share / ONE_MILLION;
}
