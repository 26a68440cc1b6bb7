/** Whether the venue can be asked, and the wait for the disk before what was read is told (rules API-10 and API-11). */
import type { Refusal } from '#sequencer/refusals.ts';
import { refusedBySequencer } from './carry-out.ts';
import type { Venue } from './venue-port.ts';

export class Health {
  readonly #sequencer: Venue['sequencer'];
  #isHalted = false;

  constructor({ sequencer }: Venue) {
    this.#sequencer = sequencer;
  }

  /** Whether the venue had halted when it was last asked. A halt is for good. */
  get isHalted(): boolean {
    return this.#isHalted;
  }

  /** Asks whether the venue has halted. */
  async check(): Promise<boolean> {
    await this.#sequencer.barrier().catch(() => {
      this.#isHalted = true;
    });
    return this.#isHalted;
  }

  /** What `read` makes of the exchange's state now, told when that state is durable. Rejects with VENUE_HALTED. */
  async whenDurable<T>(read: () => T): Promise<T> {
    const value = read();
    await this.#sequencer.barrier().catch((refusal: Refusal) => {
      this.#isHalted = true;
      throw refusedBySequencer(refusal);
    });
    return value;
  }
}
