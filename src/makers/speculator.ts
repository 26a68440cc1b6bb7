/**
 * A speculator: it has no tokens to buy or to sell, only a view of where the price goes, and small sizes.
 *
 * From what it has seen of each month it forms an aim between −1 (as short as it dares) and 1 (as long as it dares) and
 * moves there in small orders that trade at once or not at all. Three views are played: the trend goes on, the price
 * comes back, and a whim that changes every few hours. In its last days a month is left to others.
 */
import { dateOf } from '#core/calendar.ts';
import { BUY, SELL } from '#core/commands.ts';
import { type ContractView, type Intent, type MemberView, middleOf, type Strategy } from './member-view.ts';
import { Pace } from './pace.ts';
import { Random } from './random.ts';
import { take } from './take.ts';

export interface SpeculatorTerms {
  readonly name: string;
  readonly product: string;
  /** How many of the nearest months it trades. */
  readonly months: number;
  readonly view: 'trend' | 'return' | 'whim';
  /** The memory of its slow average; the fast one has a sixth of it. A whim lasts so long on average. */
  readonly memoryHours: number;
  /** The largest position it takes in one month, long or short. */
  readonly lotsMax: number;
  /** What it trades in an hour, in one month, while it is not where it wants to be. */
  readonly lotsPerHour: number;
}

/** A price so far from its slow average is reason for a full position. */
const FULL_SIGNAL = 0.03;
const LAST_DAYS = 3;

interface Memory {
  fast: number;
  slow: number;
  whim: number;
}

export class Speculator implements Strategy {
  readonly #terms: SpeculatorTerms;
  readonly #random: Random;
  readonly #pace: Pace;
  readonly #memories = new Map<string, Memory>();

  constructor(seed: number, terms: SpeculatorTerms) {
    this.#terms = terms;
    this.#random = Random.of(seed, terms.name);
    this.#pace = new Pace(this.#random);
  }

  decide(view: MemberView): Intent[] {
    const { product, months, lotsMax, lotsPerHour } = this.#terms;
    const hours = this.#pace.hours(view.time);
    const traded = view.contracts.filter((contract) => contract.product === product).slice(0, months);
    return traded.flatMap((contract) => {
      const aim = this.#aim(contract, hours);
      // A speculator is out before the delivery period, in which limits are for those who cover something.
      const leaving = contract.deliveryFrom - dateOf(view.time) < LAST_DAYS;
      const missing = Math.round(leaving ? 0 : aim * lotsMax) - contract.position;
      const lots = Math.min(Math.abs(missing), this.#pace.lots(lotsPerHour, hours, 1), affordable(contract, view));
      return take(contract, missing > 0 ? BUY : SELL, lots) ?? [];
    });
  }

  #aim(contract: ContractView, hours: number): number {
    const memory = this.#remember(contract, hours);
    const signal = Math.max(-1, Math.min(1, (memory.fast / memory.slow - 1) / FULL_SIGNAL));
    switch (this.#terms.view) {
      case 'trend':
        return signal;
      case 'return':
        return -signal;
      case 'whim':
        return memory.whim;
    }
  }

  #remember(contract: ContractView, hours: number): Memory {
    const { memoryHours } = this.#terms;
    const middle = middleOf(contract);
    let memory = this.#memories.get(contract.code);
    if (memory === undefined) {
      memory = { fast: middle, slow: middle, whim: this.#newWhim() };
      this.#memories.set(contract.code, memory);
    }
    memory.fast += (middle - memory.fast) * (1 - Math.exp((-6 * hours) / memoryHours));
    memory.slow += (middle - memory.slow) * (1 - Math.exp(-hours / memoryHours));
    if (this.#random.next() < 1 - Math.exp(-hours / memoryHours)) memory.whim = this.#newWhim();
    return memory;
  }

  #newWhim(): number {
    return 2 * this.#random.next() - 1;
  }
}

/** A third of what margin would allow: nobody should have to leave in a hurry. */
function affordable({ marginPerLot }: ContractView, { available }: MemberView): number {
  return available / marginPerLot / 3;
}
