/**
 * The money of one account, day by day.
 *
 * Opening balance plus deposits, less withdrawals, plus variation, less fees is the closing balance, exactly, and the
 * next line opens where the last one closed (rule MKT-7). A movement belongs to the day that ends next after it.
 */
import { add, type Money, NO_MONEY, subtract, type TradeDate } from '#core/units.ts';
import { keepLast } from './fold.ts';

/** How many lines of an account's statement are kept: more than a year of trading days. */
export const STATEMENT_DAYS_KEPT = 400;

export interface StatementDay {
  readonly date: TradeDate;
  readonly openingBalance: Money;
  readonly deposits: Money;
  readonly withdrawals: Money;
  readonly variation: Money;
  readonly fees: Money;
  readonly closingBalance: Money;
}

type Movement = 'deposits' | 'withdrawals' | 'variation' | 'fees';

export class Statement {
  #days: StatementDay[] = [];
  #running: Omit<StatementDay, 'date'> = quietDay(NO_MONEY);
  /** Whether anything has moved since the last line; a day on which nothing moved has no line. */
  #moved = false;

  get balance(): Money {
    return this.#running.closingBalance;
  }

  /** Closed days, newest first. */
  get days(): readonly StatementDay[] {
    return this.#days.toReversed();
  }

  /** The line of the day that has not ended yet, which `date` names. */
  running(date: TradeDate): StatementDay {
    return { date, ...this.#running };
  }

  move(movement: Movement, amount: Money): void {
    const change = movement === 'withdrawals' || movement === 'fees' ? subtract(NO_MONEY, amount) : amount;
    this.#running = {
      ...this.#running,
      [movement]: add(this.#running[movement], amount),
      closingBalance: add(this.#running.closingBalance, change),
    };
    this.#moved = true;
  }

  endDay(date: TradeDate): void {
    if (!this.#moved) return;
    this.#days.push(this.running(date));
    keepLast(this.#days, STATEMENT_DAYS_KEPT);
    this.#running = quietDay(this.balance);
    this.#moved = false;
  }

  snapshot() {
    return { days: [...this.#days], running: this.#running, moved: this.#moved };
  }

  static restore(state: ReturnType<Statement['snapshot']>): Statement {
    const statement = new Statement();
    statement.#days = [...state.days];
    statement.#running = state.running;
    statement.#moved = state.moved;
    return statement;
  }
}

function quietDay(balance: Money): Omit<StatementDay, 'date'> {
  return {
    openingBalance: balance,
    deposits: NO_MONEY,
    withdrawals: NO_MONEY,
    variation: NO_MONEY,
    fees: NO_MONEY,
    closingBalance: balance,
  };
}
