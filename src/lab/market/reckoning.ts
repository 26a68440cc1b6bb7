/**
 * What a company paid in a played year, and where the difference to the formula went.
 *
 * The cost that was paid is that of the spot purchases, less the daily cash of the futures, with fees and funding: all of
 * it as the exchange booked it. The parts take the way from the formula's cost to this one, step by step, from fills and
 * prices alone, and sum to the difference exactly (but for the last digits of floating point).
 */
import type { Month } from '#core/calendar.ts';
import type { LegUnderWay } from './company.ts';
import type { FormulaCosts } from './formula.ts';
import { signOf } from './hedge-plan.ts';
import { MONTHS } from './hedged-year.ts';
import type { CompanyRecord } from './records.ts';
import type { MarketSettings } from './settings.ts';

/** The steps of the way, in its order: names for files, and words. */
export const parts = {
  roll: 'what a stack gains less than a strip, both at the model’s prices',
  lots: 'rounding to whole lots',
  missed: 'lots that were never had',
  waiting: 'the model’s price moved while the hedge was built',
  market: 'the middle of the market was not the model’s price: limits, halts, views of makers',
  spread: 'from the middle of the market to the prices that were paid',
  settlement: 'the final price is rounded to a tick',
  closedOut: 'positions lost to a close-out, its fee, and what others paid',
  fees: 'trading fees',
  funding: 'interest on what was paid in as margin',
} as const;
export type Part = keyof typeof parts;
export const partNames = Object.keys(parts) as readonly Part[];
export type Parts = Record<Part, number>;

/** One company in one year. Costs and parts are in USD per million tokens of its usage. */
export interface CompanyYear extends FormulaCosts {
  readonly year: number;
  readonly company: number;
  /** What it paid in the played market. */
  readonly paid: number;
  readonly parts: Parts;
  /** Million tokens of the plan, and how much of it never traded. */
  readonly planned: number;
  readonly missed: number;
  /** Million tokens bought and sold by its own orders, and what they cost beyond the middle, in USD. */
  readonly traded: number;
  readonly slippage: number;
  readonly calls: number;
  readonly closeOuts: number;
  /** Looks or orders that brought nothing, by reason. */
  readonly hindered: Readonly<Record<string, number>>;
}

/** What a reckoning looks at besides settings. */
export interface Played {
  readonly legs: readonly LegUnderWay[];
  readonly record: CompanyRecord;
  /** Micro-dollars. */
  readonly funding: number;
  /** USD per million tokens. */
  readonly finalPriceOf: (month: Month) => number;
}

/** Cost and parts of one company. */
export function reckon(
  settings: MarketSettings,
  costs: FormulaCosts,
  { legs, record, funding, finalPriceOf }: Played,
): Pick<CompanyYear, 'paid' | 'parts' | 'planned' | 'missed' | 'traded' | 'slippage'> {
  const all = settings.usage * MONTHS;
  const { lot, tick } = settings;
  const sums: Parts = {
    ...{ roll: costs.hedged - costs.strip, lots: 0, missed: 0, waiting: 0, market: 0, spread: 0, settlement: 0 },
    ...{ closedOut: -record.booked / 1e6 / all, fees: record.fees / 1e6 / all, funding: funding / 1e6 / all },
  };
  let [planned, missed, traded] = [0, 0, 0];
  for (const leg of legs) {
    const sign = signOf(leg);
    const gain = sign * (leg.mean - leg.price);
    sums.lots += ((leg.tokens - leg.lots * lot) * gain) / all;
    sums.missed += ((leg.lots - leg.filled) * lot * gain) / all;
    sums.settlement += (sign * leg.filled * lot * (leg.mean - finalPriceOf(leg.month))) / all;
    planned += leg.lots * lot;
    missed += (leg.lots - leg.filled) * lot;
  }
  for (const fill of record.fills) {
    const tokens = signOf(fill) * fill.lots * lot;
    const price = fill.price * tick;
    const leg = legs.find(({ month, side }) => month === fill.month && side === fill.side);
    if (fill.sent === undefined || leg === undefined) {
      sums.closedOut -= (tokens * (finalPriceOf(fill.month) - price)) / all;
      continue;
    }
    const [middle, value] = [fill.sent.middle * tick, fill.sent.value * tick];
    sums.spread += (tokens * (price - middle)) / all;
    sums.market += (tokens * (middle - value)) / all;
    sums.waiting += (tokens * (value - leg.price)) / all;
    traded += Math.abs(tokens);
  }
  const paid = costs.unhedged + (record.fees - record.variation - record.booked + funding) / 1e6 / all;
  return { paid, parts: sums, planned, missed, traded, slippage: sums.spread * all };
}
