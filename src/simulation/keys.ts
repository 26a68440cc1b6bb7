/** The keys of the simulated clients, and what the exchange keeps of them: a plain hash in place of Node's SHA-256. */
import { hashOf } from '#core/hash.ts';

export function keyOf(name: string): string {
  return `key of ${name}`;
}

export function credentialOf(key: string): string {
  return hashOf(key);
}
