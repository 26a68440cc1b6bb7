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
  { name: 'paper', about: 'reruns every claim of the paper’s simulation and says which hold' },
  {
    name: 'price',
    about: 'simulates the price model beside its closed forms: the futures curve, and how few paths it takes',
  },
  {
    name: 'market',
    about: 'plays the hedging study through the real exchange, and designs of the contract against each other',
  },
  {
    name: 'leverage',
    about: 'what a leveraged position is worth, where it is liquidated, and how likely that is',
  },
  {
    name: 'cascade',
    about: 'how far a shock goes when it liquidates positions and they move the price',
  },
  {
    name: 'plan',
    about: 'plans one company’s hedge from its bills: contracts by month, ratio, cash flow at risk, margin, tests',
  },
  {
    name: 'backtest',
    about: 'margin models against real and made-up prices: would margin have covered what came next?',
  },
  {
    name: 'calibrate',
    about: 'reads the model out of prices and of a futures curve, with bands, and says what cannot be known',
  },
  {
    name: 'compute',
    about: 'converts GPUs, measures the token-compute spread, and hedges a provider’s margin with SIT and SCU',
  },
  { name: 'check', about: 'what is wrong with a contract specification, each with the figure that shows it' },
];
