/**
 * The price of compute, and what tokens cost beyond it.
 *
 * A Standard Compute Unit is an hour of H100-80GB-SXM; other GPUs count for as many units as the registry says. From the
 * price for each seller on, the steps are those of the token index.
 */
import { type Millis, type Money, ONE_MILLION, type TradeDate } from '../units.ts';
import { fixSellers, ownersIn } from './calculate.ts';
import { collectHours } from './collect.ts';
import type { Evidence } from './evidence.ts';
import { roundedAmount } from './half-even.ts';
import type { Methodology } from './methodology.ts';
import { type ComputeIndex, noMemory } from './publication.ts';
import { priceSellers } from './sellers.ts';
import { withoutMemory } from './sub-indices.ts';
import type { IndexRegistry } from './terms.ts';

/** The compute index of `date`, which ends at `end` (rule IDX-23). GPUs and sellers that are not registered are left out. */
export function computeIndex(
  registry: IndexRegistry,
  methodology: Methodology,
  evidence: Evidence,
  date: TradeDate,
  end: Millis,
): ComputeIndex {
  const units = new Map(registry.gpus.map((registered) => [registered.gpu, registered.units]));
  const volumes = new Map(registry.gpuSellers.map(({ seller, volume }) => [seller, volume]));
  const hours = collectHours(registry, evidence, date).flatMap((hour) => {
    const [unitsOfHour, volume] = [units.get(hour.gpu), volumes.get(hour.seller)];
    if (unitsOfHour === undefined || volume === undefined || volume <= 0) return [];
    const adjusted = roundedAmount(BigInt(hour.legs[0] as Money) * BigInt(ONE_MILLION), BigInt(unitsOfHour));
    return adjusted > 0 ? [{ ...hour, adjusted, volume }] : [];
  });
  // The registry knows the hours of a seller and not those of each of its GPUs.
  const prices = priceSellers(hours, ownersIn(registry.gpuSellers), methodology.sellerPrice, end).map((price) => ({
    ...price,
    volume: volumes.get(price.seller) ?? 0,
  }));
  const { decision, sellers } = fixSellers(prices, hours, withoutMemory(methodology), noMemory);
  return { decision, sellers };
}

/**
 * What a million SIT costs beyond the compute that it takes, which is rounded half to even: negative when tokens are
 * sold below it (rule IDX-24). Null when either value is withheld.
 */
export function spreadOver(index: Money | null, compute: Money | null, registry: IndexRegistry): number | null {
  if (index === null || compute === null) return null;
  return index - roundedAmount(BigInt(compute) * BigInt(registry.unitsPerMillionTokens), BigInt(ONE_MILLION));
}
