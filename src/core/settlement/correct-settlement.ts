/**
 * A settlement price is corrected while nobody has been paid by it (rules SET-17 and SET-18).
 *
 * The correction takes the place of the price that waits beside the contract; what it replaces stays told. Other months
 * keep theirs, also those whose price was made from the one that was wrong.
 */
import type { CorrectSettlement } from '../commands.ts';
import type { Emit } from '../events.ts';
import type { ListedContract } from '../listed-contract.ts';
import type { Limits } from '../price-rules/distance.ts';
import { refusePerson, refuseReason } from '../protection/refuse-person.ts';
import type { OperatorRejection } from '../rejections.ts';
import type { VenueState } from '../state.ts';
import { nextTradeDate } from '../trading-calendar.ts';
import { isWhole, type Ticks, type TradeDate } from '../units.ts';
import { isLastDay } from './price-of-day.ts';

/** Puts another price in the place of the one that was fixed for `date`, which is the day that ends. */
export function correctSettlement(
  state: VenueState,
  { contract: id, date, price, reason, by }: CorrectSettlement,
  emit: Emit,
): OperatorRejection | undefined {
  const contract = state.contracts[id];
  if (contract === undefined) return 'CONTRACT_UNKNOWN';
  const refused = refusePerson(by) ?? refuseReason(reason);
  if (refused !== undefined) return refused;
  const { fixedPrice: from } = contract;
  if (from === undefined || date !== state.tradeDate) return 'SETTLEMENT_NOT_OPEN';
  const { down, up } = boundsOf(contract, nextTradeDate(state.calendar, date));
  if (!isWhole(price) || price < down || price > up) return 'PRICE_OUTSIDE_LIMIT';
  contract.fixedPrice = price;
  emit.happened({ type: 'settlementCorrected', contract: id, date, from, price, reason, by });
  return undefined;
}

/** The limits of the day, which bound no final price (rule SET-24). */
function boundsOf(contract: ListedContract, next: TradeDate): Limits {
  if (!isLastDay(contract, next)) return contract.limits;
  return { down: 1 as Ticks, up: contract.specification.priceMax };
}
