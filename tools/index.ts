/**
 * `npm run index -- COMMAND`: audits the token price index. Exit code 0 when all is well, 1 when a fixing is not verified
 * or something cannot be written, 2 for a request that cannot be read or a document that cannot be had.
 */

import { Complaint } from './complaint.ts';
import { attackIndex } from './index/attack.ts';
import { keygen, signFile, submit } from './index/contribute.ts';
import { explain } from './index/explain.ts';
import { usage } from './index/flags.ts';
import { history } from './index/history.ts';
import { save } from './index/save.ts';
import { verify } from './index/verify.ts';

const commands: Readonly<Record<string, (argv: readonly string[]) => number | Promise<number>>> = {
  verify,
  explain,
  history,
  save,
  attack: attackIndex,
  keygen,
  sign: signFile,
  submit,
};

const [command = '--help', ...argv] = process.argv.slice(2);
// Whoever reads along may stop: `npm run index -- explain --date 2026-11-20 | head`.
process.stdout.on('error', () => process.exit(0));
try {
  const run = Object.hasOwn(commands, command) ? commands[command] : undefined;
  if (command === '--help' || argv.includes('--help')) console.log(usage);
  else if (run === undefined) throw new Complaint('USAGE', `There is no "${command}" here.`);
  else process.exitCode = await run(argv);
} catch (cause) {
  console.error(cause instanceof Error ? cause.message : String(cause));
  if (!(cause instanceof Complaint || (cause instanceof Error && 'syscall' in cause))) throw cause;
  if (cause instanceof Complaint && cause.code === 'USAGE') console.error(`\n${usage}`);
  process.exitCode = cause instanceof Complaint ? 2 : 1;
}
