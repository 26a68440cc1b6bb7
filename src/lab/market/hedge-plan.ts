/**
 * What a company means to trade: its hedge, as legs.
 *
 * A strip buys each month's own contract and keeps it until it settles. A stack buys the first month alone and puts all
 * the rest into the second; before a month's delivery begins, what is not for that month is rolled into the next one.
 * Every leg has days on which it should trade, evenly, and a last day after which it is given up.
 */
import { isTradingDay, type Month } from '#core/calendar.ts';
import { BUY, SELL, type Side } from '#core/commands.ts';
import type { TradeDate } from '#core/units.ts';
import { deliveryOf, hedgedMonths, hedgeFrom, MONTHS, tradingDays } from './hedged-year.ts';
import type { MarketSettings } from './settings.ts';

/** Trading days over which a stack is rolled. */
const ROLL_DAYS = 5;

/** There is at most one leg for each month and side. */
export interface Leg {
  readonly month: Month;
  readonly side: Side;
  /** Million tokens, not rounded. */
  readonly tokens: number;
  /** The trading days over which it is traded evenly, and the last day on which what is missing is still tried. */
  readonly from: TradeDate;
  readonly by: TradeDate;
  readonly until: TradeDate;
  /** The month out of which it is rolled, as far as that has been sold; undefined for what is bought anew. */
  readonly rolledFrom?: Month;
}

/** The legs of a company's hedge under these settings. */
export function planOf({
  hedge,
  usage,
  ratio,
  build,
}: Pick<MarketSettings, 'hedge' | 'usage' | 'ratio' | 'build'>): Leg[] {
  const tokens = usage * ratio;
  const [first, second] = hedgedMonths as [Month, Month];
  const built = (month: Month, amount: number): Leg => {
    const until = eveOfDelivery(month);
    const by = Math.min(tradingDayAfter(hedgeFrom, build - 1), until) as TradeDate;
    return { month, side: BUY, tokens: amount, from: hedgeFrom, by, until };
  };
  if (hedge === 'strip') return hedgedMonths.map((month) => built(month, tokens));
  const rolls = hedgedMonths.slice(1, -1).flatMap((month, i): Leg[] => {
    const by = eveOfDelivery(month);
    const from = tradingDayAfter(by, 1 - ROLL_DAYS);
    const amount = tokens * (MONTHS - 2 - i);
    const until = (deliveryOf(month).last - 1) as TradeDate;
    return [
      { month, side: SELL, tokens: amount, from, by, until },
      { month: month + 1, side: BUY, tokens: amount, from, by, until: eveOfDelivery(month + 1), rolledFrom: month },
    ];
  });
  return [built(first, tokens), built(second, tokens * (MONTHS - 1)), ...rolls];
}

/** 1 for a leg that buys, −1 for one that sells. */
export const signOf = ({ side }: Pick<Leg, 'side'>): number => (side === BUY ? 1 : -1);

/** The last trading day before the delivery period of `month`. */
function eveOfDelivery(month: Month): TradeDate {
  let date = (deliveryOf(month).first - 1) as TradeDate;
  while (!isTradingDay(date)) date = (date - 1) as TradeDate;
  return date;
}

/** The trading day so many after `date`, which is one. */
function tradingDayAfter(date: TradeDate, count: number): TradeDate {
  const at = tradingDays.indexOf(date) + count;
  return tradingDays[Math.min(Math.max(at, 0), tradingDays.length - 1)] as TradeDate;
}
