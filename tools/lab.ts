/**
 * `npm run lab -- NAME`: runs an experiment, prints its report, and puts its files into a folder of their own. Exit code
 * 0 when they are there, 1 when something cannot be read or written, 2 for a request that cannot be used, 130 when it was
 * cancelled; then the folder is as it was.
 */
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { catalogue } from '#lab/experiment/catalogue.ts';
import { Complaint } from './complaint.ts';
import type { ExperimentNews, ExperimentTask } from './lab/experiment-thread.ts';
import { experiments } from './lab/experiments.ts';
import { putFolderInPlace } from './lab/files/folder.ts';
import { commonUsage, readLabFlags } from './lab/flags.ts';
import { printed } from './lab/printed.ts';
import { ProgressLine } from './lab/progress-line.ts';
import { tableOf } from './table.ts';

const CANCELLED = 130;
let isCancellable = true;

const [name = '--help', ...argv] = process.argv.slice(2);
// Whoever reads along may stop: `npm run lab -- paper | head`.
process.stdout.on('error', () => process.exit());
if (name === '--help') console.log(listOfExperiments());
else if (argv.includes('--help')) console.log(usageOf(name));
else await run();

async function run(): Promise<void> {
  const line = new ProgressLine(process.stderr, () => performance.now());
  try {
    if (!experiments.some((one) => one.name === name))
      throw new Complaint('USAGE', `There is no experiment "${name}" here.`);
    const { out, threads, own } = readLabFlags(argv);
    cancelOnSignal(line);
    const { report, files, remarks } = await finish({ name, argv: own, threads }, line);
    isCancellable = false;
    line.clear();
    const folder = join(out, name);
    putFolderInPlace(folder, files);
    for (const remark of remarks) console.error(remark);
    console.log(printed(report, folder));
  } catch (cause) {
    line.clear();
    console.error(cause instanceof Error ? cause.message : String(cause));
    if (!(cause instanceof Complaint || (cause instanceof Error && 'syscall' in cause))) throw cause;
    if (cause instanceof Complaint && cause.code === 'USAGE') console.error(`\n${usageOf(name)}`);
    process.exitCode = cause instanceof Complaint ? 2 : 1;
  }
}

/** Ends the process, and with it every thread. The files are written in one go, and a signal waits for it. */
function cancelOnSignal(line: ProgressLine): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => {
      if (!isCancellable) return;
      line.clear();
      console.error('Cancelled: nothing was written.');
      process.exit(CANCELLED);
    });
}

/** Resolves with what the experiment comes to; rejects with what keeps it from that. */
function finish(task: ExperimentTask, line: ProgressLine): Promise<Extract<ExperimentNews, { kind: 'finished' }>> {
  const thread = new Worker(new URL('./lab/experiment-thread.ts', import.meta.url), { workerData: task });
  return new Promise((resolve, reject) => {
    thread.on('error', reject);
    thread.on('exit', () => reject(new Error(`${name} ended without a report.`)));
    thread.on('message', (news: ExperimentNews) => {
      if (news.kind === 'progress') line.tell(news.done, news.all, news.what);
      else if (news.kind === 'finished') resolve(news);
      else reject(new Complaint(news.code, news.message));
    });
  });
}

function listOfExperiments(): string {
  const rows = catalogue.map((entry) => [`  ${entry.name}`, entry.about]);
  return `npm run lab -- NAME [flags], where NAME is\n${tableOf(rows, 2)}\n\nnpm run lab -- NAME --help   its flags`;
}

function usageOf(name: string): string {
  const experiment = experiments.find((one) => one.name === name);
  if (experiment === undefined) return listOfExperiments();
  return `npm run lab -- ${name} [flags]\n${experiment.usage}\n${commonUsage}`;
}
