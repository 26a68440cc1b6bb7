/**
 * What a check has to say about a design, and the words that all checks share.
 *
 * A finding always carries the figure that shows it, also when all is well: whoever designs a contract sees what was
 * looked at, and how much room there is.
 */
import type { Millionths, Money } from '#core/units.ts';

/** The gravest first. */
export const severities = ['fails', 'questionable', 'not given', 'holds'] as const;
export type Severity = (typeof severities)[number];

export interface Finding {
  readonly severity: Severity;
  /** The name of the check: `margin-of-a-day`. */
  readonly check: string;
  /** One sentence. */
  readonly says: string;
  /** The arithmetic in one line: `12 % < 15 %`. */
  readonly figure: string;
  /** The rule, the source, or the reason for the threshold. */
  readonly rests: string;
}

/** What a check says that lacks its data: what is usual, and the figure that can be told all the same. */
export function notGiven(check: string, says: string, rests: string, figure = '–'): Finding {
  return { severity: 'not given', check, says: `Not given: ${says}`, figure, rests };
}

/** 117,500 as `11.75 %`: two places at most, and none that says nothing. */
export function percent(share: Millionths | number): string {
  return `${plain(share / 10_000, 2)} %`;
}

/** 2,000,000 as `USD 2.00`; below a dollar as many as six places, from a thousand on whole dollars. */
export function usd(amount: Money | number): string {
  const dollars = amount / 1_000_000;
  if (Math.abs(dollars) >= 1_000) return `USD ${grouped(Math.round(dollars))}`;
  const places = Number.isInteger(amount / 10_000) || Math.abs(dollars) >= 1 ? 2 : 6;
  return `USD ${dollars.toFixed(places).replace(/(\.\d\d\d*?)0+$/, '$1')}`;
}

/** With commas between thousands. */
export function grouped(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}

/** At most so many places, without zeros at the end. */
export function plain(value: number, places: number): string {
  return String(Number(value.toFixed(places)));
}
