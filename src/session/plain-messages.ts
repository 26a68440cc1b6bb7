/**
 * The two messages of which a busy stream is made, in the form in which clients write them: an order that asks for nothing
 * special and a cancellation, their fields in the order of the documents and without spaces.
 *
 * One expression each reads them, and what it has read needs no other check. A frame that holds anything else is not read
 * here at all: it goes the long way, as JSON that is held to its schema (`reading.ts`), which says the same of these.
 */
import type { OrderRequest } from '#wire/orders.ts';

const ORDER =
  /\{"op":"placeOrder","id":(0|[1-9][0-9]{0,14}),"order":\{"contract":"([A-Z0-9]{1,16})","side":"(buy|sell)","price":"([0-9]{1,9}(?:\.[0-9]{1,9})?)","quantity":([1-9][0-9]{0,8})(?:,"clientOrderId":"([A-Za-z0-9._:-]{1,64})")?\}\}/y;
const CANCEL = /\{"op":"cancelOrder","id":(0|[1-9][0-9]{0,14}),"order":([1-9][0-9]{0,14})\}/y;

const OPEN = '['.charCodeAt(0);
const COMMA = ','.charCodeAt(0);
const CLOSE = ']'.charCodeAt(0);

/** An order that has been read, and what it asks for has the shape that is asked of it. */
export class PlainOrder {
  readonly op = 'placeOrder';
  readonly id: number;
  readonly order: OrderRequest;

  constructor(id: number, order: OrderRequest) {
    this.id = id;
    this.order = order;
  }
}

export class PlainCancel {
  readonly op = 'cancelOrder';
  readonly id: number;
  readonly order: number;

  constructor(id: number, order: number) {
    this.id = id;
    this.order = order;
  }
}

type Plain = PlainOrder | PlainCancel;

/** The message of a frame, or its messages when they came together; undefined unless all of it is plain. */
export function readPlain(text: string): Plain | Plain[] | undefined {
  if (text.charCodeAt(0) === OPEN) return readTogether(text);
  const message = readAt(text, 0);
  return end === text.length ? message : undefined;
}

function readTogether(text: string): Plain[] | undefined {
  const messages: Plain[] = [];
  for (let at = 1; ; at = end + 1) {
    const message = readAt(text, at);
    if (message === undefined) return undefined;
    messages.push(message);
    const next = text.charCodeAt(end);
    if (next === CLOSE && end === text.length - 1) return messages;
    if (next !== COMMA) return undefined;
  }
}

/** Where the message that was read last ends. */
let end = 0;

function readAt(text: string, at: number): Plain | undefined {
  ORDER.lastIndex = at;
  const order = ORDER.exec(text);
  if (order !== null) {
    end = ORDER.lastIndex;
    const [, id, contract, side, price, quantity, clientOrderId] = order as unknown as string[];
    const wish = { contract, side, price, quantity: Number(quantity) } as OrderRequest;
    return new PlainOrder(Number(id), clientOrderId === undefined ? wish : { ...wish, clientOrderId });
  }
  CANCEL.lastIndex = at;
  const cancel = CANCEL.exec(text);
  end = CANCEL.lastIndex;
  return cancel === null ? undefined : new PlainCancel(Number(cancel[1]), Number(cancel[2]));
}
