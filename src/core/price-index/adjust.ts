/**
 * Step 3, adjust: the price of the workload, brought to the quality of one SIT.
 */
import { isWholeWithin } from '../market-making/bounds.ts';
import { type Millionths, type Money, ONE_MILLION } from '../units.ts';
import type { AdjustedPrice, CollectedPrice, JudgedModel, LeftOut } from './calculation.ts';
import { roundedAmount } from './half-even.ts';
import { VOLUME_MAX } from './limits.ts';
import type { Methodology, Workload } from './methodology.ts';
import { qualityRatio } from './quality.ts';
import type { IndexRegistry } from './terms.ts';

export interface Adjustment {
  readonly adjusted: readonly AdjustedPrice[];
  /** The collected prices that `adjusted` came of, one for one. */
  readonly from: readonly CollectedPrice[];
  readonly leftOut: readonly LeftOut[];
}

/** The adjusted price of every collected one whose model qualifies and that has volume (rules IDX-2 to IDX-5). */
export function adjust(
  registry: IndexRegistry,
  { workload, ratioMax }: Pick<Methodology, 'workload' | 'ratioMax'>,
  models: readonly JudgedModel[],
  collected: readonly CollectedPrice[],
): Adjustment {
  const qualifying = models.filter(({ qualifies }) => qualifies);
  const ratios = new Map(qualifying.map(({ model, scores }) => [model, qualityRatio(scores, registry.bar, ratioMax)]));
  const volumes = Map.groupBy(registry.listings, ({ seller }) => seller);

  const adjusted: AdjustedPrice[] = [];
  const from: CollectedPrice[] = [];
  const leftOut: LeftOut[] = [];
  for (const price of collected) {
    const { seller, listing, model, observedAt } = price;
    const ratio = ratios.get(model);
    const volume = volumes.get(seller)?.find((registered) => registered.listing === listing)?.volume ?? 0;
    if (ratio === undefined) leftOut.push({ seller, listing, reason: 'NOT_QUALIFIED' });
    else if (!isWholeWithin(volume, 1, VOLUME_MAX)) leftOut.push({ seller, listing, reason: 'NO_VOLUME' });
    else {
      const exact = exactWorkload(price, workload);
      const atRatio = roundedAmount(exact, BigInt(ratio));
      // A price that rounds to nothing would make the rest of the market infinitely dear.
      if (atRatio === 0) leftOut.push({ seller, listing, reason: 'PRICE_ZERO' });
      else {
        const blended = roundedAmount(exact, BigInt(ONE_MILLION));
        adjusted.push({ seller, listing, model, blended, qualityRatio: ratio, adjusted: atRatio, volume, observedAt });
        from.push(price);
      }
    }
  }
  return { adjusted, from, leftOut };
}

/** The price of the workload times a million; the quality ratio counts millionths too, so the two cancel (rule IDX-5). */
function exactWorkload({ input, cached, output }: CollectedPrice, workload: Workload): bigint {
  const leg = (share: Millionths, price: Money) => BigInt(share) * BigInt(price);
  return leg(workload.input, input) + leg(workload.cached, cached) + leg(workload.output, output);
}
