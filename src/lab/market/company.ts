/**
 * A company that will need tokens: it places its hedge leg by leg, and keeps its margin account.
 *
 * It looks at the market a few times a day and takes what is offered, a little beyond the best price if it must, so that
 * each leg grows evenly over its days. What is missing is tried again until the leg's last day. Once a leg has traded it is
 * not traded again, whatever becomes of the position. It pays in what its margin needs with a cushion, as far as its
 * credit goes, and takes out what is more than that.
 */
import { dateOf, isTradingDay, MILLIS_PER_DAY, type Month } from '#core/calendar.ts';
import { BUY, IMMEDIATE_OR_CANCEL, SELL, type Side } from '#core/commands.ts';
import type { Lots, Money, Ticks, TradeDate } from '#core/units.ts';
import type { ContractView, MemberView, Place, Strategy } from '#makers/member-view.ts';
import type { PricedLeg } from './formula.ts';
import type { MarketSettings } from './settings.ts';

/** How far beyond the best price it still takes what is offered. */
const REACH = 0.01;
/** What it keeps on account, as a share of the margin that it needs; and how far it lets that rise or fall. */
const CUSHION = 1.25;
const LEAST = 1.1;
const MOST = 1.6;

/** A leg with what has become of it. */
export interface LegUnderWay extends PricedLeg {
  readonly lots: number;
  filled: number;
}

/** Why a look at the market at which lots were wanted brought none. */
export type Hindrance = 'noOffer' | 'notTrading';

export class Company implements Strategy {
  readonly legs: readonly LegUnderWay[];
  /** Micro-dollars paid in, less those taken out. */
  paidIn = 0;
  /** Looks that brought nothing, by reason; those of the exchange are counted by whoever sends the orders. */
  readonly hindered = new Map<string, number>();
  readonly #credit: number;
  readonly #looksADay: number;

  /** `expectedPrice` is what its credit reckons with, in USD per million tokens; it looks at the market `looksADay` times. */
  constructor(settings: MarketSettings, legs: readonly PricedLeg[], expectedPrice: number, looksADay: number) {
    this.legs = legs.map((leg) => ({ ...leg, lots: Math.round(leg.tokens / settings.lot), filled: 0 }));
    this.#credit = (settings.credit / 100) * 12 * settings.usage * expectedPrice * 1e6;
    this.#looksADay = looksADay;
  }

  /** Whether there may be something to trade on `date`. */
  isBusy(date: TradeDate): boolean {
    return this.legs.some((leg) => date >= leg.from && date <= leg.until && leg.filled < leg.lots);
  }

  decide(view: MemberView): Place[] {
    const date = dateOf(view.time);
    return this.legs.flatMap((leg) => {
      const contract = view.contracts.find(({ month }) => month === leg.month);
      if (contract === undefined) return [];
      const due = this.#dueNow(leg, date, (view.time % MILLIS_PER_DAY) / MILLIS_PER_DAY) - leg.filled;
      const lots = Math.min(due, this.#atMost(leg, contract));
      if (lots < 1) return [];
      const hindrance = hindranceOf(contract, leg.side);
      if (hindrance === undefined) return [takeUpTo(contract, leg.side, lots)];
      this.#hinder(hindrance);
      return [];
    });
  }

  /** It sells no more than it has, and rolls no more than it has sold: some of it may have been closed out. */
  #atMost(leg: LegUnderWay, { position }: ContractView): number {
    if (leg.side === SELL) return position;
    if (leg.rolledFrom === undefined) return Number.POSITIVE_INFINITY;
    const sold = this.legs.find(({ month, side }) => month === leg.rolledFrom && side === SELL)?.filled ?? 0;
    return sold - leg.filled;
  }

  #hinder(reason: Hindrance): void {
    this.hindered.set(reason, (this.hindered.get(reason) ?? 0) + 1);
  }

  /** Lots of its own order have traded. */
  fill(month: Month, side: Side, lots: number): void {
    const leg = this.legs.find((one) => one.month === month && one.side === side);
    if (leg !== undefined) leg.filled += lots;
  }

  /** Margin of what it may buy on `date`, beyond what it has: so that no order waits for money. */
  marginAhead({ contracts }: MemberView, date: TradeDate): number {
    return this.legs.reduce((sum, leg) => {
      const contract = contracts.find(({ month }) => month === leg.month);
      const lots = leg.side === BUY ? this.#dueNow(leg, date, 1) - leg.filled : 0;
      return contract === undefined || lots < 1 ? sum : sum + lots * contract.marginPerLot;
    }, 0);
  }

  /** What it pays in (above zero) or takes out, given its equity and the margin that it needs or is about to need. */
  transfer(equity: number, needed: number): Money {
    if (equity < LEAST * needed) return this.affordable(CUSHION * needed - equity);
    return (equity > MOST * needed ? -Math.floor(equity - CUSHION * needed) : 0) as Money;
  }

  /** As much of `amount` as its credit allows, in whole micro-dollars. */
  affordable(amount: number): Money {
    return Math.max(0, Math.ceil(Math.min(amount, Math.floor(this.#credit - this.paidIn)))) as Money;
  }

  /** Lots of the leg that should have traded when `share` of `date` has passed. */
  #dueNow(leg: LegUnderWay, date: TradeDate, share: number): number {
    if (date < leg.from || date > leg.until) return 0;
    const days = tradingDaysIn(leg.from, leg.by);
    const done = tradingDaysIn(leg.from, Math.min(date, leg.by) as TradeDate) - 1;
    const passed = date > leg.by ? 1 : (done + Math.ceil(share * this.#looksADay) / this.#looksADay) / days;
    return Math.round(leg.lots * Math.min(1, passed));
  }
}

function hindranceOf(contract: ContractView, side: Side): Hindrance | undefined {
  if (contract.phase !== 'continuous') return 'notTrading';
  const quote = side === BUY ? contract.ask : contract.bid;
  if (quote === undefined) return 'noOffer';
  return (side === BUY ? quote.price > contract.bidMax : quote.price < contract.askMin) ? 'noOffer' : undefined;
}

function takeUpTo(contract: ContractView, side: Side, lots: number): Place {
  const { code, bid, ask, bidMax, askMin } = contract;
  const best = (side === BUY ? ask : bid)?.price as Ticks;
  const price =
    side === BUY ? Math.min(Math.floor(best * (1 + REACH)), bidMax) : Math.max(Math.ceil(best * (1 - REACH)), askMin);
  return {
    ...{ type: 'place', contract: code, side, timeInForce: IMMEDIATE_OR_CANCEL },
    price: price as Ticks,
    quantity: lots as Lots,
  };
}

function tradingDaysIn(from: TradeDate, to: TradeDate): number {
  let days = 0;
  for (let date = from; date <= to; date = (date + 1) as TradeDate) if (isTradingDay(date)) days += 1;
  return days;
}
