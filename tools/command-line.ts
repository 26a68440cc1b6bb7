/** How every command of the project reads its flags: in one way, with one kind of complaint. */
import { type ParseArgsConfig, parseArgs } from 'node:util';
import { dateOf, readDate } from '#core/calendar.ts';
import { millis, type TradeDate } from '#core/units.ts';
import { Complaint } from './complaint.ts';

/** The flags of one command. Throws a `Complaint` in one line for what is not there or lacks its value. */
export function flagsOf<const T extends NonNullable<ParseArgsConfig['options']>>(argv: readonly string[], options: T) {
  try {
    return parseArgs({ args: [...argv], options }).values;
  } catch (cause) {
    throw new Complaint('USAGE', cause instanceof Error ? cause.message.replaceAll('\n', ' ') : String(cause));
  }
}

/** A whole number in digits; `flag` is called as it is typed: `--paths`. Throws a `Complaint`. */
export function wholeNumber(flag: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= least && value <= most) return value;
  throw new Complaint('USAGE', `${flag} takes a whole number from ${least} to ${most}, not "${text}".`);
}

/** What a seed may be: `--seed`. Throws a `Complaint`. */
export function seedIn(text: string): number {
  return wholeNumber('--seed', text, 0, 2 ** 31 - 1);
}

/** A day like 2026-11-20. Throws a `Complaint`. */
export function dayIn(flag: string, text: string | undefined): TradeDate {
  const day = text === undefined ? undefined : readDate(text);
  if (day === undefined)
    throw new Complaint(
      'USAGE',
      `${flag} takes a day like 2026-11-20, not ${text === undefined ? 'nothing' : `"${text}"`}.`,
    );
  return day;
}

/** The last day that is over, by UTC. */
export function yesterday(): TradeDate {
  return (dateOf(millis(Date.now())) - 1) as TradeDate;
}
