/** The trades tape: the newest trades of one contract, newest first, each once. */
import type { PublicTrade } from '#wire/market.ts';

export const TAPE_LENGTH_MAX = 60;

/** `tape` with `trades` on top; a trade that is already there is not repeated. Trade numbers rise with time. */
export function addTrades(tape: readonly PublicTrade[], trades: readonly PublicTrade[]): PublicTrade[] {
  const known = new Set(tape.map((trade) => trade.trade));
  const fresh = trades.filter((trade) => !known.has(trade.trade));
  return [...fresh, ...tape].sort((a, b) => b.trade - a.trade).slice(0, TAPE_LENGTH_MAX);
}
