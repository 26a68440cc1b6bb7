/**
 * Counts orders that say the same within a moment: what a program that has lost its mind sends (rule PRO-5).
 *
 * Only orders that were taken are counted. What is older than the window is forgotten when the account's next order is
 * counted, so the memory is that of what was sent within one window.
 */
import type { OrderWish } from '../commands.ts';
import type { AccountId, Millis } from '../units.ts';

export interface RepeatRule {
  /** So many equal orders within the window are taken; the next is refused. */
  readonly most: number;
  readonly windowMs: number;
}

type Row = readonly [time: Millis, what: string];

export class Repeats {
  readonly #taken = new Map<AccountId, Row[]>();

  /** Whether one more would be one too many. */
  isTooMany({ most, windowMs }: RepeatRule, account: AccountId, wish: OrderWish, time: Millis): boolean {
    const what = wordsOf(wish);
    const equal = this.#taken.get(account)?.filter((row) => row[1] === what && time - row[0] < windowMs) ?? [];
    return equal.length >= most;
  }

  count({ windowMs }: RepeatRule, account: AccountId, wish: OrderWish, time: Millis): void {
    const young = this.#taken.get(account)?.filter(([at]) => time - at < windowMs) ?? [];
    young.push([time, wordsOf(wish)]);
    this.#taken.set(account, young);
  }

  /** As plain data, by account; undefined when there is nothing. */
  snapshot() {
    const rows = [...this.#taken].sort(([a], [b]) => a - b);
    return rows.length > 0 ? rows.map(([account, taken]) => [account, [...taken]] as const) : undefined;
  }

  static restore(rows: ReturnType<Repeats['snapshot']>): Repeats {
    const repeats = new Repeats();
    for (const [account, taken] of rows ?? []) repeats.#taken.set(account, [...taken]);
    return repeats;
  }
}

function wordsOf({ contract, side, price, quantity }: OrderWish): string {
  return `${contract} ${side} ${price} ${quantity}`;
}
