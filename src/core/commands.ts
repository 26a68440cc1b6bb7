/**
 * Everything that can be asked of the exchange: one closed union.
 *
 * A command is plain data in the core's own units. Its time is not part of it: the sequencer hands number and time to
 * `execute` beside the command, and from then on both are facts.
 */
import type { Month } from './calendar.ts';
import type { ProductSpecification, SettlementIndex } from './contract.ts';
import type { Agreement } from './market-making/agreement.ts';
import type { ProtectionSettings } from './market-making/protection-settings.ts';
import type { Phase } from './phase.ts';
import type { Evidence } from './price-index/evidence.ts';
import type { IndexTerms } from './price-index/terms.ts';
import type { Caps, Exemption, Permission } from './protection/risk-settings.ts';
import type { SwitchTarget } from './protection/switches.ts';
import type { DayStep } from './settlement/day-steps.ts';
import type { OrderTerms } from './trading/terms.ts';
import type { TradingCalendar } from './trading-calendar.ts';
import type { AccountId, ContractId, Lots, Millis, Money, OrderId, Ticks, TradeDate } from './units.ts';

export const BUY = 0;
export const SELL = 1;
export type Side = typeof BUY | typeof SELL;

/** How long an order lives (rules ORD-9, ORD-14 to ORD-17). */
export const GOOD_TILL_CANCEL = 0;
export const IMMEDIATE_OR_CANCEL = 1;
export const FILL_OR_KILL = 2;
export const DAY = 3;
export const GOOD_TILL_DATE = 4;
export const GOOD_FOR_AUCTION = 5;
export type TimeInForce =
  | typeof GOOD_TILL_CANCEL
  | typeof IMMEDIATE_OR_CANCEL
  | typeof FILL_OR_KILL
  | typeof DAY
  | typeof GOOD_TILL_DATE
  | typeof GOOD_FOR_AUCTION;

/** Who stands behind an account. Simulated participants are marked wherever they are shown (rule MEM-3). */
export type AccountKind = 'member' | 'simulated';

/** What an order is, whoever sends it. */
export interface OrderWish {
  readonly contract: ContractId;
  readonly side: Side;
  /** The limit; 0 for market orders, which find theirs when they are taken. */
  readonly price: Ticks;
  readonly quantity: Lots;
  readonly timeInForce: TimeInForce;
  /** What the order asks for beyond that; a plain limit order has none, and costs nothing for those that have. */
  readonly terms?: OrderTerms;
}

export interface PlaceOrder extends OrderWish {
  readonly type: 'placeOrder';
  readonly account: AccountId;
}

/** Two orders of which one at most takes effect: when one trades or goes, the other goes (rule ORD-24). */
export interface PlacePair {
  readonly type: 'placePair';
  readonly account: AccountId;
  readonly orders: readonly [OrderWish, OrderWish];
}

export interface CancelOrder {
  readonly type: 'cancelOrder';
  readonly account: AccountId;
  readonly order: OrderId;
}

/** Cancels all orders of an account, or those in one contract, or of one side (rule ORD-11). */
export interface CancelOrders {
  readonly type: 'cancelOrders';
  readonly account: AccountId;
  readonly contract?: ContractId;
  readonly side?: Side;
}

/** Changes an order. `quantity` is what it is to want in all, what was filled included (rule ORD-12). */
export interface AmendOrder {
  readonly type: 'amendOrder';
  readonly account: AccountId;
  readonly order: OrderId;
  readonly price?: Ticks;
  readonly quantity?: Lots;
}

export interface QuoteSide {
  readonly price: Ticks;
  readonly quantity: Lots;
}

/** A two-sided quote; a side that is missing is withdrawn. */
export interface Quote {
  readonly contract: ContractId;
  readonly bid?: QuoteSide;
  readonly ask?: QuoteSide;
}

/** Replaces an account's quotes in these contracts, all of them or none (rule ORD-26). */
export interface PlaceQuotes {
  readonly type: 'placeQuotes';
  readonly account: AccountId;
  readonly quotes: readonly Quote[];
}

