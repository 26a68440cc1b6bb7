/**
 * How products and their months come to be listed (rules CON-1 to CON-3).
 */
import { type Month, monthOf } from './calendar.ts';
import type { DefineProduct } from './commands.ts';
import { listedMonths, type ProductSpecification, refuseSpecification } from './contract.ts';
import type { Emit } from './events.ts';
import { ListedContract } from './listed-contract.ts';
import { monthFacts } from './margin/month-facts.ts';
import { meanInTicks } from './price-index/mean.ts';
import type { DayRejection, SpecificationRejection } from './rejections.ts';
import { closeOfTrading } from './settlement/close-of-trading.ts';
import { listSpreads } from './spreads/listing.ts';
import type { VenueState } from './state.ts';
import { tradeDateAt } from './trading-clock.ts';
import { type ContractId, type Millis, NO_LOTS, type Ticks, type TradeDate } from './units.ts';

/** Why a product cannot be defined, or undefined (rules CON-1 and CON-2). */
export function refuseProduct(
  state: VenueState,
  { specification }: DefineProduct,
): SpecificationRejection | DayRejection | undefined {
  if (state.stepsDone > 0) return 'DAY_IS_ENDING';
  const reason = refuseSpecification(specification);
  if (reason !== undefined) return reason;
  if (state.products.some(({ code }) => code === specification.code)) return 'PRODUCT_EXISTS';
  // The first months are listed at the price of its index, so there must be one.
  return state.fixingsOf(specification).some(({ value }) => value !== undefined) ? undefined : 'FIXING_MISSING';
}

/** Defines a product and lists its months as of the day that trades (rules CON-1 and CON-3). */
export function defineProduct(state: VenueState, { specification }: DefineProduct, time: Millis, emit: Emit): void {
  const date = state.tradeDate ?? tradeDateAt(state.calendar, time);
  state.startTradeDate(date);
  state.addProduct(specification);
  emit.happened({ type: 'productDefined', specification });
  for (const month of listedMonths(specification, date, monthOf(date)))
    listContract(state, specification, month, date, emit);
  listSpreads(state, specification, emit);
}

/** Lists one month, on `date`, at the settlement price of the nearest earlier month, or at the last value of its index (rule CON-7). */
export function listContract(
  state: VenueState,
  specification: ProductSpecification,
  month: Month,
  date: TradeDate,
  emit: Emit,
): void {
  const id = state.contracts.length as ContractId;
  const book = state.makeBook(specification.priceMax);
  const price = listingPrice(state, specification, month);
  const margin = state.margins.get(specification.code);
  const facts = monthFacts(state, specification, month, NO_LOTS, date);
  const contract = new ListedContract(id, specification, month, book, price, date, undefined, margin, facts);
  contract.day?.startDay(closeOfTrading(state.calendar, specification.schedule, date));
  state.contracts.push(contract);
  emit.happened({
    type: 'contractListed',
    contract: id,
    product: specification.code,
    month,
    code: contract.code,
    lastTradingDay: contract.lastTradingDay,
  });
  emitTerms(contract, emit);
  if (specification.schedule === undefined) return;
  // The clock brings it to where its product is.
  contract.phase = 'closed';
  emit.happened({ type: 'phaseChanged', contract: id, phase: 'closed', until: null, cause: 'schedule' });
}

/** Says the terms of a contract as they stand from now on. */
export function emitTerms(contract: ListedContract, emit: Emit): void {
  emit.happened({
    type: 'contractTerms',
    contract: contract.id,
    settlementPrice: contract.settlementPrice,
    limitDown: contract.limitDown,
    limitUp: contract.limitUp,
    initialRate: contract.initialRate,
    maintenanceRate: contract.maintenanceRate,
  });
}

function listingPrice(state: VenueState, specification: ProductSpecification, month: Month): Ticks {
  let nearest: ListedContract | undefined;
  for (const contract of state.contracts) {
    if (contract.specification !== specification || contract.expired || contract.month > month) continue;
    if (nearest === undefined || contract.month > nearest.month) nearest = contract;
  }
  if (nearest !== undefined) return nearest.settlementPrice;
  const index = state.fixingsOf(specification).findLast(({ value }) => value !== undefined)?.value;
  const price = index === undefined ? 1 : (meanInTicks([index], specification.tickSize) ?? 1);
  return Math.min(Math.max(price, 1), specification.priceMax) as Ticks;
}
