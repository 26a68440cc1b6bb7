/**
 * Reads the hash of the exchange's state, once a command however often it is asked for: it walks everything.
 */

import type { Venue } from '#session/venue-port.ts';
import type { VenueState } from '#wire/market.ts';

export class StateReader {
  readonly #venue: Venue;
  #last: VenueState = { sequence: -1, hash: '' };

  constructor(venue: Venue) {
    this.#venue = venue;
  }

  /** The state after the last command taken, which may not be durable yet (rule API-11). */
  read(): VenueState {
    const { exchange, sequencer } = this.#venue;
    if (this.#last.sequence !== sequencer.sequence)
      this.#last = { sequence: sequencer.sequence, hash: exchange.hash() };
    return this.#last;
  }
}
