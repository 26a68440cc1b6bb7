/**
 * What the venue allows an account beyond the rules that hold for everyone: permissions, caps, hedge exemptions.
 *
 * Plain data by account; whoever has none may do what the products allow.
 */
import type { AccountId, Lots, Money, TradeDate } from '../units.ts';
import { InProducts } from './in-products.ts';

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
  readonly #permissions = new InProducts<Permission>();
  readonly #caps = new Map<AccountId, Caps>();
  readonly #exemptions = new InProducts<Exemption>();

  get isEmpty(): boolean {
    return this.#permissions.isEmpty && this.#caps.size === 0 && this.#exemptions.isEmpty;
  }

  permissionOf(account: AccountId, product: string): Permission {
    return this.#permissions.get(account, product) ?? 'trade';
  }

  permit(account: AccountId, product: string, permission: Permission): void {
    if (permission === 'trade') this.#permissions.delete(account, product);
    else this.#permissions.set(account, product, permission);
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
    const exemption = this.#exemptions.get(account, product);
    return (exemption !== undefined && date <= exemption.until ? exemption.lots : 0) as Lots;
  }

  exempt(account: AccountId, product: string, exemption: Exemption): void {
    if (exemption.lots === 0) this.#exemptions.delete(account, product);
    else this.#exemptions.set(account, product, exemption);
  }

  /** As plain data, in the order of the keys; undefined when there is nothing. */
  snapshot() {
    const rows = {
      permissions: this.#permissions.rows(),
      caps: [...this.#caps].sort(([a], [b]) => a - b),
      exemptions: this.#exemptions.rows(),
    };
    return rows.permissions.length + rows.caps.length + rows.exemptions.length > 0 ? rows : undefined;
  }

  static restore(rows: ReturnType<RiskSettings['snapshot']>): RiskSettings {
    const settings = new RiskSettings();
    for (const [key, permission] of rows?.permissions ?? []) settings.#permissions.restore(key, permission);
    for (const [account, caps] of rows?.caps ?? []) settings.#caps.set(account, caps);
    for (const [key, exemption] of rows?.exemptions ?? []) settings.#exemptions.restore(key, exemption);
    return settings;
  }
}
