/**
 * What has changed in the market since somebody last asked.
 *
 * Only that something changed is noted; what it has become is read from the market when the question comes, so a
 * level that changed ten times is told once.
 */
import { BUY, SELL, type Side } from '#core/commands.ts';
import type { ContractId, Ticks } from '#core/units.ts';
import type { Candle } from './candles.ts';
import type { ContractMarket, PublicTrade } from './contract-market.ts';
import type { Depth, Level, Levels } from './depth.ts';
import type { FixingRevision } from './index-history.ts';

/** What has become of everything that changed. Everything else stands as it stood. */
export interface MarketChanges {
  /** Contracts of which a line of the contract list changed. */
  readonly tickers: readonly ContractId[];
  /** The levels that changed, best first; 0 lots say that the level is gone. */
  readonly books: readonly ({ readonly contract: ContractId } & Levels)[];
  /** New trades, oldest first, over all contracts. */
  readonly trades: readonly PublicTrade[];
  /** The one-minute candle that is now the last one, of contracts that traded. */
  readonly candles: readonly { readonly contract: ContractId; readonly candle: Candle }[];
  readonly fixings: readonly FixingRevision[];
  /** Whether a contract was listed or has expired, or a day has ended. */
  readonly days: boolean;
}

export class ChangeNotes {
  readonly tickers = new Set<ContractId>();
  readonly trades: PublicTrade[] = [];
  readonly fixings: FixingRevision[] = [];
  days = false;
  readonly #prices = new Map<ContractId, Readonly<Record<Side, Set<Ticks>>>>();

  level(contract: ContractId, side: Side, price: Ticks): void {
    let sides = this.#prices.get(contract);
    if (sides === undefined) {
      sides = { [BUY]: new Set(), [SELL]: new Set() };
      this.#prices.set(contract, sides);
    }
    sides[side].add(price);
    this.tickers.add(contract);
  }

  read(markets: readonly ContractMarket[]): MarketChanges {
    const market = (contract: ContractId) => markets[contract] as ContractMarket;
    return {
      tickers: [...this.tickers],
      books: [...this.#prices].map(([contract, sides]) => ({
        contract,
        bids: levelsOf(market(contract).depth, BUY, sides[BUY]).reverse(),
        asks: levelsOf(market(contract).depth, SELL, sides[SELL]),
      })),
      trades: this.trades,
      candles: [...new Set(this.trades.map(({ contract }) => contract))].flatMap((contract) => {
        const candle = market(contract).candles['1m'].all.at(-1);
        return candle === undefined ? [] : [{ contract, candle }];
      }),
      fixings: this.fixings,
      days: this.days,
    };
  }
}

/** Ascending by price. */
function levelsOf(depth: Depth, side: Side, prices: ReadonlySet<Ticks>): Level[] {
  return [...prices].sort((a, b) => a - b).map((price) => [price, depth.quantityAt(side, price)]);
}
