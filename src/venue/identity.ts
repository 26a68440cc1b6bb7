/**
 * Who this venue is: an id that no other has, and the secret from which its simulated participants' keys come.
 *
 * Simulated participants are ordinary members with keys of their own. So that no key has to be stored, each is derived
 * from the secret and the member's name; the exchange knows them, like every other, by hash.
 */
import { createHash, createHmac, randomBytes, randomUUID } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export class Identity {
  readonly id: string;
  readonly #secret: string;

  /** Reads the identity of the venue in `folder`, or makes one. Throws what the file system throws. */
  constructor(folder: string) {
    const path = join(folder, 'venue.json');
    if (!existsSync(path)) {
      const made = { id: randomUUID(), secret: randomBytes(32).toString('hex') };
      // Put in place when it is whole, for a venue without its name cannot open its journal again.
      writeFileSync(`${path}.new`, `${JSON.stringify(made)}\n`, { mode: 0o600, flush: true });
      renameSync(`${path}.new`, path);
    }
    const { id, secret } = JSON.parse(readFileSync(path, 'utf8')) as { id?: string; secret?: string };
    if (id === undefined || secret === undefined) throw new Error('its venue.json lacks the id or the secret');
    this.id = id;
    this.#secret = secret;
  }

  /** The name that the journal bears; a journal with another name belongs to another venue. */
  get name(): string {
    return `tokenpit-${this.id.slice(0, 8)}`;
  }

  /** The API key of the simulated member `member`. */
  keyOf(member: string): string {
    return `tp_${createHmac('sha256', this.#secret).update(member).digest('hex')}`;
  }

  /** What the exchange keeps of that key. */
  credentialOf(member: string): string {
    return createHash('sha256').update(this.keyOf(member)).digest('hex');
  }
}
