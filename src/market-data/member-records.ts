/**
 * What a member may see of its own: orders, fills and daily statements, by account, as a fold over events.
 *
 * All resting orders are known; of those that are done, and of fills, the last thousand of each account (rule MKT-8).
 * Where an account stands now (margin, equity) is the exchange's to say.
 */
import { BUY, SELL, type Side, type TimeInForce } from '#core/commands.ts';
import type { CancelReason, Event, Trade } from '#core/events.ts';
import type { OrderTerms } from '#core/trading/terms.ts';
import {
  type AccountId,
  type ContractId,
  type Lots,
  type Millis,
  type Money,
  NO_LOTS,
  type OrderId,
  type Sequence,
  type Ticks,
  type TradeDate,
} from '#core/units.ts';
import { DailyStatements, type DailyStatementsState } from './daily-statements.ts';
import type { Fold, Published } from './fold.ts';
import type { StatementDay } from './statement.ts';

/** How many done orders, and how many fills, of an account are kept. */
export const DONE_ORDERS_KEPT = 1_000;
export const FILLS_KEPT = 1_000;

export interface OrderRecord {
  readonly order: OrderId;
  /** The member's own id for it; null when it gave none. */
  readonly clientOrderId: string | null;
  readonly account: AccountId;
  readonly contract: ContractId;
  readonly side: Side;
  readonly price: Ticks;
  readonly quantity: Lots;
  readonly timeInForce: TimeInForce;
  readonly placedAt: Millis;
  /** The command after which it stands as it is told here. */
  readonly sequence: Sequence;
  readonly filled: Lots;
  /** What still rests in the book. */
  readonly remaining: Lots;
  /** Sum of price times quantity over its fills; divided by `filled` it is the average price. */
  readonly filledValue: number;
  /** A stop order waits until its price comes. */
  readonly status: 'waiting' | 'resting' | 'filled' | 'cancelled';
  readonly cancelReason: CancelReason | null;
  /** What it asked for beyond a plain limit order; absent where it is one. */
  readonly terms?: OrderTerms;
  /** The price at which a stop order wakes or woke. */
  readonly triggerPrice?: Ticks;
  /** Whether it came as one side of a quote; absent where it did not. */
  readonly isQuote?: true;
}

/** An order as it stands when it has been accepted and nothing else has become of it. */
export function recordOf(
  event: Extract<Event, { type: 'orderAccepted' }>,
  { sequence, time }: Pick<Published, 'sequence' | 'time'>,
  clientOrderId: string | null,
): OrderRecord {
  const { order, account, contract, side, price, quantity, timeInForce } = event;
  return {
    order,
    clientOrderId,
    account,
    contract,
    side,
    price,
    quantity,
    timeInForce,
    placedAt: time,
    sequence,
    filled: NO_LOTS,
    remaining: quantity,
    filledValue: 0,
    status: 'resting',
    cancelReason: null,
  };
}

/** One side's share of a trade. */
export interface FillRecord {
  readonly trade: number;
  readonly order: OrderId;
  readonly contract: ContractId;
  readonly side: Side;
  readonly price: Ticks;
  readonly quantity: Lots;
  readonly fee: Money;
  readonly liquidity: 'maker' | 'taker';
  readonly time: Millis;
  readonly sequence: Sequence;
}

/** What has become of an account's orders, and its new fills. */
export interface RecordChanges {
  readonly account: AccountId;
  /** As they stand now, in the order in which they first changed. */
  readonly orders: readonly OrderRecord[];
  /** Oldest first. */
  readonly fills: readonly FillRecord[];
}

export class MemberRecords implements Fold {
  #members: Member[] = [];
  #statements = new DailyStatements();
  #sequence = 0 as Sequence;
  /** Accounts whose changes are noted: where nobody looks, and in a replay, nothing is. */
  readonly #watched = new Set<AccountId>();
  #notes = new Map<AccountId, Notes>();

  /** The last command that was heard of. */
  get sequence(): Sequence {
    return this.#sequence;
  }

