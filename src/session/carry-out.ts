/** Sends a command to the sequencer and reads the answer at the very moment at which it may be told. */
import type { Command } from '#core/commands.ts';
import type { Events } from '#core/events.ts';
import type { Envelope } from '#journal/command-codec.ts';
import type { Outcome } from '#sequencer/machine.ts';
import type { Refusal } from '#sequencer/refusals.ts';
import { Refused } from './refused.ts';
import type { Venue } from './venue-port.ts';

/** Hears what became of a request: the answer, or else why there is none. Must not throw. */
export type Told<Answer> = (answer: Answer | undefined, trouble: unknown) => void;

/**
 * `read` is called when the outcome is durable and the folds stand right behind it, so that the answer says what this
 * command did and nothing that came later; `told` hears it in that moment, or what the exchange, the sequencer or `read`
 * refuses. Orders come so often that a promise for each would be felt, and whatever is made for each outlives the wait for
 * the disk, so `read` is given the envelope and need not be a function of its own for it.
 */
export function carryOutAndTell<Answer>(
  { sequencer }: Venue,
  command: Command,
  read: (outcome: Outcome, envelope: Envelope | undefined) => Answer,
  told: Told<Answer>,
  envelope?: Envelope,
): void {
  const done = (outcome: Outcome | undefined, refusal: Refusal | undefined): void => {
    let answer: Answer | undefined;
    // What is thrown here must reach the sender alone: thrown through the sequencer it would halt the venue.
    try {
      answer = read(carriedOut(outcome, refusal), envelope);
    } catch (trouble) {
      return told(undefined, trouble);
    }
    told(answer, undefined);
  };
  sequencer.post(command, done, envelope);
}

/** The same, with a promise. */
export function carryOut<Answer>(venue: Venue, command: Command, read: (outcome: Outcome) => Answer): Promise<Answer> {
  return promised((told) => carryOutAndTell(venue, command, read, told));
}

/** What `ask` is told, as a promise, which rejects with the trouble. */
export function promised<Answer>(ask: (told: Told<Answer>) => void): Promise<Answer> {
  return new Promise((resolve, reject) =>
    ask((answer, trouble) => (trouble === undefined ? resolve(answer as Answer) : reject(trouble))),
  );
}

/** The outcome of a command that took effect. Throws the refusal of one that did not. */
function carriedOut(outcome: Outcome | undefined, refusal: Refusal | undefined): Outcome {
  if (outcome === undefined) throw refusedBySequencer(refusal as Refusal);
  for (const event of outcome.events)
    if (event.type === 'rejected') throw Refused.byTheExchange(event.reason, outcome.sequence);
  return outcome;
}

/** The event of this type, which the command must have caused when it was not rejected. */
export function eventOf<T extends keyof Events>(outcome: Outcome, type: T): Events[T] {
  const event = outcome.events.find((candidate) => candidate.type === type);
  if (event === undefined) throw new Error(`command ${outcome.sequence} has no ${type}`);
  return event as unknown as Events[T];
}

/** What the sequencer does not take, as the doors say it. */
export function refusedBySequencer(refusal: Refusal): Refused {
  switch (refusal.code) {
    case 'HALTED':
      return Refused.atTheDoor('VENUE_HALTED');
    case 'CLOSED':
      return Refused.atTheDoor('VENUE_CLOSING');
    case 'DUPLICATE_ID_MISMATCH':
      return Refused.atTheDoor('DUPLICATE_ID_MISMATCH', 'clientOrderId');
    case 'DISK_LOW':
      return Refused.atTheDoor('DISK_LOW');
    case 'COMMAND_TOO_LARGE':
      return Refused.atTheDoor('BODY_TOO_LARGE');
  }
}
