/**
 * The product that settings describe: SIT with another tick, lot, margin, or other limits.
 *
 * Bounds that are counted in lots hold as many tokens as those of SIT do, whatever the lot is. The study trades no
 * spreads between months, so none are listed.
 */
import { type ProductSpecification, SIT } from '#core/contract.ts';
import type { MarginRules } from '#core/margin/margin-rules.ts';
import { profiles } from '#core/price-rules/profiles.ts';
import { listedProducts } from '#core/products.ts';
import { settlementProfiles } from '#core/settlement/settlement-profiles.ts';
import type { Lots, Millionths, Ticks } from '#core/units.ts';
import { historicalRules, rateRules, scenarioRules } from '../models/core-models.ts';
import type { MarketSettings } from './settings.ts';

/** Prices of the study stay far below it, in USD per million tokens. */
const PRICE_MAX = 50;
const TICKS_MAX = 262_143;
/** Without price rules the limit is the core's plain one, and this is as wide as it can be. */
const NO_LIMIT = 999_999 as Millionths;

const OFFSETS = { offsetShare: 800_000 as Millionths };
/** What a spread from month to month costs; over eleven of them it must stay below two legs (rule MAR-10). */
const INTER_MONTH: readonly Millionths[] = [150_000 as Millionths];
const marginRules: Readonly<Record<MarketSettings['margin'], MarginRules | undefined>> = {
  paper: undefined,
  rate: rateRules,
  scenario: { ...scenarioRules, ...OFFSETS, interMonth: INTER_MONTH },
  historical: historicalRules,
};

/** The specification under these settings, which `refuseSettings` has let through. */
export function specificationOf(settings: MarketSettings): ProductSpecification {
  const { lot, limits } = settings;
  const sit = listedProducts.find(({ code }) => code === 'SIT') as ProductSpecification;
  const tickSize = Math.round(settings.tick * 1e6);
  const inLots = (lots: number) => Math.max(1, Math.round((lots * SIT.lotSize) / lot)) as Lots;
  const { margin: _, spreads: __, prices: ___, schedule, ...base } = sit;
  const margin = marginRules[settings.margin];
  const isPapers = limits === 'paper' || limits === 'none';
  return {
    ...base,
    lotSize: lot,
    tickSize,
    priceMax: Math.min(TICKS_MAX, Math.round((PRICE_MAX * 1e6) / tickSize)) as Ticks,
    orderQuantityMax: inLots(SIT.orderQuantityMax),
    positionMax: inLots(SIT.positionMax),
    takerFeeRate: Math.round(settings.takerFee * 100) as Millionths,
    makerFeeRate: Math.round(settings.makerFee * 100) as Millionths,
    consecutiveMonths: 12,
    quarterlyMonths: 0,
    ...(!isPapers && schedule !== undefined && { schedule }),
    ...(limits === 'none' ? { priceLimitRate: NO_LIMIT } : { prices: profiles[limits] }),
    ...(margin !== undefined && { margin }),
    settlement: settlementProfiles[limits === 'shanghai' || limits === 'globex' ? limits : 'tokenpit'],
    ...(base.protection !== undefined && {
      protection: {
        ...base.protection,
        spotMonthMax: inLots(base.protection.spotMonthMax),
        allMonthsMax: inLots(base.protection.allMonthsMax),
      },
    }),
  };
}
