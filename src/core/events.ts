/**
 * Everything that can happen: one closed union, and the interface through which the core says it.
 *
 * The core calls typed methods of an `Emit` that is handed in, so that a command that trades allocates nothing. Who
 * wants objects hands in a `recorder`, whose events carry the same names. Amounts are in the core's units.
 */

import type { Month } from './calendar.ts';
import type { AccountKind, Side, TimeInForce } from './commands.ts';
import type { ProductSpecification, SettlementIndex } from './contract.ts';
import type { Absorbed } from './default/waterfall.ts';
import type { Agreement } from './market-making/agreement.ts';
import type { ProtectionSettings } from './market-making/protection-settings.ts';
import type { Phase } from './phase.ts';
import type { FixingSummary, IndexInputs } from './price-index/publication.ts';
import type { IndexTerms } from './price-index/terms.ts';
import type { Caps, Exemption, Permission } from './protection/risk-settings.ts';
import type { SwitchTarget } from './protection/switches.ts';
import type { Rejection } from './rejections.ts';
import type { DayStep } from './settlement/day-steps.ts';
import type { ClosedWay, FinalInputs, FinalMethod } from './settlement/final-price.ts';
import type { SettlementTier } from './settlement/settlement-rules.ts';
import type { PassedTier, SettlementInputs } from './settlement/tiers.ts';
import type { OrderTerms } from './trading/terms.ts';
import type { TradingCalendar } from './trading-calendar.ts';
import type { AccountId, ContractId, Lots, Millionths, Millis, Money, OrderId, Ticks, TradeDate } from './units.ts';

/** Why a resting order left the book without being filled. */
export type CancelReason =
  | 'requested'
  /** What an IOC order could not fill at once (rule MAT-5). */
  | 'unfilled'
  /** The order of the same account stood on the other side (rule MAT-6). */
  | 'selfTrade'
  /** The next day's limits leave the order outside (rule PRC-2). */
  | 'outsideLimit'
  /** The contract expired (rule SET-5). */
  | 'expired'
  /** Its day, its date or its auction is over (rules ORD-15, ORD-16, AUC-11). */
  | 'lapsed'
  /** The other order of the pair took effect or went (rule ORD-24). */
  | 'otherOfPair'
  /** It could only have made the position larger (rule ORD-25). */
  | 'reduceOnly'
  /** A new quote stands in its place (rule ORD-26). */
  | 'replaced'
  /** A stop order woke, and was refused then (rule ORD-20). */
  | 'refusedWhenTriggered'
  /** The account's market-maker protection acted (rule MMK-13). */
  | 'protection'
  /** A kill switch acted (rule PRO-8). */
  | 'switchedOff'
  /** The account is closed out (rule DEF-24). */
  | 'closeOut';

/**
 * Where a trade came about. Of a trade in the book the maker's lots leave the book with it, at its price; the lots of an
 * auction have left before, each at its own price (`shownChanged`). Lots of a spread order never stood in a month's book:
 * `implied` when an order of the month took them there, `spread` when both sides are spread orders, whose legs are no
 * prices of their month (rule SPR-8).
 */
export type TradeOrigin = 'book' | 'auction' | 'implied' | 'spread';

/** One spread order in a trade, with its limit. */
export interface SpreadSide {
  readonly order: OrderId;
  readonly account: AccountId;
  readonly side: Side;
  readonly price: Ticks;
}

/** What an account's cash is changed for, beside deposits, withdrawals, variation, fees and rebates. */
export type BookedItem =
  /** To the default fund, and back from it (rule DEF-22). */
  | 'fundContribution'
  /** Asked beyond the contribution (rule DEF-9). */
  | 'assessment'
  /** Gains that paid for a default (rule DEF-8). */
  | 'gainsHaircut'
  /** A debt that is in default, from the account; negative: the account has paid so much of it back. */
  | 'debtCovered'
  /** A member has paid the debt of its client (rule DEF-23). */
  | 'clientCovered'
  | 'closeOutFee';

/** Why positions were closed against each other outside the book. */
export type ReductionCause = 'forcedReduction' | 'tearUp';

/** Which tier gave a settlement price (rules SET-1 and SET-8), or how a contract ended (rules SET-4, SET-19 to SET-22). */
export type SettlementMethod = SettlementTier['method'] | FinalMethod;

/** Of a product with settlement rules: what a price was made of, and which tiers were passed over, with the reason. */
export interface SettlementDetails {
  readonly inputs: SettlementInputs | FinalInputs;
  readonly passed: readonly (PassedTier | ClosedWay)[];
}

