/**
 * Who speaks: from a key to an account (rule API-5).
 *
 * The exchange keeps the SHA-256 of every key and nobody keeps the key. Keys are 256 random bits, so looking up their
 * hash in a map tells a guesser nothing.
 */
import type { AccountKind } from '#core/commands.ts';
import type { AccountId } from '#core/units.ts';
import { Refused } from './refused.ts';
import type { Venue } from './venue-port.ts';

export interface Account {
  readonly id: AccountId;
  readonly name: string;
  readonly kind: AccountKind;
}

/** What the exchange keeps of a key. */
export type CredentialOf = (key: string) => string;

export class Members {
  readonly #exchange: Venue['exchange'];
  readonly #credentialOf: CredentialOf;
  readonly #byCredential = new Map<string, Account>();
  /** How many accounts the map has seen; accounts are only ever added. */
  #seen = 0;
  readonly #operator: string | undefined;
  #practice = 0;

  /** `operator` is what is kept of the key of whoever runs the venue; without it nobody may. */
  constructor({ exchange }: Venue, credentialOf: CredentialOf, operator?: string) {
    this.#exchange = exchange;
    this.#credentialOf = credentialOf;
    this.#operator = operator;
  }

  /** How many accounts are not those of simulated participants. */
  get practiceAccounts(): number {
    this.#catchUp();
    return this.#practice;
  }

  /** The account of a key. Throws KEY_UNKNOWN. */
  withKey(key: string): Account {
    this.#catchUp();
    const account = this.#byCredential.get(this.#credentialOf(key));
    if (account === undefined) throw Refused.atTheDoor('KEY_UNKNOWN');
    return account;
  }

  /** The account of an `Authorization` header. Throws KEY_MISSING, KEY_UNKNOWN. */
  ofHeader(authorization: string | undefined): Account {
    return this.withKey(keyOf(authorization));
  }

  /** Lets whoever runs the venue pass, and nobody else. Throws KEY_MISSING, KEY_UNKNOWN. */
  passOperator(authorization: string | undefined): void {
    const credential = this.#credentialOf(keyOf(authorization));
    if (this.#operator === undefined || credential !== this.#operator) throw Refused.atTheDoor('KEY_UNKNOWN');
  }

  #catchUp(): void {
    const { accounts } = this.#exchange;
    for (; this.#seen < accounts.length; this.#seen += 1) {
      const account = accounts[this.#seen] as (typeof accounts)[number];
      this.#byCredential.set(account.credential, account);
      if (account.kind === 'member') this.#practice += 1;
    }
  }
}

function keyOf(authorization: string | undefined): string {
  const key = /^Bearer +([^ ]+) *$/i.exec(authorization ?? '')?.[1];
  if (key === undefined) throw Refused.atTheDoor('KEY_MISSING');
  return key;
}
