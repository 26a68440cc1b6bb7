/**
 * The single writer: number, time, journal, execute, publish, in that order.
 *
 * Every command gets the next number and a time that never goes back, is written to the journal and executed at once.
 * Nobody hears of it before its record is durable: then, in the order of the numbers, the folds, the subscribers and
 * the sender learn what happened. Whoever shows state to the outside reads it from a fold, which knows only durable
 * commands, and not from the machine, which is ahead of the disk.
 */
import type { Command } from '#core/commands.ts';
import type { Millis, Sequence } from '#core/units.ts';
import type { Envelope } from '#journal/command-codec.ts';
import { JournalError } from '#journal/errors.ts';
import { type Header, JOURNAL_FORMAT, PRODUCT, readHeader } from '#journal/header.ts';
import { Journal } from '#journal/journal.ts';
import { jsonText } from '#journal/json-bytes.ts';
import { SEGMENT_BYTES } from '#journal/segments.ts';
import {
  SNAPSHOT_FORMAT,
  type SnapshotHead,
  type SnapshotTexts,
  saveSnapshot,
  snapshotFile,
} from '#journal/snapshots.ts';
import type { Storage } from '#journal/storage.ts';
import { DiskRoom } from './disk-room.ts';
import type { Folds, History } from './history.ts';
import type { Clock, MachineFactory, Outcome, Published } from './machine.ts';
import { type OnOutcome, PendingQueue } from './pending.ts';
import { type RecoveryReport, recover } from './recovery.ts';
import { Closed, CommandTooLarge, DiskLow, DuplicateIdMismatch, Halted } from './refusals.ts';

/** How many commands a start replays at most, after a crash at the worst moment. */
const SNAPSHOT_EVERY = 500_000;

export interface SequencerOptions {
  readonly storage: Storage;
  readonly clock: Clock;
  /** The venue's name, which the journal must bear, and a random id in case the journal has yet to be begun. */
  readonly venue: { readonly name: string; readonly id: string };
  readonly machine: MachineFactory;
  /** By name; a snapshot is usable only by a venue with the same names. */
  readonly folds?: Folds;
  /** Commands between two snapshots. */
  readonly snapshotEvery?: number;
  /** Segment size of a journal that has yet to be begun, in bytes: a multiple of 32. */
  readonly segmentBytes?: number;
  /** Called once, when the venue halts. */
  readonly onHalt?: (halted: Halted) => void;
  /** Called with the file of every snapshot that is in place. */
  readonly onSnapshot?: (file: string) => void;
  /** Called with one sentence when the disk runs low, and when it has room again. */
  readonly onRoom?: (sentence: string) => void;
}

export class Sequencer {
  /** How the state was found when the journal was opened. */
  readonly report: RecoveryReport;
  readonly #options: SequencerOptions;
  readonly #header: Header;
  readonly #history: History;
  readonly #journal: Journal;
  readonly #pending = new PendingQueue();
  readonly #subscribers = new Set<(published: Published) => void>();
  readonly #snapshotEvery: number;
  readonly #room: DiskRoom;
  /** The command after which the last snapshot was taken. */
  #snapshotAt: number;
  #saving: Promise<void> = Promise.resolve();
  #halted: Halted | undefined;
  #closed: Closed | undefined;

  private constructor(
    options: SequencerOptions,
    header: Header,
    history: History,
    journal: Journal,
    report: RecoveryReport,
  ) {
    this.report = report;
    this.#options = options;
    this.#header = header;
    this.#history = history;
    this.#journal = journal;
    this.#snapshotEvery = options.snapshotEvery ?? SNAPSHOT_EVERY;
    this.#snapshotAt = report.snapshot ?? 0;
    this.#room = new DiskRoom(header.segmentBytes);
    this.#lookAtRoom();
  }

