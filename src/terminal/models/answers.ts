/**
 * What the exchange's answers say, in sentences.
 *
 * A preview names a refusal by its code alone, and the sentence is looked up. An answer to a request brings its own
 * sentence along, and that one is shown.
 */
import { sentenceOfRejection } from '#core/rejection-sentences.ts';
import { type OrderRejection, orderRejections } from '#core/rejections.ts';
import type { Order, PlaceOrderAnswer } from '#wire/orders.ts';
import { decimal, lots, trimPlaces } from './figures.ts';
import { orderWords, priceWords } from './ticket.ts';

export interface Refusal {
  readonly code: string;
  readonly sentence: string;
  readonly rule: string | undefined;
}

/** A refusal that the preview foresees. An unknown code is shown as it came. */
export function foreseenRefusal(code: string): Refusal {
  if (!isOrderRejection(code)) return { code, sentence: 'The exchange would refuse this order.', rule: undefined };
  return { code, sentence: sentenceOfRejection[code], rule: orderRejections[code] };
}

/** What became of an order that was taken: what traded, at what price, and what rests or was cancelled. */
export function placedSentence(answer: Pick<PlaceOrderAnswer, 'order'>, places: number): string {
  const { order } = answer;
  const head = `Order ${order.order}, ${orderWords(order)}.`;
  const verb = order.side === 'buy' ? 'Bought' : 'Sold';
  const traded =
    order.filled === 0
      ? 'Nothing traded'
      : `${verb} ${lots(order.filled)} at ${decimal(trimPlaces(order.averagePrice ?? '', places))}`;
  if (order.remaining > 0 && order.status === 'resting')
    return `${head} ${traded}; ${lots(order.remaining)} rest in the book.`;
  if (order.status === 'waiting') return `${head} It waits for its price.`;
  if (order.status === 'cancelled')
    return `${head} ${traded}; the rest was cancelled: ${cancelReason(order.cancelReason)}.`;
  return `${head} ${traded}; the order is filled.`;
}

export function cancelledSentence(order: Order): string {
  const left = lots(order.quantity - order.filled);
  return `Order ${order.order} is cancelled: ${left} of ${lots(order.quantity)} ${order.contract} at ${priceWords(order.price)}.`;
}

/** Why an order left the book, in words. */
export function cancelReason(reason: string | null): string {
  const words: Readonly<Record<string, string>> = {
    requested: 'as asked',
    unfilled: 'an IOC order does not rest',
    selfTrade: 'it would have traded with your own order',
    outsideLimit: "outside the new day's limits",
    expired: 'the contract expired',
    lapsed: 'its time was over',
    otherOfPair: 'the other order of its pair took effect or went',
    reduceOnly: 'it could only have made the position larger',
    replaced: 'a new quote stands in its place',
    refusedWhenTriggered: 'it woke, and was refused then',
    protection: 'your market-maker protection acted',
    switchedOff: 'a kill switch acted',
    closeOut: 'the account is closed out',
  };
  return words[reason ?? ''] ?? reason ?? 'no reason given';
}

function isOrderRejection(code: string): code is OrderRejection {
  return Object.hasOwn(orderRejections, code);
}
