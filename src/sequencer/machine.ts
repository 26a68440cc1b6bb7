/**
 * What the sequencer drives and what it is handed: a machine that decides, folds that derive, and a clock.
 */
import type { Command } from '#core/commands.ts';
import type { Emit, Event } from '#core/events.ts';
import type { Millis, Sequence } from '#core/units.ts';

/**
 * A deterministic state machine: the same commands at the same times give the same events and the same hash, on every
 * run. An exception out of `execute` means that its state can no longer be trusted.
 */
export interface Machine {
  execute(command: Command, time: Millis, emit: Emit): void;
  /** A hash of the whole state: two machines with the same hash decide alike. */
  hash(): string;
  /** The whole state as plain JSON data. */
  snapshot(): unknown;
}

export interface MachineFactory {
  create(): Machine;
  /** The machine whose `snapshot` this was, read back from JSON. */
  restore(snapshot: unknown): Machine;
}

export interface Clock {
  /** May stand still or go back; the sequencer does not pass that on. */
  now(): Millis;
}

/** What one command came to. */
export interface Outcome {
  readonly sequence: Sequence;
  readonly time: Millis;
  readonly events: readonly Event[];
}

/** An outcome as everyone may know it, because its record is durable. */
export interface Published extends Outcome {
  readonly command: Command;
  /** The sender's own id for it, where there is one. */
  readonly clientId: string | undefined;
  /** The number of its first event; the others follow without a gap, over all commands. The first ever is 1. */
  readonly firstEvent: number;
}

/** State derived from what was published. Fed during replay too, so that after a restart it is what it was. */
export interface Fold {
  apply(published: Published): void;
  /** The whole state as plain JSON data. */
  snapshot(): unknown;
  /** Replaces the whole state by one that `snapshot` gave. Throws when it is not one of this fold's. */
  restore(state: unknown): void;
}
