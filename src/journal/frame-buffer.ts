/**
 * A frame in the making: commands as bytes.
 *
 * `encode` returns the command as the bytes say it. The exchange carries out that one, so that live and replay cannot
 * read two different commands.
 */
import type { CancelOrder, Command, PlaceOrder } from '#core/commands.ts';
import type { AccountId } from '#core/units.ts';
import { CANCEL_ORDER_TAIL, type CommandRecord, type Envelope, PLACE_ORDER_TAIL } from './command-codec.ts';
import { JournalError } from './errors.ts';
import { HEAD_BYTES, type RecordType, recordTypes, writeU64 } from './frame.ts';
import { jsonText, writeAscii } from './json-bytes.ts';

/** Longest client id and digest of the fixed layout. */
const TAIL_TEXT_MAX = 64;

/** After `encode` the payload stands in `bytes`, and `type` and `length` are those of its frame. */
export class FrameBuffer {
  readonly bytes: Uint8Array;
  readonly words: Int32Array<ArrayBuffer>;
  readonly view: DataView;
  type: RecordType = recordTypes.header;
  length = 0;

  /** `bytesMax` is the longest frame it may hold, a multiple of eight. */
  constructor(bytesMax: number) {
    const memory = new ArrayBuffer(bytesMax);
    this.bytes = new Uint8Array(memory);
    this.words = new Int32Array(memory);
    this.view = new DataView(memory);
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
    command.terms === undefined &&
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
