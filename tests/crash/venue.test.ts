/**
 * Real venues, loaded through their doors, killed with SIGKILL and started again on the same folder. The long run is in
 * `kills.long.test.ts`.
 */
import { test } from 'node:test';
import { killVenues } from './kills.ts';

const KILLS = Number(process.env.KILLS ?? 24);
const SEED = Number(process.env.SEED ?? 7);

test('JRN-2, JRN-5, JRN-8 after kill -9 all that was answered is there once, and the state is what it was', async (context) => {
  context.diagnostic(await killVenues(KILLS, SEED));
});
