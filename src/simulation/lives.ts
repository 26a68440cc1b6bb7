/**
 * The venue's lives, one after the other on the same medium: it opens, it is ended by a kill, a power cut or a word, its
 * files are harmed while it is down, and it is started again.
 *
 * It must open whenever its files are as some crash leaves them. When they were harmed it may refuse, aloud and without
 * touching them; then they are repaired, and it must open.
 */
import { JournalError } from '#journal/errors.ts';
import type { Act } from './script.ts';
import { SimulatedVenue, type VenueWorld } from './simulated-venue.ts';
import { type Harm, type HarmKind, harm } from './world/harm.ts';
import { type Sentence, SimulatedProcess } from './world/simulated-process.ts';

type Crash = Extract<Act, { type: 'crash' }>;

const RESTART_MS = 100;
const NEVER: Sentence = { how: 'kill', from: undefined, moments: Number.POSITIVE_INFINITY };

export class Lives {
  /** The venue while it is open. */
  venue: SimulatedVenue | undefined;
  isStopping = false;
  readonly #world: Omit<VenueWorld, 'process'>;
  #process = new SimulatedProcess();
  #isDown = false;
  /** How long it stays down when it ends. */
  #downMs = RESTART_MS;
  /** The crash that is under way, until it is over. */
  #crash: Crash | undefined;
  #harms: Harm[] = [];

  constructor(world: Omit<VenueWorld, 'process'>) {
    this.#world = world;
  }

  start(): void {
    const { medium, record } = this.#world;
    const process = new SimulatedProcess();
    if (this.#crash?.again !== undefined) process.condemn(this.#crash.again);
    this.#process = process;
    this.#crash = undefined;
    this.#downMs = RESTART_MS;
    this.#isDown = false;
    this.isStopping = false;
    const writes = medium.writes;
    SimulatedVenue.open({ ...this.#world, process }).then(
      (venue) => record.attempt(() => this.#opened(venue)),
      (cause) => record.attempt(() => this.#notOpened(cause, medium.writes - writes)),
    );
  }

  /** Sees to a process that has ended; to be called whenever something has happened. */
  lookAfter(): void {
    if (this.#isDown || this.#process.ended === undefined) return;
    const { medium, dice, timeline, record } = this.#world;
    const { how, where } = this.#process.ended;
    // The connections of a process end with it.
    this.venue?.doors.close();
    this.venue = undefined;
    this.#isDown = true;
    record.tell(`the venue is down: ${how} (${where})`);
    record.count(how);
    if (how === 'powerCut') medium.cutPower(dice);
    for (const kind of this.#crash?.harms ?? []) this.#harm(kind);
    timeline.after(this.#downMs, () => this.start());
  }

  /** Condemns the process that runs or is being started. */
  crash(crash: Crash): void {
    if (this.#isDown) return;
    this.#crash = crash;
    this.#downMs = crash.downMs;
    this.#process.condemn(crash);
    if (crash.from === undefined && crash.moments === 0) this.#process.end(crash.how, 'between two moments');
  }

  /** Tells the venue to stop, as it is told by its operator. */
  stop(downMs = RESTART_MS): void {
    const { venue } = this;
    if (venue === undefined || this.isStopping) return;
    const { record } = this.#world;
    const process = this.#process;
    this.isStopping = true;
    this.#downMs = downMs;
    venue.close().then(
      () => record.attempt(() => process.end('kill', 'it was told to stop, and everything is saved')),
      (cause) => record.attempt(() => process.isAlive && record.report('the venue stops when told', String(cause))),
    );
  }

  /** Whatever was going to end it does not. */
  spare(): void {
    this.#crash = undefined;
    this.#process.condemn(NEVER);
  }

  #opened(venue: SimulatedVenue): void {
    if (!this.#process.isAlive) return;
    this.venue = venue;
    const { record } = this.#world;
    const { snapshot, replayed, notices } = venue.report;
    record.tell(`the venue is open: snapshot ${snapshot ?? 'none'}, ${replayed} replayed. ${notices.join(' ')}`);
    record.count(snapshot === undefined ? 'opened from the journal' : 'opened from a snapshot');
    for (const notice of notices) record.count(notice.includes('cut short') ? 'torn tail' : 'snapshot passed over');
    venue.keepDays();
  }

  #notOpened(cause: unknown, writes: number): void {
    if (!this.#process.isAlive) return;
    const { record } = this.#world;
    if (!(cause instanceof JournalError) || !this.#harms.some(({ isGrave }) => isGrave))
      return record.report('the venue starts again', cause instanceof Error ? (cause.stack ?? '') : String(cause));
    record.expect(writes === 0, 'a start that is refused changes nothing', () => cause.message);
    record.tell(`the venue does not start: ${cause.message}`);
    record.count(`refused: ${cause.code}`);
    for (const { repair } of this.#harms.splice(0).reverse()) repair();
    this.#process.end('kill', 'the files are repaired');
  }

  #harm(kind: HarmKind): void {
    const { medium, dice, record } = this.#world;
    const done = harm(kind, medium, dice);
    if (done === undefined) return;
    this.#harms.push(done);
    record.tell(`${kind}: ${done.what}`);
    record.count(kind);
  }
}
