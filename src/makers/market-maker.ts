/**
 * A market maker: it stands ready on both sides of its months, around what it thinks they are worth.
 *
 * Its quotes are a ladder of a few levels. Inventory shifts the ladder: who has bought much bids less. The ladder's
 * middle moves in steps, and only when fair value has left it by more than `PATIENCE` of one; and only the rungs that
 * changed are sent, so a quiet market costs few messages.
 *
 * Always: both sides stand in every month, the best level shows at least `quantityKept` lots, and the best ask is not
 * further from the best bid than the spread of its terms allows.
 */
import { dateOf } from '#core/calendar.ts';
import { BUY, GOOD_TILL_CANCEL, SELL, type Side } from '#core/commands.ts';
import { rulesOf } from '#core/phase.ts';
import type { Lots, OrderId, Ticks } from '#core/units.ts';
import type { Valuation } from './fair-value.ts';
import type { ContractView, Intent, MemberView, Strategy } from './member-view.ts';
import { Opinion } from './opinion.ts';
import { Pace } from './pace.ts';
import { Random } from './random.ts';

export interface MakerTerms {
  readonly name: string;
  readonly product: string;
  /** How many of the nearest months it quotes. */
  readonly months: number;
  /** Distance of best ask from best bid as a share of the price: for the front month, and for one nine months out. */
  readonly spreadFront: number;
  readonly spreadBack: number;
  /** Distance between two levels as a share of the price. */
  readonly step: number;
  /** Lots at each level, best first. */
  readonly quantities: readonly number[];
  /** A level is put up anew when fewer lots than this are left of it. */
  readonly quantityKept: number;
  /** So many lots on its book shift its quotes by one per cent. */
  readonly lotsPerPercent: number;
}

/** How restless a maker is: a played history has to be short, a live book has to be alive. */
export interface Tempo {
  /** A ladder moves in this share of the distance between two levels. */
  readonly moves: number;
  /** How often in an hour it puts up one of its orders anew, with another quantity. */
  readonly refreshesPerHour: number;
}
export const PLAYED: Tempo = { moves: 1, refreshesPerHour: 0 };
export const LIVE: Tempo = { moves: 0.25, refreshesPerHour: 900 };

const DAYS_TO_BACK = 270;
const PRIVATE_VIEW = { dailyMove: 0.003, halfLifeDays: 0.25 };
const PATIENCE = 0.7;

/** A level is put up with so much less or more than its terms say, in fives. */
const QUANTITY_SPREAD = 0.25;

/** Quantities by price. */
type Rungs = Map<Ticks, number>;

export class MarketMaker implements Strategy {
  readonly #terms: MakerTerms;
  readonly #tempo: Tempo;
  readonly #valuation: Valuation;
  readonly #private: Opinion;
  readonly #random: Random;
  readonly #pace: Pace;
  /** The middle of each ladder, in ticks. */
  readonly #middles = new Map<string, number>();

  constructor(seed: number, terms: MakerTerms, tempo: Tempo, valuation: Valuation) {
    this.#terms = terms;
    this.#tempo = tempo;
    this.#valuation = valuation;
    this.#private = new Opinion(seed, terms.name, PRIVATE_VIEW);
    this.#random = Random.of(seed, terms.name);
    this.#pace = new Pace(this.#random);
  }