  /** The last day whose statements have closed. */
  get closedDate(): TradeDate | undefined {
    return this.#statements.closedDate;
  }

  /** The account's resting orders, oldest first. */
  restingOrders(account: AccountId): readonly OrderRecord[] {
    return valuesOf(this.#members[account]?.resting);
  }

  /** Everybody's orders that rest in a contract. */
  restingIn(contract: ContractId): readonly OrderRecord[] {
    return this.#members.flatMap(({ resting }) =>
      valuesOf(resting).filter((record) => record.contract === contract && record.status === 'resting'),
    );
  }

  /** The last `count` orders that no longer rest, the one that was done last first. */
  doneOrders(account: AccountId, count = DONE_ORDERS_KEPT): readonly OrderRecord[] {
    return newest(this.#members[account]?.done, count);
  }

  /** The account's order of that number; undefined when it is not its own, or was forgotten. */
  order(account: AccountId, order: OrderId): OrderRecord | undefined {
    const member = this.#members[account];
    return member?.resting?.get(order) ?? member?.done?.get(order);
  }

  /** The last `count` fills, newest first. */
  fills(account: AccountId, count = FILLS_KEPT): readonly FillRecord[] {
    return newest(this.#members[account]?.fills, count);
  }

  /** The fills of one order that are still known, oldest first. */
  fillsOf(account: AccountId, order: OrderId): readonly FillRecord[] {
    return valuesOf(this.#members[account]?.fills).filter((fill) => fill.order === order);
  }

  /** The account's closed days, newest first. */
  statements(account: AccountId): readonly StatementDay[] {
    return this.#statements.days(account);
  }

  /** The closed day of that date; undefined where nothing moved, or it was forgotten. */
  statement(account: AccountId, date: TradeDate): StatementDay | undefined {
    return this.#statements.day(account, date);
  }

  /** The page of the day `date`, which trades now and has not ended. */
  runningStatement(account: AccountId, date: TradeDate): StatementDay {
    return this.#statements.running(account, date, this.#sequence);
  }

  /** The fills of a day that are still known, oldest first. */
  fillsOfDay(account: AccountId, { firstSequence, lastSequence }: StatementDay): readonly FillRecord[] {
    return valuesOf(this.#members[account]?.fills).filter(
      ({ sequence }) => sequence >= firstSequence && sequence <= lastSequence,
    );
  }

  balance(account: AccountId): Money {
    return this.#statements.balance(account);
  }

  /** From now on changes of the account are noted; call `takeChanges` regularly, because they are kept until taken. */
  watch(account: AccountId): void {
    this.#watched.add(account);
  }

  unwatch(account: AccountId): void {
    this.#watched.delete(account);
    this.#notes.delete(account);
  }

  /** What changed since the last call, one entry for each watched account that something happened to. */
  takeChanges(): RecordChanges[] {
    const notes = this.#notes;
    if (notes.size === 0) return [];
    this.#notes = new Map();
    return [...notes].map(([account, { orders, fills }]) => ({
      account,
      orders: [...orders].flatMap((order) => this.order(account, order) ?? []),
      fills,
    }));
  }

  apply(published: Published): void {
    this.#sequence = published.sequence;
    for (const event of published.events) {
      this.#applyEvent(event, published);
      const moved = this.#statements.hear(event, published.sequence);
      if (moved !== undefined) this.#note(moved);
      this.#noteStanding(event);
    }
  }

  /** Where an account stands is the exchange's to say; that it stands elsewhere now is noted here (rule API-40). */
  #noteStanding(event: Event): void {
    switch (event.type) {
      case 'booked':
      case 'marginCalled':
      case 'marginCallMet':
      case 'closeOutStarted':
      case 'closeOutEnded':
      case 'positionReduced':
      case 'defaultDeclared':
      case 'defaultClosed':
        this.#note(event.account);
    }
  }

  #applyEvent(event: Event, { sequence, time, clientId, command }: Published): void {
    switch (event.type) {
      case 'orderAccepted': {
        const { order, account } = event;
        const record = recordOf(event, { sequence, time }, clientId ?? null);
        const isQuote = command?.type === 'placeQuotes';
        this.#member(account).keep(isQuote ? { ...record, isQuote } : record);
        this.#note(account)?.orders.add(order);
        return;
      }
      case 'trade':
        this.#fill(event, 'maker', sequence, time);
        this.#fill(event, 'taker', sequence, time);
        return;
      case 'spreadTrade':
        for (const side of [event.resting, event.incoming]) {
          const record = side === null ? undefined : this.#member(side.account).resting?.get(side.order);
          if (record !== undefined) this.#trade(record, event.price, event.quantity, sequence);
        }
        return;
      case 'orderCancelled': {
        const { order, account, reason } = event;
        const record = this.#member(account).record(order);
        this.#finish({ ...record, sequence, remaining: NO_LOTS, status: 'cancelled', cancelReason: reason });
        return;
      }
      case 'termsAccepted':
        return this.#change(event.account, event.order, sequence, { terms: event.terms });
      case 'orderWaits':
        return this.#change(event.account, event.order, sequence, {
          status: 'waiting',
          triggerPrice: event.triggerPrice,
        });
      case 'orderTriggered':
        return this.#change(event.account, event.order, sequence, { status: 'resting', price: event.price });
      case 'orderReduced':
        return this.#reduce(event.account, event.order, sequence, event.quantity);
      case 'orderAmended': {
        const { account, order, price, quantity, remaining } = event;
        return this.#change(account, order, sequence, { price, quantity, remaining });
      }
      case 'accountOpened':
        this.#members[event.account] = new Member();
        return;
    }
  }

  #fill(event: Trade, liquidity: 'maker' | 'taker', sequence: Sequence, time: Millis): void {
    const { trade, contract, price, quantity } = event;
    const isTaker = liquidity === 'taker';
    const account = isTaker ? event.takerAccount : event.makerAccount;
    const order = isTaker ? event.takerOrder : event.makerOrder;
    const fee = isTaker ? event.takerFee : event.makerFee;
    const member = this.#member(account);
    const record = member.record(order);
    // An order in a spread is filled in each leg, and has traded when its `spreadTrade` says so.
    const isLeg = record.contract !== contract;
    const side: Side = isTaker === (event.takerSide === BUY) ? BUY : SELL;
    const fill = { trade, order, contract, side, price, quantity, fee, liquidity, time, sequence };
    // A trade has two sides and an account never trades with itself, so its number names the fill.
    member.remember(fill);
    this.#note(account)?.fills.push(fill);
    if (!isLeg) this.#trade(record, price, quantity, sequence);
  }

  /** So many lots of an order have traded. */
  #trade(record: OrderRecord, price: Ticks, quantity: Lots, sequence: Sequence): void {
    const { account, order } = record;
    const remaining = (record.remaining - quantity) as Lots;
    const filled = (record.filled + quantity) as Lots;
    const filledValue = record.filledValue + price * quantity;
    const status = remaining === 0 ? 'filled' : record.status;
    const after = { ...record, sequence, filled, remaining, filledValue, status };
    if (remaining === 0) return this.#finish(after);
    this.#member(account).keep(after);
    this.#note(account)?.orders.add(order);
  }

  #change(account: AccountId, order: OrderId, sequence: Sequence, parts: Partial<OrderRecord>): void {
    const member = this.#member(account);
    member.keep({ ...member.record(order), ...parts, sequence });
    this.#note(account)?.orders.add(order);
  }

  /** The order wants fewer lots, and asked for so many fewer. */
  #reduce(account: AccountId, order: OrderId, sequence: Sequence, less: Lots): void {
    const { quantity, remaining } = this.#member(account).record(order);
    const parts = { quantity: (quantity - less) as Lots, remaining: (remaining - less) as Lots };
    this.#change(account, order, sequence, parts);
  }

  /** The order no longer rests. */
  #finish(record: OrderRecord): void {
    const member = this.#member(record.account);
    member.finish(record);
    this.#note(record.account)?.orders.add(record.order);
  }

  #member(account: AccountId): Member {
    return this.#members[account] as Member;
  }

  #note(account: AccountId): Notes | undefined {
    if (!this.#watched.has(account)) return undefined;
    let notes = this.#notes.get(account);
    if (notes === undefined) {
      notes = { orders: new Set(), fills: [] };
      this.#notes.set(account, notes);
    }
    return notes;
  }

  snapshot(): RecordsState {
    return {
      members: this.#members.map(({ resting, done, fills }) => ({
        resting: valuesOf(resting),
        done: valuesOf(done),
        fills: valuesOf(fills),
      })),
      statements: this.#statements.snapshot(),
      sequence: this.#sequence,
    };
  }

  restore(state: unknown): void {
    const { members, statements, sequence } = state as RecordsState;
    this.#members = members.map((member) => Member.restore(member));
    this.#statements = DailyStatements.restore(statements);
    this.#sequence = sequence;
    this.#notes.clear();
  }
}

