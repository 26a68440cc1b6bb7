/** The keys of accounts: 256 random bits, of which the exchange keeps the SHA-256 (rule API-5). */
import { hash, randomBytes } from 'node:crypto';

export function newKey(): string {
  return `tp_${randomBytes(32).toString('hex')}`;
}

/** What the exchange keeps of a key. */
export function credentialOf(key: string): string {
  return sha256(key);
}

/** SHA-256 of the text as UTF-8, in hex. */
export function sha256(text: string): string {
  return hash('sha256', text);
}