/** The account joins the beneficial-owner group of `owner` (rule MAT-7). */
export interface JoinGroup {
  readonly type: 'joinGroup';
  readonly account: AccountId;
  readonly owner: AccountId;
}

/** The days and hours by which the venue trades from now on (rule CON-9). */
export interface SetCalendar {
  readonly type: 'setCalendar';
  readonly calendar: TradingCalendar;
}

/** Every living contract of the product goes into the phase (rule AUC-6). */
export interface ChangePhase {
  readonly type: 'changePhase';
  readonly product: string;
  readonly phase: Phase;
}

/** Halts one contract until `until`; null: until somebody resumes it or the next day begins (rule AUC-12). */
export interface HaltContract {
  readonly type: 'haltContract';
  readonly contract: ContractId;
  readonly until: Millis | null;
}

/** Ends an interruption: a halt goes over into an auction, an auction into trading (rule AUC-13). */
export interface ResumeContract {
  readonly type: 'resumeContract';
  readonly contract: ContractId;
}

/** Takes everything of somebody out of the market and keeps it out (rule PRO-8). `by` names a person. */
export interface ThrowSwitch {
  readonly type: 'throwSwitch';
  readonly target: SwitchTarget;
  readonly by: string;
}

/** Asks for a switch's release, or agrees to what another person asked for (rule PRO-9). */
export interface ReleaseSwitch {
  readonly type: 'releaseSwitch';
  readonly target: SwitchTarget;
  readonly by: string;
}

export interface PermitAccount {
  readonly type: 'permitAccount';
  readonly account: AccountId;
  readonly product: string;
  readonly permission: Permission;
}

/** Caps the orders of an account; null takes a cap away. */
export interface CapOrders extends Caps {
  readonly type: 'capOrders';
  readonly account: AccountId;
}

/** Exempts a hedger from position limits; 0 lots take the exemption away. */
export interface GrantExemption extends Exemption {
  readonly type: 'grantExemption';
  readonly account: AccountId;
  readonly product: string;
}

/** Sets an account's market-maker protection in a product; null takes it away. */
export interface ProtectMaker {
  readonly type: 'protectMaker';
  readonly account: AccountId;
  readonly product: string;
  readonly settings: ProtectionSettings | null;
}

export interface ResetProtection {
  readonly type: 'resetProtection';
  readonly account: AccountId;
  readonly product: string;
}

/** A maker promises to quote; it holds until it is ended, and a new one takes the place of the old (rule MMK-1). */
export interface SignAgreement {
  readonly type: 'signAgreement';
  readonly agreement: Agreement;
}

export interface EndAgreement {
  readonly type: 'endAgreement';
  readonly account: AccountId;
  readonly product: string;
}

/** Stress in a product relaxes what makers owe (rule MMK-6). */
export interface DeclareStress {
  readonly type: 'declareStress';
  readonly product: string;
  readonly stressed: boolean;
}

/** Exceptional circumstances lift what makers owe, for one account or, with null, for all (rule MMK-7). */
export interface DeclareException {
  readonly type: 'declareException';
  readonly account: AccountId | null;
  readonly product: string;
  readonly lifted: boolean;
  readonly reason: string;
}

/** Gives a maker the rebate of a month back, out of what the venue earned in fees (rules MMK-11 and FEE-3). */
export interface PayRebate {
  readonly type: 'payRebate';
  readonly account: AccountId;
  readonly product: string;
  readonly month: Month;
  readonly amount: Money;
}

/** Another price for the one that was fixed for the day that ends, before anybody is paid by it (rule SET-17). */
export interface CorrectSettlement {
  readonly type: 'correctSettlement';
  readonly contract: ContractId;
  readonly date: TradeDate;
  readonly price: Ticks;
  readonly reason: string;
  readonly by: string;
}

/** What stands in for the fixing of a withheld day when a contract ends without enough fixings (rule SET-20). */
export interface SetFallbackFixing {
  readonly type: 'setFallbackFixing';
  readonly date: TradeDate;
  /** The index that was withheld; without it the Token Price Index. */
  readonly index?: SettlementIndex;
  readonly value: Money;
  readonly reason: string;
  readonly by: string;
}

