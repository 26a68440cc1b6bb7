/**
 * Collects what a fixing is built from: the posted prices of the models that the registry names.
 *
 * A pair of provider and model without a posted price is left out and named, never guessed (rule IDX-8).
 */
import { startOf } from '#core/calendar.ts';
import type { Contribution } from '#core/price-index/contribution.ts';
import { type Millis, millis, type TradeDate } from '#core/units.ts';
import { postedPrice } from './posted-price.ts';
import { type Posting, qualityRatioOf, type Registry } from './registry.ts';

const TWELVE_HOURS = 12 * 3_600_000;

export interface Collection {
  readonly contributions: readonly Contribution[];
  /** What the registry names and the price package has no price for. */
  readonly missing: readonly Posting[];
}

/** The instant at which the prices of `date` are read: 12:00 UTC of the day itself (rule IDX-1). */
export function fixingTime(date: TradeDate): Millis {
  return millis(startOf(date) + TWELVE_HOURS);
}

/** The contributions of the models that qualify, at the prices posted at `time`. */
export function collectContributions(registry: Registry, time: Millis): Collection {
  const contributions: Contribution[] = [];
  const missing: Posting[] = [];
  for (const model of registry.models.filter(({ qualifies }) => qualifies)) {
    const qualityRatio = qualityRatioOf(model, registry);
    for (const posting of model.postings) {
      const price = postedPrice(posting.provider, posting.model, time);
      if (price === undefined) missing.push(posting);
      else
        contributions.push({
          provider: posting.provider,
          model: posting.model,
          inputPrice: price.input,
          outputPrice: price.output,
          qualityRatio,
          volume: posting.volume.value,
        });
    }
  }
  return { contributions, missing };
}
