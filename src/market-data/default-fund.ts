/**
 * What everyone may know about the default fund: how it was sized, day by day, and who bore the losses that there were.
 *
 * It follows from the events of the exchange alone. No member is named: a loss is told by the layers of the waterfall, and
 * of defaults their number (rule MKT-20). A venue without a fund has nothing here.
 */
import type { WaterfallLayer } from '#core/default/waterfall.ts';
import type { Event, Events } from '#core/events.ts';
import type { AccountId, Money, TradeDate } from '#core/units.ts';
import { keepLast } from './fold.ts';

/** How many days on which the fund was sized are kept: more than a year of them. */
export const FUND_DAYS_KEPT = 400;
/** How many losses are kept. */
export const LOSSES_KEPT = 50;

type Sized = Events['fundSized'];

/** One day of the fund. */
export type FundDay = Pick<Sized, 'date' | 'cover' | 'fund' | 'collected' | 'capital'>;

/** A loss, and what each layer bore of it. */
export interface LossReport {
  readonly date: TradeDate;
  readonly loss: Money;
  readonly layers: readonly { readonly layer: WaterfallLayer; readonly amount: Money }[];
  readonly remainder: Money;
}

interface DefaultFundState {
  readonly latest: Sized | null;
  readonly days: readonly FundDay[];
  readonly losses: readonly LossReport[];
  readonly defaulters: readonly AccountId[];
}

export class DefaultFund {
  #latest: Sized | undefined;
  #days: FundDay[] = [];
  #losses: LossReport[] = [];
  #defaulters = new Set<AccountId>();

  /** The fund as it was sized last; undefined before the first time. */
  get latest(): Sized | undefined {
    return this.#latest;
  }

  /** Oldest first. */
  get days(): readonly FundDay[] {
    return this.#days;
  }

  /** Oldest first. */
  get losses(): readonly LossReport[] {
    return this.#losses;
  }

  /** How many accounts are in default. */
  get openDefaults(): number {
    return this.#defaulters.size;
  }

  apply(event: Event): void {
    switch (event.type) {
      case 'fundSized': {
        const { type, ...sized } = event;
        const { date, cover, fund, collected, capital } = sized;
        this.#latest = sized;
        this.#days.push({ date, cover, fund, collected, capital });
        return keepLast(this.#days, FUND_DAYS_KEPT);
      }
      case 'lossAbsorbed': {
        const { date, loss, layers, remainder } = event;
        const totals = layers.map(({ layer, total }) => ({ layer, amount: total }));
        this.#losses.push({ date, loss, layers: totals, remainder });
        return keepLast(this.#losses, LOSSES_KEPT);
      }
      case 'defaultDeclared':
        this.#defaulters.add(event.account);
        return;
      case 'defaultClosed':
        this.#defaulters.delete(event.account);
        return;
    }
  }

  /** As plain data; undefined while there was never a fund. */
  snapshot(): DefaultFundState | undefined {
    if (this.#latest === undefined && this.#losses.length === 0) return undefined;
    return {
      latest: this.#latest ?? null,
      days: [...this.#days],
      losses: [...this.#losses],
      defaulters: [...this.#defaulters],
    };
  }

  static restore(state: DefaultFundState | undefined): DefaultFund {
    const fund = new DefaultFund();
    if (state === undefined) return fund;
    fund.#latest = state.latest ?? undefined;
    fund.#days = [...state.days];
    fund.#losses = [...state.losses];
    fund.#defaulters = new Set(state.defaulters);
    return fund;
  }
}
