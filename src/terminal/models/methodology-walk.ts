/** The two methodologies beside each other, and the way from the value of the one to that of the other, step by step. */
import type { Calculation, FixingDetail } from '#wire/price-index.ts';
import { countAmount, writeAmount } from './amounts.ts';
import { decimal, MISSING, percent } from './figures.ts';
import { verdictNames, verdictOf } from './fixing-words.ts';

type Step = FixingDetail['differences'][number]['step'];

const steps: Readonly<Record<Step, { readonly name: string; readonly words: string }>> = {
  workload: { name: 'Workload', words: 'tokens read from a cache count at their own price' },
  leaveMargin: { name: 'Leaving', words: 'a model that is in stays while it is barely below the bar' },
  ratioMax: { name: 'Highest ratio', words: 'a score counts up to a limit above the bar' },
  priceOfDay: { name: 'Price of the day', words: 'the mean over the day, not the price at noon' },
  sellerPrice: { name: 'Price of a seller', words: 'the median of its listings, not their mean by volume' },
  staleness: { name: 'Staleness', words: 'an old price counts half, an older one not at all' },
  outliers: { name: 'Outliers', words: 'who is too far from the middle does not count' },
  weighting: { name: 'Weighting', words: 'the square root of the volume weighs, since nobody audits it' },
  average: { name: 'Average', words: 'the weighted median, not the weighted mean' },
  gates: { name: 'Gates', words: 'more must hold before a value is published' },
};

export interface WalkRow {
  readonly key: Step | 'paper' | 'index';
  readonly name: string;
  readonly words: string;
  /** Null where that value would have been withheld. */
  readonly value: string | null;
  /** What the step alone adds to the last value before it; null at both ends and where there is nothing to compare. */
  readonly change: string | null;
  /** The piece of the waterfall, from left to right, 0 to 1: what a step moves, or a whole value. Null: no piece. */
  readonly piece: { readonly left: number; readonly right: number } | null;
}

/** The paper's value, every step taken over after the other, and ours. */
export function walk({ paper, index, differences }: Pick<FixingDetail, 'paper' | 'index' | 'differences'>): WalkRow[] {
  const highest = Math.max(...[paper, index, ...differences].map(({ value }) => Number(value ?? 0)), 1e-9);
  const whole = (value: string | null) => (value === null ? null : { left: 0, right: Number(value) / highest });
  let before = paper.value;
  const between = differences.map(({ step, value }) => {
    const row = { key: step, ...steps[step], value, ...moved(before, value, highest) };
    before = value ?? before;
    return row;
  });
  return [
    {
      key: 'paper',
      name: 'The paper',
      words: paper.methodology,
      value: paper.value,
      change: null,
      piece: whole(paper.value),
    },
    ...between,
    {
      key: 'index',
      name: 'Our index',
      words: index.methodology,
      value: index.value,
      change: null,
      piece: whole(index.value),
    },
  ];
}

function moved(before: string | null, value: string | null, highest: number): Pick<WalkRow, 'change' | 'piece'> {
  if (before === null || value === null) return { change: null, piece: null };
  const [low, high] = [Number(before), Number(value)].sort((a, b) => a - b) as [number, number];
  return {
    change: writeAmount(countAmount(value) - countAmount(before)),
    piece: { left: low / highest, right: high / highest },
  };
}

export interface ComparedRow {
  readonly name: string;
  readonly paper: string;
  readonly index: string;
}

/** What can be said of both in the same words. */
export function compared({ paper, index }: Pick<FixingDetail, 'paper' | 'index'>): ComparedRow[] {
  const row = (name: string, say: (one: Calculation) => string): ComparedRow => ({
    name,
    paper: say(paper),
    index: say(index),
  });
  return [
    row('Value', ({ value }) => decimal(value)),
    row('Published', (one) => verdictNames[verdictOf(one)]),
    row('Models at the bar', ({ models }) => `${models.filter((one) => one.qualifies).length} of ${models.length}`),
    row('Listings that count', ({ adjusted }) => String(adjusted.length)),
    row('Sellers that count', ({ sellers }) => String(sellers.filter(({ excluded }) => excluded === null).length)),
    row('Weighted median', ({ aggregate }) => decimal(aggregate?.weightedMedian)),
    row('Weighted mean', ({ aggregate }) => decimal(aggregate?.weightedMean)),
    row('Trimmed mean', ({ aggregate }) => decimal(aggregate?.trimmedMean)),
    row('Nine sellers in ten are within', ({ aggregate }) => share(aggregate?.dispersion)),
    row('Sellers at one price', ({ aggregate }) => share(aggregate?.modalShare)),
  ];
}

function share(fraction: string | undefined): string {
  return fraction === undefined ? MISSING : percent(fraction);
}
