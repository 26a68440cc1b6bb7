/** How the index of a product and the unit of its prices are said. */
import type { Product } from '#wire/market.ts';

interface IndexWords {
  /** What one unit is. */
  readonly underlying: string;
  /** What a lot has so many of. */
  readonly units: string;
  /** What a price is. */
  readonly price: string;
  /** What is not delivered. */
  readonly goods: string;
}

const words: Readonly<Record<Product['index'], IndexWords>> = {
  tokens: {
    underlying: 'Standard Inference Token (SIT), priced by the token price index',
    units: 'million SIT',
    price: 'USD per million SIT',
    goods: 'tokens',
  },
  compute: {
    underlying: 'Standard Compute Unit, an hour of H100-80GB-SXM, priced by the compute index',
    units: 'hours of H100-80GB-SXM',
    price: 'USD per compute unit',
    goods: 'hours',
  },
};

export function indexWords({ index }: Pick<Product, 'index'>): IndexWords {
  return words[index];
}
