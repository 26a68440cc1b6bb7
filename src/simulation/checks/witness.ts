/**
 * The memory outside: what was ever published, in order, with the hash of the state behind it.
 *
 * It hears every command as a fold of the sequencer, live and in every replay, and outlives every crash. What comes for
 * the first time is checked; what comes again must be what it was; and what was published must be there after every
 * recovery.
 */
import type { Event } from '#core/events.ts';
import type { Millis } from '#core/units.ts';
import { MarketData } from '#market-data/market-data.ts';
import { MemberRecords } from '#market-data/member-records.ts';
import type { Fold, Outcome, Published } from '#sequencer/machine.ts';
import type { Client, Request } from '../clients/client.ts';
import type { RunRecord } from '../record.ts';
import { Answers } from './answers.ts';
import type { Facts } from './facts.ts';
import { Once } from './once.ts';
import { PlainVenue } from './plain-venue.ts';

interface Heard {
  readonly text: string;
  /** The part of it that a client is told. */
  readonly outcome: string;
  readonly hash: string;
  readonly time: Millis;
  /** Who was told: the client's id for it. */
  acknowledged: string | undefined;
}

/** A venue that has just recovered. */
export interface Recovered {
  readonly sequence: number;
  readonly time: Millis;
  readonly hash: string;
  readonly marketData: Fold;
  readonly memberRecords: Fold;
}

export class Witness implements Fold {
  readonly #record: RunRecord;
  readonly #plain: PlainVenue;
  readonly #once: Once;
  readonly #answers: Answers;
  readonly #log: Heard[] = [];
  readonly #facts = new Map<number, Facts>();
  /** Folds that hear everything once and are never restored. */
  readonly #marketData = new MarketData();
  readonly #memberRecords = new MemberRecords();
  #nextEvent = 1;
  #isReplaying = false;
  /** What a venue that is being opened has found beyond what was heard. */
  readonly #found: Published[] = [];

  constructor(record: RunRecord) {
    this.#record = record;
    this.#plain = new PlainVenue(record);
    this.#once = new Once(record);
    this.#answers = new Answers(record);
  }

  /** How many commands were published so far. */
  get heard(): number {
    return this.#log.length;
  }

  /** Everything that was heard and said, with the hashes of the states: runs with the same trace are the same run. */
  get trace(): string {
    return [...this.#log.map(({ text, hash }) => text + hash), ...this.#answers.texts].join('\n');
  }

  /** What the exchange says of itself after command `sequence`, told before the command is published. */
  see(sequence: number, facts: () => Facts): void {
    if (sequence > this.heard) this.#facts.set(sequence, facts());
  }

  /** A client sends this. */
  asked(request: Request): void {
    this.#once.asked(request);
    this.#answers.asked(request);
  }

  /** The venue says this on a connection of `client`. */
  told(client: Client, text: string): void {
    this.#answers.told(client, text);
  }

  /** What is in the books of a contract after command `sequence`. */
  readonly booksAt = (sequence: number, code: string) => this.#answers.booksAt(sequence, code);

  timeOf(sequence: number): number {
    return this.#log[sequence - 1]?.time ?? 0;
  }

  apply(published: Published): void {
    const { sequence } = published;
    const before = this.#log[sequence - 1];
    if (before === undefined) return void (this.#isReplaying ? this.#found.push(published) : this.#hear(published));
    const again = textOf(published);
    this.#record.expect(this.#isReplaying, ORDER, () => `command ${sequence} is told twice`);
    this.#record.expect(
      again === before.text,
      'a replay comes to the same',
      () => `command ${sequence} was ${before.text}, and is now ${again}`,
    );
  }

  snapshot(): unknown {
    return null;
  }

  restore(): void {}

  /**
   * A venue is being opened: until it has recovered it says again what was said before. What it finds beyond that counts
   * when it is open, because until then nobody else is told, and it may not be durable yet.
   */
  listenToReplay(): void {
    this.#isReplaying = true;
    this.#found.length = 0;
    this.#facts.clear();
  }

  /** A client was told this. */
  acknowledge({ clientId }: Request, outcome: Outcome): void {
    const heard = this.#log[outcome.sequence - 1];
    this.#record.expect(
      heard?.outcome === textOfOutcome(outcome),
      DURABLE,
      () => `${clientId} is told of command ${outcome.sequence} what was not published`,
    );
    if (heard !== undefined) heard.acknowledged = clientId;
  }

