/** How a settlement price was found and how far a delivery period has come, in words. */
import type { Ticker } from '#wire/market.ts';
import type { SettlementMethod } from '#wire/settlement.ts';
import { decimal, MISSING } from './figures.ts';

const words: Readonly<Record<SettlementMethod, string>> = {
  window: 'the mean of the last minutes of trading',
  closingAuction: 'the price of the closing auction',
  vwap: "the mean of the day's trades",
  quotes: 'the middle of bid, ask and the day before',
  limit: 'the limit at which the day ended',
  lastTrade: 'the last trade, between bid and ask',
  spreads: "a neighbour's price and the spread to it",
  neighbour: 'moved as the nearest month that traded',
  previous: 'the price of the day before',
  final: 'the mean of the fixings of its delivery period',
  fallbackFixings: 'the mean of fixings, with stand-ins for missing ones',
  lastFixings: 'the mean of the last fixings, moved by the basis',
  committee: 'the price of a committee',
};

/** How the last settlement price was found; before the first the contract stands at the price it was listed at. */
export function settledBy(ticker: Pick<Ticker, 'settlementMethod' | 'settlementCorrected'>): string {
  const { settlementMethod: method, settlementCorrected } = ticker;
  if (method === null) return 'the price at which it was listed';
  return settlementCorrected ? `corrected, first ${words[method]}` : words[method];
}

/** The mean so far and of how many fixings: `1.513333, 15 of 16 fixings`. */
export function averageSoFar({ mean, fixings, of }: NonNullable<Ticker['average']>): string {
  return `${mean === null ? MISSING : decimal(mean)}, ${fixings} of ${of} fixings`;
}
