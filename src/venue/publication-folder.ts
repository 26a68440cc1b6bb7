/**
 * A folder with every publication of the index as a file: what an auditor is handed.
 *
 * It follows from the journal and is filled up at every start and after every fixing, one file at a time, so that a
 * venue has time for others meanwhile. A file that is there is never written again.
 */
import { mkdirSync, readdirSync } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { formatDate } from '#core/calendar.ts';
import type { FixingRevision, IndexHistory } from '#market-data/index-history.ts';
import type { Sequencer } from '#sequencer/sequencer.ts';
import { publicationDocument } from '#session/index-document.ts';

const PAUSE_MS = 20;

export class PublicationFolder {
  readonly #folder: string;
  readonly #index: IndexHistory;
  readonly #say: (sentence: string) => void;
  /** Revisions that have no file yet, oldest first. */
  readonly #waiting: FixingRevision[];
  #working: Promise<void> | undefined;
  #isClosed = false;

  /** Makes the folder when it is not there. `index` is the fold of the running venue. */
  constructor(folder: string, index: IndexHistory, say: (sentence: string) => void) {
    this.#folder = folder;
    this.#index = index;
    this.#say = say;
    mkdirSync(folder, { recursive: true });
    const written = new Set(readdirSync(folder));
    this.#waiting = index.revisions.filter((revision) => !written.has(fileOf(revision)));
    this.#work();
  }

  /** Goes on with every fixing and correction that the venue publishes. */
  watch(sequencer: Pick<Sequencer, 'subscribe'>): void {
    sequencer.subscribe(({ events }) => {
      for (const event of events) {
        if (event.type !== 'indexFixed' && event.type !== 'fixingCorrected') continue;
        const revision = this.#index.asOf(event.fixing.date);
        if (revision !== undefined) this.#waiting.push(revision);
        this.#work();
      }
    });
  }

  /** Until every publication so far is in the folder. */
  async whenWhole(): Promise<void> {
    while (this.#working !== undefined) await this.#working;
  }

  /** Ends after the file that is being written; the next start goes on. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#working;
  }

  #work(): void {
    if (this.#working !== undefined || this.#isClosed) return;
    this.#working = this.#writeAll()
      .catch((cause: Error) => {
        this.#waiting.length = 0;
        this.#say(`Publications of the index are not written any more until the next start: ${cause.message}`);
      })
      .finally(() => {
        this.#working = undefined;
      });
  }

  async #writeAll(): Promise<void> {
    for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) {
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
      if (this.#isClosed) return;
      await this.#write(next);
    }
  }

  /** Under another name first, so that a file that has its name is whole. */
  async #write(revision: FixingRevision): Promise<void> {
    const path = join(this.#folder, fileOf(revision));
    const file = await open(`${path}.new`, 'w');
    try {
      await file.writeFile(publicationDocument(this.#index, revision));
      await file.datasync();
    } finally {
      await file.close();
    }
    await rename(`${path}.new`, path);
  }
}

function fileOf({ fixing, revision }: FixingRevision): string {
  return `tpi-${formatDate(fixing.date)}-r${revision}.json`;
}
