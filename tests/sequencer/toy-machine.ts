/**
 * The smallest machine that can be wrong: balances that go up and down, and a number that must never be paid out.
 */
import type { Command } from '#core/commands.ts';
import type { Emit } from '#core/events.ts';
import { accountId, type Millis, money } from '#core/units.ts';
import type { Clock, Fold, Machine, MachineFactory, Published } from '#sequencer/machine.ts';

/** Withdrawing this amount breaks the machine. */
export const POISON = money(666);

interface ToyState {
  readonly balances: number[];
  executed: number;
  lastTime: number;
}

class ToyMachine implements Machine {
  readonly #state: ToyState;

  constructor(state: ToyState) {
    this.#state = state;
  }

  execute(command: Command, time: Millis, emit: Emit): void {
    const { balances } = this.#state;
    this.#state.executed += 1;
    this.#state.lastTime = time;
    if (command.type === 'deposit') {
      balances[command.account] = (balances[command.account] ?? 0) + command.amount;
      emit.happened({ type: 'deposited', account: command.account, amount: command.amount });
    } else if (command.type === 'withdraw') {
      if (command.amount === POISON) throw new Error('This no longer holds: the poison stays in the bottle.');
      const before = balances[command.account] ?? 0;
      if (before < command.amount) return emit.rejected(command.account, 'MARGIN_INSUFFICIENT');
      balances[command.account] = before - command.amount;
      emit.happened({ type: 'withdrawn', account: command.account, amount: command.amount });
    } else if (command.type === 'endDay') {
      for (const [account, balance] of balances.entries())
        emit.happened({ type: 'deposited', account: accountId(account), amount: money(balance ?? 0) });
    }
  }

  hash(): string {
    return JSON.stringify(this.#state);
  }

  snapshot(): unknown {
    return this.#state;
  }
}

export const toyMachines: MachineFactory = {
  create: () => new ToyMachine({ balances: [], executed: 0, lastTime: 0 }),
  restore: (snapshot) => new ToyMachine(structuredClone(snapshot) as ToyState),
};

/** Sums what was deposited, and keeps the numbers of the events it saw. */
export class Tally implements Fold {
  total = 0;
  nextEvent = 1;

  apply({ events, firstEvent }: Published): void {
    if (firstEvent !== this.nextEvent) throw new Error(`event ${firstEvent} came instead of ${this.nextEvent}`);
    this.nextEvent += events.length;
    for (const event of events) if (event.type === 'deposited') this.total += event.amount;
  }

  snapshot(): unknown {
    return { total: this.total, nextEvent: this.nextEvent };
  }

  restore(state: unknown): void {
    Object.assign(this, state);
  }
}

/** A clock that a test sets. */
export class HandClock implements Clock {
  time = 1_800_000_000_000;

  now(): Millis {
    return this.time as Millis;
  }
}

export function deposit(account: number, amount: number): Command {
  return { type: 'deposit', account: accountId(account), amount: money(amount) };
}

export function withdraw(account: number, amount: number): Command {
  return { type: 'withdraw', account: accountId(account), amount: money(amount) };
}
