/** Whether lot, tick, fee and highest price fit the money that would trade, and whether all of it counts exactly. */
import { MONEY_MAX } from '#core/units.ts';
import { momentsAt } from '../jump-diffusion/transition.ts';
import type { Design } from './design.ts';
import { type Finding, grouped, notGiven, percent, plain, usd } from './finding.ts';
import { asNumber, HEDGE, model } from './yardsticks.ts';

const HEDGERS = 'a company that hedges a million dollars of tokens; GPU futures of 730 hours are about USD 2,000 a lot';

/** How many lots a million dollars are. */
export function lotOfAHedge({ price, lotSize }: Design): Finding[] {
  const check = 'lot-of-a-hedge';
  if (price === undefined || lotSize === undefined)
    return [notGiven(check, 'lot size or price; usual are lots of USD 1,000 to 100,000.', HEDGERS)];
  const notional = price * lotSize;
  const needed = Math.ceil(HEDGE / notional);
  const figure = `${usd(HEDGE)} / ${usd(notional)} = ${grouped(needed)} lots`;
  if (needed > 100_000)
    return [
      {
        severity: 'fails',
        check,
        says: `A lot of ${usd(notional)} needs ${grouped(needed)} lots to hedge a million dollars.`,
        figure,
        rests: `${HEDGERS}; above 100,000 lots fails`,
      },
    ];
  if (needed < 20)
    return [
      {
        severity: 'questionable',
        check,
        says: `With ${grouped(needed)} lots for a million dollars a hedge is off by as much as ${plain(50 / needed, 1)} %.`,
        figure,
        rests: `${HEDGERS}; half a lot is what rounding leaves`,
      },
    ];
  return [
    {
      severity: needed > 10_000 ? 'questionable' : 'holds',
      check,
      says: `A million dollars are ${grouped(needed)} lots, to the nearest ${plain(100 / needed, 2)} %.`,
      figure,
      rests: HEDGERS,
    },
  ];
}

/** How much one holder may hedge, and in how many orders. */
export function largestHedge({ price, lotSize, orderQuantityMax, positionMax, allMonthsMax }: Design): Finding[] {
  const check = 'largest-hedge';
  const rests =
    'below a million dollars a limit shuts out who needs the contract; large buyers need a hundred millions';
  const most = allMonthsMax ?? positionMax;
  if (price === undefined || lotSize === undefined || most === undefined)
    return [notGiven(check, 'a largest position; usual are limits for one month and for all.', rests)];
  const value = most * price * lotSize;
  const orders = orderQuantityMax === undefined ? '' : `; ${grouped(Math.ceil(most / orderQuantityMax))} orders`;
  return [
    {
      severity: value < HEDGE ? 'fails' : value < 100 * HEDGE ? 'questionable' : 'holds',
      check,
      says: `One holder may hedge ${usd(value)} without an exemption.`,
      figure: `${grouped(most)} lots × ${usd(price * lotSize)}${orders}`,
      rests,
    },
  ];
}

/** The tick as a share of the price: below it no price can be told from another. */
export function tickOfAPrice({ price, tickSize }: Design): Finding[] {
  const check = 'tick-of-a-price';
  const rests = 'a tick is the least that crossing a market costs; above 1 % fails, above 0.25 % is questionable';
  if (price === undefined || tickSize === undefined)
    return [notGiven(check, 'tick or price; usual are 0.01 to 0.1 % of the price.', rests)];
  const share = tickSize / price;
  const figure = `${usd(tickSize)} / ${usd(price)} = ${plain(share * 100, 2)} %`;
  const severity = share > 0.01 ? 'fails' : share > 0.0025 ? 'questionable' : 'holds';
  const says = `A tick is ${plain(share * 100, 2)} % of the price${severity === 'holds' ? '' : ', and more of one that falls: at half the price twice as much'}.`;
  return [{ severity, check, says, figure, rests }];
}