export interface Trade {
  readonly contract: ContractId;
  /** Counts the trades of the venue; the first is 1. */
  readonly trade: number;
  readonly price: Ticks;
  readonly quantity: Lots;
  /** The side of the incoming order. */
  readonly takerSide: Side;
  readonly makerOrder: OrderId;
  readonly takerOrder: OrderId;
  readonly makerAccount: AccountId;
  readonly takerAccount: AccountId;
  readonly makerFee: Money;
  readonly takerFee: Money;
  readonly origin: TradeOrigin;
}

/** One part of an initial margin, by the name of what it is for. */
export interface MarginPart {
  /** An offset is below zero. */
  readonly label: 'contract' | 'concentration' | 'offset';
  /** The code of a contract or of a product: `SIT2612`. */
  readonly name: string;
  readonly amount: Money;
}

export interface Events {
  /** `member` stands in for the account; it is the account itself when that is a member's own. */
  accountOpened: { account: AccountId; name: string; kind: AccountKind; credential: string; member: AccountId };
  hedgerDeclared: { account: AccountId; hedges: boolean };
  capitalAdded: { amount: Money };
  /** Cash of an account has changed by a signed amount, for a reason that has no event of its own. */
  booked: { account: AccountId; date: TradeDate; item: BookedItem; amount: Money };
  deposited: { account: AccountId; amount: Money };
  withdrawn: { account: AccountId; amount: Money };
  productDefined: { specification: ProductSpecification };
  contractListed: { contract: ContractId; product: string; month: Month; code: string; lastTradingDay: TradeDate };
  /** Tomorrow's parameters of a contract, as of the settlement of today. */
  contractTerms: {
    contract: ContractId;
    settlementPrice: Ticks;
    limitDown: Ticks;
    limitUp: Ticks;
    initialRate: Millionths;
    maintenanceRate: Millionths;
  };
  orderAccepted: {
    order: OrderId;
    account: AccountId;
    contract: ContractId;
    side: Side;
    price: Ticks;
    quantity: Lots;
    timeInForce: TimeInForce;
  };
  /** The order met the book as far as it could, and `quantity` of it now rests. Said only when something rests. */
  orderRested: { order: OrderId; account: AccountId; contract: ContractId; side: Side; price: Ticks; quantity: Lots };
  trade: Trade;
  orderCancelled: {
    order: OrderId;
    account: AccountId;
    contract: ContractId;
    side: Side;
    price: Ticks;
    /** What the order still wanted, and how much of that stood in the book. */
    quantity: Lots;
    shown: Lots;
    reason: CancelReason;
  };
  /** Said after `orderAccepted` of an order that has terms. */
  termsAccepted: { order: OrderId; account: AccountId; contract: ContractId; terms: OrderTerms };
  /** A stop order waits for its price and stands in no book; a trailing one says so whenever its price has moved. */
  orderWaits: { order: OrderId; account: AccountId; contract: ContractId; triggerPrice: Ticks };
  /** A stop order's price was reached; from now on it is an order like any other. */
  orderTriggered: { order: OrderId; account: AccountId; contract: ContractId; price: Ticks };
  /** Lots of an order that lives on are gone without a trade; `shown` of them stood in the book. */
  orderReduced: {
    order: OrderId;
    account: AccountId;
    contract: ContractId;
    side: Side;
    price: Ticks;
    quantity: Lots;
    shown: Lots;
    reason: CancelReason;
  };
  /** More or fewer lots of an order stand in the book, and it wants as many as before: in an auction (rule AUC-8). */
  shownChanged: {
    order: OrderId;
    account: AccountId;
    contract: ContractId;
    side: Side;
    price: Ticks;
    /** Signed: lots that came to the book. */
    change: Lots;
  };
  /** `fromShown` lots leave the book at `fromPrice`, and `shown` stay; an order that lost its place is told of anew. */
  orderAmended: {
    order: OrderId;
    account: AccountId;
    contract: ContractId;
    side: Side;
    fromPrice: Ticks;
    fromShown: Lots;
    price: Ticks;
    /** What it wants in all, and what it still wants. */
    quantity: Lots;
    remaining: Lots;
    shown: Lots;
  };
  groupJoined: { account: AccountId; group: AccountId };
  calendarSet: { calendar: TradingCalendar };
  phaseChanged: { contract: ContractId; phase: Phase; until: Millis | null; cause: PhaseCause };
  /** What an auction came to; price 0 when nothing traded. */
  auctionEnded: { contract: ContractId; price: Ticks; quantity: Lots; surplus: number };
  switchThrown: { target: SwitchTarget; by: string };
  releaseAsked: { target: SwitchTarget; by: string };
  switchReleased: { target: SwitchTarget; askedBy: string; by: string };
  accountPermitted: { account: AccountId; product: string; permission: Permission };
  ordersCapped: { account: AccountId } & Caps;
  exemptionGranted: { account: AccountId; product: string } & Exemption;
  makerProtected: { account: AccountId; product: string; settings: ProtectionSettings | null };
  /** The protection has acted: the maker's protected orders in the product are gone, and none is taken until then. */
  protectionTriggered: { account: AccountId; product: string; until: Millis | null };
  protectionReset: { account: AccountId; product: string };
  agreementSigned: { agreement: Agreement };
  agreementEnded: { account: AccountId; product: string };
  stressDeclared: { product: string; stressed: boolean };
  exceptionDeclared: { account: AccountId | null; product: string; lifted: boolean; reason: string };
  rebatePaid: { account: AccountId; product: string; month: Month; amount: Money };
  /** A refused command; `account` is −1 where no account asked. Nothing else happened. */
  rejected: { account: AccountId; reason: Rejection };
  indexTermsAdopted: { terms: IndexTerms; effective: TradeDate; reason: string; by: string };
  indexFixed: { inputs: IndexInputs; fixing: FixingSummary };
  /** A day was fixed once more; `indexFixed` has told of the first time. */
  fixingCorrected: { inputs: IndexInputs; fixing: FixingSummary; reason: string; by: string };
  contractSettled: {
    contract: ContractId;
    date: TradeDate;
    price: Ticks;
    method: SettlementMethod;
    /** Lots traded on the day, and the long lots open after it. */
    volume: Lots;
    openInterest: Lots;
    /** Absent without settlement rules (rule SET-15). */
    details?: SettlementDetails;
  };
  /** The price that was fixed for the day, `from`, is another one; `contractSettled` has told of the first (SET-17). */
  settlementCorrected: {
    contract: ContractId;
    date: TradeDate;
    from: Ticks;
    price: Ticks;
    reason: string;
    by: string;
  };
  /** Of a contract in its delivery period: the mean so far, of so many of its days; null before the first (SET-23). */
  averageRunning: { contract: ContractId; date: TradeDate; fixings: number; of: number; mean: Money | null };
  fallbackFixingSet: { date: TradeDate; index?: SettlementIndex; value: Money; reason: string; by: string };
  committeePriceSet: { contract: ContractId; price: Ticks; reason: string; by: string };
  /** The daily cash of one account in one contract: its position and trades against the settlement price (SET-2). */
  variationPaid: {
    account: AccountId;
    contract: ContractId;
    date: TradeDate;
    amount: Money;
    position: Lots;
  };
  /** `due` is when the call is overdue (rule DEF-21). */
  marginCalled: {
    account: AccountId;
    date: TradeDate;
    equity: Money;
    maintenance: Money;
    initial: Money;
    due: Millis;
  };
  marginCallMet: { account: AccountId };
  /** Everybody's margin was looked at: so many accounts are called, and so many are being closed out. */
  marginChecked: { called: number; closedOut: number };
  closeOutStarted: { account: AccountId; equity: Money; maintenance: Money };
  /** The account has its margin again, or nothing left to close. */
  closeOutEnded: { account: AccountId; equity: Money };
  /** Signed lots that an account has bought or sold outside the book. */
  positionReduced: {
    contract: ContractId;
    account: AccountId;
    lots: Lots;
    price: Ticks;
    cause: ReductionCause;
  };
  clientPorted: { account: AccountId; from: AccountId; to: AccountId };
  /** An account owes what it cannot pay; `member` stands in for it (rule DEF-25). */
  defaultDeclared: { account: AccountId; member: AccountId; date: TradeDate; loss: Money };
  /** Who has borne a loss, layer by layer; what nobody bore remains (rule DEF-8). */
  lossAbsorbed: { account: AccountId; date: TradeDate; loss: Money; layers: readonly Absorbed[]; remainder: Money };
  defaultClosed: { account: AccountId; date: TradeDate };
  /** The default fund was sized: why, how much it should hold, and how much it holds (rule DEF-22). */
  fundSized: {
    date: TradeDate;
    scenario: string;
    cover: Money;
    fund: Money;
    collected: Money;
    capital: Money;
    /** The smallest move of all prices that the fund and the capital would not bear; null: there is none. */
    exhaustedBy: Millionths | null;
    /** How many members have given to it, and what all of them can be asked for beyond that in one default. */
    contributors: number;
    assessable: Money;
    /** What the two largest would leave uncovered on each of the worst days. */
    covers: readonly { readonly scenario: string; readonly cover: Money }[];
  };
  /**
   * What an account has when its day's statement closes, and what it must have on the next day. Said of whoever has a
   * position or an order; the parts sum to the initial margin.
   */
  marginStated: {
    account: AccountId;
    date: TradeDate;
    balance: Money;
    initial: Money;
    maintenance: Money;
    parts: readonly MarginPart[];
  };
  contractExpired: { contract: ContractId; date: TradeDate; finalPrice: Ticks; fixings: number };
  /** A step of the end of a day is done, and will not be done again. */
  dayStepDone: { date: TradeDate; step: DayStep };
  dayEnded: { date: TradeDate; next: TradeDate };
  /** Orders in the spread go by its number, which is no contract's, and by prices that may be below zero. */
  spreadListed: { spread: ContractId; product: string; code: string; near: ContractId; far: ContractId };
  spreadExpired: { spread: ContractId };
  /** Said after the trades of its legs. `resting` has left the spread's book with so many lots, `incoming` was there not. */
  spreadTrade: {
    spread: ContractId;
    /** Near less far. */
    price: Ticks;
    quantity: Lots;
    resting: SpreadSide | null;
    incoming: SpreadSide | null;
    nearTrade: number;
    farTrade: number;
  };
}

