/**
 * What the doors need of the house behind them.
 *
 * Two kinds of state stand behind a door. The folds know only what is durable and may be shown as they are. The
 * exchange may be ahead of the disk: what is read from it is told after `sequencer.barrier()` (rule API-11).
 */
import type { Exchange } from '#core/exchange.ts';
import type { Evidence } from '#core/price-index/evidence.ts';
import type { TradeDate } from '#core/units.ts';
import type { LargeTraders } from '#market-data/large-traders.ts';
import type { MakerRecords } from '#market-data/maker-records.ts';
import type { MarketData } from '#market-data/market-data.ts';
import type { MemberRecords } from '#market-data/member-records.ts';
import type { Clock } from '#sequencer/machine.ts';
import type { Sequencer } from '#sequencer/sequencer.ts';
import type { ContributionTaken, PriceSource } from '#wire/price-index.ts';

export interface Venue {
  readonly exchange: Pick<
    Exchange,
    'accounts' | 'explainMargin' | 'hash' | 'judge' | 'ledger' | 'preview' | 'products' | 'risk' | 'summary'
  >;
  readonly sequencer: Pick<Sequencer, 'post' | 'barrier' | 'subscribe' | 'sequence'>;
  /** The doors alone take its changes. */
  readonly marketData: MarketData;
  /** The doors alone take its changes. */
  readonly memberRecords: MemberRecords;
  readonly makerRecords: Pick<MakerRecords, 'agreements' | 'reports'>;
  readonly largeTraders: Pick<LargeTraders, 'date' | 'report'>;
  readonly prices: Prices;
  readonly clock: Clock;
  readonly info: VenueIdentity;
}

/** Where the prices behind the index come from. */
export interface Prices {
  /** What bears on a day of all that is known by now. */
  evidenceOf(date: TradeDate): Evidence;
  /** Takes a signed contribution as a whole, durably, or throws `Refused`. */
  contribute(submission: {
    readonly name: string;
    readonly bytes: Uint8Array;
    readonly signature: string;
  }): Promise<ContributionTaken>;
  readonly sources: readonly PriceSource[];
}

/** What the venue says of itself. */
export interface VenueIdentity {
  readonly name: string;
  readonly version: string;
  readonly venueId: string;
  /** The venue clock runs this many times as fast as real time. */
  readonly speed: number;
  /** True when simulated participants trade here. */
  readonly simulated: boolean;
  readonly registryVersion: string;
  /** Package and version that the posted prices come from. */
  readonly priceSource: string;
}
