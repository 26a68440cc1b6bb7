/**
 * A second ledger, which hears events only: every movement of money that was told, booked twice.
 *
 * It knows nothing of positions, margin or rules; it believes every amount, and so shows whether what was told is all that
 * moved. After every command it must be, place by place, the ledger that the exchange has kept (rule CLR-1).
 */
import assert from 'node:assert/strict';
import type { LedgerSnapshot } from '#core/clearing/ledger.ts';
import type { BookedItem, Event } from '#core/events.ts';

/** Where the other half of an item goes; the cash of an account is the one half. */
const counterparts: Readonly<Record<BookedItem, (account: number) => string>> = {
  fundContribution: (account) => `fund ${account}`,
  debtCovered: (account) => `default ${account}`,
  closeOutFee: () => 'capital',
  // Of these two halves that belong together are told, by events of their own.
  assessment: () => 'passing',
  gainsHaircut: () => 'passing',
  clientCovered: () => 'passing',
};

export class PlainLedger {
  readonly #places = new Map<string, bigint>();
  /** By account, in the order of their numbers: who stands in for it. */
  readonly #members = new Map<number, number>();

  hear(event: Event): void {
    switch (event.type) {
      case 'accountOpened':
        return void this.#members.set(event.account, event.member);
      case 'clientPorted':
        return void this.#members.set(event.account, event.to);
      case 'capitalAdded':
        return this.#move('bank', 'capital', event.amount);
      case 'deposited':
        return this.#move('bank', `cash ${event.account}`, event.amount);
      case 'withdrawn':
        return this.#move(`cash ${event.account}`, 'bank', event.amount);
      case 'trade':
        this.#move(`cash ${event.takerAccount}`, 'fees', event.takerFee);
        return this.#move(`cash ${event.makerAccount}`, 'fees', event.makerFee);
      case 'rebatePaid':
        return this.#move('rebates', `cash ${event.account}`, event.amount);
      case 'variationPaid':
        return this.#move('settlement', `cash ${event.account}`, event.amount);
      case 'booked':
        return this.#move(counterparts[event.item](event.account), `cash ${event.account}`, event.amount);
      case 'lossAbsorbed':
        for (const { layer, pieces } of event.layers)
          for (const { account: giver, amount } of pieces) this.#absorb(event.account, layer, giver, amount);
    }
  }

  /** What is there, in micro-dollars; 0 in a place that nobody has used. */
  of(place: string): number {
    return Number(this.#places.get(place) ?? 0n);
  }

  get total(): bigint {
    return [...this.#places.values()].reduce((sum, amount) => sum + amount, 0n);
  }

  /** Between commands: nothing is under way, nothing is lost, and the exchange says the same of every place. */
  agreesWith(ledger: LedgerSnapshot): void {
    assert.equal(this.of('settlement'), 0, 'the variation of a command sums to zero');
    assert.equal(this.of('passing'), 0, 'what somebody gives somebody receives');
    assert.equal(this.total, 0n, 'all places sum to zero');
    const { cash, bank, fees, rebates = 0, capital = 0, fund = [], defaults = [] } = ledger;
    const kept = { cash, bank, fees, rebates, capital, fund, defaults };
    assert.deepEqual(this.#snapshot(), kept);
  }

  get accounts(): number[] {
    return [...this.#members.keys()];
  }

  /** Who stands in for the account. */
  memberOf(account: number): number {
    return this.#members.get(account) as number;
  }

  #snapshot() {
    const { accounts } = this;
    const rowsOf = (kind: string) =>
      accounts.map((account) => [account, this.of(`${kind} ${account}`)]).filter(([, amount]) => amount !== 0);
    return {
      cash: accounts.map((account) => this.of(`cash ${account}`)),
      bank: String(this.of('bank')),
      fees: this.of('fees'),
      rebates: this.of('rebates'),
      capital: this.of('capital'),
      fund: rowsOf('fund'),
      defaults: rowsOf('default'),
    };
  }

  /** A piece of a loss goes to the default of `account`; its own margin has paid when variation was collected. */
  #absorb(account: number, layer: string, giver: number, amount: number): void {
    const from: Readonly<Record<string, string>> = {
      defaulterContribution: `fund ${this.memberOf(account)}`,
      venueCapital: 'capital',
      memberContributions: `fund ${giver}`,
      assessments: 'passing',
      variationGains: 'passing',
    };
    const place = from[layer];
    if (place !== undefined) this.#move(place, `default ${account}`, amount);
  }

  #move(from: string, to: string, amount: number): void {
    this.#places.set(from, (this.#places.get(from) ?? 0n) - BigInt(amount));
    this.#places.set(to, (this.#places.get(to) ?? 0n) + BigInt(amount));
  }
}
