/**
 * What a member may see of its own: orders, fills and daily statements, by account, as a fold over events.
 *
 * All resting orders are known; of those that are done, and of fills, the last thousand of each account (rule MKT-8).
 * Where an account stands now (margin, equity) is the exchange's to say.
 */
import type { Event } from '#core/events.ts';
import type { AccountId, ContractId, Lots, Money, OrderId, Sequence, Ticks, TradeDate } from '#core/units.ts';
import { DailyStatements, type DailyStatementsState } from './daily-statements.ts';
import { FILLS_KEPT, type FillRecord, FillRecords, fillOf } from './fill-records.ts';
import type { Fold, Published } from './fold.ts';
import {
  DONE_ORDERS_KEPT,
  type EarlierOrderRow,
  type OrderRecord,
  OrderRecords,
  type OrderTable,
  tableOf,
} from './order-records.ts';
import type { StatementDay } from './statement.ts';

/** What has become of an account's orders, and its new fills. */
export interface RecordChanges {
  readonly account: AccountId;
  /** As they stand now, in the order in which they first changed. */
  readonly orders: readonly OrderRecord[];
  /** Oldest first. */
  readonly fills: readonly FillRecord[];
}

export class MemberRecords implements Fold {
  /** How many there are; their numbers are dense. */
  #accounts = 0;
  #orders = new OrderRecords();
  #fills = new FillRecords();
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
    return this.#orders.resting(account);
  }

  /** Everybody's orders that rest in a contract. */
  restingIn(contract: ContractId): readonly OrderRecord[] {
    return this.#everyAccount().flatMap((account) =>
      this.#orders.resting(account).filter((record) => record.contract === contract && record.status === 'resting'),
    );
  }

  /** The last `count` orders that no longer rest, the one that was done last first. */
  doneOrders(account: AccountId, count = DONE_ORDERS_KEPT): readonly OrderRecord[] {
    return newest(this.#orders.done(account), count);
  }

  /** The account's order of that number; undefined when it is not its own, or was forgotten. */
  order(account: AccountId, order: OrderId): OrderRecord | undefined {
    return this.#orders.find(account, order);
  }

  /** The last `count` fills, newest first. */
  fills(account: AccountId, count = FILLS_KEPT): readonly FillRecord[] {
    return newest(this.#fills.of(account), count);
  }

  /** The fills of one order that are still known, oldest first. */
  fillsOf(account: AccountId, order: OrderId): readonly FillRecord[] {
    return this.#fills.of(account).filter((fill) => fill.order === order);
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
    return this.#fills.of(account).filter(({ sequence }) => sequence >= firstSequence && sequence <= lastSequence);
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
    for (const event of published.events) this.#applyEvent(event, published);
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
      case 'orderAccepted':
        this.#orders.accept(event, time, sequence, clientId ?? null, command?.type === 'placeQuotes');
        return this.#noteOrder(event.account, event.order);
      case 'trade': {
        const { contract, makerOrder, takerOrder, makerAccount, takerAccount, price, quantity } = event;
        this.#fills.addBoth(event, time, sequence);
        this.#note(makerAccount)?.fills.push(fillOf(event, 'maker', time, sequence));
        this.#fillOrder(makerOrder, makerAccount, contract, price, quantity, sequence);
        this.#note(takerAccount)?.fills.push(fillOf(event, 'taker', time, sequence));
        this.#fillOrder(takerOrder, takerAccount, contract, price, quantity, sequence);
        this.#statements.hear(event, sequence);
        return;
      }
      case 'orderCancelled':
        this.#orders.cancel(event.order, event.account, event.reason, sequence);
        return this.#noteOrder(event.account, event.order);
      case 'orderRested':
      case 'rejected':
        return;
      default: {
        this.#applyRareEvent(event, sequence);
        const moved = this.#statements.hear(event, sequence);
        if (moved !== undefined) this.#note(moved);
        return this.#noteStanding(event);
      }
    }
  }

  #applyRareEvent(event: Event, sequence: Sequence): void {
    switch (event.type) {
      case 'spreadTrade':
        for (const side of [event.resting, event.incoming]) {
          if (side === null || this.#orders.contractOf(side.order) < 0) continue;
          this.#orders.trade(side.order, side.account, event.price, event.quantity, sequence);
          this.#noteOrder(side.account, side.order);
        }
        return;
      case 'termsAccepted':
        this.#orders.setTerms(event.order, event.terms, sequence);
        return this.#noteOrder(event.account, event.order);
      case 'orderWaits':
        this.#orders.wait(event.order, event.triggerPrice, sequence);
        return this.#noteOrder(event.account, event.order);
      case 'orderTriggered':
        this.#orders.wake(event.order, event.price, sequence);
        return this.#noteOrder(event.account, event.order);
      case 'orderReduced':
        this.#orders.reduce(event.order, event.quantity, sequence);
        return this.#noteOrder(event.account, event.order);
      case 'orderAmended':
        this.#orders.amend(event.order, event.price, event.quantity, event.remaining, sequence);
        return this.#noteOrder(event.account, event.order);
      case 'accountOpened':
        this.#accounts = event.account + 1;
        return;
    }
  }

  /** A side of a trade. An order in a spread is filled in each leg, and has traded when its `spreadTrade` says so. */
  #fillOrder(
    order: OrderId,
    account: AccountId,
    contract: ContractId,
    price: Ticks,
    quantity: Lots,
    sequence: Sequence,
  ): void {
    if (this.#orders.contractOf(order) !== contract) return;
    this.#orders.trade(order, account, price, quantity, sequence);
    this.#noteOrder(account, order);
  }

  #noteOrder(account: AccountId, order: OrderId): void {
    this.#note(account)?.orders.add(order);
  }

  #everyAccount(): AccountId[] {
    return Array.from({ length: this.#accounts }, (_, account) => account as AccountId);
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
    const accounts = this.#everyAccount();
    return {
      accounts: this.#accounts,
      resting: this.#orders.snapshotResting(accounts),
      members: accounts.flatMap((account): MemberRow[] => {
        const [done, fills] = [this.#orders.snapshotDone(account), this.#fills.snapshotOf(account)];
        return done.fields.length + fills.length === 0 ? [] : [[account, done, fills]];
      }),
      statements: this.#statements.snapshot(),
      sequence: this.#sequence,
    };
  }

  restore(state: unknown): void {
    const { statements, sequence, ...kept } = state as RecordsState | StateOfFormat3 | StateOfFormat1;
    this.#accounts = 'accounts' in kept ? kept.accounts : kept.members.length;
    this.#orders = new OrderRecords();
    this.#fills = new FillRecords();
    if ('resting' in kept) this.#restoreRows(kept.resting, kept.members);
    else if ('accounts' in kept) for (const member of kept.members) this.#restoreMember(member);
    else this.#restoreRecords(kept.members);
    this.#statements = DailyStatements.restore(statements);
    this.#sequence = sequence;
    this.#notes.clear();
  }

  #restoreRows(resting: OrderTable, members: readonly MemberRow[]): void {
    this.#orders.restoreResting(resting);
    for (const [account, done, fills] of members) {
      this.#orders.restoreDone(account, done);
      this.#fills.restoreOf(account, fills);
    }
  }

  #restoreMember([account, { resting, done }, fills]: EarlierMemberRow): void {
    const now = (orders: OrderTable | readonly EarlierOrderRow[]) => ('fields' in orders ? orders : tableOf(orders));
    this.#restoreRows(now(resting), [[account, now(done), fills.flat()]]);
  }

  #restoreRecords(members: StateOfFormat1['members']): void {
    for (const [account, { resting, done, fills }] of members.entries()) {
      for (const record of [...resting, ...done]) this.#orders.add(record);
      for (const fill of fills) this.#fills.add(account as AccountId, fill);
    }
  }
}

