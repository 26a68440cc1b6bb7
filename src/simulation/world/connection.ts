/**
 * A connection over the network: two ways, on each of which messages arrive whole, once and in order, until it breaks.
 *
 * Nobody sees it break. Of what is under way the first few still arrive, what is said later is lost, and each end learns
 * of it in its own time; so one end may go on speaking to nobody while the other has long opened another connection.
 */
import type { Network } from './network.ts';

/** Whoever stands at one end. */
export interface End<Message> {
  hear(message: Message): void;
  /** It is over, and nothing more will be heard. */
  ended(): void;
}

/** After so long without a sign of life at the latest an end knows that it is alone. */
const NOTICE_MS_MAX = 30_000;

export class Connection<Question, Answer extends { readonly length: number }> {
  readonly #network: Network;
  readonly #toVenue: Way<Question>;
  readonly #toClient: Way<Answer>;
  #isBroken = false;
  #waiting = 0;

  constructor(network: Network, client: End<Answer>) {
    this.#network = network;
    this.#toVenue = new Way(network);
    this.#toClient = new Way(network);
    this.#toClient.end = {
      hear: (answer) => {
        this.#waiting -= answer.length;
        client.hear(answer);
      },
      ended: () => client.ended(),
    };
  }

  /** The length of everything that waits for the client; what waits in vain does not count. */
  get waiting(): number {
    return this.#isBroken ? 0 : this.#waiting;
  }

  /** Somebody at the venue takes it. */
  accept(venue: End<Question>): void {
    this.#toVenue.end = venue;
  }

  ask(question: Question): void {
    if (!this.#isBroken) this.#carry(this.#toVenue, question);
  }

  answer(answer: Answer): void {
    if (this.#isBroken) return;
    this.#waiting += answer.length;
    this.#carry(this.#toClient, answer);
  }

  /** The client does not read for a while. */
  deafen(ms: number): void {
    this.#toClient.holdUp(ms);
  }

  break(): void {
    if (this.#isBroken) return;
    this.#isBroken = true;
    for (const way of [this.#toVenue, this.#toClient]) way.break(this.#network.dice.below(NOTICE_MS_MAX));
  }

  #carry<Message>(way: Way<Message>, message: Message): void {
    way.send(message);
    if (this.#network.dice.happens(this.#network.weather.broken)) this.break();
  }
}

class Way<Message> {
  end: End<Message> | undefined;
  readonly #network: Network;
  #sent = 0;
  #arrived = 0;
  /** The last message that will arrive. */
  #last = Number.POSITIVE_INFINITY;
  /** When the message before arrives. */
  #before = 0;

  constructor(network: Network) {
    this.#network = network;
  }

  get underWay(): number {
    return this.#sent - this.#arrived;
  }

  send(message: Message): void {
    this.#sent += 1;
    const number = this.#sent;
    this.#plan(this.#network.dice.below(this.#network.weather.delayMsMax), () => {
      this.#arrived = number;
      if (number <= this.#last) this.end?.hear(message);
    });
  }

  holdUp(ms: number): void {
    this.#before = Math.max(this.#before, this.#network.timeline.now + ms);
  }

  break(noticedAfterMs: number): void {
    this.#last = this.#arrived + this.#network.dice.below(this.underWay + 1);
    this.#plan(noticedAfterMs, () => this.end?.ended());
  }

  /** Never before what was planned before. */
  #plan(ms: number, action: () => void): void {
    const { timeline } = this.#network;
    this.#before = Math.max(this.#before, timeline.now + ms);
    timeline.after(this.#before - timeline.now, action);
  }
}
