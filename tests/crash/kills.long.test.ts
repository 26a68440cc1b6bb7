/**
 * As many kills as are asked for: `KILLS=10000 FILE_TIMEOUT_MS=36000000 npm test -- kills.long`; without a number, 200.
 */
import { test } from 'node:test';
import { killVenues } from './kills.ts';

const KILLS = Number(process.env.KILLS ?? 200);
const SEED = Number(process.env.SEED ?? 1_000);

test('JRN-5, JRN-8 two hundred kills, or as many as are asked for, lose nothing that was answered', async (context) => {
  context.diagnostic(await killVenues(KILLS, SEED));
});
