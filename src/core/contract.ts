/**
 * What is listed: the product's specification, and a contract as one month of it.
 *
 * A specification is data. It is judged once, when the product is defined, so that nothing later can need a rounding
 * (rule CON-2): every price times every quantity is a whole number of micro-dollars that counts exactly.
 */
import { formatMonth, type Month, thirdWednesday } from './calendar.ts';
import { type MarginRules, refuseMarginRules } from './margin/margin-rules.ts';
import { type PriceRules, refusePriceRules } from './price-rules/price-rules.ts';
import { type ProductProtection, refuseProtection } from './protection/product-protection.ts';
import type { SpecificationRejection } from './rejections.ts';
import { refuseSchedule, type Schedule } from './schedule.ts';
import { refuseSettlementRules, type SettlementRules } from './settlement/settlement-rules.ts';
import { type Lots, type Millionths, MONEY_MAX, type Money, ONE_MILLION, type Ticks, type TradeDate } from './units.ts';

/**
 * The daily index that a product settles to, and with it the unit in which it is quoted: a million SIT by the Token Price
 * Index, a Standard Compute Unit by the compute index (rule CON-15).
 */
export type SettlementIndex = 'tokens' | 'compute';

/** Everything that makes one product differ from another. Decimal amounts are exact micro-dollars. */
export interface ProductSpecification {
  /** Two to six capital letters: `SIT`. */
  readonly code: string;
  /** One line for people: what one lot is. */
  readonly name: string;
  /** Which index it settles to; without it to the Token Price Index. */
  readonly index?: SettlementIndex;
  /** Units of its index in one lot: 1,000 million SIT for SIT, 1 for SITP, 1,000 compute units for SCU. */
  readonly lotSize: number;
  /** The tick in micro-dollars per unit of its index: 1,000 is USD 0.001. */
  readonly tickSize: number;
  /** Highest price that the product can be quoted at; the lowest is 1 tick. */
  readonly priceMax: Ticks;
  /** Largest quantity of one order. */
  readonly orderQuantityMax: Lots;
  /** Largest position of one account in one contract, long or short, counting resting orders as filled (rule POS-1). */
  readonly positionMax: Lots;
  /** How far from the previous settlement price an order may be priced (rule PRC-1): 150,000 is 15 %. */
  readonly priceLimitRate: Millionths;
  /** The phases of a trading day; without it the product trades continuously all day. */
  readonly schedule?: Schedule;
  /** Limits that move, halts, bands and breakers; with them `priceLimitRate` says nothing. */
  readonly prices?: PriceRules;
  /** In which ways a day's price is looked for, and how a contract ends; without them by rules SET-1 and SET-4. */
  readonly settlement?: SettlementRules;
  /** Bounds of single orders and single holders; without them only `orderQuantityMax` and `positionMax` hold. */
  readonly protection?: ProductProtection;
  /** How margin is asked for; without it by the paper's formula, of which the next three are the figures. */
  readonly margin?: MarginRules;
  /** The paper's margin: coverage of sigma in hundredths (300 is 3 sigma), floor and cap of the rate (rule MAR-1). */
  readonly marginCoverageHundredths: number;
  readonly marginFloor: Millionths;
  readonly marginCap: Millionths;
  /** Maintenance margin as a share of initial margin (rule MAR-2). */
  readonly maintenanceShare: Millionths;
  /** Fees as a share of notional, per side and fill (rule FEE-1). */
  readonly takerFeeRate: Millionths;
  readonly makerFeeRate: Millionths;
  /** How many consecutive months and how many quarterly months beyond them are listed at all times (rule CON-3). */
  readonly consecutiveMonths: number;
  readonly quarterlyMonths: number;
  /** Which months are traded against each other as spreads: neighbours (rule SPR-1). Absent: none. */
  readonly spreads?: 'adjacent';
}

/** The index that the product settles to (rule CON-15). */
export function indexOf({ index }: Pick<ProductSpecification, 'index'>): SettlementIndex {
  return index ?? 'tokens';
}

/** Whether a word names an index that contracts settle to. */
export function isSettlementIndex(word: string): word is SettlementIndex {
  return word === 'tokens' || word === 'compute';
}

/** What one tick of one lot is worth: tick size times lot size (rule CON-2). Whole only for a valid specification. */
export function tickValue(specification: ProductSpecification): Money {
  return (specification.tickSize * specification.lotSize) as Money;
}

/** The written name of a listed month: `SIT2612`. */
export function contractCode(specification: ProductSpecification, month: Month): string {
  return specification.code + formatMonth(month);
}

/** The last trading day and the delivery period of a contract month (rules CON-5 and CON-6). */
export function lastTradingDay(month: Month): TradeDate {
  return thirdWednesday(month);
}

