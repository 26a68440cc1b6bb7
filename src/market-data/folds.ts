/** The folds of a venue, under the names that its snapshots have for them. */
import { LargeTraders } from './large-traders.ts';
import { MakerRecords } from './maker-records.ts';
import { MarketData } from './market-data.ts';
import { MemberRecords } from './member-records.ts';

/** Folds that have heard nothing yet. */
export function newFolds() {
  return {
    marketData: new MarketData(),
    memberRecords: new MemberRecords(),
    makerRecords: new MakerRecords(),
    largeTraders: new LargeTraders(),
  };
}

export type VenueFolds = Readonly<ReturnType<typeof newFolds>>;
