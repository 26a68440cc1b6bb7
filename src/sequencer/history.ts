/**
 * Everything that follows from the journal: the machine, the folds, the answers given and the numbers of the events.
 *
 * Live and replay go through the same three steps (execute, remember, apply), so what a restart rebuilds is what was
 * there. Live takes the last step later, when the record is durable.
 */
import type { Command } from '#core/commands.ts';
import { recorder } from '#core/events.ts';
import type { Millis, Sequence } from '#core/units.ts';
import type { Envelope } from '#journal/command-codec.ts';
import type { SnapshotState } from '#journal/snapshots.ts';
import { Answered } from './answered.ts';
import { EventCounter } from './event-counter.ts';
import { Heard } from './heard.ts';
import type { Fold, Machine, MachineFactory, Published } from './machine.ts';

export type Folds = Readonly<Record<string, Fold>>;

export class History {
  readonly machine: Machine;
  readonly answered: Answered;
  nextEvent: number;
  readonly #folds: Folds;
  readonly #appliers: readonly Fold[];
  readonly #heard = new Heard();
  readonly #emit = recorder(this.#heard);
  readonly #counter = new EventCounter();

  private constructor(machine: Machine, folds: Folds, answered: Answered, nextEvent: number) {
    this.machine = machine;
    this.answered = answered;
    this.nextEvent = nextEvent;
    this.#folds = folds;
    this.#appliers = Object.values(folds);
  }

  static begin(factory: MachineFactory, folds: Folds): History {
    return new History(factory.create(), folds, new Answered(), 1);
  }

  /** From a snapshot's state. Throws when the machine or a fold cannot read it; the folds are then half restored. */
  static restore(factory: MachineFactory, folds: Folds, state: SnapshotState, nextEvent: number): History {
    const names = Object.keys(folds).sort().join();
    const kept = Object.keys(state.folds).sort().join();
    if (names !== kept) throw new Error(`it holds the folds ${kept}, and the venue has ${names}`);
    for (const [name, fold] of Object.entries(folds)) fold.restore(state.folds[name]);
    return new History(factory.restore(state.machine), folds, Answered.restore(state.answered), nextEvent);
  }

  /** Runs the machine. What it throws means that the state can no longer be trusted. */
  execute(sequence: Sequence, time: Millis, command: Command, envelope: Envelope | undefined): Published {
    this.machine.execute(command, time, this.#emit);
    const events = this.#heard.take();
    const firstEvent = this.nextEvent;
    this.nextEvent += events.length;
    return { sequence, time, command, clientId: envelope?.clientId, events, firstEvent };
  }

  /**
   * Runs the machine on a command of the journal, which may be written over afterwards: whoever is told of it gets one to
   * keep. Undefined where nobody will ask what happened: it is only counted.
   */
  repeat(sequence: Sequence, time: Millis, command: Command, envelope: Envelope | undefined): Published | undefined {
    if (envelope !== undefined || this.#appliers.length > 0)
      return this.execute(sequence, time, { ...command }, envelope);
    this.machine.execute(command, time, this.#counter);
    this.nextEvent += this.#counter.take();
    return undefined;
  }

  remember(envelope: Envelope | undefined, published: Published): void {
    if (envelope !== undefined) this.answered.add(envelope, published);
  }

  apply(published: Published): void {
    for (const fold of this.#appliers) fold.apply(published);
  }

  /** The state of every fold, by name. */
  foldSnapshots(): Record<string, unknown> {
    return Object.fromEntries(Object.entries(this.#folds).map(([name, fold]) => [name, fold.snapshot()]));
  }
}
