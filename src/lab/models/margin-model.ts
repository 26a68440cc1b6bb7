/**
 * What a back-test asks of a margin model: a rate from the settlement prices so far, and nothing else.
 *
 * A model sees the prices up to and including the day whose margin it sets, never a later one, and only as many as it
 * says it remembers, so its rates do not depend on where a test begins.
 */
import type { Millionths, Ticks } from '#core/units.ts';

export interface MarginModel {
  readonly name: string;
  /** One sentence on how it is set here. */
  readonly about: string;
  /** For how many days its margin is meant to last: the days until a position could be closed out. */
  readonly horizon: number;
  /** How many settlement prices it looks at, the last one included. */
  readonly memory: number;
  /**
   * Margin of one lot, long or short, as a share of its value at the last of `prices`, of which there are `memory`,
   * oldest first.
   */
  readonly rateAfter: (prices: readonly Ticks[]) => Millionths;
}
