/**
 * Counts orders that say the same within a moment: what a program that has lost its mind sends (rule PRO-5).
 *
 * Only orders that were taken are counted. What is older than its product's window is forgotten when the account's next
 * order in that product is counted, and at the end of a day, so the memory is that of what was sent within one window.
 */
import type { OrderWish } from '../commands.ts';
import type { AccountId, Millis } from '../units.ts';

export interface RepeatRule {
  /** So many equal orders within the window are taken; the next is refused. */
  readonly most: number;
  readonly windowMs: number;
}

/** An order that was taken, and until when it counts. */
type Row = readonly [until: Millis, what: string];

/** What one account has sent in one product, oldest first. */
interface Sent {
  readonly rows: Row[];
  /** The same by what was said, so that nobody who sends much is searched for long. */
  readonly equal: Map<string, Millis[]>;
}

export class Repeats {
  /** By account and product, because each product has its own window. */
  readonly #sent = new Map<string, Sent>();

  /** Whether one more would be one too many. Asking changes nothing. */
  isTooMany({ most }: RepeatRule, account: AccountId, product: string, wish: OrderWish, time: Millis): boolean {
    const equal = this.#sent.get(keyOf(account, product))?.equal.get(wordsOf(wish));
    return equal !== undefined && equal.length >= most && equal.filter((until) => time < until).length >= most;
  }

  count({ windowMs }: RepeatRule, account: AccountId, product: string, wish: OrderWish, time: Millis): void {
    const key = keyOf(account, product);
    const sent = this.#sent.get(key) ?? { rows: [], equal: new Map() };
    this.#sent.set(key, sent);
    forget(sent, time);
    add(sent, [(time + windowMs) as Millis, wordsOf(wish)]);
  }

  /** Lets go of everything that no longer counts at `time`. */
  forget(time: Millis): void {
    for (const [key, sent] of this.#sent) {
      forget(sent, time);
      if (sent.rows.length === 0) this.#sent.delete(key);
    }
  }

  /** As plain data, in the order of the keys; undefined when there is nothing. */
  snapshot() {
    const all = [...this.#sent].sort(([a], [b]) => (a < b ? -1 : 1));
    return all.length > 0 ? all.map(([key, { rows }]) => [key, [...rows]] as const) : undefined;
  }

  static restore(all: ReturnType<Repeats['snapshot']>): Repeats {
    const repeats = new Repeats();
    for (const [key, rows] of all ?? []) {
      const sent: Sent = { rows: [], equal: new Map() };
      for (const row of rows) add(sent, row);
      repeats.#sent.set(key, sent);
    }
    return repeats;
  }
}

function add({ rows, equal }: Sent, row: Row): void {
  const [until, what] = row;
  rows.push(row);
  const untils = equal.get(what);
  if (untils === undefined) equal.set(what, [until]);
  else untils.push(until);
}

function forget({ rows, equal }: Sent, time: Millis): void {
  const old = rows.findIndex(([until]) => time < until);
  for (const [, what] of rows.splice(0, old === -1 ? rows.length : old)) {
    const untils = equal.get(what) as Millis[];
    untils.shift();
    if (untils.length === 0) equal.delete(what);
  }
}

const keyOf = (account: AccountId, product: string): string => `${account} ${product}`;

function wordsOf({ contract, side, price, quantity }: OrderWish): string {
  return `${contract} ${side} ${price} ${quantity}`;
}
