/**
 * Commands as bytes and back.
 *
 * Orders and cancellations, nearly all there is, have a fixed layout; everything else is JSON, and so is an order whose
 * parts do not fit the layout. What is decoded equals what was encoded, and `encode` returns the command as the bytes
 * say it: the exchange executes that one, so that live and replay cannot read two different commands.
 *
 *     placeOrder   40 account i32 · contract i32 · price i32 · quantity i32 · side u8 · time in force u8 · tail at 58
 *     cancelOrder  40 account i32 · order u64 · tail at 52
 *     tail         length of client id u8 · length of digest u8 · client id · digest, both ASCII; lengths 0: no envelope
 */
import type { CancelOrder, Command, PlaceOrder, Side, TimeInForce } from '#core/commands.ts';
import type { AccountId, ContractId, Lots, OrderId, Ticks } from '#core/units.ts';
import { JournalError } from './errors.ts';
import {
  type FrameHead,
  HEAD_BYTES,
  LAYOUT_VERSION,
  type RecordType,
  readU64,
  recordTypes,
  writeU64,
} from './frame.ts';
import { jsonText, readAscii, writeAscii } from './json-bytes.ts';

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

const PLACE_ORDER_TAIL = 58;
const CANCEL_ORDER_TAIL = 52;
/** Longest client id and digest of the fixed layout. */
const TAIL_TEXT_MAX = 64;

const commandTypes: Readonly<Record<Command['type'], true>> = {
  placeOrder: true,
  cancelOrder: true,
  openAccount: true,
  deposit: true,
  withdraw: true,
  defineProduct: true,
  fixIndex: true,
  endDay: true,
};

/** A frame in the making: `encode` leaves the payload in `bytes`, with the frame's `type` and `length`. */
export class FrameBuffer {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  type: RecordType = recordTypes.header;
  length = 0;

  /** `bytesMax` is the longest frame it may hold, a multiple of eight. */
  constructor(bytesMax: number) {
    this.bytes = new Uint8Array(bytesMax);
    this.view = new DataView(this.bytes.buffer);
  }

  /** Throws COMMAND_TOO_LARGE. */
  encode(command: Command, envelope: Envelope | undefined): Command {
    if (command.type === 'placeOrder' && fitsPlaceOrder(command) && fitsTail(command.account, envelope)) {
      this.#placeOrder(command, envelope);
      return command;
    }
    if (command.type === 'cancelOrder' && fitsCancelOrder(command) && fitsTail(command.account, envelope)) {
      this.#cancelOrder(command, envelope);
      return command;
    }
    const text = this.encodeJson(recordTypes.command, { command, envelope });
    return (JSON.parse(text) as CommandRecord).command;
  }

  /** Any record as JSON, filled up with spaces; returns the text. Throws COMMAND_TOO_LARGE. */
  encodeJson(type: RecordType, value: unknown): string {
    const text = jsonText(value);
    this.#begin(type, HEAD_BYTES + text.length, 0x20);
    writeAscii(this.bytes, HEAD_BYTES, text);
    return text;
  }

