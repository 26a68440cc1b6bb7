/**
 * The order and the fills of an answer as JSON, letter for letter what `JSON.stringify` makes of their views.
 *
 * Nearly all answers of a busy venue are these two shapes. Their keys never change and hardly a value needs an escape, so
 * they are put together without an object in between; whatever is unusual goes by the view. The tests hold both to the
 * same text.
 */
import { BUY } from '#core/commands.ts';
import type { ProductSpecification } from '#core/contract.ts';
import type { Millis } from '#core/units.ts';
import type { FillRecord, OrderRecord } from '#market-data/member-records.ts';
import { orderView } from './account-views.ts';
import { writeAveragePrice, writeMoney, writePrice } from './decimals.ts';
import type { Instrument } from './instruments.ts';
import { isoTime } from './market-views.ts';
import { timeInForceName } from './order-words.ts';

export function orderText(record: OrderRecord, instrument: Instrument): string {
  const { price, filled, cancelReason } = record;
  // What has terms or a trigger has keys that others have not, and a price of zero is not always one.
  if (record.terms !== undefined || record.triggerPrice !== undefined || price === 0)
    return JSON.stringify(orderView(record, instrument));
  const { specification } = instrument;
  const named = record.clientOrderId === null ? 'null' : JSON.stringify(record.clientOrderId);
  const end =
    filled === 0 && cancelReason === null
      ? '","cancelReason":null,"averagePrice":null,'
      : `","cancelReason":${quoted(cancelReason)},"averagePrice":${quoted(averageOf(record, specification))},`;
  return (
    `{"order":${record.order},"clientOrderId":${named},"contract":"${instrument.code}` +
    `${record.side === BUY ? '","side":"buy","type":"limit","price":"' : '","side":"sell","type":"limit","price":"'}` +
    `${writePrice(price, specification)}","quantity":${record.quantity},"filled":${filled},` +
    `"remaining":${record.remaining},"timeInForce":"${timeInForceName(record.timeInForce)}",` +
    `"status":"${record.status}${end}"placedAt":"${stampText(record.placedAt)}${record.sequence}}`
  );
}

export function fillText(fill: FillRecord, { code, specification }: Instrument): string {
  return (
    `{"trade":${fill.trade},"order":${fill.order},"contract":"${code}` +
    `${fill.side === BUY ? '","side":"buy","price":"' : '","side":"sell","price":"'}` +
    `${writePrice(fill.price, specification)}","quantity":${fill.quantity},"fee":"${writeMoney(fill.fee)}` +
    `${fill.liquidity === 'maker' ? '","liquidity":"maker","time":"' : '","liquidity":"taker","time":"'}` +
    `${stampText(fill.time)}${fill.sequence}}`
  );
}

/** A word that needs no escape, or null. */
function quoted(word: string | null): string {
  return word === null ? 'null' : `"${word}"`;
}

function averageOf({ filled, filledValue }: OrderRecord, specification: ProductSpecification): string | null {
  return filled === 0 ? null : writeAveragePrice(filledValue, filled, specification);
}

let stamped = { time: Number.NaN, text: '' };

/** A time and the key that follows it; many answers in a row have the same. */
function stampText(time: Millis): string {
  if (time !== stamped.time) stamped = { time, text: `${isoTime(time)}","sequence":` };
  return stamped.text;
}
