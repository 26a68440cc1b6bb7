/**
 * What has changed the cash of every account, item by item, as it was told.
 *
 * It hears events only, so that opening cash and items can be set against the cash that the exchange keeps.
 */
import type { Event } from '#core/events.ts';
import { type AccountId, add, type Money, NO_MONEY, subtract } from '#core/units.ts';

/** `losses`: debts paid for or by others, assessments, gains that were cut, close-out fees. */
export const items = ['paid in', 'variation', 'fees', 'fund', 'losses'] as const;
export type Item = (typeof items)[number];

export class AccountItems {
  readonly #amounts = new Map<string, Money>();

  hear(event: Event): void {
    switch (event.type) {
      case 'deposited':
        return this.#book(event.account, 'paid in', event.amount);
      case 'withdrawn':
        return this.#book(event.account, 'paid in', subtract(NO_MONEY, event.amount));
      case 'variationPaid':
        return this.#book(event.account, 'variation', event.amount);
      case 'trade':
        this.#book(event.makerAccount, 'fees', subtract(NO_MONEY, event.makerFee));
        return this.#book(event.takerAccount, 'fees', subtract(NO_MONEY, event.takerFee));
      case 'booked':
        return this.#book(event.account, event.item === 'fundContribution' ? 'fund' : 'losses', event.amount);
    }
  }

  of(account: AccountId, item: Item): Money {
    return this.#amounts.get(`${account} ${item}`) ?? NO_MONEY;
  }

  /** All items of the account together. */
  sum(account: AccountId): Money {
    return items.reduce((sum, item) => add(sum, this.of(account, item)), NO_MONEY);
  }

  #book(account: AccountId, item: Item, amount: Money): void {
    this.#amounts.set(`${account} ${item}`, add(this.of(account, item), amount));
  }
}
