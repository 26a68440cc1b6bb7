/**
 * What accounts have in products: a permission, an exemption, a maker's protection, what they have sent. Every order asks,
 * so nothing is made to ask with; in snapshots account and product stand together as one text.
 */
import type { AccountId } from '../units.ts';

export class InProducts<V> {
  readonly #values = new Map<string, Map<AccountId, V>>();

  get isEmpty(): boolean {
    return this.#values.size === 0;
  }

  get(account: AccountId, product: string): V | undefined {
    return this.#values.size === 0 ? undefined : this.#values.get(product)?.get(account);
  }

  set(account: AccountId, product: string, value: V): void {
    const ofProduct = this.#values.get(product);
    if (ofProduct === undefined) this.#values.set(product, new Map([[account, value]]));
    else ofProduct.set(account, value);
  }

  delete(account: AccountId, product: string): void {
    const ofProduct = this.#values.get(product);
    if (ofProduct?.delete(account) === true && ofProduct.size === 0) this.#values.delete(product);
  }

  /** May be deleted from while it is gone through. */
  *all(): Generator<readonly [account: AccountId, product: string, value: V]> {
    for (const [product, ofProduct] of this.#values)
      for (const [account, value] of ofProduct) yield [account, product, value];
  }

  /** In the order of their keys. */
  rows(): (readonly [key: string, value: V])[] {
    const rows = [...this.all()].map(([account, product, value]) => [`${account} ${product}`, value] as const);
    return rows.sort(([a], [b]) => (a < b ? -1 : 1));
  }

  /** Adds one of the `rows`. */
  restore(key: string, value: V): void {
    const space = key.indexOf(' ');
    this.set(Number(key.slice(0, space)) as AccountId, key.slice(space + 1), value);
  }
}
