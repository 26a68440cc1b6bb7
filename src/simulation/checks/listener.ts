/**
 * What one listener makes of the channels of its connection: each is a chain without a gap, and the levels that it was
 * told add up to what is in the book (rule API-13).
 */
import type { RunRecord } from '../record.ts';
import type { Told } from './answers.ts';
import type { Levels } from './plain-log.ts';

const CHAIN = 'a channel is a chain without a gap';

export class Listener {
  readonly #record: RunRecord;
  readonly #booksAt: (sequence: number, code: string) => string | undefined;
  /** By channel, and contract: the command after which its last message stands. */
  readonly #last = new Map<string, number>();
  /** By contract: what is bid and asked, by price. */
  readonly #books = new Map<string, readonly Map<string, number>[]>();

  constructor(record: RunRecord, booksAt: (sequence: number, code: string) => string | undefined) {
    this.#record = record;
    this.#booksAt = booksAt;
  }

  /** A subscription is confirmed. */
  subscribed(result: Told['result']): void {
    this.#last.set(`${result?.channel} ${result?.contract}`, Number(result?.sequence));
  }

  hear(message: Told): void {
    const { channel, contract, type, sequence = 0, previous } = message;
    const name = `${channel} ${contract}`;
    const last = this.#last.get(name);
    const isNext = sequence >= Number(last) && (type === 'snapshot' || previous === last);
    this.#record.expect(isNext, CHAIN, () => `after ${last} on ${name} comes ${JSON.stringify(message)}`);
    this.#last.set(name, sequence);
    if (channel === 'book') this.#book(message as Told & BookParts);
  }

  #book({ type, sequence = 0, contract, bids, asks }: Told & BookParts): void {
    if (type === 'snapshot') this.#books.set(contract, [new Map(), new Map()]);
    const books = this.#books.get(contract) ?? [];
    const sides = [bids, asks].map((levels, side) => {
      const book = books[side] as Map<string, number>;
      for (const [price, quantity] of levels)
        if (quantity === 0) book.delete(price);
        else book.set(price, quantity);
      const better = side === 0 ? -1 : 1;
      return [...book].sort(([a], [b]) => better * (Number(a) - Number(b)));
    });
    const [did, should] = [JSON.stringify(sides), this.#booksAt(sequence, contract)];
    this.#record.expect(did === should, BOOK, () => `${contract} after command ${sequence}: ${did} and not ${should}`);
  }
}

interface BookParts {
  readonly contract: string;
  readonly bids: Levels;
  readonly asks: Levels;
}

const BOOK = 'what is told of a book adds up to the book';