/** Why a contract is in its phase: the clock, somebody who runs the venue, or a price that moved too fast. */
export type PhaseCause = 'schedule' | 'operator' | 'halt' | 'breaker' | 'velocity';

export type EventType = keyof Events;
export type Event = { [T in EventType]: { readonly type: T } & Readonly<Events[T]> }[EventType];

/**
 * What the core calls. Hot events take their parts as arguments; the rest take the object itself, because they are rare
 * and readable that way.
 */
export interface Emit {
  orderAccepted(
    order: OrderId,
    account: AccountId,
    contract: ContractId,
    side: Side,
    price: Ticks,
    quantity: Lots,
    timeInForce: TimeInForce,
  ): void;
  orderRested(order: OrderId, account: AccountId, contract: ContractId, side: Side, price: Ticks, quantity: Lots): void;
  trade(
    contract: ContractId,
    trade: number,
    price: Ticks,
    quantity: Lots,
    takerSide: Side,
    makerOrder: OrderId,
    takerOrder: OrderId,
    makerAccount: AccountId,
    takerAccount: AccountId,
    makerFee: Money,
    takerFee: Money,
    origin: TradeOrigin,
  ): void;
  orderCancelled(
    order: OrderId,
    account: AccountId,
    contract: ContractId,
    side: Side,
    price: Ticks,
    quantity: Lots,
    shown: Lots,
    reason: CancelReason,
  ): void;
  rejected(account: AccountId, reason: Rejection): void;
  /** Everything that happens at most some thousand times a day. */
  happened(
    event: Exclude<Event, { type: 'orderAccepted' | 'orderRested' | 'trade' | 'orderCancelled' | 'rejected' }>,
  ): void;
}

