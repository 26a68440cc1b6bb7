/**
 * How commands stand in a journal, and how they are read back. `frame-buffer.ts` writes them.
 *
 * Plain orders and cancellations, nearly all there is, have a fixed layout; everything else is JSON, and so is an order
 * that has terms, or whose parts do not fit the layout. What is read equals what was written.
 *
 *     placeOrder   40 account i32 · contract i32 · price i32 · quantity i32 · side u8 · time in force u8 · tail at 58
 *     cancelOrder  40 account i32 · order u64 · tail at 52
 *     tail         length of client id u8 · length of digest u8 · client id · digest, both ASCII; lengths 0: no envelope
 */
import {
  BUY,
  type CancelOrder,
  type Command,
  GOOD_TILL_CANCEL,
  type PlaceOrder,
  type Side,
  type TimeInForce,
} from '#core/commands.ts';
import type { AccountId, ContractId, Lots, OrderId, Ticks } from '#core/units.ts';
import { JournalError } from './errors.ts';
import { type FrameHead, HEAD_BYTES, LAYOUT_VERSION, readU64, recordTypes } from './frame.ts';
import { readAscii } from './json-bytes.ts';

/** Who asked, under which name of their own, so that asking twice has one effect (rule JRN-8). */
export interface Envelope {
  readonly account: AccountId;
  /** Chosen by the client; the doors see to it that it has 1 to 64 characters. */
  readonly clientId: string;
  /** Tells two bodies apart: a hash of what the client sent. */
  readonly digest: string;
}

export interface CommandRecord {
  readonly command: Command;
  readonly envelope: Envelope | undefined;
}

export const PLACE_ORDER_TAIL = 58;
export const CANCEL_ORDER_TAIL = 52;

const commandTypes: Readonly<Record<Command['type'], true>> = {
  placeOrder: true,
  placePair: true,
  placeQuotes: true,
  amendOrder: true,
  cancelOrder: true,
  cancelOrders: true,
  joinGroup: true,
  setCalendar: true,
  changePhase: true,
  haltContract: true,
  resumeContract: true,
  throwSwitch: true,
  releaseSwitch: true,
  permitAccount: true,
  capOrders: true,
  grantExemption: true,
  protectMaker: true,
  resetProtection: true,
  signAgreement: true,
  endAgreement: true,
  declareStress: true,
  declareException: true,
  payRebate: true,
  correctSettlement: true,
  setFallbackFixing: true,
  setCommitteePrice: true,
  openAccount: true,
  declareHedger: true,
  addCapital: true,
  checkMargin: true,
  closeOut: true,
  reducePositions: true,
  portClients: true,
  deposit: true,
  withdraw: true,
  defineProduct: true,
  adoptIndexTerms: true,
  fixIndex: true,
  correctFixing: true,
  endDay: true,
};

/** Reads the command of the frame at `offset`. Throws JOURNAL_RECORD_UNKNOWN: what is not understood is not skipped. */
export function decodeCommand(view: DataView, bytes: Uint8Array, offset: number, head: FrameHead): CommandRecord {
  const { command, envelope } = new CommandReader().read(view, bytes, offset, head);
  return { command, envelope };
}

type Draft<T> = { -readonly [Part in keyof T]: T[Part] };

/**
 * Reads one command after the other and holds the last. It is good until the next one is read, which is written over it: a
 * replay of millions makes no garbage, and what the machine has at hand stays near.
 */
export class CommandReader implements CommandRecord {
  readonly #placeOrder: Draft<PlaceOrder> = {
    type: 'placeOrder',
    account: 0 as AccountId,
    contract: 0 as ContractId,
    side: BUY,
    price: 0 as Ticks,
    quantity: 0 as Lots,
    timeInForce: GOOD_TILL_CANCEL,
  };
  readonly #cancelOrder: Draft<CancelOrder> = { type: 'cancelOrder', account: 0 as AccountId, order: 0 as OrderId };
  command: Command = this.#placeOrder;
  envelope: Envelope | undefined;

  /** Returns itself. Throws as `decodeCommand`. */
  read(view: DataView, bytes: Uint8Array, offset: number, head: FrameHead): this {
    if (head.version !== LAYOUT_VERSION) throw unknown(head);
    if (head.type === recordTypes.placeOrder) this.#readPlaceOrder(view, bytes, offset);
    else if (head.type === recordTypes.cancelOrder) this.#readCancelOrder(view, bytes, offset);
    else if (head.type === recordTypes.command) this.#readJson(bytes, offset, head);
    else throw unknown(head);
    return this;
  }

  #readPlaceOrder(view: DataView, bytes: Uint8Array, offset: number): void {
    const order = this.#placeOrder;
    order.account = view.getInt32(offset + 40, true) as AccountId;
    order.contract = view.getInt32(offset + 44, true) as ContractId;
    order.price = view.getInt32(offset + 48, true) as Ticks;
    order.quantity = view.getInt32(offset + 52, true) as Lots;
    order.side = view.getUint8(offset + 56) as Side;
    order.timeInForce = view.getUint8(offset + 57) as TimeInForce;
    this.command = order;
    this.envelope = readTail(bytes, offset + PLACE_ORDER_TAIL, order.account);
  }

  #readCancelOrder(view: DataView, bytes: Uint8Array, offset: number): void {
    const cancellation = this.#cancelOrder;
    cancellation.account = view.getInt32(offset + 40, true) as AccountId;
    cancellation.order = readU64(view, offset + 44) as OrderId;
    this.command = cancellation;
    this.envelope = readTail(bytes, offset + CANCEL_ORDER_TAIL, cancellation.account);
  }

  #readJson(bytes: Uint8Array, offset: number, head: FrameHead): void {
    const { command, envelope } = decodeJson(bytes, offset, head) as CommandRecord;
    if (!Object.hasOwn(commandTypes, command.type)) throw unknown(head, command.type);
    // Of before the index was made of evidence: what it came to then, nothing here would come to now.
    if (command.type === 'fixIndex' && command.evidence === undefined) throw unknown(head, 'fixIndex without evidence');
    this.command = command;
    this.envelope = envelope;
  }
}

export function decodeJson(bytes: Uint8Array, offset: number, head: FrameHead): unknown {
  if (head.version !== LAYOUT_VERSION) throw unknown(head);
  return JSON.parse(readAscii(bytes, offset + HEAD_BYTES, offset + head.length));
}

function unknown(head: FrameHead, command?: string): JournalError {
  const what = command === undefined ? `type ${head.type}, layout ${head.version}` : `command ${command}`;
  return new JournalError(
    'JOURNAL_RECORD_UNKNOWN',
    `Record ${head.sequence} is of a kind that this version does not know (${what}); open the journal with the version that wrote it.`,
  );
}

function readTail(bytes: Uint8Array, at: number, account: AccountId): Envelope | undefined {
  const idLength = bytes[at] as number;
  const digestLength = bytes[at + 1] as number;
  if (idLength === 0) return undefined;
  const middle = at + 2 + idLength;
  return {
    account,
    clientId: readAscii(bytes, at + 2, middle),
    digest: readAscii(bytes, middle, middle + digestLength),
  };
}
