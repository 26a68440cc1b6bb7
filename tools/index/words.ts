/** The figures and reasons of the index as a person reads them on a terminal. */
import type { Decision, Flag, LeftOut, SellerRow, Shortfall } from '#core/price-index/calculation.ts';
import type { Difference, SubIndexName } from '#core/price-index/publication.ts';
import type { Millionths, Money } from '#core/units.ts';
import { writeDecimal } from '#session/decimals.ts';

/** US dollars with six places; what there is none of is a dash. */
export function usd(amount: Money | number | null): string {
  return amount === null ? '–' : writeDecimal(amount, 6).replace('-', '−');
}

/** Whole US dollars in groups of three. */
export function wholeUsd(amount: Money): string {
  return Math.round(amount / 1e6).toLocaleString('en');
}

export function perCent(share: Millionths | number, places = 2): string {
  return `${(share / 10_000).toFixed(places).replace('-', '−')} %`;
}

/** A ratio in millionths as a number. */
export function ratio(millionths: Millionths): string {
  return writeDecimal(millionths, 6);
}

/** ISO-8601 in minutes. */
export function moment(time: number): string {
  return new Date(time).toISOString().slice(0, 16);
}

export const leftOutInWords: Readonly<Record<LeftOut['reason'], string>> = {
  NOT_POSTED: 'no price was seen',
  PRICE_ZERO: 'a price of zero is no price',
  NO_VOLUME: 'the registry has no volume for it',
  NOT_QUALIFIED: 'the model does not reach the bar',
  NOT_REGISTERED: 'the registry does not know it',
};

export const excludedInWords: Readonly<Record<NonNullable<SellerRow['excluded']>, string>> = {
  STALE: 'its newest price is too old',
  TOO_HIGH: 'further above the weighted median than the band allows',
  TOO_LOW: 'further below the weighted median than the band allows',
};

export const flagInWords: Readonly<Record<Flag, string>> = {
  FEW_SELLERS: 'fewer sellers than a full fixing has',
  FEW_SOURCES: 'fewer sources than there should be',
  DISPERSED: 'the prices are far apart',
  SOURCES_DISAGREE: 'two sources have different prices',
  MATCHED_SELLERS: 'the last value, moved as the sellers of both days moved',
  CARRIED_FORWARD: 'the last value as it was',
};

export const shortfallInWords: Readonly<Record<Shortfall, string>> = {
  NO_PRICES: 'no price counts',
  TOO_FEW_SELLERS: 'too few sellers count',
  TOO_FEW_OWNERS: 'too few owners stand behind the sellers',
  TOO_DISPERSED: 'the prices are too far apart',
};

export const methodInWords: Readonly<Record<NonNullable<Decision['method']>, string>> = {
  full: 'in full',
  reduced: 'from fewer sellers',
  matched: 'from the sellers of both days',
  carried: 'carried forward',
};

export const stepInWords: Readonly<Record<Difference['step'], string>> = {
  workload: 'cached tokens are a part of the workload',
  leaveMargin: 'a model that was in stays within a margin',
  ratioMax: 'a score counts up to a limit',
  priceOfDay: 'the mean of the day instead of noon',
  sellerPrice: 'the median of a seller instead of its mean',
  staleness: 'old prices count half, then not at all',
  outliers: 'sellers outside the band are out',
  weighting: 'the root of volumes weighs instead of volumes',
  average: 'the weighted median instead of the weighted mean',
  gates: 'more must hold for a value to be published',
};

export const subIndexInWords: Readonly<Record<SubIndexName, string>> = {
  input: 'input tokens alone',
  cached: 'cached tokens alone',
  output: 'output tokens alone',
  frontier: 'frontier models',
  standard: 'standard models',
  openWeights: 'models with open weights',
  china: 'sellers in China',
  world: 'sellers elsewhere',
};

/** `full`, `withheld`, and the flags behind it. */
export function statusOf(status: string, flags: readonly string[]): string {
  return [status, ...flags].join(' ');
}
