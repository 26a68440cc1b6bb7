/**
 * Two habits that a maker of the study has beside its strategy: it is away at times, and it gives nothing away.
 */
import { BUY, GOOD_TILL_CANCEL, SELL, type Side } from '#core/commands.ts';
import { rulesOf } from '#core/phase.ts';
import type { Lots } from '#core/units.ts';
import type { Valuation } from '#makers/fair-value.ts';
import type { ContractView, Intent, MemberView, Strategy } from '#makers/member-view.ts';
import { Random } from '#makers/random.ts';

/** So far beyond a limit a month may be worth, and a maker still sells at the limit, or buys. */
const GIVEN_AWAY = 0.01;

/** A maker that at some of its looks is not there: it takes its quotes away, and puts them up again when it is back. */
export class OftenAway implements Strategy {
  readonly #random: Random;
  readonly #presence: number;
  readonly #strategy: Strategy;

  constructor(seed: number, name: string, presence: number, strategy: Strategy) {
    this.#random = Random.of(seed, `presence of ${name}`);
    this.#presence = presence;
    this.#strategy = strategy;
  }

  decide(view: MemberView): Intent[] {
    if (this.#random.next() < this.#presence) return this.#strategy.decide(view);
    return view.contracts.flatMap(({ orders }) => orders.map(({ order }) => ({ type: 'cancel', order }) as const));
  }
}

/**
 * A maker that does not give away what the day's limits would have it give away: of a month that is worth clearly more
 * than the limit it only buys, at the limit, and the other way round. So the market is locked, as real ones are.
 */
export class OneSidedBeyondLimits implements Strategy {
  readonly #valuation: Valuation;
  readonly #lots: Lots;
  readonly #strategy: Strategy;

  constructor(valuation: Valuation, lots: number, strategy: Strategy) {
    this.#valuation = valuation;
    this.#lots = lots as Lots;
    this.#strategy = strategy;
  }

  decide(view: MemberView): Intent[] {
    const worth = this.#valuation(view);
    const beyond = new Map(view.contracts.map((contract) => [contract.code, sideBeyond(contract, worth(contract))]));
    const isBeyond = (code: string) => beyond.get(code) !== undefined;
    const locked = view.contracts.filter(({ code }) => isBeyond(code));
    const free = { ...view, contracts: view.contracts.filter(({ code }) => !isBeyond(code)) };
    return [...locked.flatMap((one) => this.#stand(one, beyond.get(one.code) as Side)), ...this.#strategy.decide(free)];
  }

  /** Nothing but an order on `side`, as near to the limit as it is taken. */
  #stand({ code, phase, orders, bidMax, askMin }: ContractView, side: Side): Intent[] {
    const { takesOrders, takesCancels } = rulesOf(phase);
    if (!takesOrders || !takesCancels) return [];
    const price = side === BUY ? bidMax : askMin;
    const stands = orders.find((order) => order.side === side && order.price === price);
    const others = orders.filter((order) => order !== stands);
    const cancels = others.map(({ order }) => ({ type: 'cancel', order }) as const);
    if (stands !== undefined) return cancels;
    return [
      ...cancels,
      { type: 'place', contract: code, side, price, quantity: this.#lots, timeInForce: GOOD_TILL_CANCEL },
    ];
  }
}

/** The side on which a maker would still stand when a month is worth so much; undefined: on both. */
function sideBeyond({ limitUp, limitDown }: ContractView, value: number | undefined): Side | undefined {
  if (value === undefined) return undefined;
  if (value > limitUp * (1 + GIVEN_AWAY)) return BUY;
  return value < limitDown * (1 - GIVEN_AWAY) ? SELL : undefined;
}
