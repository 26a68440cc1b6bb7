/**
 * The documented workload: a stream of order commands for one contract, as a file.
 *
 * A file is a header of 16 bytes and a record of 16 bytes for each command, all little-endian:
 *
 *     header   "SITB"   u32 version = 1   u32 commands   u32 highest order number
 *     record   u8 type (0 new, 1 cancel)   u8 side (0 buy, 1 sell)   u8 flags (1 = IOC)   u8 0
 *              u32 order number   i32 price in ticks   u32 quantity in lots
 *
 * Numbers of new orders count up from 1. A cancel may name an order that no longer rests: it is refused, and counted.
 */
import type { Side } from '#core/commands.ts';

/** The commands, column by column. Side, price and quantity of a cancel mean nothing. */
export interface Workload {
  readonly commands: number;
  /** The highest number of a new order. */
  readonly orderMax: number;
  readonly cancels: Uint8Array;
  readonly sides: Uint8Array;
  /** 1 where what an order cannot fill at once is cancelled. */
  readonly immediate: Uint8Array;
  readonly orders: Int32Array;
  readonly prices: Int32Array;
  readonly quantities: Int32Array;
}

/** The ladder of the bench: the widest that a contract may have. */
export const PRICE_MAX = 262_143;
const QUANTITY_MAX = 1_000_000_000;
const COMMANDS_MAX = 100_000_000;

const MAGIC = 0x4254_4953; // "SITB"
const VERSION = 1;
const HEADER_BYTES = 16;
const RECORD_BYTES = 16;

/** The bytes are not a workload; the message says why in one sentence. */
export class WorkloadUnreadable extends Error {
  override readonly name = 'WorkloadUnreadable';
}

/** Builds a workload command by command. */
export class WorkloadBuilder implements Workload {
  commands = 0;
  orderMax = 0;
  readonly cancels: Uint8Array;
  readonly sides: Uint8Array;
  readonly immediate: Uint8Array;
  readonly orders: Int32Array;
  readonly prices: Int32Array;
  readonly quantities: Int32Array;

  constructor(commandsMax: number) {
    this.cancels = new Uint8Array(commandsMax);
    this.sides = new Uint8Array(commandsMax);
    this.immediate = new Uint8Array(commandsMax);
    this.orders = new Int32Array(commandsMax);
    this.prices = new Int32Array(commandsMax);
    this.quantities = new Int32Array(commandsMax);
  }

  /** Adds a new order and returns its number. */
  place(side: Side, price: number, quantity: number, immediate: boolean): number {
    this.orderMax += 1;
    this.sides[this.commands] = side;
    this.immediate[this.commands] = immediate ? 1 : 0;
    this.prices[this.commands] = price;
    this.quantities[this.commands] = quantity;
    return this.#append(this.orderMax);
  }

  cancel(order: number): void {
    this.cancels[this.commands] = 1;
    this.#append(order);
  }

  #append(order: number): number {
    this.orders[this.commands] = order;
    this.commands += 1;
    return order;
  }
}

export function encodeWorkload(workload: Workload): Uint8Array {
  const bytes = new Uint8Array(HEADER_BYTES + workload.commands * RECORD_BYTES);
  const view = new DataView(bytes.buffer);
  [MAGIC, VERSION, workload.commands, workload.orderMax].forEach((word, i) => {
    view.setUint32(i * 4, word, true);
  });
  for (let i = 0; i < workload.commands; i += 1) {
    const at = HEADER_BYTES + i * RECORD_BYTES;
    view.setUint8(at, workload.cancels[i] as number);
    view.setUint8(at + 1, workload.sides[i] as number);
    view.setUint8(at + 2, workload.immediate[i] as number);
    view.setUint32(at + 4, workload.orders[i] as number, true);
    view.setInt32(at + 8, workload.prices[i] as number, true);
    view.setUint32(at + 12, workload.quantities[i] as number, true);
  }
  return bytes;
}

/** Reads a file's bytes. Throws `WorkloadUnreadable` for anything that is not the format above. */
export function decodeWorkload(bytes: Uint8Array): Workload {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const check = (holds: boolean, otherwise: string) => {
    if (!holds) throw new WorkloadUnreadable(otherwise);
  };
  check(bytes.length >= HEADER_BYTES, `a workload begins with ${HEADER_BYTES} bytes, this has ${bytes.length}`);
  check(view.getUint32(0, true) === MAGIC, 'a workload begins with the letters SITB, this does not');
  const version = view.getUint32(4, true);
  check(version === VERSION, `this workload has version ${version}, known is ${VERSION}`);
  const commands = view.getUint32(8, true);
  check(
    commands > 0 && commands <= COMMANDS_MAX,
    `a workload has 1 to ${COMMANDS_MAX} commands, this says ${commands}`,
  );
  const expected = HEADER_BYTES + commands * RECORD_BYTES;
  check(bytes.length === expected, `${commands} commands take ${expected} bytes, this has ${bytes.length}`);

  const workload = new WorkloadBuilder(commands);
  for (let i = 0; i < commands; i += 1) {
    const at = HEADER_BYTES + i * RECORD_BYTES;
    const order = view.getUint32(at + 4, true);
    const type = view.getUint8(at);
    check(type <= 1, `command ${i} has type ${type}, known are 0 and 1`);
    if (type === 1) {
      // An order number beyond the columns' width is as unknown as any other that was never given.
      workload.cancel(Math.min(order, 0x7fff_ffff));
      continue;
    }
    const side = view.getUint8(at + 1);
    const price = view.getInt32(at + 8, true);
    const quantity = view.getUint32(at + 12, true);
    check(side <= 1, `command ${i} has side ${side}, known are 0 and 1`);
    check(price >= 1 && price <= PRICE_MAX, `command ${i} has price ${price}, allowed is 1 to ${PRICE_MAX}`);
    check(
      quantity >= 1 && quantity <= QUANTITY_MAX,
      `command ${i} has quantity ${quantity}, allowed is 1 to ${QUANTITY_MAX}`,
    );
    const number = workload.place(side as Side, price, quantity, (view.getUint8(at + 2) & 1) === 1);
    check(number === order, `command ${i} places order ${order}, the next number is ${number}`);
  }
  return workload;
}
