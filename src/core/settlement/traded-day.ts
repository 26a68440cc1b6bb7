/**
 * What a day has left behind in the months of a product, as settlement looks at it: plain data, and nothing else.
 *
 * Prices are 0 where there is none. Trades between the legs of two spreads are prices of no month and are not in it
 * (rule SPR-8); trades within one group of owners cannot happen (rule MAT-7).
 */
import type { Limits } from '../price-rules/distance.ts';
import type { ContractId, Lots, Ticks } from '../units.ts';

/** Trades of some minutes. */
export interface TradesOfWindow {
  readonly trades: number;
  readonly lots: Lots;
  /** Sum of price times lots. */
  readonly value: number;
  /** How many beneficial owners bought, and how many sold. */
  readonly buyers: number;
  readonly sellers: number;
}

/** The best price of a side with enough lots at it, as it stood when orders last traded as they came. */
export interface StandingQuote {
  readonly price: Ticks;
  /** For how long; 0 without a price. */
  readonly stoodMs: number;
}

export interface TradedDay {
  readonly contract: ContractId;
  readonly previous: Ticks;
  readonly limits: Limits;
  /** Sum of price times lots over the day's trades, of lots, and the last price. */
  readonly tradedValue: number;
  readonly volume: Lots;
  readonly lastPrice: Ticks;
  /** The best prices of the book as the day has left it. */
  readonly bid: Ticks;
  readonly ask: Ticks;
  /** By length in minutes, one for each that the rules ask for. */
  readonly windows: ReadonlyMap<number, TradesOfWindow>;
  /** What the closing auction came to. */
  readonly auction: { readonly price: Ticks; readonly lots: Lots };
  readonly quotes: { readonly bid: StandingQuote; readonly ask: StandingQuote };
}

/** What the day has left in a spread: its last price, brought between its best prices, or else their middle. */
export interface SpreadOfDay {
  readonly near: ContractId;
  readonly far: ContractId;
  /** Near less far, in half ticks, because the middle of two prices may lie between two ticks. */
  readonly halfTicks: number;
}
