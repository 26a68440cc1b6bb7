/** Flags of experiments that take a number each, with what they are without being given. */
import type { ParseArgsConfig } from 'node:util';
import { flagsOf } from '../command-line.ts';
import { Complaint } from '../complaint.ts';

/** A flag: what it is if it is not given, and what it means, in a few words. */
export type FlagTexts = Readonly<Record<string, readonly [initial: string, meaning: string]>>;

/** A line for each flag, for the text behind `--help`. */
export function usageOf(flags: FlagTexts): string {
  return Object.entries(flags)
    .map(([name, [initial, meaning]]) => `  ${`--${name} …`.padEnd(20)} ${meaning} (${initial})`)
    .join('\n');
}

/** The text of every flag. Throws `Complaint` for a flag that is not there. */
export function readTexts<Name extends string>(
  argv: readonly string[],
  flags: Readonly<Record<Name, readonly [string, string]>>,
): Readonly<Record<Name, string>> {
  const options: NonNullable<ParseArgsConfig['options']> = {};
  for (const [name, [initial]] of Object.entries<readonly [string, string]>(flags))
    options[name] = { type: 'string', default: initial };
  return flagsOf(argv, options) as Readonly<Record<Name, string>>;
}

/** A decimal number as people write it. Throws `Complaint` for anything else. */
export function numberIn(flag: string, text: string): number {
  if (/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?$/i.test(text)) return Number(text);
  throw new Complaint('USAGE', `--${flag} takes a number, not "${text}".`);
}

/** The command line that gives the same report again: what was not given is left out, but for the seed. */
export function commandOf(name: string, flags: FlagTexts, texts: Readonly<Record<string, string>>): string {
  const given = Object.keys(flags).filter((flag) => flag === 'seed' || texts[flag] !== flags[flag]?.[0]);
  // With "=", because a number may begin with a minus sign.
  const told = given.map((flag) =>
    texts[flag]?.startsWith('-') ? `--${flag}=${texts[flag]}` : `--${flag} ${texts[flag]}`,
  );
  return ['npm run lab --', name, ...told].join(' ');
}
