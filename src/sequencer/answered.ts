/**
 * What was answered to whom, so that a client who asks twice gets the first answer twice (rule JRN-8).
 *
 * An answer is kept for seven venue days by the time of its command. Entries stand in the order of their commands, so
 * the oldest is always first. The table follows from the journal alone: it is rebuilt by replay and kept in snapshots.
 */
import { MILLIS_PER_DAY } from '#core/calendar.ts';
import type { Millis } from '#core/units.ts';
import type { Envelope } from '#journal/command-codec.ts';
import type { Outcome } from './machine.ts';

const RETENTION_MS = 7 * MILLIS_PER_DAY;

export interface Answer {
  readonly envelope: Envelope;
  readonly outcome: Outcome;
}

export class Answered {
  readonly #answers = new Map<string, Answer>();

  /** How many answers are kept. */
  get size(): number {
    return this.#answers.size;
  }

  /** The answer given under this account and client id, if it is not older than the retention at `time`. */
  find(envelope: Envelope, time: Millis): Answer | undefined {
    const answer = this.#answers.get(keyOf(envelope));
    return answer !== undefined && isKept(answer, time) ? answer : undefined;
  }

  add(envelope: Envelope, outcome: Outcome): void {
    for (const [key, answer] of this.#answers) {
      if (isKept(answer, outcome.time)) break;
      this.#answers.delete(key);
    }
    this.#answers.set(keyOf(envelope), { envelope, outcome });
  }

  snapshot(): readonly Answer[] {
    return [...this.#answers.values()].map(({ envelope, outcome: { sequence, time, events } }) => ({
      envelope,
      outcome: { sequence, time, events },
    }));
  }

  static restore(snapshot: unknown): Answered {
    const answered = new Answered();
    for (const answer of snapshot as Answer[]) answered.#answers.set(keyOf(answer.envelope), answer);
    return answered;
  }
}

function keyOf({ account, clientId }: Envelope): string {
  return `${account} ${clientId}`;
}

function isKept(answer: Answer, time: Millis): boolean {
  return time - answer.outcome.time < RETENTION_MS;
}
