/**
 * What a leveraged position is opened on, and whether it can be opened at all.
 *
 * Rates are shares of the position's value at entry, not of the margin: leverage is what makes a small share of the one
 * a large share of the other. Everything else in this room trusts terms in which `faultIn` finds nothing.
 */
import { percent } from '../experiment/words.ts';
import { costToOpen, liquidationPrice } from './position.ts';

export type Side = 'long' | 'short';

export interface Terms {
  /** At entry, in any currency; only the prices that are shown depend on it. */
  readonly price: number;
  readonly side: Side;
  /** The position's value over its margin, from 1 to 2,000. */
  readonly leverage: number;
  /** The position is closed by force when its equity is below this share of its value; from 0 to below 1 / leverage. */
  readonly maintenance: number;
  /** Charged when opening and again when closing. */
  readonly fee: number;
  /** Between bid and ask; half of it is lost when opening, half when closing. */
  readonly spread: number;
  /** Charged every night; below 0 the holder receives it. */
  readonly funding: number;
  /** How long the position is held at most, in trading days with a night after each; whole, from 1. */
  readonly days: number;
  /** Of the logarithm of the price over a year, as a share: 0.45 is 45 %. */
  readonly volatility: number;
  /** By how much the price is expected to grow in a year, continuously compounded; 0 is a fair game. */
  readonly drift: number;
  /** Trading days in a year: 252 for shares, 365 for markets that never close. */
  readonly daysPerYear: number;
  /** The move in favour of the holder at which the gain is taken, as a share of the price; above 0. */
  readonly target: number;
}

export const LEVERAGE_MAX = 2_000;
export const DAYS_MAX = 365;

/** Each term, the range it may have, and how a person calls it. */
const ranges = [
  ['price', 1e-9, 1e12],
  ['leverage', 1, LEVERAGE_MAX],
  ['maintenance', 0, 0.999],
  ['fee', 0, 0.1],
  ['spread', 0, 0.1],
  ['funding', -0.05, 0.05],
  ['days', 1, DAYS_MAX],
  ['volatility', 0.01, 10],
  ['drift', -5, 5],
  ['daysPerYear', 200, 366],
  ['target', 1e-6, 10],
] as const satisfies readonly (readonly [keyof Terms, number, number])[];

/** What keeps a position from being opened on these terms, in a sentence; undefined where nothing does. */
export function faultIn(terms: Terms): string | undefined {
  for (const [name, least, most] of ranges)
    if (!(terms[name] >= least && terms[name] <= most))
      return `The ${wordFor(name)} is a number from ${least} to ${most}, not ${terms[name]}.`;
  if (!Number.isInteger(terms.days) || !Number.isInteger(terms.daysPerYear))
    return 'Days are whole numbers: a position is held over so many sessions and the nights after them.';
  if (terms.side === 'short' && terms.target >= 1)
    return `A short gains at most the whole price, so a target of ${percent(terms.target, 0)} is never reached.`;
  return faultAtOpening(terms);
}

/** Whether the position is below maintenance the moment it is open. */
function faultAtOpening(terms: Terms): string | undefined {
  const margin = 1 / terms.leverage;
  const words = `At ${terms.leverage}x the margin is ${percent(margin, 3)} of the position`;
  if (terms.maintenance >= margin)
    return `${words}, not above the maintenance of ${percent(terms.maintenance, 3)}: it is liquidated as it opens; take a maintenance below ${percent(margin, 3)}.`;
  if (opensLiquidated(terms))
    return `${words}, of which fee and spread take ${percent(costToOpen(terms), 3)} at once; what is left is not above the maintenance of ${percent(terms.maintenance, 3)}: it is liquidated as it opens.`;
  return undefined;
}

/** Whether fee and spread of opening alone bring it to its liquidation price. */
export function opensLiquidated(terms: Terms): boolean {
  const price = liquidationPrice(terms, costToOpen(terms));
  return terms.side === 'long' ? price >= 1 : price <= 1;
}

/**
 * The same terms at another leverage. Above the leverage asked for, maintenance stays at most the part of the margin
 * that it is there, or half of it, as venues that offer such leverage have it: a fixed rate could not be opened with.
 */
export function atLeverage(terms: Terms, leverage: number): Terms {
  const partOfMargin = Math.max(0.5, terms.maintenance * terms.leverage);
  return { ...terms, leverage, maintenance: Math.min(terms.maintenance, partOfMargin / leverage) };
}

function wordFor(name: (typeof ranges)[number][0]): string {
  return name === 'daysPerYear' ? 'number of days in a year' : name === 'days' ? 'number of days' : name;
}