  /** Every published command is there, and the state is what it was. */
  recovered({ sequence, time, hash, marketData, memberRecords }: Recovered): void {
    const record = this.#record;
    this.#isReplaying = false;
    for (const published of this.#found.splice(0)) this.#hear(published);
    const lost = this.#log[sequence];
    record.expect(lost === undefined, DURABLE, () => {
      const told = lost?.acknowledged === undefined ? 'published' : `acknowledged to ${lost.acknowledged}`;
      return `command ${sequence + 1} was ${told} and is lost: ${lost?.text}`;
    });
    record.expect(
      sequence === this.heard,
      DURABLE,
      () => `the venue is at command ${sequence}, of which nobody has heard`,
    );
    const last = this.#log[sequence - 1];
    record.expect(time >= (last?.time ?? 0), ORDER, () => `after command ${sequence} it is earlier than before`);
    record.expect(
      last === undefined || hash === last.hash,
      STATE,
      () => `after command ${sequence} it is ${hash}, not ${last?.hash}`,
    );
    for (const [name, fold, own] of [
      ['market data', marketData, this.#marketData],
      ['member records', memberRecords, this.#memberRecords],
    ] as const)
      record.expect(
        JSON.stringify(fold.snapshot()) === JSON.stringify(own.snapshot()),
        STATE,
        () => `the ${name} are other ones after command ${sequence}`,
      );
  }

  #hear(published: Published): void {
    const { sequence, time, firstEvent, events } = published;
    const record = this.#record;
    record.expect(sequence === this.heard + 1, ORDER, () => `command ${sequence} follows command ${this.heard}`);
    record.expect(time >= (this.#log.at(-1)?.time ?? 0), ORDER, () => `at command ${sequence} time goes back`);
    record.expect(
      firstEvent === this.#nextEvent,
      ORDER,
      () => `event ${firstEvent} comes instead of ${this.#nextEvent}`,
    );
    this.#nextEvent += events.length;
    this.#once.hear(published);
    const facts = this.#facts.get(sequence);
    if (facts === undefined) return this.#record.report(ORDER, `command ${sequence} was published and not carried out`);
    this.#facts.delete(sequence);
    if (events.some(({ type }) => type === 'rejected')) this.#hearRefusal(published, facts);
    const outcome = textOfOutcome(published);
    this.#log.push({ text: textOf(published), outcome, hash: facts.hash, time, acknowledged: undefined });
    this.#marketData.apply(published);
    this.#memberRecords.apply(published);
    this.#plain.hear(published, facts);
    this.#answers.hear(published, facts);
    for (const event of events) record.count(nameOf(event));
    if (facts.state.ledger.cash.some((cash) => cash < 0)) record.count('somebody owes');
  }

  #hearRefusal({ sequence, events }: Published, { hash }: Facts): void {
    const before = this.#log.at(-1)?.hash ?? hash;
    this.#record.expect(
      events.length === 1 && hash === before,
      'a refusal changes nothing',
      () => `command ${sequence} was refused and changed the state`,
    );
  }
}

const DURABLE = 'what was acknowledged is there';
const ORDER = 'commands and events have one order without a gap';
const STATE = 'the state after a recovery is what it was';

/** What happened, as it is counted. */
function nameOf(event: Event): string {
  switch (event.type) {
    case 'rejected':
      return event.reason;
    case 'orderCancelled':
      return `cancelled: ${event.reason}`;
    case 'contractSettled':
      return `settled: ${event.method}`;
    case 'indexFixed':
      return `fixing: ${event.fixing.decision.method ?? 'withheld'}`;
    default:
      return event.type;
  }
}

function textOf({ sequence, time, command, clientId, firstEvent, events }: Published): string {
  return JSON.stringify({ sequence, time, command, clientId, firstEvent, events });
}

function textOfOutcome({ sequence, time, events }: Outcome): string {
  return JSON.stringify({ sequence, time, events });
}
