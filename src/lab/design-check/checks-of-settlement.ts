/** How a contract ends: which fixings make its price, how many must exist, and what a seller could gain by moving them. */
import type { Design, Index } from './design.ts';
import { type Finding, grouped, notGiven, percent, plain } from './finding.ts';
import { fixingsOf } from './fixings.ts';
import { asNumber, PUSH } from './yardsticks.ts';

/** By how much one seller moves the final price, and whether that could be paid for. */
export function printOrMean({ settlement, index, calendar }: Design): Finding[] {
  const check = 'print-or-mean';
  const weight = index?.cap ?? (1_000_000 as typeof PUSH);
  const day = asNumber(weight) * asNumber(PUSH);
  const rests = 'a seller who moves its price by b for one day moves a mean of n fixings by weight × b / n';
  const single = `${percent(weight)} × ${percent(PUSH)} = ${plain(day * 100, 2)} % by one day’s price`;
  if (settlement === undefined)
    return [
      {
        ...notGiven(check, 'which fixings make the final price; usual is the mean of the delivery month.', rests),
        figure: single,
      },
    ];
  if (settlement.final === 'single')
    return [
      {
        severity: 'fails',
        check,
        says: 'One fixing makes the final price, so one day’s price of one seller moves it.',
        figure: single,
        rests,
      },
    ];
  const fixings = fixingsOf(settlement, calendar);
  if (fixings === undefined) return [{ ...notGiven(check, 'how many fixings make the mean.', rests), figure: single }];
  return [
    {
      severity: fixings.least < 5 ? 'questionable' : 'holds',
      check,
      says: `The final price is a mean of ${fixings.least === fixings.most ? fixings.least : `${fixings.least} to ${fixings.most}`} fixings: a day’s price of one seller moves it by ${plain((day / fixings.least) * 100, 2)} % at most.`,
      figure: `${single}, over ${fixings.least}`,
      rests: index?.average === 'median' ? `${rests}; a median moves to the next price at most` : rests,
    },
  ];
}

/** How many fixings must exist, or something else sets the price. */
export function fixingsThatMustExist({ settlement, calendar }: Design): Finding[] {
  const check = 'fixings-that-must-exist';
  const rests = 'without a least number a single fixing can make the price of a month';
  const fixings = settlement && fixingsOf(settlement, calendar);
  if (settlement?.validShare === undefined || fixings === undefined)
    return [notGiven(check, 'how many fixings must exist for a final price; usual is nine in ten.', rests)];
  const needed = Math.ceil(fixings.least * asNumber(settlement.validShare));
  return [
    {
      severity: needed < 3 ? 'questionable' : 'holds',
      check,
      says: `At least ${needed} fixings make a final price, else another procedure does.`,
      figure: `${percent(settlement.validShare)} of ${fixings.least}`,
      rests,
    },
  ];
}

/** The largest position in the delivery month against what sellers sell while it is settled. */
export function spotMonthLimit({ spotMonthMax, lotSize, index, settlement, calendar }: Design): Finding[] {
  const check = 'spot-month-limit';
  const rests =
    'a seller who cuts its price by b for all fixings loses b on all it sells and moves no average by more than weight × b; so a position pays from volume / weight on, and under any average never below volume';
  if (spotMonthMax === undefined || lotSize === undefined)
    return [
      notGiven(
        check,
        'a largest position in the delivery month; usual is a quarter of what can be delivered, and less for an index.',
        rests,
      ),
    ];
  const tokens = spotMonthMax * lotSize;
  const volumes = Object.entries(index?.volumes ?? {});
  const days = settlement && fixingsOf(settlement, calendar);
  if (index === undefined || volumes.length === 0 || days === undefined)
    return [
      {
        severity: 'questionable',
        check,
        says: `Whether a position of ${grouped(tokens)} million tokens pays for a push cannot be told: volumes of sellers or the fixings are not given.`,
        figure: `${grouped(spotMonthMax)} lots`,
        rests,
      },
    ];
  const weeks = days.least / 7;
  const [seller, volume] = volumes.reduce((a, b) => (b[1] < a[1] ? b : a));
  const sold = volume * weeks;
  const pays = index.average === 'mean' ? cheapest(index) * weeks : undefined;
  const figure = `${grouped(tokens)} against ${grouped(Math.round(sold))} million tokens that ${seller} sells in ${days.least} days${pays === undefined ? '' : `; under a mean it pays from ${grouped(Math.round(pays))} on`}`;
  if (tokens <= sold || (pays !== undefined && tokens < pays))
    return [{ severity: 'holds', check, says: 'No cut by one seller can pay at this limit.', figure, rests }];
  return [
    {
      severity: pays === undefined ? 'questionable' : 'fails',
      check,
      says:
        pays === undefined
          ? `The limit is ${plain(tokens / sold, 2)} times what the smallest seller sells meanwhile, and a median moves in steps: \`npm run index -- attack\` tries every push.`
          : 'A seller earns more at this limit than its cut costs.',
      figure,
      rests,
    },
  ];
}

/** The least of volume / weight over the sellers, million tokens a week. */
function cheapest({ volumes = {}, weights = 'volume', cap = 1_000_000 as typeof PUSH }: Index): number {
  const size = (volume: number) => (weights === 'volume' ? volume : weights === 'equal' ? 1 : Math.sqrt(volume));
  const all = Object.values(volumes);
  const whole = all.reduce((sum, volume) => sum + size(volume), 0);
  return Math.min(...all.map((volume) => volume / Math.min(size(volume) / whole, asNumber(cap))));
}