/** What snapshots of format 1 hold. */
interface StateOfFormat1 {
  /** By account. */
  readonly members: readonly Readonly<Record<'resting' | 'done', OrderRecord[]> & Record<'fills', FillRecord[]>>[];
  readonly statements: DailyStatementsState;
  readonly sequence: Sequence;
}

/** What snapshots of formats 2 and 3 hold. */
interface StateOfFormat3 {
  readonly accounts: number;
  readonly members: readonly EarlierMemberRow[];
  readonly statements: DailyStatementsState;
  readonly sequence: Sequence;
}

interface RecordsState {
  readonly accounts: number;
  /** What rests or waits, of all accounts. */
  readonly resting: OrderTable;
  /** Of accounts that have had an order that is done, or a fill. */
  readonly members: readonly MemberRow[];
  readonly statements: DailyStatementsState;
  readonly sequence: Sequence;
}

interface Notes {
  readonly orders: Set<OrderId>;
  readonly fills: FillRecord[];
}

type MemberRow = readonly [account: AccountId, done: OrderTable, fills: readonly number[]];
type EarlierMemberRow = readonly [
  account: AccountId,
  orders: Readonly<Record<'resting' | 'done', OrderTable | readonly EarlierOrderRow[]>>,
  fills: readonly number[] | readonly (readonly number[])[],
];

/** The last `count` of them, the last one first. */
function newest<V>(all: readonly V[], count: number): V[] {
  return all.slice(Math.max(0, all.length - count)).reverse();
}
