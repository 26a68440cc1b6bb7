/** Which contracts stand in the list, and which one is next to which. */
import type { Ticker } from '#wire/market.ts';

/** The contracts of one product, nearest month first, as the venue lists them. */
export function contractsOf(tickers: readonly Ticker[], product: string): Ticker[] {
  return tickers.filter((ticker) => ticker.product === product).sort((a, b) => (a.month < b.month ? -1 : 1));
}

/** `tickers` with the changed ones in their places; new ones stand at the end. */
export function mergeTickers(tickers: readonly Ticker[], changed: readonly Ticker[]): Ticker[] {
  const merged = new Map(tickers.map((ticker) => [ticker.contract, ticker]));
  for (const ticker of changed) merged.set(ticker.contract, ticker);
  return [...merged.values()];
}

/** The contract `steps` rows below `contract` (above, when negative); the list does not wrap around. */
export function neighbour(list: readonly Ticker[], contract: string | undefined, steps: number): string | undefined {
  const at = list.findIndex((ticker) => ticker.contract === contract);
  const next = at < 0 ? 0 : Math.min(list.length - 1, Math.max(0, at + steps));
  return list[next]?.contract;
}
