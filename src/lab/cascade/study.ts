/** What the experiment asks: one cascade, and how it changes with side, shock, depth and the way of closing. */
import { type CascadeResult, type CascadeTerms, cascade, spreadOut } from './cascade.ts';

export interface CascadeStudy {
  /** Positions as they were given, all opened at 1. */
  readonly terms: CascadeTerms;
  /** How far entries spread around 1, as a share; 0 is not at all. */
  readonly entries: number;
}

/** A group of positions becomes so many when its entries spread. */
const SLICES = 40;

/** The terms with entries spread, on either side. */
export function spreadTerms({ terms, entries }: CascadeStudy, side = terms.side): CascadeTerms {
  const sided = { ...terms, side };
  return entries === 0 ? sided : { ...sided, positions: spreadOut(sided, entries, SLICES) };
}

/** Half the depth asked for, and up to five times it. */
export function depthsAround(depth: number): readonly number[] {
  return [0.5, 1, 2.5, 5].map((times) => depth * times);
}

/** A depth or a shock with no more digits than tell it from its neighbours. */
export function short(value: number): string {
  return String(Number(value.toPrecision(4)));
}

/** From far below to beyond the shock asked for. */
export function shocksAround(shock: number): readonly number[] {
  const usual = [0.005, 0.01, 0.012, 0.015, 0.02, 0.03, 0.05, 0.1];
  return [...new Set([...usual, shock])].sort((a, b) => a - b);
}

export const sharesPerRound: readonly number[] = [1, 0.5, 0.25, 0.1];

/** The cascade on the side asked for, and on the other. */
export function bothSides(study: CascadeStudy): readonly (readonly ['long' | 'short', CascadeResult])[] {
  return (['long', 'short'] as const).map((side) => [side, cascade(spreadTerms(study, side))] as const);
}
