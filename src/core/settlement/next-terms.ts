/**
 * The fourth step of a day's end: limits and margin of the next day, orders that its limits or their own time leave
 * outside, and the months that must stand listed (rules PRC-2, MAR-1, CON-3).
 */
import { monthOf } from '../calendar.ts';
import { BUY, SELL } from '../commands.ts';
import { listedMonths } from '../contract.ts';
import type { ListedContract } from '../listed-contract.ts';
import { emitTerms, listContract } from '../listing.ts';
import { monthFacts } from '../margin/month-facts.ts';
import { NONE } from '../order-book/order-book.ts';
import type { Phase } from '../phase.ts';
import { judgeSpreads, listSpreads } from '../spreads/listing.ts';
import { restingIn } from '../trading/found.ts';
import { lapsesBefore } from '../trading/order-details.ts';
import { enterPhase, RESUMING_AUCTION_MS } from '../trading/phases.ts';
import { nextTradeDate } from '../trading-calendar.ts';
import { endOfTradingDay } from '../trading-clock.ts';
import type { Millis } from '../units.ts';
import { closeOfTrading } from './close-of-trading.ts';
import type { EndingDay } from './end-of-day.ts';

/** Renews the terms of every contract, and lists the months that are missing. */
export function deriveNextTerms(day: EndingDay): void {
  const { state, orders, emit } = day;
  for (const margin of state.margins.values()) margin.startDay();
  for (const contract of state.contracts) if (!contract.expired) startDay(contract, day);
  judgeSpreads(state, orders, emit);
  listMissing(day);
  state.engageAnew();
}

function startDay(contract: ListedContract, day: EndingDay): void {
  const { state, orders, date, next, time, emit } = day;
  const { book, prices, lastTradingDay, settlementPrice } = contract;
  const { calendar } = state;
  contract.day?.startDay(closeOfTrading(calendar, contract.specification.schedule, next));
  for (const spread of contract.spreads) spread.lastPrice = undefined;
  const daysLeft = nextTradeDate(calendar, next) > lastTradingDay ? 1 : 2;
  prices?.startDay(settlementPrice, endOfTradingDay(calendar, date), daysLeft);
  contract.renewTerms(next, monthFacts(state, contract.specification, contract.month, contract.openInterest, next));
  lapse(contract, day);
  for (const side of [BUY, SELL] as const)
    for (const order of restingIn(contract, side)) {
      const slot = state.orders.slotOf(order);
      if (slot === NONE) continue;
      const price = book.priceOf(slot);
      if (price < contract.limitDown || price > contract.limitUp) orders.take(contract, slot, 'outsideLimit', emit);
    }
  emitTerms(contract, emit);
  const first = firstPhase(contract);
  if (first === contract.phase) return;
  const until = first === 'resumingAuction' ? ((time + RESUMING_AUCTION_MS) as Millis) : null;
  enterPhase(state, orders, contract, first, until, 'schedule', time, emit);
}

/**
 * The phase in which the next day finds the contract: a suspended one stays halted, one that was halted until the next
 * session comes back through an auction, and an interruption with an end of its own goes on (rules AUC-10, PRC-9).
 */
function firstPhase({ phase, phaseUntil, prices }: ListedContract): Phase {
  if (prices?.ladder.suspended === true) return 'halted';
  if (phase === 'halted' && phaseUntil === null) return 'resumingAuction';
  return phase === 'settlement' ? 'closed' : phase;
}

/** Orders whose time is over go (rules ORD-15 and ORD-16). */
function lapse({ id }: ListedContract, { state, orders, next, emit }: EndingDay): void {
  for (const [order, details] of [...state.details].sort(([a], [b]) => a - b)) {
    if (details.contract !== id || !lapsesBefore(details, next)) continue;
    const found = orders.find(order);
    if (found !== undefined) orders.remove(found, 'lapsed', emit);
  }
}

/** Lists what must stand listed on the next day and does not yet (rule CON-3). */
function listMissing({ state, next, emit }: EndingDay): void {
  for (const specification of state.products) {
    for (const month of listedMonths(specification, next, monthOf(next)))
      if (!state.contracts.some((c) => c.specification === specification && c.month === month))
        listContract(state, specification, month, next, emit);
    listSpreads(state, specification, emit);
  }
}
