/**
 * What the exchange remembers of accounts that are short: who is called, who is closed out, who is in default.
 *
 * Most venues, most of the time, remember nothing here, and a snapshot then holds nothing of it.
 */
import type { AccountId, ContractId, Millis, Money, Ticks, TradeDate } from '../units.ts';

/** A margin call that has not been met (rule DEF-21). */
export interface MarginCall {
  readonly since: Millis;
  /** When it is overdue. */
  readonly due: Millis;
}

/** An account whose positions are being closed (rule DEF-24). */
export interface CloseOutUnderWay {
  readonly since: Millis;
  /** When the next slice may be offered. */
  readonly nextAt: Millis;
  /** Whether all of it goes, or only as much as brings the account back to its target margin. */
  readonly isWhole: boolean;
}

/** A default that is open (rule DEF-25). */
export interface OpenDefault {
  readonly since: TradeDate;
  /** How many days have ended with it. */
  readonly days: number;
}

export class RiskWatch {
  readonly calls = new Map<AccountId, MarginCall>();
  readonly closeOuts = new Map<AccountId, CloseOutUnderWay>();
  readonly defaults = new Map<AccountId, OpenDefault>();
  /** Whether there is a default fund: from when the venue has put up capital of its own (rule DEF-20). */
  hasFund = false;
  /** When margin was looked at last, and the mark price that each contract had then. */
  checkedAt = 0 as Millis;
  readonly checkedPrices = new Map<ContractId, Ticks>();
  /** What the day that ends has brought each account, from the payment of variation until defaults are dealt with. */
  readonly variations = new Map<AccountId, Money>();
  /** What was asked of each member for the default fund when it was last sized. */
  readonly asked = new Map<AccountId, Money>();
  /** What each member was assessed for since a default is open (rule DEF-9). */
  readonly assessed = new Map<AccountId, Money>();

  /** As plain data; undefined when there is nothing to remember. */
  snapshot(): RiskWatchSnapshot | undefined {
    const { checkedAt, hasFund } = this;
    const rows = {
      ...(hasFund && { hasFund }),
      ...rowsIn('calls', this.calls),
      ...rowsIn('closeOuts', this.closeOuts),
      ...rowsIn('defaults', this.defaults),
      ...rowsIn('checkedPrices', this.checkedPrices),
      ...rowsIn('variations', this.variations),
      ...rowsIn('asked', this.asked),
      ...rowsIn('assessed', this.assessed),
    };
    return checkedAt === 0 && Object.keys(rows).length === 0 ? undefined : { checkedAt, ...rows };
  }

  static restore(snapshot: RiskWatchSnapshot | undefined): RiskWatch {
    const watch = new RiskWatch();
    if (snapshot === undefined) return watch;
    watch.hasFund = snapshot.hasFund === true;
    watch.checkedAt = snapshot.checkedAt as Millis;
    const parts = ['calls', 'closeOuts', 'defaults', 'checkedPrices', 'variations', 'asked', 'assessed'] as const;
    for (const part of parts)
      for (const [key, value] of snapshot[part] ?? []) (watch[part] as Map<number, unknown>).set(key, value);
    return watch;
  }
}

type Rows<T> = readonly (readonly [number, T])[];

export interface RiskWatchSnapshot {
  readonly checkedAt: number;
  readonly hasFund?: true;
  readonly calls?: Rows<MarginCall>;
  readonly closeOuts?: Rows<CloseOutUnderWay>;
  readonly defaults?: Rows<OpenDefault>;
  readonly checkedPrices?: Rows<number>;
  readonly variations?: Rows<number>;
  readonly asked?: Rows<number>;
  readonly assessed?: Rows<number>;
}

/** The rows of a part by number, so that two exchanges agree on their order; an empty part is absent. */
function rowsIn<Name extends string>(name: Name, part: ReadonlyMap<number, unknown>): Partial<RiskWatchSnapshot> {
  return part.size === 0 ? {} : { [name]: [...part].sort(([a], [b]) => a - b) };
}
