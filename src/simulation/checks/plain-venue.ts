/**
 * A second bookkeeper of the whole venue. It hears commands and events, works out from the rulebook what must have
 * happened, and compares: the events of every request, the end of every day, and after every command the cash and margin
 * of every account, every position and every queue. It shares the calendar with the exchange, and nothing else.
 */
import { tradingDayAt } from '#core/calendar.ts';
import type { EndDay } from '#core/commands.ts';
import type { ProductSpecification } from '#core/contract.ts';
import type { Event, Events } from '#core/events.ts';
import { daySteps } from '#core/settlement/day-steps.ts';
import type { Published } from '#sequencer/machine.ts';
import type { RunRecord } from '../record.ts';
import { compareState } from './compare-state.ts';
import type { Facts } from './facts.ts';
import { PlainBooks } from './plain-books.ts';
import { PlainContract } from './plain-contract.ts';
import { type Expected, expectedOf, takenOut } from './plain-requests.ts';

const RULES = 'what happens is what the rules say';

export class PlainVenue {
  readonly #record: RunRecord;
  readonly #books = new PlainBooks();
  readonly #listed: Events['contractListed'][] = [];
  /** By contract: what the day that ends settles at; undefined where it has expired. */
  #settlements: (ReturnType<PlainContract['settlementFor']> | undefined)[] = [];
  /** The command that is being checked, for the reader. */
  #where = '';

  constructor(record: RunRecord) {
    this.#record = record;
  }

