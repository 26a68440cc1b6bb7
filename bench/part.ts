/**
 * A part of the bench: one question about the exchange's speed, answered by one or more jobs.
 *
 * Every job runs in a process of its own, one after the other: what the compiler learnt in one does not tell in the
 * next, and memory that one leaves behind is not another's.
 */
import type { Figure } from './figure.ts';

export interface Part {
  /** One sentence each, for whoever reads the figures. */
  readonly workload: string;
  readonly warmUp: string;
  readonly leftOut: string;
  readonly jobs: Readonly<Record<string, Job>>;
  /** What follows from the figures of several jobs: ratios. */
  readonly conclude?: (figureOf: (name: string) => number) => Figure[];
}

export type Job = () => Figure[] | Promise<Figure[]>;

/** What a job found wrong: figures of an engine that makes other trades than it should are worth nothing. */
export class Wrong extends Error {
  override readonly name = 'Wrong';
}
