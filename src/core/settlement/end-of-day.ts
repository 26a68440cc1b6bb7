/**
 * The end of a trading day: prices, cash, expiries, tomorrow's terms, new months, margin calls — in that order, as one
 * command, so that a day is settled whole or not at all (rule SET-6).
 */
import { monthOf } from '../calendar.ts';
import { BUY, type EndDay, SELL } from '../commands.ts';
import { listedMonths } from '../contract.ts';
import { lastFixingOf } from '../due.ts';
import type { Emit } from '../events.ts';
import { invariant } from '../invariants.ts';
import type { ListedContract } from '../listed-contract.ts';
import { emitTerms, listContract } from '../listing.ts';
import { dailyReturn, RETURNS_IN_SIGMA } from '../margin/rates.ts';
import { NONE } from '../order-book/order-book.ts';
import { type Phase, rulesOf } from '../phase.ts';
import { meanInTicks } from '../price-index/mean.ts';
import type { DayRejection } from '../rejections.ts';
import { expireSpreads, judgeSpreads, listSpreads } from '../spreads/listing.ts';
import type { VenueState } from '../state.ts';
import { lapsesWith } from '../trading/order-details.ts';
import { type Orders, ordersIn } from '../trading/orders.ts';
import { enterPhase, RESUMING_AUCTION_MS } from '../trading/phases.ts';
import { nextTradeDate } from '../trading-calendar.ts';
import { endOfTradingDay } from '../trading-clock.ts';
import { type AccountId, type Millis, NO_LOTS, NO_MONEY, type Ticks, type TradeDate } from '../units.ts';
import { settlementPrice } from './settlement-price.ts';

/** Why a day cannot end: it is not the one that trades, is not over, or its fixing is not there yet (rule SET-6). */
export function refuseEndOfDay(state: VenueState, { date }: EndDay, time: Millis): DayRejection | undefined {
  if (state.tradeDate !== date || time < endOfTradingDay(state.calendar, date)) return 'DATE_NOT_NEXT';
  const last = state.fixings.at(-1);
  return last === undefined || last.date < lastFixingOf(state.calendar, date) ? 'FIXING_MISSING' : undefined;
}

/**
 * Ends the trading day `date`, which is the one that trades. A day that was missed is ended like any other (rule SET-7),
 * so that every contract comes to its last trading day and finds its fixings there.
 */
export function endDay(state: VenueState, orders: Orders, { date }: EndDay, time: Millis, emit: Emit): void {
  const next = nextTradeDate(state.calendar, date);
  for (const contract of state.contracts) if (!contract.expired) closeDay(state, orders, contract, time, emit);
  for (const contract of state.contracts) if (!contract.expired) settle(state, contract, date, next, emit);
  invariant(state.ledger.settlement === 0n, 'variation paid equals variation collected');

  for (const contract of state.contracts)
    if (!contract.expired && isLastDay(contract, next)) expire(state, orders, contract, date, emit);
  for (const contract of state.contracts) if (!contract.expired) startDay(state, orders, contract, next, time, emit);
  judgeSpreads(state, orders, emit);
  state.startTradeDate(next);
  listMissing(state, next, emit);
  engageAnew(state);
  callMargin(state, date, emit);
  emit.happened({ type: 'dayEnded', date, next });
}

/** Whether the contract trades no more on `next`: its last trading day, or the one before a holiday on it, is over. */
function isLastDay({ lastTradingDay }: ListedContract, next: TradeDate): boolean {
  return next > lastTradingDay;
}

/** Fixes the day's price and pays every account its variation against it (rules SET-1, SET-2 and SET-4). */
function settle(state: VenueState, contract: ListedContract, date: TradeDate, next: TradeDate, emit: Emit): void {
  const { book, positions, id } = contract;
  const day = settlementPrice({
    tradedValue: contract.tradedValue,
    volume: contract.volume,
    bid: book.bestPrice(BUY),
    ask: book.bestPrice(SELL),
    previous: contract.settlementPrice,
  });
  const final = isLastDay(contract, next) ? finalPrice(state, contract) : undefined;
  const price = final ?? day.price;

  positions.forEach((account, { position }) => {
    const amount = positions.variation(account, price, contract.tickValue);
    positions.mark(account, price);
    if (amount === 0 && position === 0) return;
    state.ledger.settle(account, amount);
    emit.happened({ type: 'variationPaid', account, contract: id, date, amount, position });
  });

  contract.returns = [...contract.returns, dailyReturn(contract.settlementPrice, price)].slice(-RETURNS_IN_SIGMA);
  contract.settlementPrice = price;
  emit.happened({
    type: 'contractSettled',
    contract: id,
    date,
    price,
    method: final === undefined ? day.method : 'final',
    volume: contract.volume,
    openInterest: contract.openInterest,
  });
}