  #placeOrder(command: PlaceOrder, envelope: Envelope | undefined): void {
    this.#begin(recordTypes.placeOrder, tailEnd(PLACE_ORDER_TAIL, envelope), 0);
    this.view.setInt32(40, command.account, true);
    this.view.setInt32(44, command.contract, true);
    this.view.setInt32(48, command.price, true);
    this.view.setInt32(52, command.quantity, true);
    this.bytes[56] = command.side;
    this.bytes[57] = command.timeInForce;
    this.#tail(PLACE_ORDER_TAIL, envelope);
  }

  #cancelOrder(command: CancelOrder, envelope: Envelope | undefined): void {
    this.#begin(recordTypes.cancelOrder, tailEnd(CANCEL_ORDER_TAIL, envelope), 0);
    this.view.setInt32(40, command.account, true);
    writeU64(this.view, 44, command.order);
    this.#tail(CANCEL_ORDER_TAIL, envelope);
  }

  #tail(at: number, envelope: Envelope | undefined): void {
    this.bytes[at] = envelope === undefined ? 0 : envelope.clientId.length;
    this.bytes[at + 1] = envelope === undefined ? 0 : envelope.digest.length;
    if (envelope === undefined) return;
    writeAscii(this.bytes, at + 2, envelope.clientId);
    writeAscii(this.bytes, at + 2 + envelope.clientId.length, envelope.digest);
  }

  /** Takes `end` bytes, rounded up to whole eights; the last eight are filled with `padding`. */
  #begin(type: RecordType, end: number, padding: number): void {
    const length = Math.ceil(end / 8) * 8;
    if (length > this.bytes.length)
      throw new JournalError(
        'COMMAND_TOO_LARGE',
        `The command needs ${length} bytes; a record holds ${this.bytes.length}.`,
      );
    for (let at = length - 8; at < length; at += 1) this.bytes[at] = padding;
    this.type = type;
    this.length = length;
  }
}

/** Reads the command of the frame at `offset`. Throws JOURNAL_RECORD_UNKNOWN: what is not understood is not skipped. */
export function decodeCommand(view: DataView, bytes: Uint8Array, offset: number, head: FrameHead): CommandRecord {
  if (head.version !== LAYOUT_VERSION) throw unknown(head);
  if (head.type === recordTypes.placeOrder) {
    const account = view.getInt32(offset + 40, true) as AccountId;
    const command: PlaceOrder = {
      type: 'placeOrder',
      account,
      contract: view.getInt32(offset + 44, true) as ContractId,
      side: view.getUint8(offset + 56) as Side,
      price: view.getInt32(offset + 48, true) as Ticks,
      quantity: view.getInt32(offset + 52, true) as Lots,
      timeInForce: view.getUint8(offset + 57) as TimeInForce,
    };
    return { command, envelope: readTail(bytes, offset + PLACE_ORDER_TAIL, account) };
  }
  if (head.type === recordTypes.cancelOrder) {
    const account = view.getInt32(offset + 40, true) as AccountId;
    const command: CancelOrder = { type: 'cancelOrder', account, order: readU64(view, offset + 44) as OrderId };
    return { command, envelope: readTail(bytes, offset + CANCEL_ORDER_TAIL, account) };
  }
  if (head.type !== recordTypes.command) throw unknown(head);
  const record = decodeJson(bytes, offset, head) as CommandRecord;
  if (!Object.hasOwn(commandTypes, record.command.type)) throw unknown(head, record.command.type);
  return { command: record.command, envelope: record.envelope };
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

function tailEnd(tail: number, envelope: Envelope | undefined): number {
  return tail + 2 + (envelope === undefined ? 0 : envelope.clientId.length + envelope.digest.length);
}

function fitsTail(account: AccountId, envelope: Envelope | undefined): boolean {
  if (envelope === undefined) return true;
  if (envelope.account !== account || envelope.clientId.length === 0) return false;
  return fitsText(envelope.clientId) && fitsText(envelope.digest);
}

function fitsText(text: string): boolean {
  if (text.length > TAIL_TEXT_MAX) return false;
  for (let at = 0; at < text.length; at += 1) if (text.charCodeAt(at) > 0x7e) return false;
  return true;
}

function fitsPlaceOrder(command: PlaceOrder): boolean {
  return (
    isInt32(command.account) &&
    isInt32(command.contract) &&
    isInt32(command.price) &&
    isInt32(command.quantity) &&
    isByte(command.side) &&
    isByte(command.timeInForce)
  );
}

function fitsCancelOrder(command: CancelOrder): boolean {
  return isInt32(command.account) && Number.isSafeInteger(command.order) && command.order > 0;
}

/** Not minus zero, which the layout would turn into zero. */
function isInt32(value: number): boolean {
  return Object.is(value | 0, value);
}

function isByte(value: number): boolean {
  return Object.is(value & 255, value);
}
