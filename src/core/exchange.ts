/**
 * The exchange as a state machine. Start here.
 *
 * `execute(command, time, emit)` is all there is: it refuses, with a reason and no other effect, or it changes the
 * state and says what happened. It has no clock, no dice and no I/O, and what it computes it computes in whole
 * numbers, so the same commands at the same times give the same events and the same hash on every machine. After every
 * command the invariants are checked; one that does not hold is thrown and must stop the venue.
 */
import type { Month } from './calendar.ts';
import type { LedgerView } from './clearing/ledger.ts';
import { addCapital, declareHedger, deposit, openAccount, withdraw } from './clearing/money.ts';
import type { Command, SetCalendar } from './commands.ts';
import { closeOut } from './default/close-out-orders.ts';
import { checkMargin, type Judged, judge } from './default/margin-calls.ts';
import { portClients } from './default/port-clients.ts';
import { type PositionPrices, positionPrices } from './default/position-prices.ts';
import { reducePositions } from './default/reduce-positions.ts';
import type { MarginCall } from './default/risk-watch.ts';
import type { Emit } from './events.ts';
import { hashOf } from './hash.ts';
import { adoptIndexTerms, correctFixing, fixIndex } from './index-keeping.ts';
import { afterCommand, everywhere } from './invariants.ts';
import type { ListedContract } from './listed-contract.ts';
import { defineProduct, refuseProduct } from './listing.ts';
import { explainMargin, type MarginNode } from './margin/explain-margin.ts';
import {
  declareException,
  declareStress,
  endAgreement,
  payRebate,
  rebateKey,
  signAgreement,
} from './market-making/carry-out.ts';
import {
  capOrders,
  grantExemption,
  permitAccount,
  protectMaker,
  releaseSwitch,
  resetProtection,
  throwSwitch,
} from './protection/carry-out.ts';
import type { DayRejection, Rejection } from './rejections.ts';
import { correctSettlement } from './settlement/correct-settlement.ts';
import { endDay, nextStep, refuseEndOfDay } from './settlement/end-of-day.ts';
import { setCommitteePrice, setFallbackFixing } from './settlement/stand-ins.ts';
import type { ListedSpread } from './spreads/listed-spread.ts';
import { type BookMaker, plainOf, type Snapshot, VenueState } from './state.ts';
import { amendOrder } from './trading/amend.ts';
import { cancelOrders, joinGroup } from './trading/cancel-all.ts';
import { ownerOf } from './trading/found.ts';
import { Orders } from './trading/orders.ts';
import { placePair } from './trading/pairs.ts';
import { changePhase, haltContract, resumeContract } from './trading/phases.ts';
import { placeQuotes } from './trading/quotes.ts';
import { explainOrder, isOpenAt } from './trading/refuse.ts';
import { refuseCalendar } from './trading-calendar.ts';
import { tradeDateAt } from './trading-clock.ts';
import {
  type AccountId,
  type Lots,
  type Millis,
  type Money,
  multiply,
  type OrderId,
  type Ticks,
  type TradeDate,
} from './units.ts';

const NO_ACCOUNT = -1 as AccountId;

/** Commands that come a few times a day, or for few. */
type Rare = Exclude<
  Command,
  {
    type:
      | 'placeOrder'
      | 'cancelOrder'
      | 'openAccount'
      | 'declareHedger'
      | 'addCapital'
      | 'deposit'
      | 'withdraw'
      | 'defineProduct'
      | 'fixIndex'
      | 'endDay';
  }
>;

/** What an account holds in one contract, with the figures that follow. */
export interface PositionView extends PositionPrices {
  readonly contract: ListedContract;
  readonly position: Lots;
  readonly buying: Lots;
  readonly selling: Lots;
  /** Sum of price times signed lots at which what is open was entered. */
  readonly entryValue: number;
  readonly markPrice: Ticks;
  /** What the position has gained since it was entered, and since the last settlement, at the mark price. */
  readonly gain: Money;
  readonly variation: Money;
  readonly initialMargin: Money;
}

