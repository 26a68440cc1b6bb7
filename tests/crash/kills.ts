/**
 * Many kills: venues side by side, each killed again and again until all kills are spent.
 */
import assert from 'node:assert/strict';
import { diceOf } from '../model/random-commands.ts';
import { withFolder } from '../venue/running-venue.ts';
import { Victim } from './victim.ts';

const SIDE_BY_SIDE = 2;
/** After so many kills a victim is let go and another begun, so that reading its journal stays quick. */
const KILLS_EACH = 100;

/** Kills venues `kills` times. Everything that chance decides here follows from `seed`, but the machine's own timing. */
export async function killVenues(kills: number, seed: number): Promise<string> {
  const sum: Record<string, number> = {};
  let left = kills;
  let victims = 0;
  const lane = async (): Promise<void> => {
    while (left > 0) {
      victims += 1;
      const dice = diceOf(seed + victims);
      await withFolder(async (data) => {
        const victim = new Victim(data, dice);
        for (let kill = 0; kill < KILLS_EACH && left > 0; kill += 1) {
          left -= 1;
          await victim.startAndKill();
        }
        await victim.finish();
        for (const [name, count] of Object.entries(victim.counts)) sum[name] = (sum[name] ?? 0) + count;
      });
    }
  };
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, lane));
  assert.equal((sum.loaded ?? 0) + (sum.starting ?? 0) + (sum.stopping ?? 0), kills);
  assert.ok((sum.placed ?? 0) > kills, `too tame: ${JSON.stringify(sum)}`);
  return `${kills} kills, seed ${seed}: ${JSON.stringify(sum)}`;
}
