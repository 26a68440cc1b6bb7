/**
 * What follows from every published command for those who talk to the venue: its answer, where every account stands
 * after it, and what is in the books.
 */
import { BUY, type Command, SELL, type Side } from '#core/commands.ts';
import { ruleOfRejection } from '#core/rejections.ts';
import type { Published } from '#sequencer/machine.ts';
import type { Facts } from './facts.ts';
import { type PlainListing, PlainOrders, priceText } from './plain-orders.ts';

/** An object out of JSON, or to become JSON. */
export type Json = Readonly<Record<string, unknown>>;
export type Levels = readonly (readonly [price: string, quantity: number])[];

interface Line {
  readonly command: Command;
  readonly clientId: string | undefined;
  readonly isRejected: boolean;
  /** What must be answered. */
  readonly answer: Json;
  /** By account. */
  readonly equity: readonly number[];
  readonly initialMargin: readonly number[];
  /** By the code of the contract: the levels of both sides, the better first. */
  readonly books: ReadonlyMap<string, string>;
}

export class PlainLog {
  readonly orders = new PlainOrders();
  readonly #lines: Line[] = [];

  hear(published: Published, { state, equity, initialMargin }: Facts): void {
    this.orders.hear(published);
    const { command, clientId, events, sequence } = published;
    const rejected = events.find((event) => event.type === 'rejected');
    const answer =
      rejected === undefined
        ? this.#answerTo(published)
        : { code: rejected.reason, rule: ruleOfRejection[rejected.reason], sequence };
    const books = new Map(
      this.orders.listings.map((listing, id) => [listing.code, levelsOf(state.contracts[id] as Queues, listing)]),
    );
    this.#lines.push({ command, clientId, isRejected: rejected !== undefined, answer, equity, initialMargin, books });
  }

  /** What is known of command `sequence`; undefined when it was not published. */
  at(sequence: number): Line | undefined {
    return this.#lines[sequence - 1];
  }

  /** An order is answered as it stands and with its own fills, a cancellation with the order that it took out. */
  #answerTo({ events, sequence }: Published): Json {
    const { views, fills } = this.orders;
    const accepted = events.find((event) => event.type === 'orderAccepted')?.order;
    if (accepted === undefined) return { sequence, order: views.at(-1)?.text };
    const own = fills.filter((fill) => fill.sequence === sequence && fill.text.order === accepted);
    return {
      sequence,
      order: views.findLast(({ order }) => order === accepted)?.text,
      fills: own.map(({ text }) => text),
    };
  }
}

type Queues = Pick<Facts['state']['contracts'][number], 'bids' | 'asks'>;

function levelsOf({ bids, asks }: Queues, listing: PlainListing): string {
  return JSON.stringify([levels(bids, BUY, listing), levels(asks, SELL, listing)]);
}

function levels(queue: Queues['bids'], side: Side, listing: PlainListing): Levels {
  const sums = new Map<number, number>();
  for (const [, , price = 0, left = 0] of queue) sums.set(price, (sums.get(price) ?? 0) + left);
  const better = side === BUY ? -1 : 1;
  return [...sums]
    .sort(([one], [other]) => better * (one - other))
    .map(([price, sum]) => [priceText(price, 1, listing, 0), sum]);
}

/** Whether `told` says everything that is expected; what it says beyond that is its own affair. */
export function agrees(expected: unknown, told: unknown): boolean {
  if (typeof expected !== 'object' || expected === null) return Object.is(expected, told);
  if (typeof told !== 'object' || told === null) return false;
  if (Array.isArray(expected) && expected.length !== (told as readonly unknown[]).length) return false;
  return Object.entries(expected).every(([name, value]) => agrees(value, (told as Json)[name]));
}