  decide(view: MemberView): Intent[] {
    const fairOf = this.#valuation(view);
    const own = this.#private.at(view.time);
    const months = view.contracts.filter(({ product }) => product === this.#terms.product).slice(0, this.#terms.months);
    // Where an order could not be taken back, or none is taken, it leaves its quotes as they are.
    const quoted = months.filter(({ phase }) => rulesOf(phase).takesOrders && rulesOf(phase).takesCancels);
    const refreshed = this.#refreshed(quoted, view);
    return quoted.flatMap((contract) => {
      const fair = fairOf(contract);
      return fair === undefined ? [] : this.#quote(contract, fair * (1 + own), refreshed, view);
    });
  }

  /** One of its orders, now and then, that is put up anew. */
  #refreshed(quoted: readonly ContractView[], { time }: MemberView): OrderId | undefined {
    const due = this.#pace.hours(time) * this.#tempo.refreshesPerHour;
    if (this.#random.next() >= due) return undefined;
    const orders = quoted.flatMap((contract) => contract.orders);
    return orders[Math.floor(this.#random.next() * orders.length)]?.order;
  }

  /** Cancels what does not belong to the ladder, then places what is missing from it. */
  #quote(contract: ContractView, fair: number, refreshed: OrderId | undefined, view: MemberView): Intent[] {
    const wanted = this.#ladder(contract, fair, view);
    const intents: Intent[] = [];
    for (const { order, side, price, quantity } of contract.orders) {
      const stands = wanted[side].has(price) && quantity >= this.#terms.quantityKept && order !== refreshed;
      if (stands) wanted[side].delete(price);
      else intents.push({ type: 'cancel', order });
    }
    for (const side of [BUY, SELL] as const)
      for (const [price, quantity] of wanted[side])
        intents.push({
          type: 'place',
          contract: contract.code,
          side,
          price,
          quantity: this.#about(quantity),
          timeInForce: GOOD_TILL_CANCEL,
        });
    return intents;
  }

  /** A quantity near `quantity`, and never so small that it would be put up anew at once. */
  #about(quantity: number): Lots {
    const varied = quantity * (1 + QUANTITY_SPREAD * (2 * this.#random.next() - 1));
    return Math.max(this.#terms.quantityKept, Math.round(varied / 5) * 5) as Lots;
  }

  /** What should rest on either side. */
  #ladder(contract: ContractView, fair: number, view: MemberView): Readonly<Record<Side, Rungs>> {
    const { settlementPrice, lastTradingDay, limitDown, limitUp } = contract;
    const step = Math.max(1, Math.round(settlementPrice * this.#terms.step));
    const half = Math.max(1, Math.floor((settlementPrice * this.#spread(lastTradingDay - dateOf(view.time))) / 2));
    // A value beyond the day's limits is quoted as near to it as they allow, so that the next day's limits can follow.
    const move = Math.max(1, Math.round(step * this.#tempo.moves));
    const middle = Math.min(Math.max(this.#middle(contract, fair, move), limitDown + half), limitUp - half);

    const ladder: Record<Side, Rungs> = { [BUY]: new Map(), [SELL]: new Map() };
    this.#terms.quantities.forEach((quantity, level) => {
      for (const [side, away] of [[BUY, -1] as const, [SELL, 1] as const]) {
        const price = taken(contract, side, passive(contract, side, middle + away * (half + level * step)));
        if (price < limitDown || price > limitUp) continue;
        ladder[side].set(price, Math.max(ladder[side].get(price) ?? 0, quantity));
      }
    });
    return ladder;
  }

  /** Where the ladder stands, or the multiple of `move` nearest to fair value when it has stood too long. */
  #middle({ code, position }: ContractView, fair: number, move: number): number {
    const shifted = fair * (1 - position / this.#terms.lotsPerPercent / 100);
    const before = this.#middles.get(code);
    if (before !== undefined && Math.abs(shifted - before) <= PATIENCE * move) return before;
    const middle = Math.round(shifted / move) * move;
    this.#middles.set(code, middle);
    return middle;
  }

  #spread(daysToGo: number): number {
    const { spreadFront, spreadBack } = this.#terms;
    return spreadFront + (spreadBack - spreadFront) * Math.min(1, Math.max(0, daysToGo) / DAYS_TO_BACK);
  }
}

/** `price`, or the nearest one that the exchange takes, so that the market follows a value that has run ahead of it. */
function taken({ bidMax, askMin }: ContractView, side: Side, price: Ticks): Ticks {
  return Math.min(
    Math.max(price, side === BUY ? 0 : askMin),
    side === BUY ? bidMax : Number.POSITIVE_INFINITY,
  ) as Ticks;
}

/** `price`, or the last one before it that does not trade against the best quote of somebody else. */
function passive({ bid, ask, orders }: ContractView, side: Side, price: number): Ticks {
  const other = side === BUY ? ask : bid;
  if (other === undefined || orders.some((order) => order.side !== side && order.price === other.price))
    return price as Ticks;
  return (side === BUY ? Math.min(price, other.price - 1) : Math.max(price, other.price + 1)) as Ticks;
}
