/**
 * Watches every loss that is borne: whether each layer was empty before the next was asked, and nobody gave more than it
 * had to (rules DEF-8 and DEF-9).
 *
 * What a layer had comes from a ledger that hears events only. What was asked of each member for the fund is handed in,
 * because no event says so.
 */
import assert from 'node:assert/strict';
import type { Event } from '#core/events.ts';
import type { PlainLedger } from './plain-ledger.ts';

type LossAbsorbed = Extract<Event, { type: 'lossAbsorbed' }>;
type Claims = ReadonlyMap<number, number>;

const VENUE = -1;

export class PlainWaterfall {
  readonly #ledger: PlainLedger;
  /** Contributions that were asked, by member. */
  asked: Claims = new Map();
  readonly #inDefault = new Set<number>();
  /** What the day has brought an account so far, and what it had before. */
  readonly #variation = new Map<number, number>();
  readonly #cashBefore = new Map<number, number>();
  /** What a defaulter has paid back of what others had paid before. */
  readonly #repaid = new Map<number, number>();
  /** What was given for losses: gains on this day, and assessments since a default has been open. */
  readonly #cut = new Map<number, number>();
  readonly #assessed = new Map<number, number>();
  /** What was given for the loss of which the next `lossAbsorbed` tells. */
  #given: { readonly item: string; readonly account: number; readonly amount: number }[] = [];
  /** Every layer that has borne something, and `left` when something was left. */
  readonly reached = new Set<string>();

  constructor(ledger: PlainLedger) {
    this.#ledger = ledger;
  }

  /** To be told of an event before the ledger is. */
  hear(event: Event): void {
    switch (event.type) {
      case 'variationPaid': {
        const { account, amount } = event;
        if (!this.#cashBefore.has(account)) this.#cashBefore.set(account, this.#ledger.of(`cash ${account}`));
        return grow(this.#variation, account, amount);
      }
      case 'deposited':
        // Between the collection of variation and the look at who owes.
        return this.#cashBefore.has(event.account) ? grow(this.#cashBefore, event.account, event.amount) : undefined;
      case 'booked':
        if (event.item === 'debtCovered' && event.amount < 0) grow(this.#repaid, event.account, -event.amount);
        if (event.item === 'assessment' || event.item === 'gainsHaircut')
          this.#given.push({ item: event.item, account: event.account, amount: -event.amount });
        return;
      case 'defaultDeclared':
        return void this.#inDefault.add(event.account);
      case 'lossAbsorbed':
        return this.#judge(event);
      case 'defaultClosed':
        this.#inDefault.delete(event.account);
        if (this.#inDefault.size === 0) this.#assessed.clear();
        return;
      case 'dayStepDone':
        if (event.step !== 'defaults') return;
        for (const map of [this.#variation, this.#cashBefore, this.#cut, this.#repaid]) map.clear();
    }
  }

  #judge({ account: defaulter, loss, layers, remainder }: LossAbsorbed): void {
    const claims = this.#claims(defaulter);
    let left: number = loss;
    for (const [i, { layer, total, pieces }] of layers.entries()) {
      const [name, had] = claims[i] as [string, Claims];
      assert.equal(layer, name, 'layers come in their order');
      const all = sum([...had.values()]);
      const where = `${layer} of ${all} towards ${left} of the loss of ${defaulter}`;
      assert.equal(total, Math.min(left, all), `a layer is asked to its end: ${where}`);
      assert.equal(sum(pieces.map(({ amount }) => amount)), total, `pieces sum to their layer: ${where}`);
      for (const { account, amount } of pieces) {
        const share = all === 0 ? 0 : (total * (had.get(account) ?? 0)) / all;
        assert.ok(amount <= (had.get(account) ?? 0), `${account} gives what it has: ${where}`);
        assert.ok(Math.abs(amount - share) <= 1, `${account} gives its share: ${where}`);
      }
      this.#compareCash(layer, pieces);
      if (total > 0) this.reached.add(layer);
      left -= total;
    }
    assert.equal(left, remainder, 'what nobody bears remains');
    if (remainder > 0) this.reached.add('left');
    for (const { item, account, amount } of this.#given)
      grow(item === 'assessment' ? this.#assessed : this.#cut, account, amount);
    this.#given = [];
  }

  /** The cash of others is changed by what the layers say, and by nothing else. */
  #compareCash(layer: string, pieces: LossAbsorbed['layers'][number]['pieces']): void {
    const item = { assessments: 'assessment', variationGains: 'gainsHaircut' }[layer];
    if (item === undefined) return;
    const booked = this.#given.filter((given) => given.item === item).map(({ account, amount }) => [account, amount]);
    const told = pieces.map(({ account, amount }) => [account, amount]);
    assert.deepEqual(booked, told, `${layer} are booked as they are told`);
  }

  /** What each layer has, in the order of DEF-8. */
  #claims(defaulter: number): [string, Claims][] {
    const ledger = this.#ledger;
    const member = ledger.memberOf(defaulter);
    const others = ledger.accounts.filter((one) => one !== defaulter && one !== member && !this.#inDefault.has(one));
    const members = others.filter((one) => ledger.memberOf(one) === one);
    // What was taken for this loss has left the cash already.
    const taken = (item: string, one: number) =>
      sum(this.#given.filter((given) => given.item === item && given.account === one).map(({ amount }) => amount));
    const cashOf = (one: number) => ledger.of(`cash ${one}`) + taken('gainsHaircut', one) + taken('assessment', one);
    const assessable = (one: number) =>
      members.includes(one)
        ? atLeast0(Math.min((this.asked.get(one) ?? 0) - (this.#assessed.get(one) ?? 0), cashOf(one)))
        : 0;
    const gain = (one: number) =>
      atLeast0(
        Math.min(atLeast0(this.#variation.get(one) ?? 0) - (this.#cut.get(one) ?? 0), cashOf(one) - assessable(one)),
      );
    const claims = (accounts: readonly number[], of: (account: number) => number) =>
      new Map(accounts.map((account) => [account, of(account)]));
    return [
      ['defaulterMargin', new Map([[defaulter, this.#ownMoney(defaulter)]])],
      ['defaulterContribution', new Map([[defaulter, ledger.of(`fund ${member}`)]])],
      ['venueCapital', new Map([[VENUE, ledger.of('capital')]])],
      ['memberContributions', claims(members, (one) => ledger.of(`fund ${one}`))],
      ['assessments', claims(members, assessable)],
      ['variationGains', claims(others, gain)],
    ];
  }

  /** What the defaulter itself has paid of this day's loss: what it had when the variation was collected. */
  #ownMoney(defaulter: number): number {
    const lost = (this.#variation.get(defaulter) ?? 0) < 0;
    return (lost ? atLeast0(this.#cashBefore.get(defaulter) ?? 0) : 0) + (this.#repaid.get(defaulter) ?? 0);
  }
}

function atLeast0(amount: number): number {
  return Math.max(0, amount);
}

function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0);
}

function grow(amounts: Map<number, number>, account: number, amount: number): void {
  amounts.set(account, (amounts.get(account) ?? 0) + amount);
}
