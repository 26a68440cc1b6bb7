/**
 * Commands, times and amounts, as tests write them down.
 */
import { dateOf, dateOfCivil, startOf } from '#core/calendar.ts';
import type { Command, EndDay } from '#core/commands.ts';
import type { ProductSpecification } from '#core/contract.ts';
import { daySteps } from '#core/settlement/day-steps.ts';
import { type Millis, type Money, money, type TradeDate } from '#core/units.ts';
import { plainEvidence, plainTerms } from '#makers/plain-index.ts';

/** `2026-12-05`, `2026-12-05 09:30` or `2026-12-05 09:30:00.500`, UTC. */
export function timeOf(text: string): Millis {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = text.split(/[-: ]/).map(Number);
  const ofDay = Math.round(((hour * 60 + minute) * 60 + second) * 1_000);
  return (startOf(dateOfCivil(year, month - 1, day)) + ofDay) as Millis;
}

export const dayOf = (text: string): TradeDate => dateOf(timeOf(text));

export const dollars = (amount: number): Money => money(Math.round(amount * 1e6));
export const inDollars = (amount: number): number => amount / 1e6;

/** The plain terms of the index, in force since ever. */
export const indexTerms: Command = {
  type: 'adoptIndexTerms',
  terms: plainTerms(),
  effective: 0 as TradeDate,
  reason: 'The index begins.',
  by: 'olga',
};

/** The index of `date` under the plain terms. Undefined withholds it. */
export function fixing(date: TradeDate, value: Money | undefined): Command {
  return { type: 'fixIndex', date, evidence: plainEvidence(date, value) };
}

/** Every step of the end of a day. */
export function endOfDay(date: TradeDate): EndDay[] {
  return daySteps.map((step) => ({ type: 'endDay', date, step }));
}

export function product(specification: ProductSpecification): Command {
  return { type: 'defineProduct', specification };
}

/** A specification with some of its figures changed, whatever their units. */
export function changed(
  specification: ProductSpecification,
  figures: Partial<Record<keyof ProductSpecification, unknown>>,
): ProductSpecification {
  return { ...specification, ...(figures as Partial<ProductSpecification>) };
}