  /** Recovers the state, then opens the journal for writing. Throws JournalError, and then nothing has been written. */
  static async open(options: SequencerOptions): Promise<Sequencer> {
    const { storage, machine, venue, folds = {} } = options;
    const header = readHeader(storage.disk, venue.name) ?? newHeader(options);
    const { history, end, torn, report } = recover(storage.disk, header, machine, folds);
    // The log calls back only after an append, and appends come from the sequencer.
    const journal = await Journal.open(storage, header, end, torn, () => sequencer.#release());
    const sequencer = new Sequencer(options, header, history, journal, report);
    return sequencer;
  }

  /** The number of the last command taken. */
  get sequence(): Sequence {
    return this.#journal.end.sequence;
  }

  /** The venue time of that command; of a new journal, 0. */
  get time(): Millis {
    return this.#journal.end.time;
  }

  /** How many commands wait for the disk. Doors that see it grow should let in less. */
  get backlog(): number {
    return this.#pending.size;
  }

  /**
   * Takes a command; `done` is called once, when its record is durable, and must not throw. With an envelope the command
   * has one effect however often it is asked for: a repeat is told the first outcome. What is refused is refused before
   * this returns.
   */
  post(command: Command, done: OnOutcome, envelope?: Envelope): void {
    const refusal = this.#halted ?? this.#closed;
    if (refusal !== undefined) return done(undefined, refusal);

    const { end } = this.#journal;
    const time = Math.max(this.#options.clock.now(), end.time) as Millis;
    if (envelope !== undefined && this.#isRepeat(envelope, time, done)) return;
    const free = this.#lookAtRoom();
    if (!this.#room.takes(command)) return done(undefined, new DiskLow(this.#room.sentence(free)));

    const fact = this.#append(command, envelope, time);
    if (fact instanceof CommandTooLarge) return done(undefined, fact);
    const published = this.#execute(end.sequence, time, fact, envelope);
    if (published instanceof Halted) return done(undefined, published);

    this.#history.remember(envelope, published);
    this.#pending.push(end.position, published, undefined, done);
    if (fact.type === 'endDay' && fact.step === 'nextDay') this.#journal.appendCheckpoint(this.#history.machine.hash());
    const isDue = end.sequence - this.#snapshotAt >= this.#snapshotEvery;
    if (isDue && this.#room.level === 'ample') this.#snapshotAside();
  }

  /** As `post`, with a promise. Rejects with a Refusal. */
  submit(command: Command, envelope?: Envelope): Promise<Outcome> {
    return new Promise((resolve, reject) =>
      this.post(command, (outcome, refusal) => (outcome === undefined ? reject(refusal) : resolve(outcome)), envelope),
    );
  }

  /** Resolves when everything taken so far is durable and published. Rejects with a Refusal. */
  barrier(): Promise<void> {
    return new Promise((resolve, reject) =>
      this.#whenDurable(undefined, (_, refusal) => (refusal === undefined ? resolve() : reject(refusal))),
    );
  }

  /** Hears of every command once it is durable, in order. Returns what ends the subscription. */
  subscribe(listener: (published: Published) => void): () => void {
    this.#subscribers.add(listener);
    return () => void this.#subscribers.delete(listener);
  }

  /** Saves the state after the last command taken; resolves when that is done. Rejects when the venue halts first. */
  async snapshot(): Promise<void> {
    const { machine, answered, nextEvent } = this.#history;
    const end = this.#journal.endWhenDurable();
    const head = { format: SNAPSHOT_FORMAT, journal: this.#header.id, nextEvent, hash: machine.hash() };
    const state = { machine: jsonText(machine.snapshot()), answered: jsonText(answered.snapshot()) };
    this.#snapshotAt = this.sequence;
    await new Promise<void>((resolve, reject) => {
      // The folds know what is published, and at this place of the queue that is what the machine knows now.
      this.#whenDurable(undefined, (_, refusal) => {
        if (refusal !== undefined) return reject(refusal);
        const folds = jsonText(this.#history.foldSnapshots());
        this.#saving = this.#saving.then(() => this.#save({ ...head, end: end() }, { ...state, folds }));
        this.#saving.then(resolve, reject);
      });
    });
  }

  async #save(head: SnapshotHead, state: SnapshotTexts): Promise<void> {
    await saveSnapshot(this.#options.storage, head, state);
    this.#options.onSnapshot?.(snapshotFile(head.end.sequence));
  }

  /** A snapshot that nobody waits for. One that cannot be saved halts the venue: its disk is not to be trusted. */
  #snapshotAside(): void {
    this.snapshot().catch((cause) => {
      if (this.#halted === undefined) this.#halt(this.sequence, cause);
    });
  }

  /** Halts the venue because of something that was found out beside it. */
  halt(cause: Error): void {
    if (this.#halted === undefined) this.#halt(this.sequence, cause);
  }

  /**
   * Takes nothing more, waits for what is under way, and leaves a checkpoint and, where the disk has room for it, a
   * snapshot behind.
   */
  async close(): Promise<void> {
    if (this.#closed !== undefined) return;
    this.#closed = new Closed();
    if (this.#halted === undefined) {
      this.#journal.appendCheckpoint(this.#history.machine.hash());
      if (this.#room.level === 'ample') await this.snapshot();
      else await this.barrier();
    }
    await this.#journal.close();
  }

  /** Returns the bytes that are free, and tells the operator when that changes what is taken. */
  #lookAtRoom(): number {
    const free = this.#options.storage.free?.() ?? Number.POSITIVE_INFINITY;
    if (this.#room.look(free)) this.#options.onRoom?.(this.#room.sentence(free));
    return free;
  }

  /** Answers a repeat, once the first outcome is durable; false when nothing was answered under this envelope. */
  #isRepeat(envelope: Envelope, time: Millis, done: OnOutcome): boolean {
    const earlier = this.#history.answered.find(envelope, time);
    if (earlier === undefined) return false;
    if (earlier.envelope.digest === envelope.digest) this.#whenDurable(earlier.outcome, done);
    else done(undefined, new DuplicateIdMismatch(envelope.clientId, earlier.outcome.sequence));
    return true;
  }

  #append(command: Command, envelope: Envelope | undefined, time: Millis): Command | CommandTooLarge {
    try {
      return this.#journal.append(command, envelope, time);
    } catch (cause) {
      if (cause instanceof JournalError && cause.code === 'COMMAND_TOO_LARGE')
        return new CommandTooLarge(cause.message);
      throw cause;
    }
  }

  #execute(sequence: Sequence, time: Millis, command: Command, envelope: Envelope | undefined): Published | Halted {
    try {
      return this.#history.execute(sequence, time, command, envelope);
    } catch (cause) {
      return this.#halt(sequence, cause);
    }
  }

  /** Calls `done` with `outcome` when everything taken so far is durable and published. */
  #whenDurable(outcome: Outcome | undefined, done: OnOutcome): void {
    const { position } = this.#journal.end;
    if (this.#halted !== undefined) done(undefined, this.#halted);
    else if (this.#pending.size === 0 && this.#journal.durable() >= position) done(outcome, undefined);
    else this.#pending.push(position, undefined, outcome, done);
  }

  /** Publishes what has become durable. */
  #release(): void {
    const durable = this.#journal.durable();
    const pending = this.#pending;
    while (this.#halted === undefined && pending.isDue(durable)) {
      const { published, outcome } = pending;
      const done = pending.take();
      const halted = published === undefined ? undefined : this.#publish(published);
      done(halted === undefined ? outcome : undefined, halted);
    }
  }

  /** A listener that throws halts the venue: half the house would know what the other half does not. */
  #publish(published: Published): Halted | undefined {
    try {
      this.#history.apply(published);
      for (const listener of this.#subscribers) listener(published);
      return undefined;
    } catch (cause) {
      return this.#halt(published.sequence, cause);
    }
  }

  /** Stops for good. Everyone who waits is told that nobody knows; the journal keeps what it has. */
  #halt(sequence: Sequence, cause: unknown): Halted {
    const halted = new Halted(sequence, this.#options.storage.disk.name, cause);
    this.#halted = halted;
    // Whoever is told and asks again is refused, so nothing is added meanwhile.
    while (this.#pending.size > 0) this.#pending.take()(undefined, halted);
    this.#options.onHalt?.(halted);
    return halted;
  }
}

function newHeader({ venue, clock, segmentBytes = SEGMENT_BYTES }: SequencerOptions): Header {
  const { name, id } = venue;
  return { product: PRODUCT, format: JOURNAL_FORMAT, venue: name, id, created: clock.now(), segmentBytes, segment: 0 };
}
