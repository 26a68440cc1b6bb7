/**
 * The facts of a month, taken from the venue when the terms of a day are derived.
 *
 * They are kept with the contract, because what they are taken from (fixings, open interest, the calendar) goes on
 * changing while the day they hold for does not.
 */
import { type Month as CalendarMonth, firstDayOf, monthOf } from '../calendar.ts';
import { lastTradingDay, listedMonths, type ProductSpecification } from '../contract.ts';
import type { FixedValue } from '../fixings.ts';
import type { VenueState } from '../state.ts';
import { nextTradeDate } from '../trading-calendar.ts';
import type { Lots, TradeDate } from '../units.ts';
import { type MonthFacts, unfixedShare } from './month.ts';
import { dailyReturn } from './rates.ts';

/** So many trading days are counted ahead, and one more stands for all beyond. */
const DAYS_COUNTED = 20;

/** The facts of a product's month on the day `date`, or undefined when its product has no margin rules. */
export function monthFacts(
  state: VenueState,
  specification: ProductSpecification,
  month: CalendarMonth,
  openInterest: Lots,
  date: TradeDate,
): MonthFacts | undefined {
  if (specification.margin === undefined) return undefined;
  return {
    rank: rankOf(specification, month, date),
    openInterest,
    daysLeft: daysLeft(state, month, date),
    unfixed: unfixed(state.fixingsOf(specification), month),
  };
}

/** The place of a month among those that stand listed on `date` (rule CON-3). */
export function rankOf(specification: ProductSpecification, month: CalendarMonth, date: TradeDate): number {
  return listedMonths(specification, date, monthOf(date)).indexOf(month);
}

function daysLeft({ calendar }: VenueState, month: CalendarMonth, date: TradeDate): number {
  const last = lastTradingDay(month);
  let days = 0;
  for (let day = date; day <= last && days <= DAYS_COUNTED; day = nextTradeDate(calendar, day)) days += 1;
  return days;
}

/** Of the fixings of the delivery period, the share that is still to come (rule MAR-14). */
function unfixed(fixings: readonly FixedValue[], month: CalendarMonth): MonthFacts['unfixed'] {
  const first = firstDayOf(month);
  const last = lastTradingDay(month);
  const fixed = fixings.at(-1)?.date ?? 0;
  const done = fixings.filter(({ date, value }) => value !== undefined && date >= first && date <= last).length;
  return unfixedShare(done, Math.max(0, last - Math.max(fixed, first - 1)));
}

/** Every margin model is told what the months of its product did on the day whose prices are fixed (rule MAR-21). */
export function rememberDay(state: VenueState): void {
  // Whatever stands listed and has not expired is in the order of its rank.
  for (const [product, margin] of state.margins) {
    const living = state.contracts.filter((one) => !one.expired && one.specification.code === product);
    const months = living.sort((a, b) => a.month - b.month);
    margin.closeDay({
      returns: months.map(({ termsPrice, fixedPrice }) => dailyReturn(termsPrice, fixedPrice ?? termsPrice)),
      volumes: months.map(({ volume }) => volume),
    });
  }
}
