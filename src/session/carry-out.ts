/** Sends a command to the sequencer and reads the answer at the very moment at which it may be told. */
import type { Command } from '#core/commands.ts';
import type { Events } from '#core/events.ts';
import type { Envelope } from '#journal/command-codec.ts';
import type { Outcome } from '#sequencer/machine.ts';
import type { Refusal } from '#sequencer/refusals.ts';
import { Refused } from './refused.ts';
import type { Venue } from './venue-port.ts';

/**
 * `read` is called when the outcome is durable and the folds stand right behind it, so that the answer says what this
 * command did and nothing that came later. Rejects with what the exchange, the sequencer or `read` refuses.
 */
export function carryOut<Answer>(
  { sequencer }: Venue,
  command: Command,
  read: (outcome: Outcome) => Answer,
  envelope?: Envelope,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const done = (outcome: Outcome | undefined, refusal: Refusal | undefined) => {
      if (outcome === undefined) return reject(refusal === undefined ? undefined : refusedBySequencer(refusal));
      const rejected = outcome.events.find((event) => event.type === 'rejected');
      if (rejected !== undefined) return reject(Refused.byTheExchange(rejected.reason, outcome.sequence));
      // What is thrown here must reach the sender alone: thrown through the sequencer it would halt the venue.
      try {
        resolve(read(outcome));
      } catch (cause) {
        reject(cause);
      }
    };
    sequencer.post(command, done, envelope);
  });
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
