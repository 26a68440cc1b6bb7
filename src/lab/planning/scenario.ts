/**
 * What is simulated for a plan, and what comes out: plain data, so that it can be sent to a thread and back.
 */
import type { Month } from '#core/calendar.ts';
import type { TradeDate } from '#core/units.ts';
import type { Parameters } from '../jump-diffusion/parameters.ts';
import type { Basis } from '../procurement/basis.ts';
import type { Leg } from './holdings.ts';

/** How the company's own price moves: own price = price now × (index / index now)^elasticity × e^basis. */
export interface Link {
  readonly elasticity: number;
  /** A basis whose reversion is 0 wanders. */
  readonly basis: Basis;
}

/** The purchases of a month, in million tokens. */
export interface Purchase {
  readonly month: Month;
  readonly tokens: number;
}

/** Million index tokens that are held for a purchase, and where. */
export interface Holding {
  readonly size: number;
  readonly legs: readonly Leg[];
}

export interface Terms {
  /** The share of value that a trade costs: the fee and half the spread, in the nearest month and in the others. */
  readonly front: number;
  readonly others: number;
  /** Initial margin as a share of value. */
  readonly margin: number;
  /** Interest a year on money that is paid in, and on money that is paid out. */
  readonly rate: number;
}

export interface Scenario {
  readonly parameters: Parameters;
  /** USD per million tokens on the day `start`: of the index, and of the company. */
  readonly indexNow: number;
  readonly priceNow: number;
  readonly start: TradeDate;
  readonly purchases: readonly Purchase[];
  readonly links: readonly Link[];
  /** One for each strategy; each has one holding for each purchase. */
  readonly hedges: readonly (readonly Holding[])[];
  readonly terms: Terms;
}

/** Of one hedge on each path, in USD. */
export interface HedgeFlows {
  /** What futures paid, before any cost. */
  readonly gains: Float64Array;
  /** Fees and half spreads. */
  readonly trading: Float64Array;
  /** Interest on initial margin and on variation margin paid in; below 0 when gains earned more. */
  readonly funding: Float64Array;
  /** What rolls came to: size times (price left − price entered). */
  readonly rolls: Float64Array;
  /** The most variation margin that was paid in at a time, net of what had been received. */
  readonly peakVariation: Float64Array;
  /** The most money that was tied up at a time: initial margin and net variation margin. */
  readonly peakNeed: Float64Array;
}

export interface Outcomes {
  /** USD for all purchases, for each link. */
  readonly costs: readonly Float64Array[];
  readonly hedges: readonly HedgeFlows[];
}
