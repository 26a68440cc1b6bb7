/**
 * The money of one account, day by day: a page for every day on which anything moved.
 *
 * Opening balance plus items is the closing balance, exactly, and the next page opens where the last one closed (rule
 * MKT-7). A movement belongs to the day whose statements close next after it. When a page closes the exchange says what
 * the account's cash is. Should it be anything else than the items sum to, the rest becomes an item of its own,
 * `unexplained` (rule MKT-10): a fold derives and must not stop the venue, and nobody overlooks such an item.
 */
import type { BookedItem, MarginPart } from '#core/events.ts';
import {
  type AccountId,
  add,
  type ContractId,
  type Lots,
  type Millis,
  type Money,
  multiply,
  NO_MONEY,
  type Sequence,
  subtract,
  type Ticks,
  type TradeDate,
} from '#core/units.ts';
import { DayPosition, type DayPositionState } from './day-position.ts';
import { keepLast } from './fold.ts';

/** How many pages of an account's statement are kept: more than a year of trading days. */
export const STATEMENT_DAYS_KEPT = 400;

/** What an account's balance can change for; the order is that of the page, and booked items follow. */
const ownItems = [
  'deposits',
  'withdrawals',
  'realisedVariation',
  'unrealisedVariation',
  'takerFees',
  'makerFees',
  'rebates',
] as const;
export type StatementItem = (typeof ownItems)[number] | BookedItem | 'unexplained';

/** One contract on one day: carried, plus bought, less sold, plus reduced, is the position. */
export interface ContractDay {
  readonly contract: ContractId;
  /** The position that came over from the day before. */
  readonly carried: Lots;
  readonly bought: Lots;
  readonly sold: Lots;
  /** Lots that were closed outside the book, signed: below zero they were long (rules DEF-26 and DEF-27). */
  readonly reduced: Lots;
  readonly position: Lots;
  /** Null while the day has not been settled, and where nothing was held or gained when it was. */
  readonly settlementPrice: Ticks | null;
  /** Variation of lots that were closed, and of those that stayed open (rule MKT-12); together what was paid. */
  readonly realised: Money;
  readonly unrealised: Money;
}

/** What the account must have on the next day, and what it was called for. */
export interface DayMargin {
  readonly initial: Money;
  readonly maintenance: Money;
  readonly parts: readonly MarginPart[];
}

/** A margin call, and whether it was met before the day's statements closed. */
export interface DayCall {
  readonly amount: Money;
  /** When it is overdue. */
  readonly due: Millis;
  readonly isMet: boolean;
}

export interface StatementDay {
  readonly date: TradeDate;
  /** The member that stood in for the account when the page closed. */
  readonly member: AccountId;
  readonly openingBalance: Money;
  /** Signed changes of the balance; an item for which nothing moved is absent. */
  readonly items: readonly (readonly [item: StatementItem, amount: Money])[];
  readonly closingBalance: Money;
  /** In the order in which contracts were listed. */
  readonly contracts: readonly ContractDay[];
  /** Absent of an account without positions and orders, and while the day runs. */
  readonly margin?: DayMargin;
  /** The last margin call of the day; absent without one. */
  readonly call?: DayCall;
  /** How many fills there were; the fills themselves are the records' (rule MKT-8). */
  readonly trades: number;
  /** The commands whose effects can stand on the page: from the first to the last. */
  readonly firstSequence: Sequence;
  readonly lastSequence: Sequence;
}

export class Statement {
  #days: StatementDay[] = [];
  #page = newPage(NO_MONEY);
  /** Contracts that are held, or were traded today; undefined before the first, because most accounts have none. */
  #positions: Map<ContractId, DayPosition> | undefined;
  /** Whether anything has moved since the last page; a day on which nothing moved has none. */
  #moved = false;
  /** The member that stands in for the account now. */
  member: AccountId;

  constructor(member: AccountId) {
    this.member = member;
  }

