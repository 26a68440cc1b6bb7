/**
 * Kill switches: one command takes everything of somebody out of the market and keeps it out (rules PRO-8 and PRO-9).
 *
 * A switch stands at the venue, a contract, a group of accounts, an account or a key. One person throws it; to release it
 * takes two, the one who asks and another one who agrees.
 */
import type { Account } from '../clearing/accounts.ts';
import type { AccountId, ContractId } from '../units.ts';

/** What a switch stands at. Groups are named by an account of theirs, keys by the hash that the exchange keeps. */
export type SwitchTarget =
  | { readonly level: 'venue' }
  | { readonly level: 'contract'; readonly contract: ContractId }
  | { readonly level: 'group'; readonly account: AccountId }
  | { readonly level: 'account'; readonly account: AccountId }
  | { readonly level: 'key'; readonly credential: string };

export interface KillSwitch {
  readonly target: SwitchTarget;
  readonly thrownBy: string;
  /** Who asked for its release; null while nobody has. */
  readonly releaseAskedBy: string | null;
}

export class Switches {
  readonly #thrown = new Map<string, KillSwitch>();

  get all(): readonly KillSwitch[] {
    return [...this.#thrown.values()];
  }

  get isEmpty(): boolean {
    return this.#thrown.size === 0;
  }

  find(target: SwitchTarget): KillSwitch | undefined {
    return this.#thrown.get(keyOf(target));
  }

  set(one: KillSwitch): void {
    this.#thrown.set(keyOf(one.target), one);
  }

  release(target: SwitchTarget): void {
    this.#thrown.delete(keyOf(target));
  }

  /** Whether any switch keeps this account out of this contract. */
  stops({ id, credential }: Account, group: AccountId, contract: ContractId): boolean {
    if (this.isEmpty) return false;
    const targets: readonly SwitchTarget[] = [
      { level: 'venue' },
      { level: 'contract', contract },
      { level: 'group', account: group },
      { level: 'account', account: id },
      { level: 'key', credential },
    ];
    return targets.some((target) => this.find(target) !== undefined);
  }
}

function keyOf(target: SwitchTarget): string {
  switch (target.level) {
    case 'venue':
      return 'venue';
    case 'contract':
      return `contract ${target.contract}`;
    case 'group':
    case 'account':
      return `${target.level} ${target.account}`;
    case 'key':
      return `key ${target.credential}`;
  }
}
