/**
 * What the venue allows an account beyond the rules that hold for everyone: permissions, caps, hedge exemptions.
 *
 * Plain data by account; whoever has none may do what the products allow.
 */
import type { AccountId, Lots, Money, TradeDate } from '../units.ts';

/** What an account may do in a product (rule PRO-2). */
export type Permission = 'trade' | 'closeOnly' | 'cancelOnly';

/** The largest order of an account, in lots and in money; null where only the product's own bound holds (rule PRO-3). */
export interface Caps {
  readonly quantity: Lots | null;
  readonly value: Money | null;
}

/** By so many lots a hedger may hold more than the limits of a product, up to and including a date (rule POS-5). */
export interface Exemption {
  readonly lots: Lots;
  readonly until: TradeDate;
}

export class RiskSettings {
  readonly #permissions = new Map<string, Permission>();
  readonly #caps = new Map<AccountId, Caps>();
  readonly #exemptions = new Map<string, Exemption>();

  get isEmpty(): boolean {
    return this.#permissions.size + this.#caps.size + this.#exemptions.size === 0;
  }

  permissionOf(account: AccountId, product: string): Permission {
    return this.#permissions.size === 0 ? 'trade' : (this.#permissions.get(`${account} ${product}`) ?? 'trade');
  }

  permit(account: AccountId, product: string, permission: Permission): void {
    const key = `${account} ${product}`;
    if (permission === 'trade') this.#permissions.delete(key);
    else this.#permissions.set(key, permission);
  }

  capsOf(account: AccountId): Caps | undefined {
    return this.#caps.size === 0 ? undefined : this.#caps.get(account);
  }

  cap(account: AccountId, caps: Caps): void {
    if (caps.quantity === null && caps.value === null) this.#caps.delete(account);
    else this.#caps.set(account, caps);
  }

  /** The lots by which the account may exceed the product's position limits on `date`. */
  exemptLots(account: AccountId, product: string, date: TradeDate): Lots {
    const exemption = this.#exemptions.size === 0 ? undefined : this.#exemptions.get(`${account} ${product}`);
    return (exemption !== undefined && date <= exemption.until ? exemption.lots : 0) as Lots;
  }

  exempt(account: AccountId, product: string, exemption: Exemption): void {
    const key = `${account} ${product}`;
    if (exemption.lots === 0) this.#exemptions.delete(key);
    else this.#exemptions.set(key, exemption);
  }

  /** As plain data, in the order of the keys; undefined when there is nothing. */
  snapshot() {
    const rows = {
      permissions: sorted(this.#permissions),
      caps: [...this.#caps].sort(([a], [b]) => a - b),
      exemptions: sorted(this.#exemptions),
    };
    return rows.permissions.length + rows.caps.length + rows.exemptions.length > 0 ? rows : undefined;
  }

  static restore(rows: ReturnType<RiskSettings['snapshot']>): RiskSettings {
    const settings = new RiskSettings();
    for (const [key, permission] of rows?.permissions ?? []) settings.#permissions.set(key, permission);
    for (const [account, caps] of rows?.caps ?? []) settings.#caps.set(account, caps);
    for (const [key, exemption] of rows?.exemptions ?? []) settings.#exemptions.set(key, exemption);
    return settings;
  }
}

function sorted<V>(entries: ReadonlyMap<string, V>): [string, V][] {
  return [...entries].sort(([a], [b]) => (a < b ? -1 : 1));
}
