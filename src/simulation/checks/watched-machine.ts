/** The exchange as the sequencer drives it, with a witness who looks on and counts along. */
import type { Command } from '#core/commands.ts';
import type { Emit } from '#core/events.ts';
import type { Exchange } from '#core/exchange.ts';
import type { Snapshot } from '#core/state.ts';
import type { Millis } from '#core/units.ts';
import type { Machine } from '#sequencer/machine.ts';
import { factsOf } from './facts.ts';
import type { Witness } from './witness.ts';

/** What a snapshot of it says. */
export interface WatchedState {
  /** How many commands were carried out. */
  readonly executed: number;
  readonly exchange: Snapshot;
}

export class WatchedMachine implements Machine {
  readonly exchange: Exchange;
  readonly #witness: Witness;
  #executed: number;

  constructor(exchange: Exchange, witness: Witness, executed = 0) {
    this.exchange = exchange;
    this.#witness = witness;
    this.#executed = executed;
  }

  execute(command: Command, time: Millis, emit: Emit): void {
    this.exchange.execute(command, time, emit);
    this.#executed += 1;
    this.#witness.see(this.#executed, () => factsOf(this.exchange));
  }

  hash(): string {
    return this.exchange.hash();
  }

  snapshot(): WatchedState {
    return { executed: this.#executed, exchange: this.exchange.snapshot() };
  }
}
