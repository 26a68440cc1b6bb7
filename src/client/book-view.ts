/**
 * A book as a subscriber knows it: a snapshot, and the deltas since.
 */
import type { BookLevel } from '#wire/market.ts';
import type { MessageOf } from './tokenpit-stream.ts';

export class BookView {
  readonly #bids = new Map<string, number>();
  readonly #asks = new Map<string, number>();
  /** The command after which the book stood like this; 0 before the first message. */
  sequence = 0;

  /** Takes the next message of a book channel. */
  apply(message: MessageOf<'book'>): void {
    if (message.type === 'snapshot') {
      this.#bids.clear();
      this.#asks.clear();
    }
    change(this.#bids, message.bids);
    change(this.#asks, message.asks);
    this.sequence = message.sequence;
  }

  /** Best first. */
  get bids(): BookLevel[] {
    return [...this.#bids].sort(([a], [b]) => Number(b) - Number(a));
  }

  /** Best first. */
  get asks(): BookLevel[] {
    return [...this.#asks].sort(([a], [b]) => Number(a) - Number(b));
  }
}

function change(side: Map<string, number>, levels: readonly BookLevel[]): void {
  for (const [price, quantity] of levels)
    if (quantity === 0) side.delete(price);
    else side.set(price, quantity);
}
