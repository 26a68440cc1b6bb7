/**
 * The order ticket: what a person has typed so far, and whether it is an order yet.
 *
 * The ticket only judges what can be read without the exchange: that the price is a price on the contract's tick and
 * the quantity a whole number of lots. Everything else is the exchange's to say, in the preview or in the answer.
 */

import type { Product, Ticker } from '#wire/market.ts';
import type { OrderRequest } from '#wire/orders.ts';
import { decimal } from './figures.ts';
import { countUnits, readDecimal, writeUnits } from './price-steps.ts';

export interface Draft {
  readonly side: 'buy' | 'sell';
  readonly price: string;
  readonly quantity: string;
  readonly timeInForce: 'GTC' | 'IOC';
}

export const emptyDraft: Draft = { side: 'buy', price: '', quantity: '1', timeInForce: 'GTC' };

export interface Problem {
  readonly field: 'price' | 'quantity';
  readonly sentence: string;
}

export interface Judged {
  /** The order that the draft says, once it says one. */
  readonly order: OrderRequest | undefined;
  /** What stands in the way. A field that is still empty is not a problem, only not yet an order. */
  readonly problem: Problem | undefined;
}

export function judgeDraft(draft: Draft, contract: string, product: Product): Judged {
  const price = judgePrice(draft.price, product);
  if (typeof price === 'object') return { order: undefined, problem: price };
  const quantity = judgeQuantity(draft.quantity, product);
  if (typeof quantity === 'object') return { order: undefined, problem: quantity };
  if (price === undefined || quantity === undefined) return { order: undefined, problem: undefined };
  const { side, timeInForce } = draft;
  return { order: { contract, side, price, quantity, timeInForce }, problem: undefined };
}

/** An order without a limit has none, or null. */
interface Priced {
  readonly price?: string | null;
}

/** `buy 3 SIT2612 at 1.523`. */
export function orderWords(order: Pick<OrderRequest, 'side' | 'quantity' | 'contract'> & Priced): string {
  return `${order.side} ${decimal(String(order.quantity))} ${order.contract} at ${priceWords(order.price)}`;
}

/** The limit of an order; one that has none is priced when it comes to the market. */
export function priceWords(price: Priced['price']): string {
  return typeof price === 'string' ? decimal(price) : 'market';
}

/** The price at which the order would trade at once, or the mark price while the other side is empty. */
export function startPrice(side: Draft['side'], ticker: Ticker): string {
  return (side === 'buy' ? ticker.askPrice : ticker.bidPrice) ?? ticker.markPrice;
}

function judgePrice(text: string, product: Product): string | undefined | Problem {
  if (text.trim() === '') return undefined;
  const places = product.priceDecimals;
  const value = readDecimal(text);
  if (value === undefined)
    return { field: 'price', sentence: `Write the price as a number, such as ${example(places)}.` };
  const units = countUnits(value, places);
  const tick = countUnits(product.tickSize, places) ?? 1;
  if (units === undefined || units % tick !== 0)
    return { field: 'price', sentence: `Prices of ${product.code} step by ${product.tickSize}.` };
  if (units === 0) return { field: 'price', sentence: `The lowest price is ${product.tickSize}.` };
  return writeUnits(units, places);
}

function judgeQuantity(text: string, product: Product): number | undefined | Problem {
  if (text.trim() === '') return undefined;
  const quantity = Number(text.trim());
  if (!/^\d+$/.test(text.trim()) || quantity === 0)
    return { field: 'quantity', sentence: 'The quantity is a whole number of lots, at least 1.' };
  if (quantity > product.orderQuantityMax)
    return {
      field: 'quantity',
      sentence: `One order takes at most ${decimal(String(product.orderQuantityMax))} lots.`,
    };
  return quantity;
}

function example(places: number): string {
  return writeUnits(15 * 10 ** Math.max(0, places - 1), places);
}
