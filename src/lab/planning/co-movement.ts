/**
 * How a company's price moved with the index: changes from month to month, and the line through them.
 *
 * Where the index stood still or the months are too few there is no ratio to be had from them, and none is made up.
 */
import type { Month } from '#core/calendar.ts';
import type { Dice } from '../chance/dice.ts';
import { type BootstrapOfLine, bootstrapLine, type Regression, regress } from '../statistics/regression.ts';

/** Values of one period, in USD per million tokens. */
export interface Pair {
  /** Periods follow each other when their numbers do. */
  readonly period: Month | number;
  readonly own: number;
  readonly index: number;
}

export interface Changes {
  readonly own: readonly number[];
  readonly index: readonly number[];
}

/** From each period to the next; where one is missing in between there is no change. */
export function changesOf(pairs: readonly Pair[]): Changes {
  const steps = pairs.slice(1).flatMap((now, at) => {
    const before = pairs[at] as Pair;
    return now.period === before.period + 1 ? [{ own: now.own - before.own, index: now.index - before.index }] : [];
  });
  return { own: steps.map(({ own }) => own), index: steps.map(({ index }) => index) };
}

/** Fewer changes than this make no ratio, whatever line lies through them. */
export const CHANGES_LEAST = 8;

export interface CoMovement {
  readonly changes: Changes;
  /** Undefined where there is no ratio: `because` says why. */
  readonly line: Regression | undefined;
  readonly interval: BootstrapOfLine | undefined;
  readonly because: string;
}

/** The line of `changes`, its interval from `dice`. */
export function coMovement(changes: Changes, dice: Dice): CoMovement {
  const n = changes.own.length;
  if (n < CHANGES_LEAST) return none(changes, `${n} changes are too few, ${CHANGES_LEAST} are the least`);
  const line = regress(changes.index, changes.own);
  // An index that moves by the very same every time says as little.
  if (line === undefined) return none(changes, 'the index did not move');
  return { changes, line, interval: bootstrapLine(changes.index, changes.own, dice), because: 'measured' };
}

const none = (changes: Changes, because: string): CoMovement => ({
  changes,
  line: undefined,
  interval: undefined,
  because,
});
