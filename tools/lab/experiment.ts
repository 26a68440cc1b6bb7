/**
 * What `npm run lab -- NAME` can run. An experiment reads its own flags, computes, and returns a report; it prints and
 * writes nothing.
 */
import type { Report } from '#lab/experiment/report.ts';

export interface Experiment {
  /** The word behind `npm run lab --`, which is in the catalogue, too, beside what it asks. */
  readonly name: string;
  /** Its flags, a line each, without those that every experiment has. */
  readonly usage: string;
  /** Throws `Complaint` for flags or files that cannot be used, before anything is computed. */
  run(argv: readonly string[], work: Work): Promise<Report>;
}

/** What an experiment is given to work with. */
export interface Work {
  /**
   * Calls the function `task` of `tools/lab/tasks.ts` once for each input, on as many threads as there are, and tells
   * progress by inputs done. The results come in the order of the inputs. Ends at once when the run is cancelled.
   */
  map<Input, Output>(task: string, inputs: readonly Input[], what: string): Promise<Output[]>;
  /** Tells a person how far it is: `done` of `all`. */
  progress(done: number, all: number, what: string): void;
}
