/**
 * Three sets of settlement rules for the one engine: ours, and two after the manner of large exchanges (rule SET-16).
 *
 * They differ in what they believe first: the last minutes, the whole day, or the last minutes without conditions.
 */
import type { Lots, Millionths } from '../units.ts';
import type { FinalRules, SettlementRules } from './settlement-rules.ts';

const MINUTE = 60_000;

/** Nine days in ten, else the last five fixings; it is how an index ends, and no profile differs in it. */
const final: FinalRules = { validShare: 900_000 as Millionths, lastFixings: 5 };

export const settlementProfiles: Readonly<Record<SettlementRules['profile'], SettlementRules>> = {
  tokenpit: {
    profile: 'tokenpit',
    tiers: [
      { method: 'window', minutes: 15, trades: 5, lots: 20 as Lots, owners: 2 },
      { method: 'closingAuction', lots: 20 as Lots },
      { method: 'vwap' },
      { method: 'quotes', standingMs: MINUTE, lots: 1 as Lots },
      { method: 'spreads' },
      { method: 'neighbour' },
      { method: 'limit' },
      { method: 'previous' },
    ],
    final,
  },
  shanghai: {
    profile: 'shanghai',
    tiers: [
      { method: 'vwap' },
      { method: 'quotes', standingMs: 0, lots: 1 as Lots },
      { method: 'limit' },
      { method: 'neighbour' },
      { method: 'previous' },
    ],
    final,
  },
  globex: {
    profile: 'globex',
    tiers: [
      { method: 'window', minutes: 1, trades: 1, lots: 1 as Lots, owners: 1 },
      { method: 'lastTrade' },
      { method: 'quotes', standingMs: 0, lots: 1 as Lots },
      { method: 'spreads' },
      { method: 'neighbour' },
      { method: 'previous' },
    ],
    final,
  },
};