/** The price at which a contract ends when nothing else can be found (rule SET-22). */
export interface SetCommitteePrice {
  readonly type: 'setCommitteePrice';
  readonly contract: ContractId;
  readonly price: Ticks;
  readonly reason: string;
  readonly by: string;
}

export interface OpenAccount {
  readonly type: 'openAccount';
  readonly name: string;
  readonly kind: AccountKind;
  /** SHA-256 of the account's API key, in hex. The core keeps it and never reads it. */
  readonly credential: string;
  /** The member whose client account it is; absent: it is a member's own (rule MEM-5). */
  readonly member?: AccountId;
}

/** Says whether an account hedges what it uses or sells (rule MEM-7). */
export interface DeclareHedger {
  readonly type: 'declareHedger';
  readonly account: AccountId;
  readonly hedges: boolean;
}

/** Looks at everybody's margin within the day: calls, ends calls, begins close-outs (rule DEF-21). */
export interface CheckMargin {
  readonly type: 'checkMargin';
}

/** Offers the next slices of an account that is closed out (rule DEF-24). */
export interface CloseOut {
  readonly type: 'closeOut';
  readonly account: AccountId;
}

/** Closes positions in a contract that stood locked against each other (rule DEF-27). */
export interface ReducePositions {
  readonly type: 'reducePositions';
  readonly contract: ContractId;
}

/** Gives the clients of a member to another one (rule DEF-28). */
export interface PortClients {
  readonly type: 'portClients';
  readonly member: AccountId;
  readonly to: AccountId;
}

/** The venue puts up so much more of its own for defaults (rule DEF-20). */
export interface AddCapital {
  readonly type: 'addCapital';
  readonly amount: Money;
}

export interface Deposit {
  readonly type: 'deposit';
  readonly account: AccountId;
  readonly amount: Money;
}

export interface Withdraw {
  readonly type: 'withdraw';
  readonly account: AccountId;
  readonly amount: Money;
}

/** Defines a product and lists its months as of the current trade date. The index must have been fixed before. */
export interface DefineProduct {
  readonly type: 'defineProduct';
  readonly specification: ProductSpecification;
}

/** Terms of the index, and the first day that is fixed under them (rules IDX-30 and IDX-31). */
export interface AdoptIndexTerms {
  readonly type: 'adoptIndexTerms';
  readonly terms: IndexTerms;
  readonly effective: TradeDate;
  readonly reason: string;
  readonly by: string;
}

/** The index of `date` from the prices that were seen. Every calendar day has one, in order (rule IDX-9). */
export interface FixIndex {
  readonly type: 'fixIndex';
  readonly date: TradeDate;
  readonly evidence: Evidence;
}

/** The index of a day that was fixed, once more and from other evidence (rule IDX-33). */
export interface CorrectFixing {
  readonly type: 'correctFixing';
  readonly date: TradeDate;
  readonly evidence: Evidence;
  readonly reason: string;
  readonly by: string;
}

/** One step of the end of the trading day `date`; each follows the one before it, and happens once (rule SET-6). */
export interface EndDay {
  readonly type: 'endDay';
  readonly date: TradeDate;
  readonly step: DayStep;
}

export type Command =
  | PlaceOrder
  | PlacePair
  | CancelOrder
  | CancelOrders
  | AmendOrder
  | PlaceQuotes
  | JoinGroup
  | SetCalendar
  | ChangePhase
  | HaltContract
  | ResumeContract
  | ThrowSwitch
  | ReleaseSwitch
  | PermitAccount
  | CapOrders
  | GrantExemption
  | ProtectMaker
  | ResetProtection
  | SignAgreement
  | EndAgreement
  | DeclareStress
  | DeclareException
  | PayRebate
  | CorrectSettlement
  | SetFallbackFixing
  | SetCommitteePrice
  | OpenAccount
  | DeclareHedger
  | AddCapital
  | CheckMargin
  | CloseOut
  | ReducePositions
  | PortClients
  | Deposit
  | Withdraw
  | DefineProduct
  | AdoptIndexTerms
  | FixIndex
  | CorrectFixing
  | EndDay;
