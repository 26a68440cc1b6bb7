/**
 * `npm run margin -- backtest`: holds margin models against prices. Exit code 0 when the report is written, 1 when it
 * cannot be, 2 for a request that cannot be read.
 */
import { CsvUnreadable } from '#lab/series/dated-csv.ts';
import { runBacktest } from './margin/backtest.ts';
import { FlagError, readFlags, usage } from './margin/flags.ts';

const [command = '--help', ...argv] = process.argv.slice(2);
try {
  const isHelp = command === '--help' || argv.includes('--help');
  if (!isHelp && command !== 'backtest') throw new FlagError(`There is no "${command}" here, only backtest.`);
  if (isHelp) console.log(usage);
  else runBacktest(readFlags(argv));
} catch (cause) {
  console.error(cause instanceof Error ? cause.message : String(cause));
  if (cause instanceof FlagError) console.error(`\n${usage}`);
  if (!(cause instanceof FlagError || cause instanceof CsvUnreadable || isFromSystem(cause))) throw cause;
  process.exitCode = cause instanceof FlagError ? 2 : 1;
}

/** Whether a file could not be read or written. */
function isFromSystem(cause: unknown): boolean {
  return cause instanceof Error && 'syscall' in cause;
}
