/**
 * Builds a fixing from contributions.
 *
 * The Token Price Index is the volume-weighted mean of quality-adjusted prices with a cap on each provider's weight
 * (arXiv 2603.21690, Definition 5.2). Every published number is rounded once, from whole numbers, and the value is made
 * of the published rows. The same contributions give the same fixing in whatever order they come.
 */
import { apportion } from '../apportion.ts';
import { type Millionths, type Money, money, ONE_MILLION, type TradeDate } from '../units.ts';
import { byProviderAndModel, type Contribution, counts } from './contribution.ts';
import type { Fixing, FixingRow } from './fixing.ts';
import { divideHalfEven } from './half-even.ts';
import { cappedWeights, PROVIDERS_MIN } from './weights.ts';

/** The reference workload: of a million tokens, so many are read and so many are written (rule IDX-4). */
export const INPUT_SHARE = 800_000 as Millionths;
export const OUTPUT_SHARE = 200_000 as Millionths;

const THE_WHOLE = ONE_MILLION as Millionths;
const NOTHING = 0 as Millionths;

/** The index of `date` from `contributions`. */
export function fixIndex(date: TradeDate, contributions: readonly Contribution[]): Fixing {
  const counted = contributions.filter(counts).sort(byProviderAndModel);
  if (counted.length === 0) return { date, value: undefined, withheld: 'NO_VOLUME', rows: [] };

  // Sorted by provider, so that the groups one after the other are `counted` again.
  const providers = [...Map.groupBy(counted, ({ provider }) => provider).values()].map(volumesOf);
  const ofProviders = providers.map(sum);
  const enough = providers.length >= PROVIDERS_MIN;
  const before = amongModels(apportion(THE_WHOLE, ofProviders), providers);
  const after = amongModels(enough ? cappedWeights(ofProviders) : providers.map(() => NOTHING), providers);
  const rows = counted.map((contribution, i) => row(contribution, before[i] as Millionths, after[i] as Millionths));
  return enough
    ? { date, value: weightedMean(rows), withheld: undefined, rows }
    : { date, value: undefined, withheld: 'TOO_FEW_PROVIDERS', rows };
}

/** Each provider's weight shared among its models by volume (rule IDX-6). */
function amongModels(weights: readonly Millionths[], providers: readonly (readonly bigint[])[]): Millionths[] {
  return providers.flatMap((volumes, i) => apportion(weights[i] as Millionths, volumes));
}

function row(contribution: Contribution, weightBeforeCap: Millionths, weight: Millionths): FixingRow {
  const { inputPrice, outputPrice, qualityRatio } = contribution;
  const workload = BigInt(INPUT_SHARE) * BigInt(inputPrice) + BigInt(OUTPUT_SHARE) * BigInt(outputPrice);
  return {
    contribution,
    blendedPrice: amount(divideHalfEven(workload, BigInt(ONE_MILLION))),
    // The workload still counts millionths, as the ratio does, so the two cancel (rule IDX-5).
    adjustedPrice: amount(divideHalfEven(workload, BigInt(qualityRatio))),
    weightBeforeCap,
    weight,
  };
}

/** The sum of weight times adjusted price, rounded once at the end (rule IDX-7). */
function weightedMean(rows: readonly FixingRow[]): Money {
  const weighted = rows.map(({ weight, adjustedPrice }) => BigInt(weight) * BigInt(adjustedPrice));
  return amount(divideHalfEven(sum(weighted), BigInt(ONE_MILLION)));
}

const volumesOf = (contributions: readonly Contribution[]): bigint[] => contributions.map((c) => BigInt(c.volume));
const sum = (terms: readonly bigint[]): bigint => terms.reduce((a, b) => a + b, 0n);
const amount = (value: bigint): Money => money(Number(value));
