/**
 * The book of a contract, drawn: a line a price, best bid below best ask, at one price the older order first.
 *
 *     bid             price  ask
 *                     100    3 bao
 *     2 chen, 4 anna  98
 */
import assert from 'node:assert/strict';
import { BUY, SELL } from '#core/commands.ts';
import { NONE, type OrderBook } from '#core/order-book/order-book.ts';
import type { AccountId } from '#core/units.ts';

export function drawBook(book: OrderBook, nameOf: (account: AccountId) => string): string {
  const rows = new Map<number, [bids: string[], asks: string[]]>();
  for (const side of [BUY, SELL] as const)
    for (let slot = book.first(side); slot !== NONE; slot = book.next(slot)) {
      const price = book.priceOf(slot);
      const row = rows.get(price) ?? [[], []];
      row[side].push(`${book.quantityOf(slot)} ${nameOf(book.accountOf(slot))}`);
      rows.set(price, row);
    }
  const highestFirst = [...rows].sort(([a], [b]) => b - a);
  const cells = highestFirst.map(([price, [bids, asks]]) => [bids.join(', '), String(price), asks.join(', ')] as const);
  const wide = Math.max(3, ...cells.map(([bids]) => bids.length));
  const line = ([bids, price, asks]: readonly string[]) =>
    `${bids?.padEnd(wide)}  ${price?.padEnd(5)}  ${asks}`.trimEnd();
  return [['bid', 'price', 'ask'], ...cells].map(line).join('\n');
}

/** Two drawings are the same when their words are; the failure shows both. */
export function assertDrawn(actual: string, expected: string): void {
  const words = (drawing: string) =>
    drawing
      .trim()
      .split(/\s*\n\s*/)
      .map((line) => line.split(/\s+/).join(' '));
  assert.deepEqual(words(actual), words(expected), `expected\n${expected}\nactual\n\n${actual}\n`);
}