/** Where an account stands. `equity` is balance plus variation. */
export interface AccountView {
  readonly balance: Money;
  readonly variation: Money;
  readonly equity: Money;
  readonly initialMargin: Money;
  readonly maintenanceMargin: Money;
  /** What it has in the default fund; no part of its equity (rule DEF-22). */
  readonly contribution: Money;
  /** The margin call that is not met; undefined without one (rule DEF-21). */
  readonly call: MarginCall | undefined;
  readonly isClosedOut: boolean;
  readonly isInDefault: boolean;
  /** What its default still lacks; zero without one. */
  readonly debt: Money;
  readonly positions: readonly PositionView[];
}

export class Exchange {
  readonly #state: VenueState;
  readonly #orders: Orders;
  /** Contracts that trades of spreads have touched, and nobody has looked at since. */
  readonly #touched: Orders['spreads']['trades']['touched'];

  /** A new exchange; `makeBook` is for tests that set the plain book against the fast one. */
  constructor(makeBook?: BookMaker, state = new VenueState(makeBook)) {
    this.#state = state;
    this.#orders = new Orders(state);
    this.#touched = this.#orders.spreads.trades.touched;
  }

  /** The exchange that a snapshot was taken of. */
  static restore(snapshot: Snapshot, makeBook?: BookMaker): Exchange {
    return new Exchange(makeBook, VenueState.restore(snapshot, makeBook));
  }

  /**
   * Carries out one command at venue time `time`, which never goes back. Throws `Violation` or `Overflow` when the
   * exchange itself is wrong; the state is then not to be used any more.
   */
  execute(command: Command, time: Millis, emit: Emit): void {
    const state = this.#state;
    switch (command.type) {
      case 'placeOrder': {
        const reason = this.#orders.place(command, time, emit);
        if (reason !== undefined) return emit.rejected(command.account, reason);
        return this.#afterOrder(command.contract, time, emit);
      }
      case 'cancelOrder': {
        const outcome = this.#orders.cancel(command, emit);
        if (typeof outcome === 'string') return emit.rejected(command.account, outcome);
        // Nothing can cross because an order went; what looks at the book may still have something to see.
        return outcome?.isWatched === true ? this.#afterOrder(outcome.id, time, emit) : undefined;
      }
      case 'openAccount':
        return openAccount(state, command, emit);
      case 'declareHedger':
        return declareHedger(state, command, emit);
      case 'addCapital':
        return addCapital(state, command, emit);
      case 'deposit':
        return deposit(state, command, emit);
      case 'withdraw':
        return withdraw(state, command, emit);
      case 'fixIndex': {
        const reason = fixIndex(state, command, time, emit);
        return reason === undefined ? undefined : emit.rejected(NO_ACCOUNT, reason);
      }
      case 'defineProduct': {
        const reason = refuseProduct(state, command);
        if (reason !== undefined) return emit.rejected(NO_ACCOUNT, reason);
        return defineProduct(state, command, time, emit);
      }
      case 'endDay': {
        const reason = refuseEndOfDay(state, command, time);
        if (reason !== undefined) return emit.rejected(NO_ACCOUNT, reason);
        endDay(state, this.#orders, command, time, emit);
        return command.step === 'nextDay' ? everywhere(state) : afterCommand(state, undefined);
      }
      default:
        return this.#executeRare(command, time, emit);
    }
  }

  /** What comes seldom, or touches several contracts. */
  #executeRare(command: Rare, time: Millis, emit: Emit): void {
    const reason = this.#carryOut(command, time, emit);
    this.#state.noteGuards();
    const account = 'account' in command ? (command.account ?? NO_ACCOUNT) : NO_ACCOUNT;
    if (reason !== undefined) return emit.rejected(account, reason);
    for (const { id, expired } of this.#state.contracts) if (!expired) this.#afterOrder(id, time, emit);
  }

  #carryOut(command: Rare, time: Millis, emit: Emit): Rejection | undefined {
    const [state, orders] = [this.#state, this.#orders];
    switch (command.type) {
      case 'amendOrder':
        return amendOrder(state, orders, command, time, emit);
      case 'placePair':
        return placePair(state, orders, command, time, emit);
      case 'placeQuotes':
        return placeQuotes(state, orders, command, time, emit);
      case 'cancelOrders':
        return cancelOrders(state, orders, command, emit);
      case 'joinGroup':
        return joinGroup(state, command, emit);
      case 'setCalendar':
        return this.#setCalendar(command, time, emit);
      case 'changePhase':
        return changePhase(state, orders, command, time, emit);
      case 'haltContract':
        return haltContract(state, orders, command, time, emit);
      case 'resumeContract':
        return resumeContract(state, orders, command, time, emit);
      case 'throwSwitch':
        return throwSwitch(state, orders, command, emit);
      case 'releaseSwitch':
        return releaseSwitch(state, command, emit);
      case 'permitAccount':
        return permitAccount(state, command, emit);
      case 'capOrders':
        return capOrders(state, command, emit);
      case 'grantExemption':
        return grantExemption(state, command, emit);
      case 'protectMaker':
        return protectMaker(state, command, emit);
      case 'resetProtection':
        return resetProtection(state, command, emit);
      case 'signAgreement':
        return signAgreement(state, command, emit);
      case 'endAgreement':
        return endAgreement(state, command, emit);
      case 'declareStress':
        return declareStress(state, command, emit);
      case 'declareException':
        return declareException(state, command, emit);
      case 'payRebate':
        return payRebate(state, command, emit);
      case 'checkMargin':
        return checkMargin(state, time, emit);
      case 'closeOut':
        return closeOut(state, orders, command, time, emit);
      case 'reducePositions':
        return reducePositions(state, orders, command, emit);
      case 'portClients':
        return portClients(state, command, emit);
      case 'correctSettlement':
        return correctSettlement(state, command, emit);
      case 'adoptIndexTerms':
        return adoptIndexTerms(state, command, time, emit);
      case 'correctFixing':
        return correctFixing(state, command, emit);
      case 'setFallbackFixing':
        return setFallbackFixing(state, command, emit);
      case 'setCommitteePrice':
        return setCommitteePrice(state, command, emit);
    }
  }

  /** After a command that was carried out and may have touched the book: stop orders wake, and the invariants hold. */
  #afterOrder(id: number, time: Millis, emit: Emit): void {
    this.#afterTouch(this.#state.contracts[id], time, emit);
    // Trades of spreads have touched other contracts, and a stop order that wakes there may touch more.
    const touched = this.#touched;
    if (touched.size === 0) return;
    for (const contract of touched) {
      touched.delete(contract);
      this.#afterTouch(contract, time, emit);
    }
  }

