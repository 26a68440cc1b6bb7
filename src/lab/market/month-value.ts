/**
 * What a month is worth by the model: the mean of its delivery period's fixings, those that are known and those that the
 * model expects from the latest one.
 */
import type { ContractView, MemberView } from '#makers/member-view.ts';
import { lastDay } from './hedged-year.ts';
import type { Expectations } from './model-clock.ts';

/** From the fixings so far to what a month is worth, in its ticks; nothing for months beyond the study. */
export type MonthValue = (
  seen: Pick<MemberView, 'fixings'>,
) => (month: Pick<ContractView, 'deliveryFrom' | 'lastTradingDay' | 'tickSize'>) => number | undefined;

/** Values by what the model expects. */
export function byModel(expectations: Expectations): MonthValue {
  return ({ fixings: { tokens: fixings } }) => {
    const latest = fixings.at(-1);
    return ({ deliveryFrom, lastTradingDay, tickSize }) => {
      if (latest === undefined || lastTradingDay > lastDay) return undefined;
      let sum = 0;
      if (latest.date >= deliveryFrom)
        for (const { value } of fixings.slice(deliveryFrom - latest.date - 1)) sum += value / 1e6;
      const logPrice = Math.log(latest.value / 1e6);
      for (let date = Math.max(deliveryFrom, latest.date + 1); date <= lastTradingDay; date += 1)
        sum += expectations.fixing(logPrice, latest.date, date as typeof lastTradingDay);
      return ((sum / (lastTradingDay - deliveryFrom + 1)) * 1e6) / tickSize;
    };
  };
}