  hear({ sequence, command, time, events }: Published, facts: Facts): void {
    this.#where = `command ${sequence}, ${command.type}`;
    switch (command.type) {
      case 'placeOrder':
      case 'cancelOrder':
      case 'deposit':
      case 'withdraw':
        this.#compare(expectedOf(command, time, this.#books), events);
        break;
      case 'endDay':
        if (events[0]?.type !== 'rejected') this.#endDay(command, events);
        break;
      case 'defineProduct':
        if (events[0]?.type !== 'rejected') this.#books.tradeDate ??= tradingDayAt(time);
        for (const event of events) this.#note(event);
        break;
      default:
        for (const event of events) this.#note(event);
    }
    compareState(facts, this.#books, (promise, what) => this.#record.report(promise, `${this.#where}: ${what}`));
  }

  /** One step; each must come in its turn, and what it says must follow from the books as they were before it. */
  #endDay({ date, step }: EndDay, events: readonly Event[]): void {
    const books = this.#books;
    this.#expect(books.tradeDate === date, 'this is not the day that ends');
    this.#expect(step === daySteps[books.stepsDone], `${step} is not the step that comes next`);
    books.stepsDone = (books.stepsDone + 1) % daySteps.length;
    if (step === 'prices')
      this.#settlements = books.contracts.map((contract) =>
        contract.expired ? undefined : contract.settlementFor(date, books.fixings),
      );
    if (step === 'variation') this.#payVariation(events);
    if (step === 'terms') for (const contract of books.contracts) contract.renewTerms();
    for (const event of events)
      if (event.type === 'variationPaid') continue;
      else if (event.type === 'contractSettled') this.#compareSettlement(event);
      else if (event.type === 'orderCancelled') {
        this.#expect(event.reason === this.#reasonToCancel(event, date), `order ${event.order} is not to be cancelled`);
        this.#compare([takenOut(event.contract, event.order, event.reason, books)], [event]);
      } else if (event.type !== 'marginCalled' && event.type !== 'marginCallMet') this.#note(event);
    if (step === 'terms') this.#checkContracts(date);
    if (step === 'calls') this.#checkCalls(events);
  }

  #checkContracts(date: number): void {
    const books = this.#books;
    for (const contract of books.contracts) {
      const { limits, lastTradingDay, expired, book } = contract;
      this.#expect(
        expired === date >= lastTradingDay,
        `a contract of ${lastTradingDay} expires on ${date}, or does not`,
      );
      const isWithin = book.orders.every(({ price }) => price >= limits.down && price <= limits.up);
      this.#expect(isWithin, 'orders outside the limits remain');
    }
    for (const { code, consecutiveMonths, quarterlyMonths } of books.products.values()) {
      const living = books.contracts.filter(({ specification, expired }) => specification.code === code && !expired);
      this.#expect(living.length >= consecutiveMonths + quarterlyMonths, `too few months of ${code} are listed`);
    }
  }

  #checkCalls(events: readonly Event[]): void {
    const books = this.#books;
    const told = (type: 'marginCalled' | 'marginCallMet') =>
      events.flatMap((event) => (event.type === type ? [event.account] : []));
    const accounts = [...books.cash.keys()];
    const met = accounts.filter((account) => books.called.has(account) && books.hasMargin(account));
    const short = accounts.filter((account) => !met.includes(account) && books.isShort(account));
    for (const account of met) books.called.delete(account);
    for (const account of short) books.called.add(account);
    this.#expect(told('marginCallMet').join() === met.join(), `the calls of ${met} are met`);
    const called = told('marginCalled');
    this.#expect(called.join() === short.join(), `accounts ${short} are short, and ${called} were called`);
  }

  #compareSettlement(event: Event & { type: 'contractSettled' }): void {
    const contract = this.#books.contracts[event.contract] as PlainContract;
    const { contract: id, date } = event;
    const volume = contract.trades.reduce((sum, { quantity }) => sum + quantity, 0);
    const openInterest = contract.openInterest(this.#books.cash.length);
    const settlement = Object(this.#settlements[event.contract]);
    this.#compare([{ type: 'contractSettled', contract: id, date, ...settlement, volume, openInterest }], [event]);
  }

  /** Everybody's variation goes from losers to winners (rules SET-2 and CLR-4). */
  #payVariation(events: readonly Event[]): void {
    const books = this.#books;
    for (const event of events)
      if (event.type === 'variationPaid') {
        const settlement = this.#settlements[event.contract];
        const contract = books.contracts[event.contract] as PlainContract;
        const due = settlement === undefined ? 0 : contract.variationOf(event.account, settlement.price);
        this.#expect(event.amount === due, `account ${event.account} is due ${due} and was paid ${event.amount}`);
      }
    for (const [i, settlement] of this.#settlements.entries()) {
      if (settlement === undefined) continue;
      const contract = books.contracts[i] as PlainContract;
      const paid = [...books.cash.keys()].map((account) => contract.variationOf(account, settlement.price));
      this.#expect(paid.reduce((sum, amount) => sum + amount, 0) === 0, 'winners are paid what losers pay');
      for (const [account, amount] of paid.entries()) books.pay(account, amount);
      contract.settle(settlement.price, books.cash.length);
    }
  }

  /** Rules SET-5 and PRC-2; the contract has been settled by now. */
  #reasonToCancel({ contract: id, price }: Event & { type: 'orderCancelled' }, date: number): string | undefined {
    const { lastTradingDay, limits } = this.#books.contracts[id] as PlainContract;
    if (date === lastTradingDay) return 'expired';
    return price < limits.down || price > limits.up ? 'outsideLimit' : undefined;
  }

  #note(event: Event): void {
    const books = this.#books;
    switch (event.type) {
      case 'accountOpened':
        this.#expect(event.account === books.cash.length, `account ${event.account} comes out of turn`);
        books.cash.push(0);
        return;
      case 'productDefined':
        books.products.set(event.specification.code, event.specification);
        return;
      case 'contractListed':
        this.#listed.push(event);
        return;
      case 'contractTerms':
        return this.#compareTerms(event);
      case 'contractExpired':
        return books.contracts[event.contract]?.expire();
      case 'indexFixed': {
        const { date, decision } = event.fixing;
        if (decision.value !== null) books.fixings.set(date, decision.value);
        return;
      }
      case 'dayEnded':
        books.tradeDate = event.next;
        return;
    }
  }

  /** The first terms of a contract say the price at which it is listed; everything else follows. */
  #compareTerms({ type, contract: id, settlementPrice: listedAt, ...told }: Event & { type: 'contractTerms' }): void {
    const { product, month, lastTradingDay } = this.#listed[id] as Events['contractListed'];
    const { contracts, products } = this.#books;
    contracts[id] ??= new PlainContract(products.get(product) as ProductSpecification, month, lastTradingDay, listedAt);
    const { settlementPrice, limits, initialRate, maintenanceRate } = contracts[id];
    const own = { settlementPrice, limitDown: limits.down, limitUp: limits.up, initialRate, maintenanceRate };
    this.#compare([{ type, ...own }], [{ type, settlementPrice: listedAt, ...told }]);
  }

  #compare(expected: readonly Expected[], told: readonly object[]): void {
    const [should, did] = [JSON.stringify(expected), JSON.stringify(told)];
    this.#expect(should === did, `it should have come to ${should}, and came to ${did}`);
  }

  #expect(holds: boolean, what: string): void {
    if (!holds) this.#record.report(RULES, `${this.#where}: ${what}`);
  }
}
