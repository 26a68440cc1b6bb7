/** Every rule at once, on commands that nobody thought of: 20,000 of them. */
import { test } from 'node:test';
import { assertReached, COMMANDS_OF_A_SEED, runSeed } from './rules-run.ts';

const SEED = Number(process.env.SEED ?? 7);
const COMMANDS = 20_000;

test('ORD-7, MAT-3, AUC-7 after each of 20,000 commands of every kind the two books and bookkeepers agree', () => {
  const seen = new Map<string, number>();
  for (let seed = SEED; seed < SEED + COMMANDS / COMMANDS_OF_A_SEED; seed += 1)
    runSeed(seed, seen, `SEED=${seed} npm test -- exchange-rules.test`);
  assertReached(seen);
});
