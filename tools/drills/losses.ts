/** Losses and the layers that bear them (rule DEF-8): one by one, and all of a drill together. */
import type { WaterfallLayer } from '#core/default/waterfall.ts';
import type { Event } from '#core/events.ts';
import type { AccountId } from '#core/units.ts';
import { dollars, table } from './paper.ts';

type FundSized = Extract<Event, { type: 'fundSized' }>;
type LossAbsorbed = Extract<Event, { type: 'lossAbsorbed' }>;

const words: Readonly<Record<WaterfallLayer, string>> = {
  defaulterMargin: "1 the defaulter's margin",
  defaulterContribution: "2 the defaulter's contribution",
  venueCapital: "3 the venue's capital",
  memberContributions: '4 contributions of the others',
  assessments: '5 assessments',
  variationGains: '6 gains of the day',
};

/** Those layers to which several give, and which therefore say who. */
const shared: readonly WaterfallLayer[] = ['memberContributions', 'assessments', 'variationGains'];

/** Layer by layer: what it gives, what is left to be borne, and who gives how much. */
export function waterfallOf({ loss, layers }: LossAbsorbed, nameOf: (account: AccountId) => string): string[] {
  let left: number = loss;
  const rows = layers.map(({ layer, total, pieces }) => {
    left -= total;
    const givers = pieces.map(({ account, amount }) => `${nameOf(account)} ${dollars(amount)}`).join(', ');
    return [`  ${words[layer]}`, dollars(total), dollars(left), shared.includes(layer) ? givers : ''];
  });
  return table([['  layer', 'gives', 'left', ''], ...rows]);
}

/** The losses of a drill. */
export class Losses {
  readonly #layers = new Map<WaterfallLayer, number>();

  add({ layers }: LossAbsorbed): void {
    for (const { layer, total } of layers) this.#layers.set(layer, this.#of(layer) + total);
  }

  /** What each layer has given in all. */
  summary(): string[] {
    if (this.#layers.size === 0) return [];
    const rows = [...this.#layers].map(([layer, amount]) => [words[layer], dollars(amount)]);
    return table([['losses were borne by', ''], ...rows, ['all losses', dollars(this.#all)]]);
  }

  /** What a fund was made for, what was asked of it, and what is left. */
  against({ cover, collected }: FundSized): string[] {
    const given = this.#of('defaulterContribution') + this.#of('memberContributions');
    return table([
      ['losses that the margin of the defaulters did not pay', dollars(this.#all - this.#of('defaulterMargin'))],
      ['the cover for which the fund was made (DEF-14)', dollars(cover)],
      ['the fund as it was collected', dollars(collected)],
      ['of that, given', dollars(given)],
      ['of that, left', dollars(collected - given)],
    ]);
  }

  #of(layer: WaterfallLayer): number {
    return this.#layers.get(layer) ?? 0;
  }

  get #all(): number {
    return [...this.#layers.values()].reduce((sum, amount) => sum + amount, 0);
  }
}
