/**
 * `npm test`: runs the tests and ends with one line, `N passed, N failed`.
 *
 * A word narrows them: it names files by a part of their path, or, where no path has it, tests by a part of their title.
 * Browser tests and long ones (`*.long.test.ts`) wait until a word names them: `npm test -- browser`. Every file has a
 * process of its own and two run at a time. Finding nothing to run is a failure, and so are a file that does not load,
 * one without a test, one that does not end in time, and a word that names nothing.
 */
import { globSync } from 'node:fs';
import { runFiles, type Verdict } from './testing/run-files.ts';
import { select } from './testing/select.ts';

const FILE_TIMEOUT_MS = Number(process.env.FILE_TIMEOUT_MS ?? 300_000);

const { files, unknown } = select(globSync('tests/**/*.test.{ts,tsx}').sort(), process.argv.slice(2));
for (const word of unknown) console.log(`nothing is called ${word}`);

const sum: Verdict = { passed: 0, failed: unknown.length, skipped: 0 };
for await (const report of runFiles(files, FILE_TIMEOUT_MS)) {
  console.log(report.text);
  sum.passed += report.passed;
  sum.failed += report.failed;
  sum.skipped += report.skipped;
}

if (sum.passed + sum.failed + sum.skipped === 0) console.log('there is no test to run');
console.log(`${sum.passed} passed, ${sum.failed} failed${sum.skipped > 0 ? `, ${sum.skipped} skipped` : ''}`);
process.exitCode = sum.failed > 0 || sum.passed === 0 ? 1 : 0;
