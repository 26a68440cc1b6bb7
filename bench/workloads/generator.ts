/**
 * Writes the documented workload from a seed: the same bytes on every machine, because all arithmetic is in whole
 * numbers.
 *
 * About 61 % of commands are limit orders away from a walking middle price, 29 % cancels, 5 % IOC orders and 5 % limit
 * orders that trade at once. Who cancels must know what rests, so the generator plays its own commands into a book.
 * That cannot flatter the book: how many trades a workload has, and their digest, are known from other engines.
 */
import { BUY, SELL, type Side } from '#core/commands.ts';
import { match } from '#core/matching/match.ts';
import { LadderBook } from '#core/order-book/ladder-book.ts';
import type { Slot } from '#core/order-book/order-book.ts';
import type { AccountId, Lots, OrderId, Ticks } from '#core/units.ts';
import { Dice } from './dice.ts';
import { PRICE_MAX, type Workload, WorkloadBuilder } from './workload.ts';

/** How many orders rest: below `fewest` there are fewer cancels, above `most` there are more. */
export const profiles = {
  mixed: { fewest: 2_000, most: 6_000, distanceBits: 10 },
  deep: { fewest: 8_000, most: 12_000, distanceBits: 12 },
} as const;
export type Profile = keyof typeof profiles;

const MIDDLE_AT_FIRST = 100_000;
/** Until this many orders rest, nobody cancels or trades at once. */
const WARM = 200;

const BUYERS = 0 as AccountId;
const SELLERS = 1 as AccountId;

export function generateWorkload(profile: Profile, commands: number, seed: number): Workload {
  const { fewest, most, distanceBits } = profiles[profile];
  const workload = new WorkloadBuilder(commands);
  const dice = new Dice(seed);
  const market = new Market(commands);
  let middle = MIDDLE_AT_FIRST;

  function place(side: Side, distance: number, quantity: number, immediate: boolean): void {
    const price = side === BUY ? middle + distance : middle - distance;
    market.place(workload.place(side, price, quantity, immediate), side, price, quantity, immediate);
  }

  function cancel(): void {
    const resting = market.resting;
    let order: number;
    if (dice.below(50) === 0) order = 1 + dice.below(workload.orderMax);
    else if (dice.coin()) order = resting.at(resting.size - 1 - dice.below(Math.min(resting.size, 512)));
    else order = resting.at(dice.below(resting.size));
    market.cancel(order);
    workload.cancel(order);
  }

  while (workload.commands < commands) {
    if (dice.below(64) === 0) middle += dice.coin() ? 1 : -1;
    const chance = dice.below(1_000);
    const resting = market.resting.size;
    const cancels = resting > most ? 360 : resting < fewest ? 240 : 300;
    if (resting >= WARM && chance < cancels) {
      cancel();
    } else if (resting >= WARM && chance >= 900) {
      const side = dice.coin() ? SELL : BUY;
      const immediate = dice.coin();
      const quantity = 1 + dice.below(160);
      place(side, 4 + dice.below(24), quantity, immediate);
    } else {
      const side = dice.coin() ? SELL : BUY;
      // Half of the orders stand within 4 ticks, half of the rest within 8, and so on: a crowd at the top, a long tail.
      const bits = Math.min(2 + Math.clz32(dice.next() | 1), distanceBits);
      const distance = 1 + dice.below(1 << bits);
      place(side, -distance, 1 + dice.below(100), false);
    }
  }
  return workload;
}

/** The book behind the workload, and which orders rest in it. */
class Market {
  readonly resting: RestingOrders;
  readonly #book = new LadderBook(PRICE_MAX as Ticks);
  readonly #slots: Int32Array;

  constructor(ordersMax: number) {
    this.resting = new RestingOrders(ordersMax);
    this.#slots = new Int32Array(ordersMax + 1);
  }

  place(order: number, side: Side, price: number, quantity: number, immediate: boolean): void {
    const account = side === BUY ? BUYERS : SELLERS;
    const left = match(this.#book, side, price as Ticks, quantity as Lots, account, this);
    if (left === 0 || immediate) return;
    this.#slots[order] = this.#book.rest(order as OrderId, account, side, price as Ticks, left, quantity as Lots);
    this.resting.add(order);
  }

  cancel(order: number): void {
    if (!this.resting.has(order)) return;
    this.#book.remove(this.#slots[order] as Slot);
    this.resting.delete(order);
  }

  fill(slot: Slot, _price: Ticks, quantity: Lots): void {
    if (this.#book.quantityOf(slot) === quantity) this.resting.delete(this.#book.orderOf(slot));
  }
}

/** A set of order numbers that can be drawn from by place. The last one moves into the place of one that leaves. */
export class RestingOrders {
  size = 0;
  readonly #orders: Int32Array;
  readonly #places: Int32Array;

  constructor(ordersMax: number) {
    this.#orders = new Int32Array(ordersMax);
    this.#places = new Int32Array(ordersMax + 1).fill(-1);
  }

  has(order: number): boolean {
    return (this.#places[order] as number) >= 0;
  }

  at(place: number): number {
    return this.#orders[place] as number;
  }

  add(order: number): void {
    this.#places[order] = this.size;
    this.#orders[this.size] = order;
    this.size += 1;
  }

  delete(order: number): void {
    this.size -= 1;
    const place = this.#places[order] as number;
    const last = this.at(this.size);
    this.#orders[place] = last;
    this.#places[last] = place;
    this.#places[order] = -1;
  }
}
