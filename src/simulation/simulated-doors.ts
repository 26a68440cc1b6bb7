/**
 * The doors of a simulated venue: the twin of the sockets in `src/gateway`. They carry what clients say on connections
 * to the real conversations, and back what these answer and broadcast; what no message can say is posted.
 *
 * A message that must be refused is refused at once, for the right reason, and has touched nothing (rule API-12).
 */
import { hashOf, type Plain } from '#core/hash.ts';
import type { Outcome } from '#sequencer/machine.ts';
import { Conversation } from '#session/conversation.ts';
import { type Desk, openDesk } from '#session/desk.ts';
import type { Limits } from '#session/limits.ts';
import type { Venue } from '#session/venue-port.ts';
import type { Told } from './checks/answers.ts';
import type { Client, Request } from './clients/client.ts';
import type { Line } from './clients/stream.ts';
import type { Said } from './clients/words.ts';
import { credentialOf } from './keys.ts';
import type { VenueWorld } from './simulated-venue.ts';

/** Few, so that they are met. */
const LIMITS: Limits = {
  orders: { perSecond: 20, burst: 6 },
  cancels: { perSecond: 40, burst: 12 },
  accounts: { perSecond: 1, burst: 1 },
  contributions: { perSecond: 1, burst: 20 },
  messages: { perSecond: 10, burst: 6 },
  practiceAccountsMax: 100,
  bufferBytesMax: 16_384,
};
const WATCH_MS = 3_600_000;

export class SimulatedDoors {
  readonly #world: VenueWorld;
  readonly #venue: Venue;
  readonly #desk: Desk;
  readonly #lines = new Set<Line>();
  /** What was said last. */
  #said = '';

  constructor(world: VenueWorld, venue: Venue) {
    const { timeline, process, record, seams } = world;
    this.#world = world;
    this.#venue = venue;
    const desk = openDesk(venue, {
      timer: { now: () => timeline.now, after: (ms, action) => timeline.after(ms, action, process) },
      credentialOf,
      limits: LIMITS,
      onFailure: (error) => record.noteThrown(error),
    });
    this.#desk = seams.desk?.(desk, venue) ?? desk;
    this.#watch();
  }

  /** A client has connected. */
  welcome(line: Line, client: Client): void {
    const { process } = this.#world;
    const conversation = new Conversation(this.#desk, {
      address: client.name,
      send: (text) => this.#send(line, client, text),
    });
    this.#lines.add(line);
    line.accept({
      hear: (said) => {
        if (process.isAlive) this.#hear(conversation, said);
      },
      ended: () => {
        this.#lines.delete(line);
        if (process.isAlive) conversation.end();
      },
    });
  }

  /** A request that is posted has crossed the network. */
  receive(request: Request): void {
    const { process, network, witness, record } = this.#world;
    const { client, clientId, command } = request;
    const envelope = { account: client.account, clientId, digest: hashOf(command as unknown as Plain) };
    this.#venue.sequencer.post(
      command,
      (outcome, refusal) => {
        if (!process.isAlive) return;
        process.pass('answer', clientId);
        if (outcome !== undefined) witness.acknowledge(request, outcome);
        if (refusal !== undefined) record.count(refusal.code);
        const reply = outcome === undefined ? refusal?.code : { sequence: outcome.sequence, text: textOf(outcome) };
        if (reply !== undefined) network.send(() => client.hear(request, reply));
      },
      envelope,
    );
  }

  /** Hangs up on everybody. */
  close(): void {
    this.#desk.broadcast.close();
    for (const line of this.#lines) line.break();
  }

  #hear(conversation: Conversation, { text, refusedAs }: Said): void {
    if (refusedAs === undefined) return conversation.hear(text);
    const { record, process } = this.#world;
    const before = this.#footprint();
    conversation.hear(text);
    if (!process.isAlive) return;
    const { error } = JSON.parse(this.#said) as Told;
    const isRefused = error?.code === refusedAs || error?.code === 'TOO_MANY_REQUESTS';
    record.expect(isRefused, GARBAGE, () => `${text} is not ${refusedAs}, but ${this.#said}`);
    record.expect(this.#footprint() === before, GARBAGE, () => `${text} has an effect`);
  }

  #send(line: Line, client: Client, text: string): void {
    const { process, record, witness } = this.#world;
    record.attempt(() => {
      // What a process says after its end reaches nobody.
      if (!process.isAlive) return;
      process.pass('answer', text.slice(0, 80));
      this.#said = text;
      witness.told(client, text);
      if (line.waiting + text.length <= LIMITS.bufferBytesMax) return line.answer(text);
      record.count('a reader is too slow');
      line.break();
    });
  }

  #watch(): void {
    const { timeline, process } = this.#world;
    void this.#desk.broadcast.watch();
    timeline.after(WATCH_MS, () => this.#watch(), process);
  }

  #footprint(): string {
    return `${this.#venue.exchange.hash()} after ${this.#venue.sequencer.sequence}`;
  }
}

function textOf({ sequence, time, events }: Outcome): string {
  return JSON.stringify({ sequence, time, events });
}

const GARBAGE = 'what cannot be read is refused and touches nothing';
