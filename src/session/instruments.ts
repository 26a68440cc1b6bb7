/**
 * What an order can be in: a contract, or a calendar spread of two. Orders name either by its code, as `contract`.
 *
 * The order entry and the views of orders need no more of it than stands here. A contract's market data have all of it;
 * a spread's say so, because its prices are differences (rule API-27).
 */
import type { ProductSpecification } from '#core/contract.ts';
import { FIRST_SPREAD } from '#core/spreads/listed-spread.ts';
import type { ContractId } from '#core/units.ts';
import type { SpreadMarket } from '#market-data/spread-markets.ts';
import { Refused } from './refused.ts';
import type { Venue } from './venue-port.ts';

export interface Instrument {
  readonly contract: ContractId;
  readonly code: string;
  readonly specification: ProductSpecification;
  /** Absent where it is a contract. */
  readonly isSpread?: true;
}

/** The contract or the spread of that code, which may have expired. Throws CONTRACT_UNKNOWN. */
export function instrumentWith(code: string, { marketData }: Venue): Instrument {
  const contract = marketData.find(code);
  if (contract !== undefined) return contract;
  const spread = marketData.findSpread(code);
  if (spread === undefined) throw Refused.atTheDoor('CONTRACT_UNKNOWN', 'contract');
  return instrumentOf(spread, marketData);
}

/** What goes by that number, which the exchange has given. */
export function instrumentNumbered(id: ContractId, { marketData }: Venue): Instrument {
  if (id < FIRST_SPREAD) return marketData.contracts[id] as Instrument;
  return instrumentOf(marketData.spreads[id - FIRST_SPREAD] as SpreadMarket, marketData);
}

function instrumentOf({ spread, code, near }: SpreadMarket, { contracts }: Venue['marketData']): Instrument {
  const { specification } = contracts[near] as Instrument;
  return { contract: spread, code, specification, isSpread: true };
}
