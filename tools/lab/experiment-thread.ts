/**
 * The thread on which an experiment runs, so that the main one hears Ctrl-C and tells progress however long a
 * computation takes. Cancelling ends the process, and with it this thread and those of `map`.
 */
import { parentPort, workerData } from 'node:worker_threads';
import type { Report } from '#lab/experiment/report.ts';
import { Complaint, type Hindrance } from '../complaint.ts';
import type { Experiment } from './experiment.ts';
import { experiments } from './experiments.ts';
import { filesOf, type Written } from './files/report-files.ts';
import { ThreadPool } from './thread-pool.ts';

export interface ExperimentTask {
  readonly name: string;
  readonly argv: readonly string[];
  readonly threads: number;
}

/** What is heard of it: how far it is, and in the end one of the others. */
export type ExperimentNews =
  | { readonly kind: 'progress'; readonly done: number; readonly all: number; readonly what: string }
  | ({ readonly kind: 'finished'; readonly report: Report } & Written)
  /** A complaint, or what the operating system says of a file that was named. */
  | { readonly kind: 'refused'; readonly code: Hindrance; readonly message: string };

const { name, argv, threads } = workerData as ExperimentTask;
const tell = (news: ExperimentNews) => parentPort?.postMessage(news);
const progress = (done: number, all: number, what: string) => tell({ kind: 'progress', done, all, what });
const pool = new ThreadPool(threads, progress);
try {
  const experiment = experiments.find((one) => one.name === name) as Experiment;
  const report = await experiment.run(argv, { map: pool.map, progress });
  tell({ kind: 'finished', report, ...filesOf(report, progress) });
} catch (cause) {
  const isFromSystem = cause instanceof Error && 'syscall' in cause;
  if (!(cause instanceof Complaint || isFromSystem)) throw cause;
  tell({ kind: 'refused', code: cause instanceof Complaint ? cause.code : 'FILE_UNUSABLE', message: cause.message });
} finally {
  await pool.close();
}
