/**
 * The steps in which a trading day ends, in their order (rule SET-6).
 *
 * Each is a command of its own, and happens whole or not at all. A venue that stops between two of them goes on with
 * the next one, and no step is carried out twice.
 */
export const daySteps = [
  /** What has not closed by the schedule closes, and auctions that were left open end. */
  'close',
  /** Every contract's settlement price is fixed. */
  'prices',
  /** The daily cash passes from losers to winners, and contracts without a trading day left end. */
  'variation',
  /** Who owes what it cannot pay is in default, and the waterfall pays. */
  'defaults',
  /** Limits and margin of the next day, and the months that it lists. */
  'terms',
  /** The default fund is sized and collected. */
  'fund',
  /** Who is short of margin is called. */
  'calls',
  /** The day's statements close. */
  'statements',
  /** The next day begins. */
  'nextDay',
] as const;
export type DayStep = (typeof daySteps)[number];
