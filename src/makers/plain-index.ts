/**
 * The plainest index: sellers who all post one model at the bar, at one price, so that the fixing is that price.
 *
 * For played markets, rehearsals, tests and benchmarks, where the index is needed and is not the subject.
 */

import { startOf } from '#core/calendar.ts';
import type { Evidence } from '#core/price-index/evidence.ts';
import { type Methodology, robust } from '#core/price-index/methodology.ts';
import type { IndexTerms } from '#core/price-index/terms.ts';
import { type Millionths, type Money, ONE_MILLION, type TradeDate } from '#core/units.ts';

const sellers = ['centre', 'east', 'north', 'south', 'west'];
const SOURCE = 'plain';
const HASH = '0'.repeat(64);
const BAR = [8_600, 6_700, 9_200] as const;

/** A day without prices has no fixing, and nothing stands in for it. */
export const withoutFallback: Methodology = {
  ...robust,
  name: 'plain-1',
  fallback: { reducedSellersMin: null, matchedSellersMin: null, carryDaysMax: 0 },
};

/** Terms with five sellers of one model; their methodology is `withoutFallback` unless another is given. */
export function plainTerms(methodology: Methodology = withoutFallback): IndexTerms {
  return {
    version: 'PLAIN-1',
    methodology,
    registry: {
      version: 'PLAIN-1',
      hash: HASH,
      bar: BAR,
      sources: [SOURCE],
      sellers: sellers.map((seller) => ({ seller, owner: seller, region: 'world' })),
      models: [{ model: 'plain', scores: BAR, tier: 'standard', openWeights: true }],
      listings: sellers.map((seller) => ({ seller, listing: 'plain', model: 'plain', volume: 1 })),
      gpus: [],
      gpuSellers: [],
      unitsPerMillionTokens: ONE_MILLION as Millionths,
    },
  };
}

/** Every seller posts `price` from the beginning of the day, micro-dollars per million tokens. Undefined: nobody does. */
export function plainEvidence(date: TradeDate, price: Money | undefined): Evidence {
  const observedAt = startOf(date);
  const posted = { document: 0, listing: 'plain', observedAt } as const;
  return {
    documents: [{ source: SOURCE, fetchedAt: observedAt, hash: HASH }],
    prices:
      price === undefined
        ? []
        : sellers.map((seller) => ({ ...posted, seller, input: price, cached: price, output: price })),
    gpuHours: [],
  };
}
