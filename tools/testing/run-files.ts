/** Runs test files in processes of their own and tells each file's story when it is over. */
import { resolve } from 'node:path';
import { run } from 'node:test';
import { pathToFileURL } from 'node:url';
import { inspect } from 'node:util';
import type { Chosen } from './select.ts';

/** How many tests went which way. A parent test counts by its subtests when one of them fails. */
export type Verdict = { passed: number; failed: number; skipped: number };
/** The verdict on one file, and the text to print: one line, and every failure in full. */
export type Report = Verdict & { readonly text: string };

const AT_A_TIME = 2;

/** Yields a report for each file as it ends, in the order of ending. A file still running after `timeoutMs` is ended. */
export async function* runFiles(files: readonly Chosen[], timeoutMs: number): AsyncGenerator<Report> {
  const waiting = [...files];
  const running = new Map<string, Promise<[string, Report]>>();
  while (waiting.length > 0 || running.size > 0) {
    for (const next of waiting.splice(0, AT_A_TIME - running.size)) {
      running.set(
        next.file,
        runFile(next, timeoutMs).then((report) => [next.file, report]),
      );
    }
    const [file, report] = await Promise.race(running.values());
    running.delete(file);
    yield report;
  }
}

async function runFile({ file, titles }: Chosen, timeoutMs: number): Promise<Report> {
  const path = resolve(file);
  const verdict: Verdict = { passed: 0, failed: 0, skipped: 0 };
  const failures: string[] = [];
  const output: string[] = [];
  const fail = (title: string, reason: string) => {
    verdict.failed += 1;
    failures.push(`  ✖ ${title}\n${indent(reason)}`);
  };

  const started = performance.now();
  const events = run({ files: [path], signal: AbortSignal.timeout(timeoutMs), testNamePatterns: [...titles] });
  for await (const { type, data } of events) {
    if (type === 'test:stdout' || type === 'test:stderr') output.push(data.message);
    if (type !== 'test:pass' && type !== 'test:fail') continue;

    const isFile = data.name === path;
    if (type === 'test:fail') {
      const { failureType, cause } = data.details.error as Error & { failureType?: string };
      if (failureType === 'testAborted') fail(file, `did not end within ${timeoutMs / 1000} s`);
      else if (isFile) fail(file, verdict.failed === 0 ? 'did not load, or ended badly' : 'ended badly');
      else if (failureType !== 'subtestsFailed') fail(data.name, describe(cause));
    } else if (data.skip !== undefined || data.todo !== undefined) verdict.skipped += 1;
    else if (!isFile && data.details.type !== 'suite') verdict.passed += 1;
  }
  const seconds = ((performance.now() - started) / 1000).toFixed(1);

  const { passed, failed, skipped } = verdict;
  if (passed + failed + skipped === 0 && titles.length === 0) fail(file, 'holds no test');
  const counts = `${passed} passed${verdict.failed > 0 ? `, ${verdict.failed} failed` : ''}`;
  const line = `${verdict.failed > 0 ? '✖' : '✔'} ${file}  ${counts}  ${seconds} s`;
  const story = verdict.failed > 0 ? [...failures, ...(output.length > 0 ? [indent(output.join(''))] : [])] : [];
  return { ...verdict, text: [line, ...story].join('\n') };
}

/** An error as its stack, followed by what else it carries; an assertion's message holds its difference already. */
function describe(cause: unknown): string {
  if (!(cause instanceof Error)) return inspect(cause);
  return cause.name === 'AssertionError' ? (cause.stack ?? cause.message) : inspect(cause);
}

/** The text set in by four columns, with paths from here, and without the stack lines inside Node itself. */
function indent(text: string): string {
  const here = `${pathToFileURL(process.cwd())}/`;
  const lines = text.trimEnd().replaceAll(here, '').split('\n');
  return lines
    .filter((line) => !/^\s+at .*\bnode:/.test(line))
    .map((line) => `    ${line}`)
    .join('\n');
}
