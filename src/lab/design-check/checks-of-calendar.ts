/** Which days a contract covers, when it ends, and how far ahead it is listed. */
import { firstDayOf, formatDate, thirdWednesday } from '#core/calendar.ts';
import { listedMonths, type ProductSpecification, SIT } from '#core/contract.ts';
import type { TradeDate } from '#core/units.ts';
import type { Design } from './design.ts';
import { type Finding, notGiven } from './finding.ts';
import { daysIn, daysTraded, FIRST_YEAR, fixingsOf, LAST_YEAR, MONTHS } from './fixings.ts';
import { HEDGE_MONTHS } from './yardsticks.ts';

/** Which days of a month's bill the final price is made of. */
export function daysOfTheMonth({ settlement, calendar }: Design): Finding[] {
  const check = 'days-of-the-month';
  const rests =
    'who buys tokens all month keeps the risk of the days that no fixing counts (docs/adr/0003-delivery-period.md)';
  const fixings = settlement && fixingsOf(settlement, calendar);
  if (settlement === undefined || fixings === undefined)
    return [notGiven(check, 'the days whose fixings count; usual is the whole month.', rests)];
  const endsEarly = calendar?.lastTradingDay === 'third Wednesday';
  const length = endsEarly ? Math.max(...MONTHS.map((month) => daysIn(month) - daysTraded(month, calendar))) : 0;
  return [
    {
      severity: endsEarly || settlement.window !== 'from the first of the month' ? 'questionable' : 'holds',
      check,
      says: endsEarly
        ? `The last ${length} days of a month, at most, belong to no contract.`
        : 'What counts ends with the month.',
      figure: `${fixings.least} to ${fixings.most} fixings of 28 to 31 days`,
      rests,
    },
  ];
}

/** Last trading days that fall on a holiday nobody has decided about. */
export function lastTradingDayAndHolidays({ calendar }: Design): Finding[] {
  const check = 'last-trading-day';
  const rests = 'a date without a fixing or without banks needs a rule before it comes';
  if (calendar?.lastTradingDay === undefined)
    return [notGiven(check, 'the last trading day; usual is a rule by weekday or the last business day.', rests)];
  if (calendar.holidays !== undefined)
    return [
      {
        severity: 'holds',
        check,
        says: `Holidays have a rule: ${calendar.holidays}.`,
        figure: calendar.lastTradingDay,
        rests,
      },
    ];
  const met = MONTHS.filter(
    (month) => calendar.lastTradingDay === 'third Wednesday' && isJuneteenth(thirdWednesday(month)),
  );
  return [
    {
      severity: 'questionable',
      check,
      says: `Which holidays move the ${calendar.lastTradingDay} is not said${met.length > 0 ? `; ${met.map((month) => formatDate(thirdWednesday(month))).join(', ')} is Juneteenth, when US banks are closed` : ''}.`,
      figure: `${met.length} of ${MONTHS.length} months from ${FIRST_YEAR} to ${LAST_YEAR} on a US bank holiday`,
      rests,
    },
  ];
}

/** How far ahead months are listed, and how many of a year's months have a contract of their own. */
export function monthsAhead({ months: listed }: Design): Finding[] {
  const check = 'months-ahead';
  const rests = 'a budget is made a year ahead; a month without a contract is hedged with its neighbour';
  if (listed === undefined)
    return [notGiven(check, 'listed months; usual are 12 to 36 months, or nearer months and quarters.', rests)];
  const product: ProductSpecification = {
    ...SIT,
    consecutiveMonths: listed.consecutive,
    quarterlyMonths: listed.quarterly,
  };
  const reach = MONTHS.map((month) => {
    const codes = listedMonths(product, firstDayOf(month), month).map((one) => one - month);
    return { farthest: Math.max(...codes), own: codes.filter((ahead) => ahead < HEDGE_MONTHS).length };
  });
  const farthest = reach.map((one) => one.farthest);
  const own = reach.map((one) => one.own);
  const figure = `farthest ${span(farthest)} months ahead; ${span(own)} of the next ${HEDGE_MONTHS} have a contract of their own`;
  if (Math.min(...farthest) < HEDGE_MONTHS - 1)
    return [{ severity: 'fails', check, says: 'A year’s budget cannot be hedged to its end.', figure, rests }];
  const isFull = Math.min(...own) === HEDGE_MONTHS;
  return [
    {
      severity: isFull ? 'holds' : 'questionable',
      check,
      says: isFull
        ? 'Every month of a year has a contract of its own.'
        : `In a year’s hedge ${span(own.map((one) => HEDGE_MONTHS - one))} months have to lean on a neighbour.`,
      figure,
      rests,
    },
  ];
}

/** The 19th of June, the one US bank holiday that can be a third Wednesday. */
function isJuneteenth(date: TradeDate): boolean {
  return formatDate(date).endsWith('-06-19');
}

/** `14 to 16`, or `15` where all are the same. */
function span(counts: readonly number[]): string {
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  return least === most ? String(least) : `${least} to ${most}`;
}