/** Why this specification cannot be listed, or undefined. Looks in the order of `rejections.ts`. */
export function refuseSpecification(specification: ProductSpecification): SpecificationRejection | undefined {
  const s = specification;
  if (!/^[A-Z]{2,6}$/.test(s.code)) return 'PRODUCT_CODE_INVALID';
  if (!isSettlementIndex(indexOf(s))) return 'SPECIFICATION_INVALID';

  const counts = [s.priceMax, s.orderQuantityMax, s.positionMax, s.marginCoverageHundredths, s.consecutiveMonths];
  if (!counts.every((n) => Number.isSafeInteger(n) && n > 0) || !Number.isSafeInteger(s.quarterlyMonths))
    return 'SPECIFICATION_INVALID';
  if (s.quarterlyMonths < 0 || s.consecutiveMonths + s.quarterlyMonths > 60) return 'SPECIFICATION_INVALID';
  if (s.priceMax > 262_143 || s.positionMax > 1_000_000_000 || s.orderQuantityMax > s.positionMax)
    return 'SPECIFICATION_INVALID';

  const shares = [s.priceLimitRate, s.marginFloor, s.marginCap, s.maintenanceShare, s.takerFeeRate, s.makerFeeRate];
  if (!shares.every((n) => Number.isSafeInteger(n) && n >= 0 && n <= ONE_MILLION)) return 'SPECIFICATION_INVALID';
  if (s.marginFloor === 0 || s.marginCap < s.marginFloor) return 'SPECIFICATION_INVALID';

  const sizes = [s.tickSize, s.lotSize, tickValue(s)];
  if (!sizes.every((n) => Number.isSafeInteger(n) && n > 0)) return 'TICK_VALUE_NOT_WHOLE';
  if (s.priceMax * s.positionMax * tickValue(s) > MONEY_MAX) return 'POSITION_VALUE_TOO_LARGE';
  if (s.spreads !== undefined && s.spreads !== 'adjacent') return 'SPECIFICATION_INVALID';
  return (
    (s.schedule && refuseSchedule(s.schedule)) ??
    (s.prices && refusePriceRules(s.prices)) ??
    (s.margin && refuseMarginRules(s.margin, s.consecutiveMonths + s.quarterlyMonths)) ??
    (s.settlement && refuseSettlementRules(s.settlement)) ??
    (s.protection && refuseProtection(s.protection))
  );
}

/** The months that stand listed on `date`: consecutive ones first, then the quarterlies beyond (rule CON-3). */
export function listedMonths(specification: ProductSpecification, date: TradeDate, monthOfDate: Month): Month[] {
  const first = date > lastTradingDay(monthOfDate) ? monthOfDate + 1 : monthOfDate;
  const months: Month[] = [];
  for (let i = 0; i < specification.consecutiveMonths; i += 1) months.push(first + i);
  let next = first + specification.consecutiveMonths;
  while (months.length < specification.consecutiveMonths + specification.quarterlyMonths) {
    if (next % 3 === 2) months.push(next); // March, June, September, December
    next += 1;
  }
  return months;
}

/** The products that this venue lists. `SITP` is the paper's table to the letter (arXiv 2603.21690, 5.1). */
export const SIT: ProductSpecification = {
  code: 'SIT',
  name: '1,000 million Standard Inference Tokens',
  lotSize: 1_000,
  tickSize: 1_000,
  priceMax: 50_000 as Ticks,
  orderQuantityMax: 10_000 as Lots,
  positionMax: 100_000 as Lots,
  priceLimitRate: 150_000 as Millionths,
  marginCoverageHundredths: 300,
  marginFloor: 80_000 as Millionths,
  marginCap: 120_000 as Millionths,
  maintenanceShare: 750_000 as Millionths,
  takerFeeRate: 100 as Millionths,
  makerFeeRate: 20 as Millionths,
  consecutiveMonths: 6,
  quarterlyMonths: 4,
};

export const SITP: ProductSpecification = {
  ...SIT,
  code: 'SITP',
  name: '1 million Standard Inference Tokens, the contract of the paper',
  lotSize: 1,
  tickSize: 10_000,
  priceMax: 5_000 as Ticks,
  orderQuantityMax: 1_000_000 as Lots,
  positionMax: 100_000_000 as Lots,
};

/**
 * Compute beside tokens: the unit of the paper's section 7 in lots of a thousand. Its settlement price is a mean of what
 * few sellers post, so positions are small (docs/adr/0013-compute-contract.md).
 */
export const SCU: ProductSpecification = {
  ...SIT,
  code: 'SCU',
  name: '1,000 Standard Compute Units, hours of H100-80GB-SXM',
  index: 'compute',
  orderQuantityMax: 2_000 as Lots,
  positionMax: 20_000 as Lots,
  consecutiveMonths: 3,
  quarterlyMonths: 2,
};
