/**
 * What is asked of a maker in a contract at this moment, from events: listings, phases, stress, exceptional circumstances.
 *
 * The front month of a product is the nearest one that is listed. Only what holds now is known here; since when, and how
 * it was kept, is the meter's.
 */
import type { Month } from '#core/calendar.ts';
import type { Events } from '#core/events.ts';
import { type Agreement, type Obligation, obligationOf } from '#core/market-making/agreement.ts';
import type { Clock } from '#core/market-making/presence-meter.ts';
import type { AccountId, ContractId } from '#core/units.ts';

export interface ListedMonth {
  readonly contract: ContractId;
  readonly product: string;
  readonly month: Month;
  /** The last phase that was told; null before the first. */
  readonly phase: string | null;
}

export interface Duty {
  readonly obligation: Obligation;
  readonly clock: Clock;
  /** How many times a millisecond counts. */
  readonly times: number;
}

export class MakerDuties {
  #scheduled = new Set<string>();
  #listed: ListedMonth[] = [];
  #stressed = new Set<string>();
  /** Exceptional circumstances that hold, for one maker or for everyone (null). */
  #exceptions: { readonly account: AccountId | null; readonly product: string }[] = [];

  /** What the agreement asks in a listed contract; `isTradingTime` is what the calendar says (rule MMK-5). */
  dutyOf({ account, product, terms }: Agreement, contract: ContractId, isTradingTime: boolean): Duty {
    const { month, phase } = this.#listed.find((listed) => listed.contract === contract) as ListedMonth;
    const front = Math.min(...this.#monthsOf(product).map((listed) => listed.month));
    const isStressed = this.#stressed.has(product);
    const isContinuous = this.isScheduled(product)
      ? phase === CONTINUOUS
      : isTradingTime && (phase ?? CONTINUOUS) === CONTINUOUS;
    const isExcused = this.#exceptions.some((one) => one.product === product && (one.account ?? account) === account);
    return {
      obligation: obligationOf(terms, month === front, isStressed),
      clock: !isContinuous ? 'stopped' : isExcused ? 'excused' : 'obligated',
      times: isStressed ? terms.stress.timeTimes : 1,
    };
  }

  /** Whether the product's hours are told by phases and not by the calendar. */
  isScheduled(product: string): boolean {
    return this.#scheduled.has(product);
  }

  contractsOf(product: string): ContractId[] {
    return this.#monthsOf(product).map(({ contract }) => contract);
  }

  productOf(contract: ContractId): string | undefined {
    return this.#listed.find((listed) => listed.contract === contract)?.product;
  }

  schedule(product: string): void {
    this.#scheduled.add(product);
  }

  list(contract: ContractId, product: string, month: Month): void {
    this.#listed.push({ contract, product, month, phase: null });
  }

  expire(contract: ContractId): void {
    this.#listed = this.#listed.filter((listed) => listed.contract !== contract);
  }

  changePhase({ contract, phase }: Events['phaseChanged']): void {
    this.#listed = this.#listed.map((listed) => (listed.contract === contract ? { ...listed, phase } : listed));
  }

  declareStress({ product, stressed }: Events['stressDeclared']): void {
    if (stressed) this.#stressed.add(product);
    else this.#stressed.delete(product);
  }

  declareException({ account, product, lifted }: Events['exceptionDeclared']): void {
    this.#exceptions = this.#exceptions.filter((one) => one.account !== account || one.product !== product);
    if (lifted) this.#exceptions.push({ account, product });
  }

  #monthsOf(product: string): ListedMonth[] {
    return this.#listed.filter((listed) => listed.product === product);
  }

  snapshot() {
    return {
      scheduled: [...this.#scheduled],
      listed: [...this.#listed],
      stressed: [...this.#stressed],
      exceptions: [...this.#exceptions],
    };
  }

  static restore({ scheduled, listed, stressed, exceptions }: ReturnType<MakerDuties['snapshot']>): MakerDuties {
    const duties = new MakerDuties();
    duties.#scheduled = new Set(scheduled);
    duties.#listed = [...listed];
    duties.#stressed = new Set(stressed);
    duties.#exceptions = [...exceptions];
    return duties;
  }
}

const CONTINUOUS = 'continuous';
