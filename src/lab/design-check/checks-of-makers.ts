/** Whether what makers promise can be kept, and is worth something to whoever hedges. */
import type { Design, MakerQuote } from './design.ts';
import { type Finding, grouped, notGiven, percent, plain, usd } from './finding.ts';
import { asNumber, HEDGE } from './yardsticks.ts';

const TICKS = 'fewer than 2 ticks cannot be quoted within, fewer than 6 leave only a few places to quote';

/** How many ticks the widest spread has, and below which price it has none. */
export function spreadInTicks({ makers, price, tickSize }: Design): Finding[] {
  const check = 'spread-in-ticks';
  if (makers === undefined || price === undefined || tickSize === undefined)
    return [
      notGiven(check, 'what makers promise; usual is a widest spread, a least size and a share of the day.', TICKS),
    ];
  return quotesOf(makers).map(([where, { spreadMax }]): Finding => {
    const spread = price * asNumber(spreadMax);
    const ticks = spread / tickSize;
    const none = tickSize / asNumber(spreadMax);
    return {
      severity: ticks < 2 ? 'fails' : ticks < 6 ? 'questionable' : 'holds',
      check,
      says: `The widest spread in ${where} is ${plain(ticks, 1)} ticks; below ${usd(none)} it is less than one, and nobody can keep the promise.`,
      figure: `${percent(spreadMax)} of ${usd(price)} is ${usd(spread)}, a tick is ${usd(tickSize)}`,
      rests: TICKS,
    };
  });
}

/** What crossing half of the widest spread costs a hedger. */
export function costOfTheSpread({ makers }: Design): Finding[] {
  const check = 'cost-of-the-spread';
  const rests =
    'a hedger who takes what makers must show pays half the spread; above 1 % is questionable, above 3 % fails';
  if (makers === undefined) return [notGiven(check, 'the widest spread; usual is 0.1 to 2 %.', rests)];
  return quotesOf(makers).map(([where, { spreadMax }]): Finding => {
    const half = asNumber(spreadMax) / 2;
    return {
      severity: half > 0.03 ? 'fails' : half > 0.01 ? 'questionable' : 'holds',
      check,
      says: `A million dollars taken in ${where} cost as much as ${usd(HEDGE * half)} in spread, and as much again to leave.`,
      figure: `half of ${percent(spreadMax)} of ${usd(HEDGE)}`,
      rests,
    };
  });
}

/** What makers must show against what somebody would hedge, and against what they must own. */
export function sizeOfQuotes({ makers, price, lotSize }: Design): Finding[] {
  const check = 'size-of-quotes';
  const rests = 'a million dollars to hedge; a quote below 0.1 % of it fails, below 1 % is questionable';
  if (makers === undefined || price === undefined || lotSize === undefined)
    return [notGiven(check, 'how much makers must show, or the worth of a lot.', rests)];
  return quotesOf(makers).map(([where, { lotsMin }]): Finding => {
    const shown = lotsMin * price * lotSize;
    const share = shown / HEDGE;
    const { netCapital } = makers;
    const capital =
      netCapital === undefined || netCapital === 0
        ? ''
        : `; a maker must own ${grouped(Math.round(netCapital / shown))} times as much, ${usd(netCapital)}`;
    return {
      severity: share < 0.001 ? 'fails' : share < 0.01 ? 'questionable' : 'holds',
      check,
      says: `What a maker must show in ${where} is ${usd(shown)}: a million dollars are ${grouped(Math.ceil(1 / share))} such quotes${capital}.`,
      figure: `${grouped(lotsMin)} lots × ${usd(price * lotSize)} = ${usd(shown)}`,
      rests,
    };
  });
}

/** How much of a day may be without a quote. */
export function presenceOfMakers({ makers }: Design): Finding[] {
  const check = 'presence-of-makers';
  const rests = 'EU rules ask for half of a day’s continuous trading (RTS 8); who hedges around the clock needs more';
  if (makers?.presence === undefined)
    return [notGiven(check, 'the share of the day in which makers quote; usual is 50 to 85 %.', rests)];
  const { presence } = makers;
  const away = 24 * (1 - asNumber(presence));
  return [
    {
      severity: presence < 500_000 ? 'fails' : presence < 700_000 ? 'questionable' : 'holds',
      check,
      says: `A maker may be away for ${plain(away, 1)} hours of a day of 24.`,
      figure: `24 × (100 % − ${percent(presence)})`,
      rests,
    },
  ];
}

/** Two entries, or one where both promises are the same. */
function quotesOf({ front, others }: { readonly front: MakerQuote; readonly others: MakerQuote }) {
  const isSame = front.spreadMax === others.spreadMax && front.lotsMin === others.lotsMin;
  return isSame
    ? ([['every month', front]] as const)
    : ([
        ['the front month', front],
        ['the others', others],
      ] as const);
}
