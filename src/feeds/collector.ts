/**
 * Reads the live sources again and again, keeps what they show, and remembers how each of them does.
 *
 * A source that fails is asked again in the next round, like the others; nothing that a source does ends the collector,
 * and nothing that the collector does ends the venue. What is missing because of it is the index's business.
 */
import type { Millis } from '#core/units.ts';
import { type FreshReading, type Source, SourceFailed, type SourceFailure, sourceFailures } from './source.ts';

/** Beside the failures of a source: what it gave could not be kept, or its reader is at fault. */
const collectorFailures = {
  ...sourceFailures,
  NOT_KEPT: 'What the source shows could not be kept.',
  UNEXPECTED: 'The source could not be read, for a reason that nobody thought of.',
} as const;

export type CollectorFailure = SourceFailure | keyof typeof collectorFailures;

/** How a source does, for display. */
export interface SourceState {
  readonly name: string;
  /** How often it was read, and how often that failed. */
  readonly reads: number;
  readonly failures: number;
  readonly lastSuccess: Millis | null;
  /** Prices and problems of the last success. */
  readonly prices: number;
  readonly problems: number;
  /** The last failure; it is over when a success is later. */
  readonly lastFailure: { readonly at: Millis; readonly code: CollectorFailure; readonly message: string } | null;
}

export interface CollectorOptions {
  readonly sources: readonly Source[];
  readonly store: { add(reading: FreshReading): Promise<boolean> };
  /** The venue's time, for what is displayed. */
  readonly now: () => Millis;
  /** Real time: how long it takes until the next round. */
  readonly timer: { after(ms: number, action: () => void): void };
  readonly everyMs: number;
  /** Told of every state that is new. */
  readonly onChange?: (state: SourceState) => void;
}

export class Collector {
  readonly #options: CollectorOptions;
  readonly #states: Map<string, SourceState>;
  readonly #stop = new AbortController();
  #round: Promise<unknown> = Promise.resolve();

  constructor(options: CollectorOptions) {
    this.#options = options;
    this.#states = new Map(options.sources.map(({ name }) => [name, unread(name)]));
  }

  get states(): readonly SourceState[] {
    return [...this.#states.values()];
  }

  /** Begins the first round now; every next one begins so long after the one before has ended. */
  start(): void {
    if (this.#stop.signal.aborted || this.#options.sources.length === 0) return;
    this.#round = this.readAll().then(() => this.#options.timer.after(this.#options.everyMs, () => this.start()));
  }

  /** One round: every source once, all at the same time. */
  async readAll(): Promise<void> {
    await Promise.all(this.#options.sources.map((source) => this.#read(source)));
  }

  /** Calls off what is being read. No round begins afterwards. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#round;
  }

  async #read(source: Source): Promise<void> {
    const { store, now } = this.#options;
    try {
      const reading = await source.read(this.#stop.signal);
      await store.add(reading).catch((error: Error) => {
        throw new NotKept(error.message);
      });
      const { prices, problems } = reading;
      this.#changed(source, { lastSuccess: now(), prices: prices.length, problems: problems.length });
    } catch (error) {
      // A reading that we called off says nothing about its source.
      if (this.#stop.signal.aborted) return;
      const { failures } = this.#stateOf(source);
      this.#changed(source, { failures: failures + 1, lastFailure: { at: now(), ...failureOf(error) } });
    }
  }

  #changed(source: Source, change: Partial<SourceState>): void {
    const { reads, ...rest } = this.#stateOf(source);
    const state = { ...rest, ...change, reads: reads + 1 };
    this.#states.set(source.name, state);
    this.#options.onChange?.(state);
  }

  #stateOf({ name }: Source): SourceState {
    return this.#states.get(name) ?? unread(name);
  }
}

class NotKept extends Error {}

function failureOf(error: unknown): { readonly code: CollectorFailure; readonly message: string } {
  if (error instanceof SourceFailed) return { code: error.code, message: error.message };
  const code = error instanceof NotKept ? 'NOT_KEPT' : 'UNEXPECTED';
  return { code, message: `${collectorFailures[code]} (${error instanceof Error ? error.message : String(error)})` };
}

function unread(name: string): SourceState {
  return { name, reads: 0, failures: 0, lastSuccess: null, prices: 0, problems: 0, lastFailure: null };
}
