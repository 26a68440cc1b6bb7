/**
 * The same on a million commands, or as many as are asked for:
 * `COMMANDS=100000 FILE_TIMEOUT_MS=36000000 npm test -- exchange-rules.long`.
 */
import { test } from 'node:test';
import { assertReached, COMMANDS_OF_A_SEED, runSeed } from './rules-run.ts';

const SEED = Number(process.env.SEED ?? 1_000);
const COMMANDS = Number(process.env.COMMANDS ?? 1_000_000);

test('ORD-7, MAT-3, AUC-7 after each of a million commands the two books and bookkeepers agree', (context) => {
  const seen = new Map<string, number>();
  for (let seed = SEED; seed < SEED + COMMANDS / COMMANDS_OF_A_SEED; seed += 1)
    runSeed(seed, seen, `SEED=${seed} COMMANDS=${COMMANDS_OF_A_SEED} npm test -- exchange-rules.long`);
  assertReached(seen);
  context.diagnostic(
    `${COMMANDS} commands from seed ${SEED}; ${seen.get('trade')} trades, ${seen.size} kinds of events`,
  );
});
