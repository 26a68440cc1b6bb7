/**
 * The settlement rules of a product: plain data that says in which ways a day's price is looked for, and in which order.
 *
 * There is one engine; `settlement-profiles.ts` holds sets of figures for it. A way is a tier: it gives a price, or it
 * is passed over with a reason, and the last tier always gives one (rule SET-8). Rules are judged once, when a product
 * is defined. A product without any settles by rule SET-1. What the tiers compute is the other files' business.
 */
import { isWholeWithin } from '../market-making/bounds.ts';
import { MINUTES_PER_DAY } from '../trading-calendar.ts';
import { type Lots, type Millionths, ONE_MILLION } from '../units.ts';

/** One way to a settlement price. */
export type SettlementTier =
  /** The mean of the trades of the last minutes of trading, if there are so many of them between so many owners. */
  | {
      readonly method: 'window';
      readonly minutes: number;
      readonly trades: number;
      readonly lots: Lots;
      /** Beneficial owners on each side. */
      readonly owners: number;
    }
  /** The price of the closing auction, if so many lots traded in it. */
  | { readonly method: 'closingAuction'; readonly lots: Lots }
  /** The middle one of best bid, best ask and the day before, if so many lots stood at both so long. */
  | { readonly method: 'quotes'; readonly standingMs: number; readonly lots: Lots }
  | {
      readonly method:
        | 'vwap' // the mean of the day's trades
        | 'limit' // the limit at which the day ended locked
        | 'lastTrade' // the last price, brought between the best bid and the best ask
        | 'previous'; // the price of the day before
    }
  /** What a listed spread makes of a neighbour's price. */
  | { readonly method: 'spreads' }
  /** The previous price, moved by as many per cent as that of the nearest month that traded. */
  | { readonly method: 'neighbour' };

export interface SettlementRules {
  /** The profile that the tiers are, or began as. */
  readonly profile: 'tokenpit' | 'shanghai' | 'globex';
  readonly tiers: readonly SettlementTier[];
  readonly final: FinalRules;
}

/** How a contract ends (rules SET-19 to SET-22). */
export interface FinalRules {
  /** The share of the delivery period's days that must have a fixing: 900,000 is nine in ten. */
  readonly validShare: Millionths;
  /** How many of the last fixings stand in where too many are missing. */
  readonly lastFixings: number;
}

/** Tiers that look at other months, and so wait for them. */
export const LOOKS_AT_OTHERS: readonly SettlementTier['method'][] = ['spreads', 'neighbour'];

const PROFILES: readonly string[] = ['tokenpit', 'shanghai', 'globex'] satisfies SettlementRules['profile'][];
const PLAIN: readonly string[] = ['vwap', 'limit', 'lastTrade', ...LOOKS_AT_OTHERS, 'previous'];
const DAY_MS = MINUTES_PER_DAY * 60_000;

/** Why a product cannot have these rules, or undefined (rule SET-8). */
export function refuseSettlementRules(rules: SettlementRules): 'SETTLEMENT_RULES_INVALID' | undefined {
  const { profile, tiers, final } = rules;
  const names = tiers.map((tier) => (tier.method === 'window' ? `window ${tier.minutes}` : tier.method));
  const valid =
    PROFILES.includes(profile) &&
    new Set(names).size === names.length &&
    names.at(-1) === 'previous' &&
    tiers.every(isTier) &&
    isWholeWithin(final.validShare, 1, ONE_MILLION) &&
    isWholeWithin(final.lastFixings, 1, 31);
  return valid ? undefined : 'SETTLEMENT_RULES_INVALID';
}

function isTier(tier: SettlementTier): boolean {
  switch (tier.method) {
    case 'window':
      return isWholeWithin(tier.minutes, 1, MINUTES_PER_DAY) && [tier.trades, tier.lots, tier.owners].every(isCount);
    case 'closingAuction':
      return isCount(tier.lots);
    case 'quotes':
      return isWholeWithin(tier.standingMs, 0, DAY_MS) && isCount(tier.lots);
    default:
      return PLAIN.includes(tier.method);
  }
}

function isCount(value: number): boolean {
  return isWholeWithin(value, 1, Number.MAX_SAFE_INTEGER);
}
