/**
 * The price rules of a product: plain data in which one market's way of bounding prices differs from another's.
 *
 * There is one engine; `profiles.ts` holds four sets of figures for it. Rules are judged once, when a product is
 * defined, so that whoever applies them need not ask again: shares lie between nothing and the whole, tiers and rungs
 * rise, and nothing is beyond the reach of a price. How the figures are applied is the other files' business.
 */
import { type Millionths, ONE_MILLION } from '../units.ts';

export interface PriceRules {
  /** The profile that the figures are, or began as. */
  readonly profile: 'tokenpit' | 'paper' | 'shanghai' | 'globex';
  /** How far a day's prices may lie from the settlement price, and the same in the delivery period (rule PRC-6). */
  readonly dailyLimit: Millionths;
  readonly spotMonthLimit: Millionths;
  /** The limit is taken so many times for a new contract until it has traded; 1: as it is (rule PRC-6). */
  readonly firstDayMultiple: number;
  /** Added to the limit of the first locked day on the second day, the third, …; empty: none (rules PRC-8, PRC-9). */
  readonly ladder: readonly Millionths[];
  /** By how much a margin rate is at least above the limit that it must outlast; 0: no such floor (rule PRC-10). */
  readonly marginAboveLimit: Millionths;
  /** Moves from the settlement price at which trading stops, smallest first (rule PRC-11). */
  readonly halts: readonly HaltTier[];
  /** Moves within a rolling window that lead to an auction (rules PRC-12 to PRC-14). */
  readonly breaker: (WindowedMove & { readonly leadHaltsAll: boolean }) | null;
  readonly velocity: WindowedMove | null;
  /** How far a bid may lie above, and an ask below, the reference price; null: as far as the limits (rule PRC-15). */
  readonly band: Millionths | null;
  /** How far from the reference price a market order may trade; the whole: as far as the limits (rule PRC-16). */
  readonly collar: Millionths;
  /** At the locked limit price closing orders stand before others (rule PRC-17). */
  readonly closeFirst: boolean;
}

export interface HaltTier {
  readonly move: Millionths;
  /** Milliseconds; null: until the next session. */
  readonly pauseMs: number | null;
}

export interface WindowedMove {
  /** Of the settlement price. */
  readonly move: Millionths;
  readonly windowMs: number;
  readonly auctionMs: number;
}

const PROFILES: readonly string[] = ['tokenpit', 'paper', 'shanghai', 'globex'] satisfies PriceRules['profile'][];

/** Why a product cannot have these rules, or undefined (rule PRC-4). */
export function refusePriceRules(rules: PriceRules): 'PRICE_RULES_INVALID' | undefined {
  const { ladder, halts, breaker, velocity, band, collar } = rules;
  const widest = Math.max(rules.dailyLimit, rules.spotMonthLimit) * rules.firstDayMultiple + (ladder.at(-1) ?? 0);
  const narrowest = Math.min(rules.dailyLimit, rules.spotMonthLimit);
  const valid =
    PROFILES.includes(rules.profile) &&
    [rules.dailyLimit, rules.spotMonthLimit, rules.firstDayMultiple].every(isCount) &&
    widest < ONE_MILLION &&
    ladder.every(isCount) &&
    rises(ladder) &&
    (rules.marginAboveLimit === 0 || isShare(rules.marginAboveLimit)) &&
    halts.every(({ move, pauseMs }) => isCount(move) && move <= narrowest && (pauseMs === null || isCount(pauseMs))) &&
    rises(halts.map(({ move }) => move)) &&
    halts.slice(0, -1).every(({ pauseMs }) => pauseMs !== null) &&
    [breaker, velocity].every((one) => one === null || isWindowed(one)) &&
    (band === null || (isShare(band) && collar <= band)) &&
    isShare(collar);
  return valid ? undefined : 'PRICE_RULES_INVALID';
}

function isWindowed({ move, windowMs, auctionMs }: WindowedMove): boolean {
  return isShare(move) && isCount(windowMs) && isCount(auctionMs);
}

function isShare(value: number): boolean {
  return isCount(value) && value <= ONE_MILLION;
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value > 0;
}

function rises(values: readonly number[]): boolean {
  return values.every((value, i) => i === 0 || value > (values[i - 1] as number));
}