/** What a tick of a lot is worth has to count without rounding. */
export function tickValueIsWhole({ tickSize, lotSize }: Design): Finding[] {
  const check = 'tick-value';
  const rests = 'whole micro-dollars never round, whole cents can be paid (rule CON-2)';
  if (tickSize === undefined || lotSize === undefined)
    return [notGiven(check, 'tick or lot; usual is a tick worth USD 1 to 25 a lot.', rests)];
  const value = tickSize * lotSize;
  const figure = `${usd(tickSize)} × ${grouped(lotSize)} = ${usd(value)}`;
  if (!Number.isInteger(value))
    return [{ severity: 'fails', check, says: 'A tick of a lot is no whole micro-dollar.', figure, rests }];
  const isCents = value % 10_000 === 0;
  return [
    {
      severity: isCents ? 'holds' : 'questionable',
      check,
      says: isCents ? 'A tick of a lot is a whole number of cents.' : 'A tick of a lot is a fraction of a cent.',
      figure,
      rests,
    },
  ];
}

/** What the largest position is worth at the highest price has to count exactly. */
export function largestPositionCounts({ priceMax, positionMax, lotSize }: Design): Finding[] {
  const check = 'largest-position';
  const rests = `an amount counts exactly up to ${usd(MONEY_MAX)} (rule CON-2, POSITION_VALUE_TOO_LARGE)`;
  if (positionMax === undefined || priceMax === undefined || lotSize === undefined)
    return [notGiven(check, 'a largest position or a highest price; usual is a limit on both.', rests)];
  const value = priceMax * positionMax * lotSize;
  const figure = `${usd(priceMax)} × ${grouped(positionMax)} × ${grouped(lotSize)} = ${usd(value)}`;
  const counts = value <= MONEY_MAX;
  return [
    {
      severity: counts ? 'holds' : 'fails',
      check,
      says: `The largest position at the highest price ${counts ? 'counts' : 'does not count'} exactly.`,
      figure,
      rests,
    },
  ];
}

/** The highest price against what the model reaches within the listed months. */
export function roomAbove({ price, priceMax }: Design): Finding[] {
  const check = 'room-above';
  const rests = 'Table 3 of arXiv 2603.21690 from this price on, two deviations up, the highest within three years';
  if (price === undefined) return [notGiven(check, 'a price to start the model from.', rests)];
  const start = Math.log(price / 1_000_000);
  const shifted = { ...model, level: start };
  const highest = Math.max(
    ...Array.from({ length: 36 }, (_, month) => {
      const { mean, variance } = momentsAt(shifted, start, 0, (month + 1) / 12);
      return Math.exp(mean + 1.96 * Math.sqrt(variance));
    }),
  );
  const reached = `in the highest month one price in forty is above ${usd(highest * 1_000_000)}`;
  if (priceMax === undefined)
    return [
      {
        ...notGiven(check, 'a highest price; usual is one that no path of ten years reaches.', rests),
        figure: reached,
      },
    ];
  const times = priceMax / 1_000_000 / highest;
  return [
    {
      severity: times < 1 ? 'fails' : times < 3 ? 'questionable' : 'holds',
      check,
      says: `The highest price is ${plain(times, 1)} times what the model reaches in its upper fortieth.`,
      figure: `${usd(priceMax)} against ${usd(highest * 1_000_000)}`,
      rests: `${rests}; below 3 times is questionable, since shortages are not in a normal deviation`,
    },
  ];
}

/** The fee of a lot against its tick. */
export function feeOfALot({ fees, price, lotSize, tickSize }: Design): Finding[] {
  const check = 'fee-of-a-lot';
  const rests = 'a fee above half a tick decides where it pays to quote, in place of the tick';
  if (fees === undefined || price === undefined || lotSize === undefined || tickSize === undefined)
    return [notGiven(check, 'fees; usual are 0.01 to 0.1 % of what is traded, or a sum for each lot.', rests)];
  const notional = price * lotSize;
  const fee = notional * asNumber(fees.taker);
  const ticks = fee / (tickSize * lotSize);
  return [
    {
      severity: ticks > 1 ? 'fails' : ticks > 0.5 ? 'questionable' : 'holds',
      check,
      says: `Taking a lot costs ${plain(ticks, 3)} ticks in fees.`,
      figure: `${percent(fees.taker)} of ${usd(notional)} is ${usd(fee)}; a tick is ${usd(tickSize * lotSize)}`,
      rests,
    },
  ];
}
