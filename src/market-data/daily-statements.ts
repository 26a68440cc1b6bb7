/**
 * The daily statements of all accounts: which event moves whose money, and when a day's pages close.
 *
 * A page is `statement.ts`'s. Here events find their accounts, and what every page of a day has in common is kept: what
 * a tick is worth, settlement prices, and the commands between which the day lies.
 */
import { BUY } from '#core/commands.ts';
import { tickValue } from '#core/contract.ts';
import type { Event, Trade } from '#core/events.ts';
import {
  type AccountId,
  type ContractId,
  type Money,
  NO_MONEY,
  type Sequence,
  subtract,
  type Ticks,
  type TradeDate,
} from '#core/units.ts';
import { Statement, type StatementDay, type StatementItem, type StatementState } from './statement.ts';
import { type StatementTable, statementsIn, statementTable } from './statement-table.ts';

export class DailyStatements {
  #statements: Statement[] = [];
  /** By contract number. */
  #contracts: ContractFacts[] = [];
  readonly #tickValues = new Map<string, Money>();
  /** The first command of the day that has not closed yet. */
  #firstSequence = 1 as Sequence;
  #closedDate: TradeDate | undefined;

  /** The last day whose statements have closed. */
  get closedDate(): TradeDate | undefined {
    return this.#closedDate;
  }

  /** Closed days of the account, newest first. */
  days(account: AccountId): readonly StatementDay[] {
    return this.#statements[account]?.days ?? [];
  }

  day(account: AccountId, date: TradeDate): StatementDay | undefined {
    return this.#statements[account]?.day(date);
  }

  /** The page of the day `date`, which trades now, after the command `last`. */
  running(account: AccountId, date: TradeDate, last: Sequence): StatementDay {
    return (this.#statements[account] ?? new Statement(account)).running(date, this.#firstSequence, last);
  }

  balance(account: AccountId): Money {
    return this.#statements[account]?.balance ?? NO_MONEY;
  }

  /** Hears an event of the command `sequence`; returns the account whose money or position it moved, beside a trade's. */
  hear(event: Event, sequence: Sequence): AccountId | undefined {
    switch (event.type) {
      case 'accountOpened':
        this.#statements[event.account] = new Statement(event.member);
        return event.account;
      case 'clientPorted':
        this.#of(event.account).member = event.to;
        return event.account;
      case 'trade':
        this.#trade(event, 'makerFees', event.makerAccount, event.takerSide !== BUY, event.makerFee);
        this.#trade(event, 'takerFees', event.takerAccount, event.takerSide === BUY, event.takerFee);
        return undefined;
      case 'deposited':
        return this.#move(event.account, 'deposits', event.amount);
      case 'withdrawn':
        return this.#move(event.account, 'withdrawals', less(event.amount));
      case 'rebatePaid':
        return this.#move(event.account, 'rebates', event.amount);
      case 'booked':
        return this.#move(event.account, event.item, event.amount);
      case 'positionReduced':
        this.#of(event.account).reduce(event.contract, event.lots, event.price);
        return event.account;
      case 'variationPaid': {
        const { account, contract, position, amount } = event;
        const facts = this.#factsOf(contract);
        this.#of(account).settle(contract, facts.settlementPrice, position, amount, facts.tickValue);
        return account;
      }
      default:
        this.#hearOfDay(event, sequence);
        return undefined;
    }
  }

  /** What is listed, and what the end of a day says. */
  #hearOfDay(event: Event, sequence: Sequence): void {
    switch (event.type) {
      case 'productDefined':
        this.#tickValues.set(event.specification.code, tickValue(event.specification));
        return;
      case 'contractListed':
        this.#contracts[event.contract] = {
          tickValue: this.#tickValues.get(event.product) as Money,
          settlementPrice: 0 as Ticks,
        };
        return;
      case 'contractSettled':
      case 'settlementCorrected':
        this.#factsOf(event.contract).settlementPrice = event.price;
        return;
      case 'contractExpired':
        for (const statement of this.#statements) statement.expire(event.contract);
        return;
      case 'marginCalled':
        return this.#of(event.account).callMargin(subtract(event.initial, event.equity), event.due);
      case 'marginCallMet':
        return this.#of(event.account).meetCall();
      case 'marginStated': {
        const { account, balance, initial, maintenance, parts } = event;
        return this.#of(account).stateMargin(balance, { initial, maintenance, parts });
      }
      case 'dayStepDone':
        if (event.step !== 'statements') return;
        for (const statement of this.#statements) statement.endDay(event.date, this.#firstSequence, sequence);
        this.#firstSequence = (sequence + 1) as Sequence;
        this.#closedDate = event.date;
        return;
    }
  }

  #trade(trade: Trade, item: 'makerFees' | 'takerFees', account: AccountId, isBuyer: boolean, fee: Money): void {
    const statement = this.#of(account);
    statement.trade(trade.contract, isBuyer ? trade.quantity : -trade.quantity, trade.price);
    statement.move(item, less(fee));
  }

  #move(account: AccountId, item: StatementItem, amount: Money): AccountId {
    this.#of(account).move(item, amount);
    return account;
  }

  #of(account: AccountId): Statement {
    return this.#statements[account] as Statement;
  }

  #factsOf(contract: ContractId): ContractFacts {
    return this.#contracts[contract] as ContractFacts;
  }

  snapshot(): DailyStatementsState {
    return {
      statements: statementTable(this.#statements),
      contracts: this.#contracts.map((facts) => ({ ...facts })),
      tickValues: [...this.#tickValues],
      firstSequence: this.#firstSequence,
      closedDate: this.#closedDate ?? null,
    };
  }

  static restore(state: DailyStatementsState): DailyStatements {
    const { statements, contracts, tickValues, firstSequence, closedDate } = state;
    const restored = new DailyStatements();
    const states = 'pages' in statements ? statementsIn(statements) : statements;
    restored.#statements = Array.from(states, (statement) => Statement.restore(statement));
    restored.#contracts = contracts.map((facts) => ({ ...facts }));
    for (const [product, worth] of tickValues) restored.#tickValues.set(product, worth);
    restored.#firstSequence = firstSequence;
    restored.#closedDate = closedDate ?? undefined;
    return restored;
  }
}

/** What a tick of one lot is worth, and the last settlement price. */
interface ContractFacts {
  readonly tickValue: Money;
  settlementPrice: Ticks;
}

export interface DailyStatementsState {
  /** In snapshots before format 4 one after the other. */
  readonly statements: StatementTable | readonly StatementState[];
  readonly contracts: readonly ContractFacts[];
  readonly tickValues: readonly (readonly [product: string, tickValue: Money])[];
  readonly firstSequence: Sequence;
  readonly closedDate: TradeDate | null;
}

/** The amount, leaving the account. */
function less(amount: Money): Money {
  return subtract(NO_MONEY, amount);
}
