/**
 * Who this venue is: an id that no other has, the secret from which its simulated participants' keys come, and the key of
 * whoever runs it.
 *
 * Simulated participants are ordinary members with keys of their own. So that no key has to be stored, each is derived
 * from the secret and the member's name; the exchange knows them, like every other, by hash.
 */
import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { credentialOf, newKey } from '#gateway/keys.ts';

/** The file's content; what is damaged lacks something. */
interface Kept {
  readonly id?: string;
  readonly secret?: string;
  readonly operatorKey?: string;
}

export class Identity {
  readonly id: string;
  /** Where it is kept, for its owner's eyes alone. */
  readonly path: string;
  readonly #secret: string;
  readonly #operatorKey: string;

  /** Reads the identity of the venue in `folder`, or makes one. Throws what the file system throws. */
  constructor(folder: string) {
    this.path = join(folder, 'venue.json');
    const { id, secret, operatorKey } = this.#read() ?? this.#keep(randomUUID(), randomBytes(32).toString('hex'));
    if (id === undefined || secret === undefined) throw new Error('its venue.json lacks the id or the secret');
    this.id = id;
    this.#secret = secret;
    // A venue that an older version has begun has none yet.
    this.#operatorKey = operatorKey ?? this.#keep(id, secret).operatorKey;
  }

  /** The name that the journal bears; a journal with another name belongs to another venue. */
  get name(): string {
    return `tokenpit-${this.id.slice(0, 8)}`;
  }

  /** What the doors keep of the operator's key. */
  get operatorCredential(): string {
    return credentialOf(this.#operatorKey);
  }

  #read(): Kept | undefined {
    return existsSync(this.path) ? (JSON.parse(readFileSync(this.path, 'utf8')) as Kept) : undefined;
  }

  /** Put in place when it is whole, for a venue without its name cannot open its journal again. */
  #keep(id: string, secret: string) {
    const kept = { id, secret, operatorKey: newKey() };
    writeFileSync(`${this.path}.new`, `${JSON.stringify(kept)}\n`, { mode: 0o600, flush: true });
    renameSync(`${this.path}.new`, this.path);
    return kept;
  }

  /** The API key of the simulated member `member`. */
  keyOf(member: string): string {
    return `tp_${createHmac('sha256', this.#secret).update(member).digest('hex')}`;
  }

  /** What the exchange keeps of that key. */
  credentialOf(member: string): string {
    return credentialOf(this.keyOf(member));
  }
}
