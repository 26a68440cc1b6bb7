/**
 * An order in the words of the wire and in those of the core.
 *
 * Only what cannot be said at all is refused here: a limit order without a price, a date that is none, a price off its
 * tick. What makes no sense together is the exchange's to refuse. An order that asks for nothing special has no terms,
 * and is the same command as ever.
 */

import { formatDate, readDate } from '#core/calendar.ts';
import {
  BUY,
  type OrderWish as CoreWish,
  DAY,
  FILL_OR_KILL,
  GOOD_FOR_AUCTION,
  GOOD_TILL_CANCEL,
  GOOD_TILL_DATE,
  IMMEDIATE_OR_CANCEL,
  SELL,
  type TimeInForce,
} from '#core/commands.ts';
import type { ProductSpecification } from '#core/contract.ts';
import { hashOf, type Plain } from '#core/hash.ts';
import type { Trigger as CoreTrigger, OrderTerms } from '#core/trading/terms.ts';
import type { Lots, Ticks, TradeDate } from '#core/units.ts';
import type { Order, OrderWish, Trigger } from '#wire/orders.ts';
import { readPrice, readSpreadPrice, writePrice } from './decimals.ts';
import type { Instrument } from './instruments.ts';
import { Refused } from './refused.ts';

const timesInForce = {
  GTC: GOOD_TILL_CANCEL,
  IOC: IMMEDIATE_OR_CANCEL,
  FOK: FILL_OR_KILL,
  DAY,
  GTD: GOOD_TILL_DATE,
  GFA: GOOD_FOR_AUCTION,
} as const satisfies Record<Order['timeInForce'], TimeInForce>;

const namesOfTime = Object.fromEntries(Object.entries(timesInForce).map(([name, code]) => [code, name]));

const NO_TERMS: OrderTerms = {};

const BEYOND_ANY_SPREAD = 'No two prices of the product differ by so much.';

/** The wish as the exchange takes it. Throws the refusal of the field that cannot be read. */
export function readWish(wish: OrderWish, instrument: Instrument): CoreWish {
  const { side, quantity, trigger, type = 'limit' } = wish;
  // A market order cannot rest, so it is not good till cancelled unless it waits for its price.
  const usual = type === 'market' && trigger === undefined ? 'IOC' : 'GTC';
  const terms = mayHaveTerms(wish) ? readTerms(wish, instrument) : NO_TERMS;
  const plain: CoreWish = {
    contract: instrument.contract,
    side: side === 'buy' ? BUY : SELL,
    price: readLimit(wish, instrument),
    quantity: quantity as Lots,
    timeInForce: timesInForce[wish.timeInForce ?? usual],
  };
  return terms === NO_TERMS || Object.keys(terms).length === 0 ? plain : { ...plain, terms };
}

/** Tells two wishes apart that are not the same (rule API-7). */
export function digestOf({ contract, side, price, quantity, timeInForce, terms }: CoreWish): string {
  const plain = [contract, side, price, quantity, timeInForce];
  return (terms === undefined ? plain : [...plain, hashOf(terms as unknown as Plain)]).join();
}

/** The price of a field. Throws what is wrong with it. */
export function readPriceField(text: string, { specification, isSpread }: Instrument, field: string): Ticks {
  const price = isSpread ? readSpreadPrice(text, specification) : readPrice(text, specification);
  if (price === 'PRICE_OUT_OF_RANGE' && isSpread) throw Refused.atTheDoor(price, field, BEYOND_ANY_SPREAD);
  if (typeof price === 'string') throw Refused.atTheDoor(price, field);
  return price;
}

function readLimit({ type = 'limit', price }: OrderWish, instrument: Instrument): Ticks {
  if (type === 'limit') {
    if (price === undefined) throw Refused.atTheDoor('FIELD_MISSING', 'price');
    return readPriceField(price, instrument, 'price');
  }
  if (price !== undefined) throw Refused.atTheDoor('FIELD_UNKNOWN', 'price', 'Only a limit order has a price.');
  return 0 as Ticks;
}

/** Whether a wish has a field of which terms are made; most have none, and cost nothing more. */
function mayHaveTerms(wish: OrderWish): boolean {
  return (
    wish.type !== undefined ||
    wish.trigger !== undefined ||
    wish.goodTill !== undefined ||
    wish.minimumQuantity !== undefined ||
    wish.displayQuantity !== undefined ||
    wish.postOnly !== undefined ||
    wish.reduceOnly !== undefined ||
    wish.selfTradePrevention !== undefined ||
    wish.protected !== undefined
  );
}

function readTerms(wish: OrderWish, instrument: Instrument): OrderTerms {
  const { type = 'limit', trigger, goodTill, minimumQuantity, displayQuantity, postOnly } = wish;
  return {
    ...(type !== 'limit' && { pricing: type }),
    ...(trigger !== undefined && { trigger: readTrigger(trigger, instrument) }),
    ...(goodTill !== undefined && { goodTill: readGoodTill(goodTill) }),
    ...(minimumQuantity !== undefined && { minimumQuantity: minimumQuantity as Lots }),
    ...(displayQuantity !== undefined && { display: displayQuantity as Lots }),
    ...(postOnly !== undefined && { postOnly }),
    ...(wish.reduceOnly === true && { reduceOnly: true }),
    ...(wish.selfTradePrevention !== undefined && { selfTrade: wish.selfTradePrevention }),
    ...(wish.protected === true && { protected: true }),
  };
}

function readTrigger({ by, price, trail }: Trigger, instrument: Instrument): CoreTrigger {
  return {
    by,
    ...(price !== undefined && { price: readPriceField(price, instrument, 'trigger') }),
    ...(trail !== undefined && { trail: readPriceField(trail, instrument, 'trigger') }),
  };
}

function readGoodTill(text: string): TradeDate {
  const date = readDate(text);
  if (date === undefined) throw Refused.atTheDoor('FIELD_INVALID', 'goodTill');
  return date;
}

export function timeInForceName(timeInForce: TimeInForce): Order['timeInForce'] {
  return namesOfTime[timeInForce] as Order['timeInForce'];
}

/** What an order has asked for, as it is shown. */
export function termsView(terms: OrderTerms, specification: ProductSpecification) {
  const { trigger, goodTill, minimumQuantity, display, postOnly, reduceOnly, selfTrade } = terms;
  return {
    ...(trigger !== undefined && { trigger: triggerView(trigger, specification) }),
    ...(goodTill !== undefined && { goodTill: formatDate(goodTill) }),
    ...(minimumQuantity !== undefined && { minimumQuantity }),
    ...(display !== undefined && { displayQuantity: display }),
    ...(postOnly !== undefined && { postOnly }),
    ...(reduceOnly !== undefined && { reduceOnly }),
    ...(selfTrade !== undefined && { selfTradePrevention: selfTrade }),
    ...(terms.protected !== undefined && { protected: terms.protected }),
  };
}

function triggerView({ by, price, trail }: CoreTrigger, specification: ProductSpecification): Trigger {
  return {
    by,
    ...(price !== undefined && { price: writePrice(price, specification) }),
    ...(trail !== undefined && { trail: writePrice(trail, specification) }),
  };
}
