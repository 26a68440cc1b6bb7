/**
 * What everyone may know about spreads: their books in levels, at prices that may be zero or below.
 *
 * Orders of a spread go by its number, so every event that changes a book is looked at here first. What trades of spreads
 * are to their months is told by the trades of the legs.
 */
import { BUY, SELL, type Side } from '#core/commands.ts';
import type { Event, Events } from '#core/events.ts';
import { FIRST_SPREAD } from '#core/spreads/listed-spread.ts';
import type { ContractId, Ticks } from '#core/units.ts';
import { Depth, type Levels } from './depth.ts';

type Listed = Events['spreadListed'];

export interface SpreadMarket extends Listed {
  readonly depth: Depth;
  readonly expired: boolean;
  /** Price of its last trade; undefined before the first. */
  readonly lastPrice: Ticks | undefined;
}

interface SpreadMarketState extends Listed {
  readonly levels: Levels;
  readonly expired: boolean;
  readonly lastPrice: Ticks | null;
}

export class SpreadMarkets {
  readonly #markets: SpreadMarket[] = [];

  get all(): readonly SpreadMarket[] {
    return this.#markets;
  }

  /** Applies what is a spread's own, and says whether it was. */
  hears(event: Event): boolean {
    switch (event.type) {
      case 'orderAccepted':
        return event.contract >= FIRST_SPREAD;
      case 'orderRested':
        return this.#change(event.contract, event.side, event.price, event.quantity);
      case 'orderCancelled':
        return this.#change(event.contract, event.side, event.price, -event.shown);
      case 'spreadListed': {
        const { spread, product, code, near, far } = event;
        this.#markets.push({
          spread,
          product,
          code,
          near,
          far,
          depth: new Depth(),
          expired: false,
          lastPrice: undefined,
        });
        return true;
      }
      case 'spreadExpired':
        this.#set(event.spread, { expired: true });
        return true;
      case 'spreadTrade':
        if (event.resting !== null)
          this.#change(event.spread, event.resting.side, event.resting.price, -event.quantity);
        this.#set(event.spread, { lastPrice: event.price });
        return true;
      default:
        return false;
    }
  }

  #change(id: ContractId, side: Side, price: Ticks, lots: number): boolean {
    if (id < FIRST_SPREAD) return false;
    if (lots !== 0) this.#market(id).depth.add(side, price, lots);
    return true;
  }

  #set(id: ContractId, parts: Partial<SpreadMarket>): void {
    this.#markets[id - FIRST_SPREAD] = { ...this.#market(id), ...parts };
  }

  #market(id: ContractId): SpreadMarket {
    return this.#markets[id - FIRST_SPREAD] as SpreadMarket;
  }

  snapshot(): SpreadMarketState[] {
    return this.#markets.map(({ depth, lastPrice, ...rest }) => ({
      ...rest,
      levels: depth.levels(),
      lastPrice: lastPrice ?? null,
    }));
  }

  static restore(rows: readonly SpreadMarketState[] = []): SpreadMarkets {
    const markets = new SpreadMarkets();
    for (const { levels, lastPrice, ...rest } of rows) {
      const depth = new Depth();
      for (const [price, quantity] of levels.bids) depth.add(BUY, price, quantity);
      for (const [price, quantity] of levels.asks) depth.add(SELL, price, quantity);
      markets.#markets.push({ ...rest, depth, lastPrice: lastPrice ?? undefined });
    }
    return markets;
  }
}
