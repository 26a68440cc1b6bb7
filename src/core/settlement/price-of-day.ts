/**
 * What every living contract settles at on a day that is over: by the rules of its product, by those of SET-1 and SET-4
 * where it has none.
 *
 * On its last trading day the final price stands in place of the day's, for the contract itself and not for those that
 * look at it.
 */
import { BUY, SELL } from '../commands.ts';
import { indexOf } from '../contract.ts';
import type { SettlementDetails, SettlementMethod } from '../events.ts';
import type { ListedContract } from '../listed-contract.ts';
import { meanInTicks } from '../price-index/mean.ts';
import type { VenueState } from '../state.ts';
import type { Millis, Ticks, TradeDate } from '../units.ts';
import { spreadsOfDay, tradedDay } from './day-of-product.ts';
import { type Delivery, finalPriceBy, publishedIn } from './final-price.ts';
import { settlementPrice } from './settlement-price.ts';
import { settlementPrices } from './settlement-prices.ts';

/** The settlement price of a contract, how it was found, and of a product with rules from what. */
export interface PriceOfDay {
  readonly price: Ticks;
  readonly method: SettlementMethod;
  readonly details?: SettlementDetails;
}

/** Of every living contract; `next` is the trade date after the one that is over, at `time`. */
export function pricesOfDay(state: VenueState, next: TradeDate, time: Millis): Map<ListedContract, PriceOfDay> {
  const prices = new Map<ListedContract, PriceOfDay>();
  for (const specification of state.products) {
    const months = state.contracts
      .filter((contract) => contract.specification === specification && !contract.expired)
      .sort((a, b) => a.month - b.month);
    for (const [i, price] of dailyPrices(months, time).entries()) {
      const contract = months[i] as ListedContract;
      prices.set(contract, isLastDay(contract, next) ? finalPrice(state, contract, price) : price);
    }
  }
  return prices;
}

/** Whether the contract trades no more on `next`: its last trading day, or the one before a holiday on it, is over. */
export function isLastDay({ lastTradingDay }: ListedContract, next: TradeDate): boolean {
  return next > lastTradingDay;
}

/** The daily prices of the months of one product. */
function dailyPrices(months: readonly ListedContract[], time: Millis): PriceOfDay[] {
  const rules = months[0]?.specification.settlement;
  if (rules === undefined) return months.map(plainPrice);
  const days = months.map((contract) => tradedDay(contract, time));
  return settlementPrices(rules, days, spreadsOfDay(months)).map(({ price, method, ...details }) => ({
    price,
    method,
    details,
  }));
}

function plainPrice({ tradedValue, volume, book, settlementPrice: previous }: ListedContract): PriceOfDay {
  return settlementPrice({ tradedValue, volume, bid: book.bestPrice(BUY), ask: book.bestPrice(SELL), previous });
}

/** The price at which a contract ends; that of any other day when no way is open to one of its own. */
function finalPrice(state: VenueState, contract: ListedContract, daily: PriceOfDay): PriceOfDay {
  const delivery = deliveryOf(state, contract);
  const { settlement } = contract.specification;
  if (settlement === undefined) {
    // One fixing is enough (rule SET-4).
    const mean = meanInTicks(publishedIn(delivery), delivery.tickSize);
    return mean === undefined ? daily : { price: Math.min(mean, delivery.priceMax) as Ticks, method: 'final' };
  }
  const { final, passed } = finalPriceBy(settlement.final, delivery);
  if (final !== undefined) {
    const { price, method, inputs } = final;
    return { price, method, details: { inputs, passed } };
  }
  const { inputs = {}, passed: others = [] } = daily.details ?? {};
  return { ...daily, details: { inputs, passed: [...passed, ...others] } };
}

/** What the state knows of a contract's delivery period. */
export function deliveryOf(state: VenueState, contract: ListedContract): Delivery {
  const { id, deliveryFrom, lastTradingDay, settlementPrice: previous, specification } = contract;
  const { tickSize, priceMax } = specification;
  return {
    first: deliveryFrom,
    last: lastTradingDay,
    fixings: state.fixingsOf(specification),
    fallbacks: state.standIns.fixingsOf(indexOf(specification)),
    committee: state.standIns.priceOf(id),
    previous,
    tickSize,
    priceMax,
  };
}
