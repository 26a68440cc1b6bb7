/**
 * The products that this venue lists at first start: the contracts of `contract.ts` with the rules they trade by.
 *
 * SIT trades by our own rules: auctions at both ends of the day, limits that margin outlasts, breakers that lead to
 * auctions (docs/adr/0008-price-rules.md). SITP is the paper's contract and halts as the paper says.
 */
import { type ProductSpecification, SIT, SITP } from './contract.ts';
import { profiles } from './price-rules/profiles.ts';
import type { Schedule } from './schedule.ts';
import type { Lots, Money } from './units.ts';

/** Opens at 00:05 and closes at 23:58, both by auction; in the minutes before each no order can be taken back. */
const AROUND_THE_CLOCK_WITH_AUCTIONS: Schedule = [
  { minute: 0, phase: 'openingAuction' },
  { minute: 4, phase: 'openingFreeze' },
  { minute: 5, phase: 'continuous' },
  { minute: 1_430, phase: 'closingAuction' },
  { minute: 1_436, phase: 'closingFreeze' },
  { minute: 1_438, phase: 'settlement' },
];

export const listedProducts: readonly ProductSpecification[] = [
  {
    ...SIT,
    schedule: AROUND_THE_CLOCK_WITH_AUCTIONS,
    spreads: 'adjacent',
    prices: profiles.tokenpit,
    protection: {
      orderValueMax: 30_000_000_000_000 as Money,
      repeats: { most: 20, windowMs: 1_000 },
      spotMonthMax: 25_000 as Lots,
      allMonthsMax: 200_000 as Lots,
    },
  },
  { ...SITP, prices: profiles.paper },
];
