/**
 * From one phase of a contract to the next (rules AUC-6 to AUC-13).
 *
 * Every change is a command, whoever writes it: the clock, somebody who runs the venue, or the end of an interruption.
 * The exchange itself only interrupts. When an auction is over it uncrosses before anything else happens.
 */
import { BUY, type ChangePhase, GOOD_FOR_AUCTION, type HaltContract, type ResumeContract, SELL } from '../commands.ts';
import type { Emit, PhaseCause } from '../events.ts';
import type { ListedContract } from '../listed-contract.ts';
import { followsSchedule, mayFollow, type Phase, rulesOf, uncrosses } from '../phase.ts';
import type { ContractPrices } from '../price-rules/contract-prices.ts';
import { leadMonth, stopsAllMonths } from '../price-rules/lead-month.ts';
import type { Breach } from '../price-rules/price-guard.ts';
import type { PhaseRejection } from '../rejections.ts';
import type { VenueState } from '../state.ts';
import type { ContractId, Millis } from '../units.ts';
import { restingIn } from './found.ts';
import type { Orders } from './orders.ts';
import { uncross } from './uncross.ts';

/** How long orders are collected before trading goes on after a halt (rule AUC-13). */
export const RESUMING_AUCTION_MS = 60_000;

/** The schedule of a product goes on. Contracts that are there already, or are interrupted, stay as they are. */
export function changePhase(
  state: VenueState,
  orders: Orders,
  command: ChangePhase,
  time: Millis,
  emit: Emit,
): PhaseRejection | undefined {
  const { product, phase } = command;
  if (state.stepsDone > 0) return 'DAY_IS_ENDING';
  if (!state.products.some(({ code }) => code === product)) return 'PRODUCT_UNKNOWN';
  const living = state.contracts.filter(({ specification, expired }) => specification.code === product && !expired);
  const following = living.filter((contract) => followsSchedule(contract.phase, phase));
  if (following.length === 0) return 'PHASE_NOT_NEXT';
  for (const contract of following) enterPhase(state, orders, contract, phase, null, 'schedule', time, emit);
  return undefined;
}

/** The contract whose phase somebody wants to change, or why it has none to change. */
function contractToChange({ contracts, stepsDone }: VenueState, id: ContractId): ListedContract | PhaseRejection {
  const contract = contracts[id];
  if (stepsDone > 0) return 'DAY_IS_ENDING';
  if (contract === undefined) return 'CONTRACT_UNKNOWN';
  return contract.expired ? 'CONTRACT_EXPIRED' : contract;
}

/** Nothing trades in the contract, and no order is taken, until `until` or until somebody resumes it. */
export function haltContract(
  state: VenueState,
  orders: Orders,
  command: HaltContract,
  time: Millis,
  emit: Emit,
): PhaseRejection | undefined {
  const contract = contractToChange(state, command.contract);
  if (typeof contract === 'string') return contract;
  if (contract.phase === 'halted' || !rulesOf(contract.phase).takesOrders) return 'PHASE_NOT_NEXT';
  enterPhase(state, orders, contract, 'halted', command.until, 'operator', time, emit);
  return undefined;
}

/** Ends an interruption: after a halt orders are collected for an auction, after an auction they trade. */
export function resumeContract(
  state: VenueState,
  orders: Orders,
  command: ResumeContract,
  time: Millis,
  emit: Emit,
): PhaseRejection | undefined {
  const contract = contractToChange(state, command.contract);
  if (typeof contract === 'string') return contract;
  const { phase } = contract;
  if (phase === 'halted') {
    const until = (time + RESUMING_AUCTION_MS) as Millis;
    enterPhase(state, orders, contract, 'resumingAuction', until, 'operator', time, emit);
  } else if (phase === 'resumingAuction' || phase === 'volatilityAuction') {
    enterPhase(state, orders, contract, 'continuous', null, 'operator', time, emit);
  } else return 'NOT_INTERRUPTED';
  return undefined;
}

/** Puts a contract into a phase, with everything that follows from leaving the one before. */
export function enterPhase(
  state: VenueState,
  orders: Orders,
  contract: ListedContract,
  phase: Phase,
  until: Millis | null,
  cause: PhaseCause,
  time: Millis,
  emit: Emit,
): void {
  // Before orders trade as they come, what crosses trades at one price, whichever phase collected it.
  const isOver = phase === 'continuous' || uncrosses(contract.phase, phase);
  const found = isOver ? uncross(state, orders, contract, time, emit) : undefined;
  if (isOver) lapseAuctionOrders(state, orders, contract, emit);
  if (contract.trades) contract.day?.stop(time);
  contract.phase = phase;
  contract.phaseUntil = until;
  emit.happened({ type: 'phaseChanged', contract: contract.id, phase, until, cause });
  if (phase === 'closed' || phase === 'settlement') closePrices(contract, time);
  if (!contract.trades) return;
  contract.prices?.guard.restart(time, found);
  orders.spreads.resume(contract, time, emit);
  orders.wakeStops(contract, time, emit);
}

/** Whether the day ends locked is read from the book as its last auction has left it (rule PRC-7). */
function closePrices({ prices, book, limits }: ListedContract, time: Millis): void {
  prices?.observe(time, book.bestPrice(BUY), book.bestPrice(SELL), limits);
  prices?.close(time);
}

/** A trade would have moved the price too far: the contract, or all months of the product, is interrupted. */
export function interrupt(
  state: VenueState,
  orders: Orders,
  contract: ListedContract,
  breach: Breach,
  time: Millis,
  emit: Emit,
): void {
  const prices = contract.prices as ContractPrices;
  prices.guard.paused(breach);
  const phase = breach.cause === 'halt' ? 'halted' : 'volatilityAuction';
  const until = breach.pauseMs === null ? null : ((time + breach.pauseMs) as Millis);
  const { code } = contract.specification;
  const months = state.contracts.filter(({ specification, expired }) => specification.code === code && !expired);
  const lead = months[leadMonth(months.map(({ openInterest }) => openInterest))];
  const stopped = stopsAllMonths(prices.rules, breach, contract === lead) ? months : [contract];
  for (const one of stopped)
    if (mayFollow(one.phase, phase)) enterPhase(state, orders, one, phase, until, breach.cause, time, emit);
}

/** Orders that were good for the auction go when it is over (rule AUC-11). */
function lapseAuctionOrders(state: VenueState, orders: Orders, contract: ListedContract, emit: Emit): void {
  for (const side of [BUY, SELL] as const)
    for (const order of restingIn(contract, side))
      if (state.details.get(order)?.timeInForce === GOOD_FOR_AUCTION)
        orders.take(contract, state.orders.slotOf(order), 'lapsed', emit);
}
