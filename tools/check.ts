/**
 * `npm run check`: everything that must hold before a change is done, and a last line `N passed, N failed`.
 *
 * The last line adds up the tests; a step that is not made of tests counts as one failure when it fails. All steps run,
 * whatever fails: a person who mends things likes to see the whole list.
 */
import { spawn } from 'node:child_process';

type Step = { readonly name: string; readonly command: string; readonly isTests?: true };
type Outcome = { readonly succeeded: boolean; readonly output: string };

const steps: readonly Step[] = [
  { name: 'types and rings', command: 'tsc -b' },
  { name: 'lint and format', command: 'biome ci --colors=off --error-on-warnings .' },
  { name: 'rules shown by tests', command: 'node tools/rules.ts' },
  { name: 'tests', command: 'npm test --silent', isTests: true },
  { name: 'two hundred kills', command: 'FILE_TIMEOUT_MS=600000 npm test --silent -- kills.long', isTests: true },
  {
    name: 'a hundred thousand commands',
    command: 'COMMANDS=100000 FILE_TIMEOUT_MS=900000 npm test --silent -- exchange-rules.long',
    isTests: true,
  },
  { name: 'browser tests', command: 'npm test --silent -- browser', isTests: true },
];

let passed = 0;
let failed = 0;
for (const { name, command, isTests } of steps) {
  if (isTests) console.log(`… ${name}`);
  const started = performance.now();
  const { succeeded, output } = await run(command, isTests === true);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);

  const counts = /(\d+) passed, (\d+) failed.*\s*$/.exec(output);
  if (isTests && counts !== null) {
    passed += Number(counts[1]);
    failed += Number(counts[2]);
  }
  const isCounted = isTests && Number(counts?.[2] ?? 0) > 0;
  if (!succeeded && !isCounted) failed += 1;
  console.log(`${succeeded ? '✔' : '✖'} ${name}  ${seconds} s`);
  if (!succeeded && !isTests) console.log(output.trimEnd());
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;

/** Runs a command line to its end. What it prints is kept, and shown as it comes when `aloud`. */
function run(command: string, aloud: boolean): Promise<Outcome> {
  const child = spawn(command, { shell: true, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      if (aloud) process.stdout.write(text);
    });
  }
  return new Promise((resolve) => child.on('close', (code) => resolve({ succeeded: code === 0, output })));
}
