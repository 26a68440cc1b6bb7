/**
 * The arithmetic of one leveraged position: what a move is worth on its margin, and where it is closed by force.
 *
 * Prices here are multiples of the price at entry, moves are shares of it, and returns are multiples of the margin: −1
 * is all of it, and less than −1 is a debt. Nothing here is left to chance.
 */
import type { Side, Terms } from './terms.ts';

export function signOf(side: Side): 1 | -1 {
  return side === 'long' ? 1 : -1;
}

/** What opening costs, as a share of the position: a fee and half the spread. */
export function costToOpen({ fee, spread }: Pick<Terms, 'fee' | 'spread'>): number {
  return fee + spread / 2;
}

/** What the position costs when it is closed after `nights`, as a share of its value at entry. */
export function costOf({ fee, spread, funding }: Pick<Terms, 'fee' | 'spread' | 'funding'>, nights: number): number {
  return 2 * fee + spread + funding * nights;
}

/**
 * The return on margin when the price has moved by `move` and `cost` has been paid: leverage × (± move − cost). Fees
 * are taken on the value at entry. Below −1 the holder owes; whether the position would have been closed before is not
 * asked here.
 */
export function returnOnMargin(
  { side, leverage }: Pick<Terms, 'side' | 'leverage'>,
  move: number,
  cost: number,
): number {
  return leverage * (signOf(side) * move - cost);
}

/**
 * The price at which equity is down to maintenance × price, after `paid` (a share of the position) has been taken from
 * the margin: (1 − 1/L + paid) / (1 − m) for a long, (1 + 1/L − paid) / (1 + m) for a short. 0 or less: a long without
 * leverage that nothing closes.
 */
export function liquidationPrice(
  { side, leverage, maintenance }: Pick<Terms, 'side' | 'leverage' | 'maintenance'>,
  paid: number,
): number {
  const sign = signOf(side);
  return (1 - sign * (1 / leverage - paid)) / (1 - sign * maintenance);
}

/** How far the price may move against the holder before that: 0.0101 is 1.01 %, whichever side. */
export function liquidationDistance(terms: Pick<Terms, 'side' | 'leverage' | 'maintenance'>, paid: number): number {
  return signOf(terms.side) * (1 - liquidationPrice(terms, paid));
}

/**
 * What a forced close at the liquidation price leaves of the margin, as a return on it. What closing costs beyond what
 * is left is not collected, so it is never below −1.
 */
export function returnAtLiquidation(terms: Terms): number {
  const distance = Math.max(0, liquidationDistance(terms, costToOpen(terms)));
  return Math.max(-1, returnOnMargin(terms, -signOf(terms.side) * distance, costOf(terms, 0)));
}

/**
 * The leverage at which the liquidation price, after the cost of opening, is exactly `distance` away: with more of it,
 * a stop there is never reached, because the position is closed before.
 */
export function leverageFor(terms: Terms, distance: number): number {
  const priceThere = 1 - signOf(terms.side) * distance;
  return 1 / (distance + terms.maintenance * priceThere + costToOpen(terms));
}