/** What is kept of one account; nothing is undefined, because most accounts have little, and an empty map is large. */
class Member {
  resting: Map<OrderId, OrderRecord> | undefined;
  done: Latest<OrderId, OrderRecord> | undefined;
  fills: Latest<number, FillRecord> | undefined;

  /** An order of which it is known that it rests or waits. */
  record(order: OrderId): OrderRecord {
    return this.resting?.get(order) as OrderRecord;
  }

  /** An order that rests or waits, as it stands now. */
  keep(record: OrderRecord): void {
    this.resting ??= new Map();
    this.resting.set(record.order, record);
  }

  /** An order that rests or waits no more. */
  finish(record: OrderRecord): void {
    this.resting?.delete(record.order);
    this.done ??= new Latest(DONE_ORDERS_KEPT);
    this.done.add(record.order, record);
  }

  remember(fill: FillRecord): void {
    this.fills ??= new Latest(FILLS_KEPT);
    this.fills.add(fill.trade, fill);
  }

  static restore({ resting, done, fills }: MemberState): Member {
    const member = new Member();
    for (const record of resting) member.keep(record);
    for (const record of done) member.finish(record);
    for (const fill of fills) member.remember(fill);
    return member;
  }
}

/** The entries that were added last, at most so many, oldest first. */
class Latest<K, V> {
  readonly #most: number;
  readonly #entries = new Map<K, V>();
  #oldest: Iterator<K> | undefined;

