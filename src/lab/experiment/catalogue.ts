/**
 * What experiments there are, for those who list them without being able to run them.
 *
 * `tools/lab/experiments.ts` has the code of each under the same name; a test holds both lists against each other.
 */

export interface CatalogueEntry {
  /** The word behind `npm run lab --`. */
  readonly name: string;
  /** One line: what it asks. */
  readonly about: string;
}

/** In the order in which they are listed. */
export const catalogue: readonly CatalogueEntry[] = [
  {
    name: 'backtest',
    about: 'margin models against real and made-up prices: would margin have covered what came next?',
  },
];
