/**
 * A process that can end at any moment of its life.
 *
 * Whatever the outside could see of it (a call to the disk, a record taken, an answer on its way) is a moment. A process
 * that has been condemned ends at the chosen one: there `ProcessEnded` is thrown through everything that was going on,
 * and nothing that it still says or does counts.
 */
import type { Owner } from './timeline.ts';

/** A killed process leaves the system's memory of its files behind; a power cut takes that, too. */
export type Ending = 'kill' | 'powerCut';

export type Moment =
  | 'opening'
  | 'append'
  | 'write'
  | 'sync'
  | 'rename'
  | 'remove'
  | 'syncFolder'
  | 'publish'
  | 'answer'
  | 'endDay'
  | 'saveAside';

export interface Sentence {
  readonly how: Ending;
  /** The count begins when it comes to such a moment; at once when undefined. */
  readonly from: Moment | undefined;
  /** How many moments it still lives through. */
  readonly moments: number;
}

export class ProcessEnded extends Error {
  override readonly name = 'ProcessEnded';
}

export class SimulatedProcess implements Owner {
  /** How it ended, and where. */
  ended: { readonly how: Ending; readonly where: string } | undefined;
  #sentence: Sentence | undefined;
  #left = Number.POSITIVE_INFINITY;

  get isAlive(): boolean {
    return this.ended === undefined;
  }

  condemn(sentence: Sentence): void {
    this.#sentence = sentence;
    this.#left = sentence.from === undefined ? sentence.moments : Number.POSITIVE_INFINITY;
  }

  /** Lives through a moment, or ends at it. Every moment of a process that has ended is its last. */
  pass(moment: Moment, what = ''): void {
    if (!this.isAlive) throw new ProcessEnded('it has ended before');
    if (this.#left === Number.POSITIVE_INFINITY && this.#sentence?.from === moment) this.#left = this.#sentence.moments;
    if (this.#left <= 0) this.end(this.#sentence?.how ?? 'kill', `${moment} ${what}`.trimEnd());
    this.#left -= 1;
  }

  /** Ends it here and now. */
  end(how: Ending, where: string): never {
    this.ended ??= { how, where };
    throw new ProcessEnded(where);
  }
}