/** An `Emit` that makes plain event objects of what it is told and pushes them, in order: to an array, for example. */
export function recorder(events: { push(event: Event): unknown }): Emit {
  return {
    orderAccepted: (order, account, contract, side, price, quantity, timeInForce) =>
      void events.push({ type: 'orderAccepted', order, account, contract, side, price, quantity, timeInForce }),
    orderRested: (order, account, contract, side, price, quantity) =>
      void events.push({ type: 'orderRested', order, account, contract, side, price, quantity }),
    trade: (
      contract,
      trade,
      price,
      quantity,
      takerSide,
      makerOrder,
      takerOrder,
      makerAccount,
      takerAccount,
      makerFee,
      takerFee,
      origin,
    ) =>
      void events.push({
        type: 'trade',
        contract,
        trade,
        price,
        quantity,
        takerSide,
        makerOrder,
        takerOrder,
        makerAccount,
        takerAccount,
        makerFee,
        takerFee,
        origin,
      }),
    orderCancelled: (order, account, contract, side, price, quantity, shown, reason) =>
      void events.push({ type: 'orderCancelled', order, account, contract, side, price, quantity, shown, reason }),
    rejected: (account, reason) => void events.push({ type: 'rejected', account, reason }),
    happened: (event) => void events.push(event),
  };
}