  constructor(most: number) {
    this.#most = most;
  }

  add(key: K, value: V): void {
    this.#entries.set(key, value);
    if (this.#entries.size <= this.#most) return;
    // A map keeps the places of what was taken out for a while, and whoever looks for its first anew walks past them all.
    this.#oldest ??= this.#entries.keys();
    const oldest = this.#oldest.next();
    if (oldest.done !== true) this.#entries.delete(oldest.value);
  }

  get(key: K): V | undefined {
    return this.#entries.get(key);
  }

  values(): Iterable<V> {
    return this.#entries.values();
  }
}

interface RecordsState {
  readonly members: readonly MemberState[];
  readonly statements: DailyStatementsState;
  readonly sequence: Sequence;
}

interface Notes {
  readonly orders: Set<OrderId>;
  readonly fills: FillRecord[];
}

interface MemberState {
  readonly resting: readonly OrderRecord[];
  readonly done: readonly OrderRecord[];
  readonly fills: readonly FillRecord[];
}

function valuesOf<V>(entries: { values(): Iterable<V> } | undefined): V[] {
  return entries === undefined ? [] : [...entries.values()];
}

function newest<V>(entries: { values(): Iterable<V> } | undefined, count: number): V[] {
  const all = valuesOf(entries);
  return all.slice(Math.max(0, all.length - count)).reverse();
}
