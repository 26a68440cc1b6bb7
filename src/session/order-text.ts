/**
 * The order and the fills of an answer as JSON, letter for letter what `JSON.stringify` makes of their views.
 *
 * Nearly all answers of a busy venue are these two shapes. Their keys never change and hardly a value needs an escape, so
 * they are put together without an object in between; whatever is unusual goes by the view. The tests hold both to the
 * same text.
 */
import type { FillRecord } from '#market-data/fill-records.ts';
import type { OrderRecord } from '#market-data/order-records.ts';
import { orderView } from './account-views.ts';
import { writeAveragePrice, writeMoney, writePrice } from './decimals.ts';
import type { Instrument } from './instruments.ts';
import { isoTime, sideName } from './market-views.ts';
import { timeInForceName } from './order-words.ts';

export function orderText(record: OrderRecord, instrument: Instrument): string {
  // What has terms or a trigger has keys that others have not, and a price of a spread may be zero.
  if (record.terms !== undefined || record.triggerPrice !== undefined || instrument.isSpread)
    return JSON.stringify(orderView(record, instrument));
  const { code, specification } = instrument;
  const { clientOrderId, price, filled, cancelReason } = record;
  const named = clientOrderId === null ? 'null' : JSON.stringify(clientOrderId);
  const limit = price === 0 ? 'null' : `"${writePrice(price, specification)}"`;
  const reason = cancelReason === null ? 'null' : `"${cancelReason}"`;
  const average = filled === 0 ? 'null' : `"${writeAveragePrice(record.filledValue, filled, specification)}"`;
  return (
    `{"order":${record.order},"clientOrderId":${named},"contract":"${code}","side":"${sideName(record.side)}",` +
    `"type":"limit","price":${limit},"quantity":${record.quantity},"filled":${filled},` +
    `"remaining":${record.remaining},"timeInForce":"${timeInForceName(record.timeInForce)}",` +
    `"status":"${record.status}","cancelReason":${reason},"averagePrice":${average},` +
    `"placedAt":"${isoTime(record.placedAt)}","sequence":${record.sequence}}`
  );
}

export function fillText(fill: FillRecord, instrument: Instrument): string {
  const { code, specification } = instrument;
  return (
    `{"trade":${fill.trade},"order":${fill.order},"contract":"${code}","side":"${sideName(fill.side)}",` +
    `"price":"${writePrice(fill.price, specification)}","quantity":${fill.quantity},` +
    `"fee":"${writeMoney(fill.fee)}","liquidity":"${fill.liquidity}",` +
    `"time":"${isoTime(fill.time)}","sequence":${fill.sequence}}`
  );
}
