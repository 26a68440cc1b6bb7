/**
 * What the bench measures: something that carries out a workload, and the account it keeps of it.
 */

const FNV_OFFSET = 0x811c_9dc5;
const FNV_PRIME = 16_777_619;

/** Carries out the commands of one workload, each once and in order. */
export interface Engine {
  readonly tally: Tally;
  /** Carries out command number `i`; the first is 0. */
  execute(i: number): void;
}

/** What happened, so that engines can be compared: two with the same digest made the same trades in the same order. */
export class Tally {
  trades = 0;
  volume = 0;
  cancelsRefused = 0;
  #digest = FNV_OFFSET | 0;

  trade(restingOrder: number, incomingOrder: number, price: number, quantity: number): void {
    this.trades += 1;
    this.volume += quantity;
    let digest = this.#digest;
    digest = Math.imul(digest ^ restingOrder, FNV_PRIME);
    digest = Math.imul(digest ^ incomingOrder, FNV_PRIME);
    digest = Math.imul(digest ^ price, FNV_PRIME);
    this.#digest = Math.imul(digest ^ quantity, FNV_PRIME);
  }

  /** 32-bit FNV-1a over the four words of every trade, as eight hex digits. */
  get digest(): string {
    return (this.#digest >>> 0).toString(16).padStart(8, '0');
  }
}