/** The mean of the delivery period's fixings in ticks; undefined when all of them were withheld (rule SET-4). */
function finalPrice(state: VenueState, contract: ListedContract): Ticks | undefined {
  const { tickSize, priceMax } = contract.specification;
  const mean = meanInTicks(deliveryFixings(state, contract), tickSize);
  return mean === undefined ? undefined : (Math.min(mean, priceMax) as Ticks);
}

function deliveryFixings(state: VenueState, { deliveryFrom, lastTradingDay }: ListedContract) {
  return state.fixings
    .filter(({ date }) => date >= deliveryFrom && date <= lastTradingDay)
    .flatMap(({ value }) => (value === undefined ? [] : [value]));
}

/** Positions have received their last cash: orders and positions go (rule SET-5). */
function expire(state: VenueState, orders: Orders, contract: ListedContract, date: TradeDate, emit: Emit): void {
  expireSpreads(state, orders, contract, emit);
  for (const side of [BUY, SELL] as const)
    for (let slot = contract.book.first(side); slot !== NONE; slot = contract.book.first(side))
      orders.take(contract, slot, 'expired', emit);
  for (const stop of [...contract.stops.all]) orders.remove({ contract, stop }, 'expired', emit);
  contract.positions.forEach((account) => {
    contract.positions.close(account);
  });
  contract.openInterest = NO_LOTS;
  contract.startDay();
  contract.expired = true;
  contract.book = state.makeBook(1 as Ticks);
  emit.happened({
    type: 'contractExpired',
    contract: contract.id,
    date,
    finalPrice: contract.settlementPrice,
    fixings: deliveryFixings(state, contract).length,
  });
}

/** What has not closed by the schedule closes now; an auction that was left open ends (rule AUC-10). */
function closeDay(state: VenueState, orders: Orders, contract: ListedContract, time: Millis, emit: Emit): void {
  const { phase, phaseUntil, specification } = contract;
  const isLeftOpen = rulesOf(phase).isAuction && phaseUntil === null;
  const isScheduled = specification.schedule !== undefined && phase !== 'closed' && phase !== 'settlement';
  if (isLeftOpen || isScheduled) enterPhase(state, orders, contract, 'closed', null, 'schedule', time, emit);
}

/** Tomorrow's limits and margins; orders whose time is over or that are left outside go (rules PRC-2 and MAR-1). */
function startDay(
  state: VenueState,
  orders: Orders,
  contract: ListedContract,
  next: TradeDate,
  time: Millis,
  emit: Emit,
): void {
  const { book, prices, lastTradingDay, settlementPrice } = contract;
  contract.startDay();
  const { calendar } = state;
  const date = state.tradeDate as TradeDate;
  const daysLeft = nextTradeDate(calendar, next) > lastTradingDay ? 1 : 2;
  prices?.startDay(settlementPrice, endOfTradingDay(calendar, date), daysLeft);
  contract.deriveTerms(next);
  lapse(state, orders, contract, date, emit);
  for (const order of ordersIn(book)) {
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
function lapse(state: VenueState, orders: Orders, { id }: ListedContract, date: TradeDate, emit: Emit): void {
  for (const [order, details] of [...state.details].sort(([a], [b]) => a - b)) {
    if (details.contract !== id || !lapsesWith(details, date)) continue;
    const found = orders.find(order);
    if (found !== undefined) orders.remove(found, 'lapsed', emit);
  }
}

/** Lists what must stand listed on `date` and does not yet (rule CON-3). */
function listMissing(state: VenueState, date: TradeDate, emit: Emit): void {
  for (const specification of state.products) {
    for (const month of listedMonths(specification, date, monthOf(date)))
      if (!state.contracts.some((c) => c.specification === specification && c.month === month))
        listContract(state, specification, month, emit);
    listSpreads(state, specification, emit);
  }
}

/** Who holds what, and what it needs at tomorrow's rates and limits. */
function engageAnew(state: VenueState): void {
  state.accounts.disengageAll();
  state.accounts.clearSums();
  for (const contract of state.contracts)
    if (!contract.expired) contract.positions.forEach((account) => void state.engage(account, contract));
}

/** Says which accounts are below their maintenance margin (rule MAR-7). */
function callMargin(state: VenueState, date: TradeDate, emit: Emit): void {
  for (const { id: account } of state.accounts.all) {
    const maintenance = state.maintenanceMargin(account as AccountId);
    const equity = state.equity(account);
    if (equity >= maintenance && equity >= NO_MONEY) continue;
    const initial = state.accounts.initialMargin(account);
    emit.happened({ type: 'marginCalled', account, date, equity, maintenance, initial });
  }
}