  #afterTouch(contract: ListedContract | undefined, time: Millis, emit: Emit): void {
    if (contract?.isWatched === true) {
      if (contract.stops.size > 0 && this.isOpenAt(time)) this.#orders.wakeStops(contract, time, emit);
      contract.observe(time);
    }
    afterCommand(this.#state, contract);
  }

  /** The venue goes by another calendar, under which the day that trades is the same (rule CON-9). */
  #setCalendar({ calendar }: SetCalendar, time: Millis, emit: Emit): DayRejection | undefined {
    const state = this.#state;
    const reason = refuseCalendar(calendar);
    if (reason !== undefined) return reason;
    if (state.stepsDone > 0) return 'DAY_IS_ENDING';
    const { tradeDate } = state;
    if (tradeDate !== undefined && tradeDateAt(calendar, time) !== tradeDate) return 'CALENDAR_MOVES_TODAY';
    state.calendar = calendar;
    if (tradeDate !== undefined) state.startTradeDate(tradeDate);
    emit.happened({ type: 'calendarSet', calendar });
    return undefined;
  }

  /** Everything that is true now, as plain data; and its hash in sixteen hex digits. */
  snapshot(): Snapshot {
    return this.#state.snapshot();
  }

  hash(): string {
    return hashOf(plainOf(this.snapshot()));
  }

  /** Proves every invariant over the whole state; throws `Violation`. */
  audit(): void {
    everywhere(this.#state);
  }

  get contracts(): readonly ListedContract[] {
    return this.#state.contracts;
  }

  /** By number from `FIRST_SPREAD`; expired ones keep their place. */
  get spreads(): readonly ListedSpread[] {
    return this.#state.spreads;
  }

  get products() {
    return this.#state.products as readonly VenueState['products'][number][];
  }

  get accounts() {
    return this.#state.accounts.all;
  }

  /** The terms of the index that were adopted, oldest first; the last may not be in force yet. */
  get indexTerms() {
    return this.#state.index.adopted;
  }

  /** One value for every calendar day since the first fixing, oldest first. */
  get fixings() {
    return this.#state.fixings as readonly VenueState['fixings'][number][];
  }

  /** The day that trades now or next; undefined before the first product. */
  get tradeDate(): TradeDate | undefined {
    return this.#state.tradeDate;
  }

  /** The step that the end of that day waits for. */
  get nextStep() {
    return nextStep(this.#state);
  }

  /** Who is called, closed out or in default. It is only to be looked at. */
  get risk() {
    return this.#state.risk;
  }

  get calendar() {
    return this.#state.calendar;
  }

  /** Whether the account has its rebate of that month (rule FEE-3). */
  isRebatePaid(account: AccountId, product: string, month: Month): boolean {
    return this.#state.rebates.has(rebateKey(account, product, month));
  }

  /** What the venue has earned in fees, less the rebates that it has paid. */
  get fees(): Money {
    const { fees, rebates } = this.#state.ledger;
    return (fees + rebates) as Money;
  }

  /** Where all money is, for whoever reconciles it. */
  get ledger(): LedgerView {
    return this.#state.ledger;
  }

  isOpenAt(time: Millis): boolean {
    return isOpenAt(this.#state, time);
  }

  /** The listed contract of that code that has not expired, or undefined. */
  findContract(code: string): ListedContract | undefined {
    return this.#state.contracts.find((contract) => contract.code === code && !contract.expired);
  }

  /** The listed spread of that code that has not expired, or undefined. */
  findSpread(code: string): ListedSpread | undefined {
    return this.#state.spreads.find((spread) => spread.code === code && !spread.expired);
  }

  /** The owner of an order that rests or waits, or undefined. */
  ownerOf(order: OrderId): AccountId | undefined {
    const found = this.#orders.find(order);
    return found === undefined ? undefined : ownerOf(found);
  }

  /** What an order would need and whether it would be refused; changes nothing. */
  preview(...[order, time]: [order: Parameters<typeof explainOrder>[1], time: Millis]) {
    return explainOrder(this.#state, order, time);
  }

  /** Why an open account must have the initial margin that it must have (rule MAR-26). */
  explainMargin(account: AccountId): MarginNode {
    return explainMargin(this.#state, account);
  }

  /** Where an open account stands at the prices by which it is called and closed out (rule DEF-4). */
  judge(account: AccountId): Judged {
    return judge(this.#state, account);
  }

  /** Where an open account stands at mark prices. */
  summary(account: AccountId): AccountView {
    const state = this.#state;
    const engaged = state.accounts.engagedIn(account).map((id) => state.contracts[id] as ListedContract);
    // An account that came and went within the day is still listed as engaged, and has nothing to show.
    const holding = engaged.filter((contract) => contract.positions.isEngaged(account));
    const equity = state.equity(account);
    const maintenance = state.maintenanceMargin(account);
    const positions = holding.map((contract) => {
      const markPrice = contract.markPrice();
      const position = contract.positions.positionOf(account);
      const entryValue = contract.positions.entryValueOf(account);
      return {
        contract,
        position,
        entryValue,
        gain: multiply(contract.tickValue, position * markPrice - entryValue),
        ...positionPrices(contract, account, { equity, maintenance }),
        buying: contract.positions.buyingOf(account),
        selling: contract.positions.sellingOf(account),
        markPrice,
        variation: contract.positions.variation(account, markPrice, contract.tickValue),
        initialMargin: (contract.positions.worst(account) * contract.marginPerLot) as Money,
      };
    });
    const balance = state.ledger.cashOf(account);
    return {
      balance,
      variation: (equity - balance) as Money,
      equity,
      initialMargin: state.initialMargin(account),
      maintenanceMargin: maintenance,
      contribution: state.ledger.contributionOf(account),
      call: state.risk.calls.get(account),
      isClosedOut: state.risk.closeOuts.has(account),
      isInDefault: state.risk.defaults.has(account),
      debt: -state.ledger.defaultOf(account) as Money,
      positions,
    };
  }
}
