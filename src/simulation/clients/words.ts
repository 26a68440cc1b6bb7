/**
 * What clients say on the stream: their orders as messages, and what nobody should take.
 */
import { type Command, IMMEDIATE_OR_CANCEL, type PlaceOrder, SELL } from '#core/commands.ts';
import type { ContractId } from '#core/units.ts';
import type { ContractMarket } from '#market-data/contract-market.ts';
import { priceText } from '../checks/plain-orders.ts';
import type { Dice } from '../world/dice.ts';
import type { Topic } from './stream.ts';

/** A message to be sent as JSON. */
export interface Message {
  readonly op: string;
  readonly id: string;
  readonly [field: string]: unknown;
}

/** The text of a message, undefined when it is binary; and the code with which it must be refused, if it must be. */
export interface Said {
  readonly text: string | undefined;
  readonly refusedAs?: string;
}

type Listing = Pick<ContractMarket, 'code' | 'specification'>;
/** What everybody knows of the contract of that number, if there is one. */
export type Listings = (contract: ContractId) => Listing | undefined;

/** The command as an operation of the stream under the message id `id`; undefined when the stream has no such thing. */
export function wordsFor(command: Command, id: string, clientId: string, listings: Listings): Message | undefined {
  if (command.type === 'cancelOrder') return { op: 'cancelOrder', id, order: command.order };
  if (command.type !== 'placeOrder') return undefined;
  const listing = listings(command.contract);
  const { price, quantity } = command;
  if (listing === undefined || price < 1 || price > listing.specification.priceMax || quantity < 1) return undefined;
  return { op: 'placeOrder', id, order: orderText(command, clientId, listing) };
}

function orderText(order: PlaceOrder, clientOrderId: string, { code, specification }: Listing) {
  const { side, price, quantity, timeInForce } = order;
  return {
    contract: code,
    side: side === SELL ? 'sell' : 'buy',
    price: priceText(price, 1, specification, 0),
    quantity,
    ...(timeInForce === IMMEDIATE_OR_CANCEL ? { timeInForce: 'IOC' } : {}),
    clientOrderId,
  };
}

/** Something to listen to, often once more. */
export function someTopic(contract: string, dice: Dice): Topic {
  if (dice.happens(0.4)) return { channel: 'account' };
  const channel = dice.oneOf(['book', 'book', 'book', 'trades', 'candles', 'tickers', 'index', 'venue']);
  return ['book', 'trades', 'candles'].includes(channel) ? { channel, contract } : { channel };
}

/** Something that must be refused without any effect, made of an order that could be taken. */
export function garbage(contract: string, dice: Dice): Said {
  const order = { contract, side: 'buy', price: '1.00', quantity: 1, clientOrderId: 'garbage' };
  const place = (changes: object) =>
    JSON.stringify({ op: 'placeOrder', id: 'garbage', order: { ...order, ...changes } });
  const whole = place({});
  const [text, refusedAs] = dice.oneOf<readonly [text: string | undefined, code: string]>([
    [undefined, 'MESSAGE_NOT_TEXT'],
    [whole.slice(0, dice.below(whole.length)), 'MESSAGE_NOT_JSON'],
    ['7', 'MESSAGE_NOT_JSON'],
    ['[]', 'FIELD_INVALID'],
    ['{"op":"sing"}', 'OPERATION_UNKNOWN'],
    ['{"id":7}', 'FIELD_MISSING'],
    ['{"op":"authenticate","key":"nobody"}', 'KEY_UNKNOWN'],
    ['{"op":"subscribe","channel":"gossip"}', 'CHANNEL_UNKNOWN'],
    ['{"op":"cancelOrder","order":"1"}', 'FIELD_INVALID'],
    [place({ side: 'hold' }), 'FIELD_INVALID'],
    [place({ side: undefined }), 'FIELD_MISSING'],
    [place({ account: 0 }), 'FIELD_UNKNOWN'],
    [place({ clientOrderId: 'two words' }), 'FIELD_INVALID'],
    [place({ contract: 'NONE9912' }), 'CONTRACT_UNKNOWN'],
    [place({ price: '1e0' }), 'PRICE_NOT_DECIMAL'],
    [place({ price: '1.005' }), 'PRICE_OFF_TICK'],
    [place({ price: '0.00' }), 'PRICE_OUT_OF_RANGE'],
    [place({ quantity: 1.5 }), 'QUANTITY_NOT_WHOLE'],
    [place({ quantity: 0 }), 'QUANTITY_NOT_POSITIVE'],
    [place({}).replace('"quantity":1', '"quantity":9007199254740993'), 'QUANTITY_TOO_LARGE'],
  ]);
  return { text, refusedAs };
}
