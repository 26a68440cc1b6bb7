/** Whether margin outlasts what prices do by themselves: deviations, jumps, and weekends. */
import { errorComplement } from '../statistics/chi-square.ts';
import type { Design } from './design.ts';
import { type Finding, notGiven, percent, plain } from './finding.ts';
import { daysOf, rateInModel } from './margin-rate.ts';
import { asNumber, CALENDAR_DAYS, model, TOTAL_VOLATILITY, TRADING_DAYS } from './yardsticks.ts';

const TABLE = 'Table 3 of arXiv 2603.21690: σ 0.40, 3 jumps a year of 0.10 ± 0.25';
/** Twenty days of returns, from which the paper takes its deviation, give it with a relative error of 1/√40. */
const ERROR_OF_TWENTY_DAYS = 1 / Math.sqrt(40);

/** Which volatilities a margin between floor and cap covers, against that of the model. */
export function marginForVolatility({ margin }: Design): Finding[] {
  const check = 'margin-for-volatility';
  if (margin === undefined) return [notGiven(check, 'margin; usual is 99 % of two days’ moves.', TABLE)];
  const { coverageHundredths, cap, floor } = margin;
  if (coverageHundredths === undefined || cap === undefined) {
    const rate = rateInModel(margin);
    return [
      {
        severity: 'holds',
        check,
        says: 'No cap keeps margin from rising with volatility.',
        figure: `about ${plain(rate * 100, 1)} % at a volatility of ${plain(TOTAL_VOLATILITY * 100, 1)} %`,
        rests: TABLE,
      },
    ];
  }
  const root = Math.sqrt(daysOf(margin) / TRADING_DAYS);
  const covered = (rate: number) => (asNumber(rate) * 100) / coverageHundredths / root;
  const room = covered(cap) - TOTAL_VOLATILITY;
  const error = TOTAL_VOLATILITY * ERROR_OF_TWENTY_DAYS;
  const figure = `${percent(floor)} to ${percent(cap)} cover volatilities of ${plain(covered(floor) * 100, 1)} to ${plain(covered(cap) * 100, 1)} %; the model has ${plain(TOTAL_VOLATILITY * 100, 1)} %`;
  if (room < 0)
    return [{ severity: 'fails', check, says: 'The cap lies below what the model needs.', figure, rests: TABLE }];
  if (room < error)
    return [
      {
        severity: 'questionable',
        check,
        says: `The cap leaves ${plain(room * 100, 1)} points of room, and a deviation of twenty days is off by ${plain(error * 100, 1)} points one time in three.`,
        figure,
        rests: `${TABLE}; relative error 1/√40`,
      },
    ];
  return [{ severity: 'holds', check, says: 'The cap leaves room above the model.', figure, rests: TABLE }];
}

/** How often a single jump is larger than margin, against how often the design lets it be. */
export function marginForJumps({ margin }: Design): Finding[] {
  const check = 'margin-for-jumps';
  if (margin?.confidence === undefined)
    return [notGiven(check, 'in what share of periods margin is meant to be enough; usual is 99 %.', TABLE)];
  const rate = rateInModel(margin);
  const { mean, deviation, perYear } = model.jumps;
  const fall = normalTail((mean - Math.log1p(-rate)) / deviation);
  const rise = normalTail((Math.log1p(rate) - mean) / deviation);
  const perPeriod = (share: number) => (share * perYear * daysOf(margin)) / TRADING_DAYS;
  const allowed = 1 - asNumber(margin.confidence);
  const worst = perPeriod(Math.max(fall, rise));
  const figure = `at ${plain(rate * 100, 1)} %: ${plain(100 * rise, 0)} % of jumps ruin a seller, ${plain(100 * fall, 0)} % a buyer; in ${plain(worst * 100, 2)} % of periods, ${plain(allowed * 100, 2)} % are allowed`;
  if (worst <= allowed)
    return [{ severity: 'holds', check, says: 'Jumps exceed margin no more often than meant.', figure, rests: TABLE }];
  return [
    {
      severity: worst > 1.5 * allowed ? 'fails' : 'questionable',
      check,
      says: `Jumps alone exceed margin ${plain(worst / allowed, 2)} times as often as it is meant to be exceeded: deviations do not say how far a jump goes.`,
      figure,
      rests: TABLE,
    },
  ];
}

/** Friday's close to Monday's open is three days of news. */
export function marginOfAWeekend({ margin, calendar }: Design): Finding[] {
  const check = 'margin-of-a-weekend';
  const rests = 'tokens are sold, and prices posted, on all seven days';
  if (calendar === undefined || margin === undefined)
    return [notGiven(check, 'trading days or margin; usual are five days and a margin for two.', rests)];
  if (calendar.tradingDays === 7)
    return [{ severity: 'holds', check, says: 'It trades on weekends too.', figure: '7 days of 7', rests }];
  const days = (daysOf(margin) * CALENDAR_DAYS) / TRADING_DAYS;
  const times = Math.sqrt(3 / days);
  const figure = `${daysOf(margin)} of 252 trading days are ${plain(days, 1)} calendar days, a weekend is 3: deviations ${plain(times, 2)} times as large`;
  // A twentieth is less than the error of any deviation that is estimated.
  if (times <= 1.05)
    return [{ severity: 'holds', check, says: 'The days that margin is meant for are a weekend.', figure, rests }];
  return [
    {
      severity: 'questionable',
      check,
      says: 'Margin is meant for less than a weekend, in which nobody can close out and prices are posted all the same.',
      figure,
      rests,
    },
  ];
}

/** The probability that a normal number is above `z`. */
function normalTail(z: number): number {
  return z < 0 ? 1 - normalTail(-z) : errorComplement(z / Math.SQRT2) / 2;
}