  get balance(): Money {
    return this.#page.balance;
  }

  /** Closed days, newest first. */
  get days(): readonly StatementDay[] {
    return this.#days.toReversed();
  }

  /** The page of a closed day, or undefined. */
  day(date: TradeDate): StatementDay | undefined {
    return this.#days.find((day) => day.date === date);
  }

  /** The page of the day that has not closed yet, which `date` names. */
  running(date: TradeDate, firstSequence: Sequence, lastSequence: Sequence): StatementDay {
    const { opening, balance, contracts, margin, call, trades } = this.#page;
    const open = [...(this.#positions ?? [])].filter(
      ([contract, day]) => !day.isEmpty && !contracts.some(isOf(contract)),
    );
    return {
      date,
      member: this.member,
      openingBalance: opening,
      items: inOrder(rowsOf(this.#page)),
      closingBalance: balance,
      contracts: [...contracts, ...open.map(([contract, day]) => runningLine(contract, day))].sort(
        (a, b) => a.contract - b.contract,
      ),
      ...(margin !== undefined && { margin }),
      ...(call !== undefined && { call }),
      trades,
      firstSequence,
      lastSequence,
    };
  }

  /** The balance has changed by a signed amount. */
  move(item: StatementItem, amount: Money): void {
    const page = this.#page;
    const at = page.items.indexOf(item);
    if (at < 0) {
      page.items.push(item);
      page.amounts.push(amount);
    } else page.amounts[at] = add(page.amounts[at] as Money, amount);
    page.balance = add(page.balance, amount);
    this.#moved = true;
  }

  /** The account has traded: `signed` lots, below zero when it sold. */
  trade(contract: ContractId, signed: number, price: Ticks): void {
    this.#positionIn(contract).trade(signed, price);
    this.#page.trades += 1;
    this.#moved = true;
  }

  /** `signed` lots were closed at `price` outside the book: before the day was paid, or after it at what it was paid at. */
  reduce(contract: ContractId, signed: number, price: Ticks): void {
    const day = this.#positionIn(contract);
    const line = this.#page.contracts.find(isOf(contract));
    this.#moved = true;
    if (line === undefined) return day.reduce(signed, price);
    const [position, reduced] = [(line.position + signed) as Lots, (line.reduced + signed) as Lots];
    this.#setLine({ ...line, position, reduced });
    day.carry(position, price);
  }

  /** The exchange has paid `variation` for the day at `price`, and says that `position` lots are open. */
  settle(contract: ContractId, price: Ticks, position: Lots, variation: Money, tickValue: Money): void {
    const day = this.#positionIn(contract);
    const realised = multiply(tickValue, day.realised);
    const unrealised = subtract(variation, realised);
    this.move('realisedVariation', realised);
    this.move('unrealisedVariation', unrealised);
    const { carried, bought, sold, reduced } = day;
    this.#setLine({ contract, carried, bought, sold, reduced, position, settlementPrice: price, realised, unrealised });
    day.carry(position, price);
  }

  #setLine(line: ContractDay): void {
    const { contracts } = this.#page;
    const at = contracts.findIndex(isOf(line.contract));
    if (at < 0) contracts.push(line);
    else contracts[at] = line;
  }

  /** The contract has expired, and nothing of it is carried into the next day. */
  expire(contract: ContractId): void {
    this.#positions?.delete(contract);
  }

  callMargin(amount: Money, due: Millis): void {
    this.#page.call = { amount, due, isMet: false };
  }

  meetCall(): void {
    const { call } = this.#page;
    if (call !== undefined) this.#page.call = { ...call, isMet: true };
  }

  /** The exchange says what the account has, and what it must have. */
  stateMargin(balance: Money, margin: DayMargin): void {
    if (balance !== this.balance) this.move('unexplained', subtract(balance, this.balance));
    this.#page.margin = margin;
  }

  endDay(date: TradeDate, firstSequence: Sequence, lastSequence: Sequence): void {
    if (!this.#moved) return;
    this.#days.push(this.running(date, firstSequence, lastSequence));
    keepLast(this.#days, STATEMENT_DAYS_KEPT);
    this.#page = newPage(this.balance);
    this.#moved = false;
    // Whoever is flat and gained nothing is paid nothing, and hears of no settlement.
    for (const [contract, { position }] of this.#positions ?? []) if (position === 0) this.#positions?.delete(contract);
  }

  #positionIn(contract: ContractId): DayPosition {
    this.#positions ??= new Map();
    let day = this.#positions.get(contract);
    if (day === undefined) {
      day = new DayPosition();
      this.#positions.set(contract, day);
    }
    return day;
  }

  snapshot(): StatementState {
    const { contracts, items: _, amounts: __, ...page } = this.#page;
    const positions = [...(this.#positions ?? [])];
    return {
      ...(this.#days.length > 0 && { days: [...this.#days] }),
      page: { ...page, items: rowsOf(this.#page), contracts: [...contracts] },
      ...(positions.length > 0 && {
        positions: positions.map(([contract, day]): PositionRow => [contract, day.snapshot()]),
      }),
      moved: this.#moved,
      member: this.member,
    };
  }

  static restore({ days, page, positions, moved, member }: StatementState): Statement {
    const statement = new Statement(member);
    statement.#days = [...(days ?? [])];
    const items = page.items.map(([item]) => item);
    const amounts = page.items.map(([, amount]) => amount);
    statement.#page = { ...page, items, amounts, contracts: [...page.contracts] };
    if (positions !== undefined)
      statement.#positions = new Map(positions.map(([contract, day]) => [contract, DayPosition.restore(day)]));
    statement.#moved = moved;
    return statement;
  }
}

/** A statement as plain data. */
export interface StatementState {
  /** Closed days, oldest first; absent before the first. */
  readonly days?: readonly StatementDay[];
  readonly page: Readonly<Omit<Page, 'items' | 'amounts' | 'contracts'>> & {
    readonly items: readonly ItemRow[];
    readonly contracts: readonly ContractDay[];
  };
  /** Absent without any. */
  readonly positions?: readonly PositionRow[];
  readonly moved: boolean;
  readonly member: AccountId;
}

type ItemRow = readonly [item: StatementItem, amount: Money];
type PositionRow = readonly [ContractId, DayPositionState];

interface Page {
  opening: Money;
  balance: Money;
  /** Lists and no maps, because they are short, every account has them, and a map that is empty is large. */
  readonly items: StatementItem[];
  /** Of each item; beside them and not with them, because a list of nothing but numbers holds them in itself. */
  readonly amounts: Money[];
  readonly contracts: ContractDay[];
  margin?: DayMargin;
  call?: DayCall;
  trades: number;
}

function newPage(balance: Money): Page {
  return { opening: balance, balance, items: [], amounts: [], contracts: [], trades: 0 };
}

function rowsOf({ items, amounts }: Page): ItemRow[] {
  return items.map((item, at): ItemRow => [item, amounts[at] as Money]);
}

/** A contract of a day that has not been settled: what it has gained is not paid yet, and no item. */
function runningLine(contract: ContractId, day: DayPosition): ContractDay {
  const { carried, bought, sold, reduced, position } = day;
  const line = { contract, carried, bought, sold, reduced, position, settlementPrice: null };
  return { ...line, realised: NO_MONEY, unrealised: NO_MONEY };
}

const isOf = (contract: ContractId) => (line: ContractDay) => line.contract === contract;

function inOrder(items: readonly ItemRow[]): ItemRow[] {
  const place = (item: string) => {
    const at = (ownItems as readonly string[]).indexOf(item);
    return at < 0 ? ownItems.length : at;
  };
  return items
    .filter(([, amount]) => amount !== 0)
    .sort(([a], [b]) => place(a) - place(b))
    .map(([item, amount]) => [item, amount]);
}
