/**
 * Where the prices behind the index come from: the embedded lists, live lists, and signed contributions.
 *
 * What is read is kept before it counts, and the day's evidence is put together from everything that is known by then.
 * A source that fails, or a contribution with a mistake, never stops the venue.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startOf } from '#core/calendar.ts';
import type { Evidence } from '#core/price-index/evidence.ts';
import type { IndexRegistry } from '#core/price-index/terms.ts';
import type { Millis, TradeDate } from '#core/units.ts';
import { Collector, type SourceState } from '#feeds/collector.ts';
import { EMBEDDED, embeddedPackage, embeddedReading } from '#feeds/embedded.ts';
import { EvidenceStore, StoreFull } from '#feeds/evidence-store.ts';
import { GPU_LIST, gpuListDate, gpuListReading, postedHours } from '#feeds/gpu-list.ts';
import { liveSourceNames, openSources } from '#feeds/live-sources.ts';
import { listingNames } from '#feeds/registry.ts';
import type { Reading } from '#feeds/source.ts';
import { readSubmission, type Submission, SubmissionRefused } from '#feeds/submission.ts';
import { readSubmitters, type Submitter } from '#feeds/submitters.ts';
import { Refused } from '#session/refused.ts';
import type { Prices } from '#session/venue-port.ts';
import type { ContributionTaken, PriceSource } from '#wire/price-index.ts';

/** A list is read once an hour; sellers change their prices some times a year. */
const EVERY_MS = 3_600_000;

/** Sources that the operator can turn on; contributions are taken wherever submitters are registered. */
export const sourceNames: readonly string[] = [EMBEDDED, ...liveSourceNames, GPU_LIST];
/** Those that need no network. */
export const embeddedSources: readonly string[] = [EMBEDDED, GPU_LIST];

export interface PriceRoomOptions {
  /** Readings, raw documents and the file of submitters stand here. */
  readonly folder: string;
  readonly sources: readonly string[];
  readonly now: () => Millis;
  readonly say: (sentence: string) => void;
}

export class PriceRoom implements Prices {
  /** The registries that count: the one in force, and an announced one. */
  registries: readonly IndexRegistry[];
  readonly #options: PriceRoomOptions;
  readonly #store: EvidenceStore;
  readonly #collector: Collector;
  readonly #submitters: readonly Submitter[];

  /** Throws what the file system throws, `UnknownSource` and `SubmittersInvalid`. */
  constructor(options: PriceRoomOptions, registry: IndexRegistry) {
    const { folder, sources, now, say } = options;
    this.#options = options;
    this.registries = [registry];
    this.#store = new EvidenceStore(folder, { embedded: (date) => this.#embedded(date) });
    for (const { line, bytes } of this.#store.damaged)
      say(`Line ${line} of ${join(folder, 'readings.jsonl')} is damaged (${bytes} bytes) and counts for nothing.`);
    const file = join(folder, 'submitters.json');
    this.#submitters = existsSync(file) ? readSubmitters(readFileSync(file, 'utf8')) : [];
    const live = sources.filter((name) => !embeddedSources.includes(name));
    this.#collector = new Collector({
      sources: openSources(live, { listings: () => listingNames, now }),
      store: this.#store,
      now,
      timer: { after: (ms, action) => void setTimeout(action, ms).unref() },
      everyMs: EVERY_MS,
      onChange: (state) => this.#tell(state),
    });
  }

  evidenceOf(date: TradeDate): Evidence {
    return this.#store.evidenceOf(date);
  }

  async contribute(submission: Submission): Promise<ContributionTaken> {
    try {
      const rules = { submitters: this.#submitters, registries: this.registries };
      const reading = readSubmission(submission, rules, this.#options.now());
      const isNew = await this.#store.add(reading);
      const { source, hash } = reading.document;
      return { source, hash, prices: reading.prices.length + reading.gpuHours.length, repeated: !isNew };
    } catch (cause) {
      if (cause instanceof SubmissionRefused) throw Refused.atTheDoor(cause.code, undefined, cause.message);
      if (cause instanceof StoreFull) throw Refused.atTheDoor('DISK_LOW', undefined, cause.message);
      throw cause;
    }
  }

  get sources(): readonly PriceSource[] {
    const { name, version, publishedAt } = embeddedPackage;
    const embedded: PriceSource = {
      name: EMBEDDED,
      kind: 'embedded',
      about: `${name} ${version}`,
      lastSuccess: new Date(publishedAt).toISOString(),
      prices: null,
      problems: 0,
      failure: null,
    };
    const gpuList: PriceSource = {
      ...embedded,
      name: GPU_LIST,
      about: `${postedHours.length} prices of GPU hours, read by others and not refreshed`,
      lastSuccess: new Date(startOf(gpuListDate)).toISOString(),
    };
    return [
      ...[embedded, gpuList].filter(({ name }) => this.#options.sources.includes(name)),
      ...this.#collector.states.map(liveSource),
      ...this.#submitters.map(
        ({ name, sellers }): PriceSource => ({
          name: `contributor:${name}`,
          kind: 'contributor',
          about: `for ${sellers.join(', ')}`,
          lastSuccess: null,
          prices: null,
          problems: 0,
          failure: null,
        }),
      ),
    ];
  }

  /** What the embedded lists that are turned on show of whatever the registries ask for. */
  #embedded(date: TradeDate): readonly Reading[] {
    const { sources } = this.#options;
    const listings = this.registries.flatMap((registry) => registry.listings);
    const sellers = this.registries.flatMap(({ gpuSellers }) => gpuSellers);
    return [
      ...(sources.includes(EMBEDDED) ? [embeddedReading(listings, date)] : []),
      ...(sources.includes(GPU_LIST) ? [gpuListReading(sellers, date)] : []),
    ];
  }

  /** Begins to read live sources. */
  start(): void {
    this.#collector.start();
  }

  async close(): Promise<void> {
    await this.#collector.stop();
    await this.#store.close();
  }

  #tell({ name, lastFailure, lastSuccess }: SourceState): void {
    if (lastFailure !== null && lastFailure.at >= (lastSuccess ?? 0))
      this.#options.say(`Prices of ${name} could not be read: ${lastFailure.message}`);
  }
}

function liveSource({ name, reads, lastSuccess, prices, problems, lastFailure }: SourceState): PriceSource {
  const failing = lastFailure !== null && lastFailure.at >= (lastSuccess ?? 0);
  return {
    name,
    kind: 'live',
    about: `read ${reads} times`,
    lastSuccess: lastSuccess === null ? null : new Date(lastSuccess).toISOString(),
    prices,
    problems,
    failure: failing ? lastFailure.message : null,
  };
}
