/**
 * A client beyond the network: it asks under ids of its own, asks again until it is answered, and never forgets an
 * answer.
 */
import type { Command } from '#core/commands.ts';
import { hashOf, type Plain } from '#core/hash.ts';
import type { AccountId } from '#core/units.ts';
import type { Envelope } from '#journal/command-codec.ts';
import type { Outcome } from '#sequencer/machine.ts';
import type { Refusal } from '#sequencer/refusals.ts';
import { ID_KEPT_MS, ONCE } from '../checks/once.ts';
import type { RunRecord } from '../record.ts';
import type { Network } from '../world/network.ts';
import type { Timeline } from '../world/timeline.ts';

export interface Request {
  readonly client: Client;
  readonly envelope: Envelope;
  readonly command: Command;
}

/** What the venue says to a request: what came of it, or why nothing is told. */
export type Reply = Outcome | Refusal['code'];

export interface ClientWorld {
  readonly timeline: Timeline;
  readonly network: Network;
  readonly record: RunRecord;
  /** Is told of every request before it is sent. */
  readonly witness: { asked(request: Request): void };
  /** What happens to a request that has crossed the network. */
  readonly arrive: (request: Request) => void;
}

const FIRST_PATIENCE_MS = 300;
const PATIENCE_MS_MAX = 3_600_000;

export class Client {
  readonly account: AccountId;
  readonly name: string;
  /** What it has been told, by its own id. */
  readonly answers = new Map<string, { readonly request: Request; readonly outcome: Outcome }>();
  /** Ids under which it waits for an answer. */
  readonly waiting = new Set<string>();
  readonly #misused = new Set<string>();
  readonly #world: ClientWorld;
  #asked = 0;

  constructor(account: AccountId, name: string, world: ClientWorld) {
    this.account = account;
    this.name = name;
    this.#world = world;
  }

  ask(command: Command): void {
    this.#asked += 1;
    const clientId = `${this.name}-${this.#asked}`;
    this.waiting.add(clientId);
    const request = this.#request(clientId, command);
    this.#insist(request, FIRST_PATIENCE_MS);
  }

  /** Asks once more for something that was answered; the answer must be the same. */
  askAgain(clientId: string): void {
    const answered = this.answers.get(clientId);
    if (answered !== undefined) this.#send(answered.request);
  }

  /** Uses an answered id for something else, once. */
  misuse(clientId: string, command: Command): void {
    this.#misused.add(clientId);
    this.#send(this.#request(clientId, command));
  }

  hear(request: Request, reply: Reply): void {
    const { clientId, digest } = request.envelope;
    const answered = this.answers.get(clientId);
    // Not now, or nobody knows: then it asks again.
    if (reply === 'CLOSED' || reply === 'HALTED' || reply === 'DISK_LOW') return;
    const { record } = this.#world;
    if (reply === 'DUPLICATE_ID_MISMATCH')
      return record.expect(this.#misused.has(clientId), ONCE, () => `${clientId} is refused as used before`);
    this.waiting.delete(clientId);
    if (reply === 'COMMAND_TOO_LARGE') return;
    if (answered === undefined) return void this.answers.set(clientId, { request, outcome: reply });
    if (Math.abs(reply.time - answered.outcome.time) >= ID_KEPT_MS) return;
    const same = textOf(reply) === textOf(answered.outcome);
    record.expect(
      same && digest === answered.request.envelope.digest,
      ONCE,
      () => `${clientId} was answered as command ${answered.outcome.sequence}, and now as ${reply.sequence}`,
    );
  }

  /** Sends, and sends again with growing patience until there is an answer. */
  #insist(request: Request, patienceMs: number): void {
    this.#send(request);
    this.#world.timeline.after(patienceMs, () => {
      if (this.waiting.has(request.envelope.clientId)) this.#insist(request, Math.min(2 * patienceMs, PATIENCE_MS_MAX));
    });
  }

  #send(request: Request): void {
    this.#world.witness.asked(request);
    this.#world.network.send(() => this.#world.arrive(request));
  }

  #request(clientId: string, command: Command): Request {
    const digest = hashOf(command as unknown as Plain);
    return { client: this, envelope: { account: this.account, clientId, digest }, command };
  }
}

function textOf({ sequence, time, events }: Outcome): string {
  return JSON.stringify({ sequence, time, events });
}
