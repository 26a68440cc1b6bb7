/**
 * From one phase of a contract to the next (rules AUC-6 to AUC-13).
 *
 * Every change is a command, whoever writes it: the clock, somebody who runs the venue, or the end of an interruption.
 * The exchange itself only interrupts. When an auction is over it uncrosses before anything else happens.
 */
import { type ChangePhase, GOOD_FOR_AUCTION, type HaltContract, type ResumeContract } from '../commands.ts';
import type { Emit, PhaseCause } from '../events.ts';
import type { ListedContract } from '../listed-contract.ts';
import { followsSchedule, mayFollow, type Phase, rulesOf, uncrosses } from '../phase.ts';
import type { ContractPrices } from '../price-rules/contract-prices.ts';
import { leadMonth, stopsAllMonths } from '../price-rules/lead-month.ts';
import type { Breach } from '../price-rules/price-guard.ts';
import type { PhaseRejection } from '../rejections.ts';
import type { VenueState } from '../state.ts';
import type { Millis } from '../units.ts';
import { type Orders, ordersIn } from './orders.ts';
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
  if (!state.products.some(({ code }) => code === product)) return 'PRODUCT_UNKNOWN';
  const living = state.contracts.filter(({ specification, expired }) => specification.code === product && !expired);
  const following = living.filter((contract) => followsSchedule(contract.phase, phase));
  if (following.length === 0) return 'PHASE_NOT_NEXT';
  for (const contract of following) enterPhase(state, orders, contract, phase, null, 'schedule', time, emit);
  return undefined;
}

/** Nothing trades in the contract, and no order is taken, until `until` or until somebody resumes it. */
export function haltContract(
  state: VenueState,
  orders: Orders,
  command: HaltContract,
  time: Millis,
  emit: Emit,
): PhaseRejection | undefined {
  const contract = state.contracts[command.contract];
  if (contract === undefined) return 'CONTRACT_UNKNOWN';
  if (contract.expired) return 'CONTRACT_EXPIRED';
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
  const contract = state.contracts[command.contract];
  if (contract === undefined) return 'CONTRACT_UNKNOWN';
  if (contract.expired) return 'CONTRACT_EXPIRED';
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
  const found = isOver ? uncross(state, orders, contract, emit) : undefined;
  if (isOver) lapseAuctionOrders(state, orders, contract, emit);
  contract.phase = phase;
  contract.phaseUntil = until;
  emit.happened({ type: 'phaseChanged', contract: contract.id, phase, until, cause });
  if (phase === 'closed' || phase === 'settlement') contract.prices?.close(time);
  if (!contract.trades) return;
  contract.prices?.guard.restart(time, found);
  orders.spreads.resume(contract, time, emit);
  orders.wakeStops(contract, time, emit);
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
  for (const order of ordersIn(contract.book))
    if (state.details.get(order)?.timeInForce === GOOD_FOR_AUCTION)
      orders.take(contract, state.orders.slotOf(order), 'lapsed', emit);
}
