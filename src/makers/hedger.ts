/**
 * A hedger: a company whose business moves with the price of tokens, or of the hours they are made of, and that would
 * rather know what they cost next year.
 *
 * An application company uses tokens every day and buys forward; a model provider serves them and sells forward. A
 * company that rents GPUs buys hours forward, and who lets them sells. All of them cover a larger share of a month the nearer it comes, month by month along the strip, in small lots. What they hold of
 * a month they keep until it settles, because that is when the hedge does its work.
 */
import { dateOf } from '#core/calendar.ts';
import type { BUY, SELL } from '#core/commands.ts';
import type { ContractView, Intent, MemberView, Strategy } from './member-view.ts';
import { Pace } from './pace.ts';
import { Random } from './random.ts';
import { take } from './take.ts';

export interface HedgerTerms {
  readonly name: string;
  readonly product: string;
  /** `BUY` for who uses what is traded, `SELL` for who serves it. */
  readonly side: typeof BUY | typeof SELL;
  /** Planned use a month, in lots. */
  readonly lotsPerMonth: number;
  /** Share of the plan that is covered a month before delivery begins, and ten months before. */
  readonly coverNear: number;
  readonly coverFar: number;
  /** Hours in which half of what is missing is bought or sold. */
  readonly patienceHours: number;
}

const DAYS_NEAR = 30;
const DAYS_FAR = 300;
/** It trades in multiples of this, so that the programme is not a trickle. */
const CLIP = 10;

export class Hedger implements Strategy {
  readonly #terms: HedgerTerms;
  readonly #pace: Pace;

  constructor(seed: number, terms: HedgerTerms) {
    this.#terms = terms;
    this.#pace = new Pace(Random.of(seed, terms.name));
  }

  decide(view: MemberView): Intent[] {
    const hours = this.#pace.hours(view.time);
    return view.contracts
      .filter(({ product }) => product === this.#terms.product)
      .flatMap((contract) => {
        const missing = this.#target(contract, view) - Math.abs(contract.position);
        const lots = this.#pace.lots(missing / this.#terms.patienceHours / 2, hours, CLIP);
        return take(contract, this.#terms.side, Math.min(missing, lots, affordable(contract, view))) ?? [];
      });
  }

  /** Lots of this month that should be covered by now. */
  #target({ deliveryFrom }: ContractView, { time }: MemberView): number {
    const { lotsPerMonth, coverNear, coverFar } = this.#terms;
    const ahead = (deliveryFrom - dateOf(time) - DAYS_NEAR) / (DAYS_FAR - DAYS_NEAR);
    const share = coverNear + (coverFar - coverNear) * Math.min(1, Math.max(0, ahead));
    return Math.floor(lotsPerMonth * share);
  }
}

/** Half of what margin would allow, so that a bad day does not stop the plan. */
function affordable({ marginPerLot }: ContractView, { available }: MemberView): number {
  return available / marginPerLot / 2;
}
