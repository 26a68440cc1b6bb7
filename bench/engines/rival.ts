/**
 * The order book that people find in the package registry, on the same commands: `nodejs-order-book`.
 *
 * It is asked in its own words and its answers are read back as trades, so that its digest can be compared. Reading
 * them is part of what using it costs; the orders' ids as text are made before.
 */
import { createRequire } from 'node:module';
import type { Workload } from '../workloads/workload.ts';
import { type Engine, Tally } from './engine.ts';

/** What is used of the package. Its own types do not load with this compiler's settings. */
interface RivalBook {
  limit(order: { id: string; side: string; size: number; price: number; timeInForce: string }): RivalAnswer;
  cancel(id: string): unknown;
}
interface RivalOrder {
  readonly id: string;
  readonly size: number;
  readonly price: number;
}
interface RivalAnswer {
  readonly done: readonly RivalOrder[];
  readonly partial: RivalOrder | null;
  readonly partialQuantityProcessed: number;
}

const { OrderBook } = createRequire(import.meta.url)('nodejs-order-book') as { OrderBook: new () => RivalBook };

export class RivalEngine implements Engine {
  readonly tally = new Tally();
  readonly #workload: Workload;
  readonly #book = new OrderBook();
  readonly #ids: readonly string[];

  constructor(workload: Workload) {
    this.#workload = workload;
    this.#ids = Array.from(workload.orders, String);
  }

  execute(i: number): void {
    const workload = this.#workload;
    const id = this.#ids[i] as string;
    if (workload.cancels[i] === 1) {
      if (this.#book.cancel(id) === undefined) this.tally.cancelsRefused += 1;
      return;
    }
    const { done, partial, partialQuantityProcessed } = this.#book.limit({
      id,
      side: workload.sides[i] === 0 ? 'buy' : 'sell',
      size: workload.quantities[i] as number,
      price: workload.prices[i] as number,
      timeInForce: workload.immediate[i] === 1 ? 'IOC' : 'GTC',
    });
    const incoming = workload.orders[i] as number;
    for (const filled of done)
      if (filled.id !== id) this.tally.trade(Number(filled.id), incoming, filled.price, filled.size);
    if (partial !== null && partial.id !== id)
      this.tally.trade(Number(partial.id), incoming, partial.price, partialQuantityProcessed);
  }
}
