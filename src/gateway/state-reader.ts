/**
 * Reads the hash of the exchange's state, once a command however often it is asked for: it walks everything.
 */
import type { VenueState } from '#wire/market.ts';
import type { Venue } from './venue-port.ts';

export class StateReader {
  readonly #venue: Pick<Venue, 'exchange' | 'sequencer'>;
  #last: VenueState = { sequence: -1, hash: '' };

  constructor(venue: Pick<Venue, 'exchange' | 'sequencer'>) {
    this.#venue = venue;
  }

  /** The state after the last command taken, told when that command is durable (rule API-11). */
  async read(): Promise<VenueState> {
    const { exchange, sequencer } = this.#venue;
    if (this.#last.sequence !== sequencer.sequence)
      this.#last = { sequence: sequencer.sequence, hash: exchange.hash() };
    const state = this.#last;
    await sequencer.barrier();
    return state;
  }
}
