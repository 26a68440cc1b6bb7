/** A design of the study with all that a report needs of it. */
import * as figures from './figures.ts';
import type { FormulaCosts } from './formula.ts';
import type { PlayedYear } from './play-year.ts';
import type { MarketSettings } from './settings.ts';

/** A design with the years that were played under it, and many more by the formula alone. */
export interface PlayedDesign {
  readonly name: string;
  readonly settings: MarketSettings;
  readonly years: readonly PlayedYear[];
  readonly formulaYears: readonly (readonly FormulaCosts[])[];
}

/** The same with its years drawn again, those by the formula apart. */
export interface DrawnDesign extends PlayedDesign {
  readonly drawn: figures.Redrawn;
  readonly larger: figures.Redrawn;
}

/** Draws the years again; `seed` is that of the study, so that every design has the same draws. */
export function draw(design: PlayedDesign, seed: number): DrawnDesign {
  return {
    ...design,
    drawn: new figures.Redrawn(design.years.map(figures.sumsOf), seed),
    larger: new figures.Redrawn(design.formulaYears.map(figures.sumsOfFormula), seed),
  };
}
