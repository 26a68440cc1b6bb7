/**
 * Has every snapshot compared with the journal, in a thread beside the venue, and tells the operator (rule JRN-14).
 *
 * A snapshot that is right gives the head of the journal at its place, which goes into a file of heads: a copy of that
 * file elsewhere is what a forger cannot change. A snapshot that is wrong is set aside under another name. When the file
 * is whole and says something else than the journal, the state it was taken of is wrong too, and the venue halts.
 */
import { appendFileSync, existsSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { snapshotFile } from '#journal/snapshots.ts';
import type { Sequencer } from '#sequencer/sequencer.ts';
import { readHeads } from '#storage/sealer.ts';
import type { SnapshotVerdict } from './snapshot-thread.ts';

/** A start has better things to do than to check what it has just used. */
const FIRST_CHECK_MS = 2_000;

export class SnapshotGuard {
  readonly #journal: string;
  readonly #heads: string;
  readonly #say: (sentence: string) => void;
  #worker: Worker | undefined;
  #sequencer: Sequencer | undefined;
  #sealedTo: number;
  #isClosed = false;

  /** `journal` is the folder of the journal, `heads` the file of heads, which is made when it is not there. */
  constructor(journal: string, heads: string, say: (sentence: string) => void) {
    this.#journal = journal;
    this.#heads = heads;
    this.#say = say;
    this.#sealedTo = existsSync(heads) ? (readHeads(readFileSync(heads, 'utf8')).at(-1)?.position ?? 0) : 0;
  }

  /** Begins with the snapshot from which the venue was started. */
  watch(sequencer: Sequencer): void {
    this.#sequencer = sequencer;
    const { snapshot } = sequencer.report;
    if (snapshot !== undefined) setTimeout(() => this.check(snapshotFile(snapshot)), FIRST_CHECK_MS).unref();
  }

  check(file: string): void {
    if (this.#isClosed) return;
    this.#worker ??= this.#startWorker();
    this.#worker.postMessage(file);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#worker?.terminate();
  }

  #startWorker(): Worker {
    const worker = new Worker(new URL('./snapshot-thread.ts', import.meta.url), { workerData: this.#journal });
    worker.unref();
    worker.on('message', (verdict: SnapshotVerdict) => this.#hear(verdict));
    worker.on('error', (error) => this.#say(`No snapshot can be checked any more: ${error.message}`));
    return worker;
  }

  #hear({ file, check, head }: SnapshotVerdict): void {
    const { sequence, problem, disagrees } = check;
    if (problem !== undefined) {
      const path = join(this.#journal, file);
      if (existsSync(path)) renameSync(path, `${path}.bad`);
      const sentence = `The snapshot ${problem}; it is set aside as ${file}.bad.`;
      if (disagrees) this.#sequencer?.halt(new Error(sentence));
      else this.#say(sentence);
      return;
    }
    this.#say(`Snapshot ${sequence.toLocaleString('en')} agrees with the journal.`);
    if (head === undefined || head.position <= this.#sealedTo) return;
    this.#sealedTo = head.position;
    try {
      appendFileSync(this.#heads, `${JSON.stringify(head)}\n`);
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      this.#say(`The head of the journal could not be added to ${this.#heads} (${reason}).`);
    }
  }
}
