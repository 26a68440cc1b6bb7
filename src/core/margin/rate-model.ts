/**
 * Margin after the manner of the Chinese exchanges: of all rates that apply to a month the highest holds.
 *
 * A limit-locked market and its ladder are not here: price rules ask for their rate themselves (rule PRC-10).
 */
import type { Lots } from '../units.ts';
import type { RateRules } from './margin-rules.ts';
import { type Candidate, highest, type Month, type MonthRate } from './month.ts';
import type { Leg, Risk } from './risk.ts';
import { largerOf } from './worst.ts';

/** The rate of a month, and all rates that apply to it (rule MAR-16). */
export function rateByLadder(rules: RateRules, month: Month): MonthRate {
  const { openInterest, daysLeft, inDelivery, date } = month;
  const candidates: Candidate[] = [{ rule: 'base', rate: rules.base }];
  for (const { above, rate } of rules.openInterest)
    if (openInterest > above) candidates.push({ rule: 'openInterest', rate });
  if (inDelivery && rules.deliveryPeriod > 0) candidates.push({ rule: 'deliveryPeriod', rate: rules.deliveryPeriod });
  for (const { days, rate } of rules.lastDays) if (daysLeft <= days) candidates.push({ rule: 'lastDays', rate });
  for (const { days, move, rate } of rules.moves)
    if (Math.abs(movedIn(month, days)) >= move) candidates.push({ rule: 'move', rate });
  for (const { from, to, rate } of rules.holidays)
    if (date >= from && date <= to) candidates.push({ rule: 'holiday', rate });
  return highest(candidates);
}

/** The returns of the last `days` days, added up. */
function movedIn({ returns }: Month, days: number): number {
  return returns.slice(-days).reduce((sum, r) => sum + r, 0);
}

/** Of a product's months only the larger side is charged, long or short (rule MAR-17). */
export function riskOfLargerSide(legs: readonly Leg[]): Risk {
  let [long, short] = [0n, 0n];
  for (const { lots, marginPerLot } of legs) {
    const margin = worth(lots, marginPerLot);
    if (margin > 0n) long += margin;
    else short -= margin;
  }
  const reason = { basis: 'largerSide', long, short } as const;
  return { alone: long + short, together: largerOf(long, short), parts: 1n, reason };
}

function worth(lots: Lots, marginPerLot: number): bigint {
  return BigInt(lots) * BigInt(marginPerLot);
}
