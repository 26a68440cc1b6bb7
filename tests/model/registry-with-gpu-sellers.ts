/**
 * The registry in force with five made-up sellers of GPU hours in place of its own, for tests of contributions: nobody
 * has signed up to contribute, and an invented name has no place in terms that settle.
 */
import { readFileSync } from 'node:fs';
import type { IndexRegistry } from '#core/price-index/terms.ts';
import { readRegistry } from '#feeds/registry.ts';

/** The text of the registry in force. */
export const registryText = readFileSync(new URL('../../src/feeds/registry/sit-3.json', import.meta.url), 'utf8');

/** Made-up names, the groups that own them, and GPU hours a week. `bark` and `birch` have one owner. */
export const gpuSellers = [
  ['alder', 'alder', 400_000],
  ['bark', 'beech', 250_000],
  ['birch', 'beech', 150_000],
  ['cedar', 'cedar', 120_000],
  ['dogwood', 'dogwood', 80_000],
] as const;

export function registryWithGpuSellers(): IndexRegistry {
  const about = { source: 'made up for a test', assumption: true };
  const file = {
    ...(JSON.parse(registryText) as object),
    gpuSellers: gpuSellers.map(([seller, owner, value]) => ({ seller, owner, ...about, volume: { value, ...about } })),
  };
  return readRegistry(JSON.stringify(file)).registry;
}
