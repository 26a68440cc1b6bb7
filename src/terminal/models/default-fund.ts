/** The default fund, ready to be looked at: layers, worst days and losses as pieces of bars that can be compared. */
import type { FundSize, LossLayer, LossReport, StressCover } from '#wire/clearing.ts';
import { countAmount, writeAmount } from './amounts.ts';
import { percent } from './figures.ts';

/** A piece of the waterfall. */
export interface Step {
  /** Its place in the order in which the layers are asked; 1 is the first. */
  readonly place: number;
  readonly layer: LossLayer;
  readonly name: string;
  /** USD; null where nobody can say beforehand. */
  readonly amount: string | null;
}

/** What a worst day asks for, beside what there is. */
export interface StressRow extends StressCover {
  /** Length of the bar, 0 to 1. */
  readonly bar: number;
  readonly isCovered: boolean;
}

const names: Readonly<Record<LossLayer, string>> = {
  defaulterMargin: 'Margin of the defaulter',
  defaulterContribution: 'Its contribution',
  venueCapital: 'Venue’s capital',
  memberContributions: 'Contributions of the others',
  assessments: 'Assessments',
  variationGains: 'Gains of the day',
};

const layers = Object.keys(names) as LossLayer[];

/** The layers in the order in which they are asked (rule DEF-8), with what stands in each. */
export function waterfall({ capital, collected, assessable }: FundSize): Step[] {
  const amounts: Partial<Record<LossLayer, string>> = {
    venueCapital: capital,
    memberContributions: collected,
    assessments: assessable,
  };
  return layers.map((layer, i) => ({ place: i + 1, layer, name: names[layer], amount: amounts[layer] ?? null }));
}

/** What pays without anybody being asked beyond what it has given: the fund and the venue's capital. */
export function resourcesOf({ capital, collected }: FundSize): string {
  return writeAmount(countAmount(capital) + countAmount(collected));
}

/** The worst days, the most expensive first, and where on the same scale the resources end, 0 to 1. */
export function stressRows(size: FundSize): { readonly rows: StressRow[]; readonly resources: number } {
  const resources = resourcesOf(size);
  const largest = Math.max(...[resources, ...size.scenarios.map(({ cover }) => cover)].map(Number), 1e-9);
  const rows = size.scenarios.map((one) => ({
    ...one,
    bar: Number(one.cover) / largest,
    isCovered: countAmount(one.cover) <= countAmount(resources),
  }));
  return { rows: rows.sort((a, b) => b.bar - a.bar), resources: Number(resources) / largest };
}

/** The layers that bore something of a loss; what nobody bore is no layer. */
export function lossSteps({ layers: borne }: LossReport): Step[] {
  return borne
    .map(({ layer, amount }) => ({ place: layers.indexOf(layer) + 1, layer, name: names[layer], amount }))
    .filter(({ amount }) => /[1-9]/.test(amount));
}

export function exhaustedSentence({ exhaustedBy }: Pick<FundSize, 'exhaustedBy'>): string {
  if (exhaustedBy === null) return 'No move of all prices at once would use up fund and capital.';
  const direction = exhaustedBy.startsWith('-') ? 'fall' : 'rise';
  return `Fund and capital last until all prices ${direction} by ${percent(exhaustedBy.replace('-', ''), 0)} at once.`;
}
