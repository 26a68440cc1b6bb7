/** What every experiment takes: where its files go, and how many threads it may use. The rest is its own. */
import { availableParallelism } from 'node:os';
import { Complaint } from '../complaint.ts';

export interface LabFlags {
  /** The folder in which each experiment has one of its own. */
  readonly out: string;
  readonly threads: number;
  /** What is left for the experiment. */
  readonly own: readonly string[];
}

const THREADS_MAX = 256;

export const commonUsage = `  --out DIR      its files go to a folder of its own name in there (data/lab, which the terminal shows)
  --threads N    at most so many threads (as many as there are processors); the report is the same on any number
  --help         this text`;

/** Takes the common flags out of a command line. Throws `Complaint`. */
export function readLabFlags(argv: readonly string[]): LabFlags {
  const own: string[] = [];
  const common = { out: 'data/lab', threads: String(availableParallelism()) };
  for (let at = 0; at < argv.length; at += 1) {
    const [, name, , attached] = /^--(out|threads)(=(.*))?$/s.exec(argv[at] as string) ?? [];
    if (name === undefined) {
      own.push(argv[at] as string);
      continue;
    }
    const value = attached ?? argv[++at] ?? '';
    if (value === '') throw new Complaint('USAGE', `--${name} needs a value.`);
    common[name as keyof typeof common] = value;
  }
  const threads = Number(common.threads);
  if (!/^\d+$/.test(common.threads) || threads < 1 || threads > THREADS_MAX)
    throw new Complaint('USAGE', `--threads takes a whole number from 1 to ${THREADS_MAX}, not "${common.threads}".`);
  return { out: common.out, threads, own };
}
