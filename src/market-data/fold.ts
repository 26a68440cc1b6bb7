/**
 * A fold: something that follows from the events of the exchange alone.
 *
 * Whoever feeds it hands in every command's events once, in order. A fold has no clock and no other source, so the same
 * events give the same answers on the server, in a replay and in a browser.
 */
import type { Command } from '#core/commands.ts';
import type { Event } from '#core/events.ts';
import type { Millis, Sequence } from '#core/units.ts';

/** The events of one command, with its number and its time. */
export interface Published {
  readonly sequence: Sequence;
  readonly time: Millis;
  /** The sender's own id for the command, where there is one. */
  readonly clientId?: string | undefined;
  /** What was asked for, where it is known: events do not tell an order from one side of a quote. */
  readonly command?: { readonly type: Command['type'] };
  readonly events: readonly Event[];
}

export interface Fold {
  apply(published: Published): void;
  /** Everything the fold knows, as plain data fit for JSON. */
  snapshot(): unknown;
  /** Becomes what `state`, a snapshot of the same fold, says. */
  restore(state: unknown): void;
}

/** A list that forgets its oldest entries. Lists of a million days are nobody's wish. */
export function keepLast<T>(list: T[], most: number): void {
  if (list.length > most + 1) list.splice(0, list.length - most);
  else if (list.length > most) list.shift();
}
