/**
 * The stop orders of one contract, which wait for a price and stand in no book (rules ORD-20 and ORD-21).
 *
 * A stop to buy wakes when its reference comes up to its trigger price, a stop to sell when it comes down to it. Those
 * that wake at once do so in the order in which they came. A waiting order holds no margin: whether the account can bear
 * it is asked when it wakes.
 */
import { BUY, type OrderWish } from '../commands.ts';
import type { OrderId, Ticks } from '../units.ts';
import type { OrderDetails } from './order-details.ts';
import type { Trigger, TriggerReference } from './terms.ts';

export interface StopOrder {
  readonly order: OrderId;
  /** Quantity and limit may be amended while it waits. */
  wish: OrderWish;
  readonly details: OrderDetails;
  triggerPrice: Ticks;
}

/** The prices that stop orders look at. */
export interface References {
  readonly last: Ticks;
  readonly mark: Ticks;
}

export class Stops {
  /** In the order in which they came. */
  readonly #waiting: StopOrder[] = [];
  /** No stop wakes while its reference stays strictly between these, and no trailing stop moves. */
  #quiet: Readonly<Record<TriggerReference, { above: number; below: number }>> = NEVER_QUIET;

  get size(): number {
    return this.#waiting.length;
  }

  get all(): readonly StopOrder[] {
    return this.#waiting;
  }

  add(stop: StopOrder): void {
    this.#waiting.push(stop);
    this.#quiet = NEVER_QUIET;
  }

  find(order: OrderId): StopOrder | undefined {
    return this.#waiting.find((stop) => stop.order === order);
  }

  remove(order: OrderId): void {
    const at = this.#waiting.findIndex((stop) => stop.order === order);
    if (at >= 0) this.#waiting.splice(at, 1);
  }

  /**
   * Lets trailing stops follow the market, telling `moved` of each whose trigger price is another one now, and takes out
   * the oldest order that wakes at these prices; undefined when none does.
   */
  takeTriggered(references: References, moved: (stop: StopOrder) => void): StopOrder | undefined {
    const { last, mark } = this.#quiet;
    const isQuiet =
      references.last > last.above &&
      references.last < last.below &&
      references.mark > mark.above &&
      references.mark < mark.below;
    if (isQuiet) return undefined;
    this.#follow(references, moved);
    const at = this.#waiting.findIndex((stop) => isTriggered(stop, references));
    if (at >= 0) {
      // Some may have followed, and the bounds of before say nothing of where they are now.
      this.#quiet = NEVER_QUIET;
      return this.#waiting.splice(at, 1)[0];
    }
    this.#quiet = quietAround(this.#waiting, references);
    return undefined;
  }

  #follow(references: References, moved: (stop: StopOrder) => void): void {
    for (const stop of this.#waiting) {
      const trigger = triggerOf(stop.wish);
      if (trigger.trail === undefined) continue;
      const price = firstTrigger(stop.wish, references);
      const follows = stop.wish.side === BUY ? price < stop.triggerPrice : price > stop.triggerPrice;
      if (!follows) continue;
      stop.triggerPrice = price;
      moved(stop);
    }
  }
}

const NEVER_QUIET = { last: { above: 0, below: 0 }, mark: { above: 0, below: 0 } };

/** How far each reference may move before a stop wakes or follows; asked after both were seen to. */
function quietAround(waiting: readonly StopOrder[], references: References): typeof NEVER_QUIET {
  const quiet = {
    last: { above: 0, below: Number.POSITIVE_INFINITY },
    mark: { above: 0, below: Number.POSITIVE_INFINITY },
  };
  for (const { wish, triggerPrice } of waiting) {
    const { by, trail } = triggerOf(wish);
    const bounds = quiet[by];
    if (wish.side === BUY) bounds.below = Math.min(bounds.below, triggerPrice);
    else bounds.above = Math.max(bounds.above, triggerPrice);
    if (trail === undefined) continue;
    // A trailing stop follows as soon as its reference moves away from its trigger beyond where it is now.
    if (wish.side === BUY) bounds.above = Math.max(bounds.above, Math.min(references[by], triggerPrice - trail) - 1);
    else bounds.below = Math.min(bounds.below, Math.max(references[by], triggerPrice + trail) + 1);
  }
  return quiet;
}

/** The price at which an order with a trigger wakes if nothing moves from here on; at least 1 tick. */
export function firstTrigger(wish: OrderWish, references: References): Ticks {
  const { side } = wish;
  const trigger = triggerOf(wish);
  if (trigger.trail === undefined) return trigger.price as Ticks;
  const reference = references[trigger.by];
  return Math.max(1, side === BUY ? reference + trigger.trail : reference - trigger.trail) as Ticks;
}

/** Whether the order would wake at these prices. */
export function isTriggered(
  { wish, triggerPrice }: Pick<StopOrder, 'wish' | 'triggerPrice'>,
  references: References,
): boolean {
  const reference = references[triggerOf(wish).by];
  return wish.side === BUY ? reference >= triggerPrice : reference <= triggerPrice;
}

/** The trigger of an order that has one. */
function triggerOf({ terms }: OrderWish): Trigger {
  return (terms as { readonly trigger: Trigger }).trigger;
}
