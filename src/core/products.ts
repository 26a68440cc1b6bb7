/**
 * The products that this venue lists at first start: the contracts of `contract.ts` with the rules they trade by.
 *
 * SIT trades by our own rules: auctions at both ends of the day, limits that margin outlasts, breakers that lead to
 * auctions (docs/adr/0008-price-rules.md), a settlement price from the last minutes, margin by history with offsets
 * between months. SITP is the paper's contract, halts as the paper says, and has its margin. SCU trades as SIT does and
 * settles to the compute index, so it waits until that has been published.
 */
import type { DefineProduct } from './commands.ts';
import { indexOf, type ProductSpecification, SCU, type SettlementIndex, SIT, SITP } from './contract.ts';
import { type FixedDay, fixingsFor } from './fixings.ts';
import type { HistoricalRules } from './margin/margin-rules.ts';
import { profiles } from './price-rules/profiles.ts';
import type { Schedule } from './schedule.ts';
import { settlementProfiles } from './settlement/settlement-profiles.ts';
import type { Lots, Millionths, Money, Ticks } from './units.ts';

/** Opens at 00:05 and closes at 23:58, both by auction; in the minutes before each no order can be taken back. */
const AROUND_THE_CLOCK_WITH_AUCTIONS: Schedule = [
  { minute: 0, phase: 'openingAuction' },
  { minute: 4, phase: 'openingFreeze' },
  { minute: 5, phase: 'continuous' },
  { minute: 1_430, phase: 'closingAuction' },
  { minute: 1_436, phase: 'closingFreeze' },
  { minute: 1_438, phase: 'settlement' },
];

const CONCENTRATION = { participation: percent(20), horizonDays: 2, leastLots: 500 as Lots, halfSpread: 2 as Ticks };

/** Filtered history with floors, because a list price stands still and jumps (docs/adr/0010-margin-models.md). */
export const MARGIN_OF_SIT: HistoricalRules = {
  model: 'historical',
  offsetShare: percent(80),
  averaging: percent(10),
  concentration: CONCENTRATION,
  lookBack: 250,
  decayHundredths: 97,
  deviationFloor: percent(2.5),
  horizonDays: 2,
  stressWeight: percent(25),
  stressDeviation: percent(5),
  floor: percent(12),
  gaps: [
    { move: percent(-80), weight: percent(2.5) },
    { move: percent(-50), weight: percent(3) },
    { move: percent(50), weight: percent(3) },
    { move: percent(100), weight: percent(1.5) },
  ],
};

/** The same for compute, whose posted prices stand and jump alike; a lot is worth some five of SIT. */
const MARGIN_OF_SCU: HistoricalRules = {
  ...MARGIN_OF_SIT,
  concentration: { ...CONCENTRATION, leastLots: 100 as Lots },
};

/**
 * So few lots may be held without a hedger's or a maker's exemption in a month whose fixings are being made, and as many
 * tokens in either product. It is small because what the registry's smallest sellers sell is little, and two of them can
 * move the index by a quarter: at this size that costs more than both products earn by it
 * (`npm run index -- attack --days 15`, docs/index-audit.md). It grows with the volume behind the index.
 */
const SPOT_MONTH_MAX = 45 as Lots;

/**
 * As much money in delivery as `SPOT_MONTH_MAX` lets anybody have in SIT, some USD 35,000, for the same reason and with
 * less to go by: no seller of GPU hours reports how many it sells.
 */
const SPOT_MONTH_MAX_OF_SCU = 10 as Lots;

export const listedProducts: readonly ProductSpecification[] = [
  {
    ...SIT,
    schedule: AROUND_THE_CLOCK_WITH_AUCTIONS,
    spreads: 'adjacent',
    prices: profiles.tokenpit,
    margin: MARGIN_OF_SIT,
    settlement: settlementProfiles.tokenpit,
    protection: {
      orderValueMax: 30_000_000_000_000 as Money,
      repeats: { most: 20, windowMs: 1_000 },
      spotMonthMax: SPOT_MONTH_MAX,
      allMonthsMax: 200_000 as Lots,
    },
  },
  {
    ...SITP,
    prices: profiles.paper,
    protection: {
      orderValueMax: 30_000_000_000_000 as Money,
      repeats: { most: 20, windowMs: 1_000 },
      spotMonthMax: (SPOT_MONTH_MAX * (SIT.lotSize / SITP.lotSize)) as Lots,
      allMonthsMax: SITP.positionMax,
    },
  },
  {
    ...SCU,
    schedule: AROUND_THE_CLOCK_WITH_AUCTIONS,
    spreads: 'adjacent',
    prices: profiles.tokenpit,
    margin: MARGIN_OF_SCU,
    settlement: settlementProfiles.tokenpit,
    protection: {
      orderValueMax: 30_000_000_000_000 as Money,
      repeats: { most: 20, windowMs: 1_000 },
      spotMonthMax: SPOT_MONTH_MAX_OF_SCU,
      allMonthsMax: 40_000 as Lots,
    },
  },
];

/** Those of them that settle to one index. */
export function productsSettledTo(index: SettlementIndex): readonly ProductSpecification[] {
  return listedProducts.filter((product) => indexOf(product) === index);
}

/** Those of them that are not defined yet and whose index has been published (rule CON-16). */
export function dueProducts(defined: readonly ProductSpecification[], days: readonly FixedDay[]): DefineProduct[] {
  const isDue = (product: ProductSpecification) =>
    defined.every(({ code }) => code !== product.code) &&
    fixingsFor(days, product).some(({ value }) => value !== undefined);
  return listedProducts.filter(isDue).map((specification) => ({ type: 'defineProduct', specification }));
}

function percent(value: number): Millionths {
  return (value * 10_000) as Millionths;
}
