/**
 * `npm run journal -- COMMAND FOLDER`: looks after a journal. Everything but `repair` only reads, and works beside a
 * running venue. Exit code 0 when all is well, 1 when the journal or the request is not, 2 for a command that cannot
 * be read.
 */
import { exportJournal } from './journal/export.ts';
import { inspect } from './journal/inspect.ts';
import { measure } from './journal/measure.ts';
import { Complaint } from './journal/open.ts';
import { repair } from './journal/repair.ts';
import { verify } from './journal/verify.ts';

const commands: Readonly<Record<string, (argv: string[]) => void | Promise<void>>> = {
  verify,
  inspect,
  repair,
  export: exportJournal,
  measure,
};

const usage = `npm run journal -- COMMAND FOLDER [flags]      FOLDER: a journal, or a venue's data with one in it
  verify FOLDER                 reads every record, carries all out, compares states, snapshots and heads
    --head FILE                 also with the heads in FILE, as export or a venue wrote them
  inspect FOLDER                shows the last record
    --sequence N or N-M         the records of these commands
    --at BYTE                   the record that holds this byte of the journal
  repair FOLDER --from BACKUP   fills what is damaged or missing from another copy of the same journal
    --head FILE                 and what the heads in FILE vouch for
  export FOLDER                 prints the head: journal, sequence, position and seal
    --records                   prints every record instead, one JSON a line
  measure [FOLDER]              measures the journal on the disk of FOLDER (here)`;

const [command = '--help', ...argv] = process.argv.slice(2);
// Whoever reads along may stop: `npm run journal -- export FOLDER --records | head`.
process.stdout.on('error', () => process.exit(0));
const run = Object.hasOwn(commands, command) ? commands[command] : undefined;
if (run === undefined || argv.includes('--help')) {
  const isAsked = command === '--help' || run !== undefined;
  (isAsked ? console.log : console.error)(usage);
  process.exit(isAsked ? 0 : 2);
}
try {
  await run(argv);
} catch (cause) {
  const isParsing = cause instanceof Error && 'code' in cause && String(cause.code).startsWith('ERR_PARSE_ARGS');
  console.error(cause instanceof Error ? cause.message : String(cause));
  process.exitCode = isParsing || (cause instanceof Complaint && cause.isUsage) ? 2 : 1;
}
