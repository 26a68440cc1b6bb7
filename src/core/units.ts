/**
 * The units of the exchange, and the only arithmetic between them.
 *
 * Everything the exchange decides is decided in whole numbers: prices in ticks, quantities in lots, money in
 * micro-dollars, time in milliseconds. All are safe integers; a result that would leave that range throws, because a
 * figure that has silently lost its last digit is worse than a halted venue. Decimals live at the doors.
 */

declare const unit: unique symbol;
type Unit<Name extends string> = number & { readonly [unit]: Name };

/** A price, as a whole number of the contract's ticks. */
export type Ticks = Unit<'Ticks'>;
/** A quantity or a position, as a whole number of lots. A position is signed: long positive, short negative. */
export type Lots = Unit<'Lots'>;
/** An amount of money in micro-dollars: 1,000,000 is USD 1.00. */
export type Money = Unit<'Money'>;
/** Milliseconds since 1970-01-01T00:00:00Z, venue time. */
export type Millis = Unit<'Millis'>;
/** A trade date: days since 1970-01-01, UTC. */
export type TradeDate = Unit<'TradeDate'>;
/** The place of a command in the one order of everything; the first is 1. */
export type Sequence = Unit<'Sequence'>;
/** A dense number that names an account; the first is 0. */
export type AccountId = Unit<'AccountId'>;
/** A dense number that names a listed contract; the first is 0. It is never reused. */
export type ContractId = Unit<'ContractId'>;
/** The number of an order, given by the exchange in order of arrival; the first is 1. */
export type OrderId = Unit<'OrderId'>;
/** A share of one, in millionths: 80,000 is 8 %. */
export type Millionths = Unit<'Millionths'>;

export const ticks = (value: number): Ticks => whole(value) as Ticks;
export const lots = (value: number): Lots => whole(value) as Lots;
export const money = (value: number): Money => whole(value) as Money;
export const millis = (value: number): Millis => whole(value) as Millis;
export const tradeDate = (value: number): TradeDate => whole(value) as TradeDate;
export const sequence = (value: number): Sequence => whole(value) as Sequence;
export const accountId = (value: number): AccountId => whole(value) as AccountId;
export const contractId = (value: number): ContractId => whole(value) as ContractId;
export const orderId = (value: number): OrderId => whole(value) as OrderId;
export const millionths = (value: number): Millionths => whole(value) as Millionths;

/** The largest amount that one account may hold or owe: USD 9 billion, so that a sum of two still counts exactly. */
export const MONEY_MAX = 9e15 as Money;
export const MICRO_DOLLARS_PER_DOLLAR = 1_000_000;
export const ONE_MILLION = 1_000_000;

export const NO_MONEY = 0 as Money;
export const NO_LOTS = 0 as Lots;

/** A result left the range in which whole numbers are exact. It stops the venue: see `Violation`. */
export class Overflow extends RangeError {
  override readonly name = 'Overflow';
}

/** Whether `value`, which somebody sent, is a whole number that counts exactly. */
export function isWhole(value: number): boolean {
  return Number.isSafeInteger(value);
}

function whole(value: number): number {
  if (!Number.isSafeInteger(value)) throw new Overflow(`${value} is not a whole number that counts exactly`);
  return value;
}

export function add(a: Money, b: Money): Money {
  return whole(a + b) as Money;
}

export function subtract(a: Money, b: Money): Money {
  return whole(a - b) as Money;
}

/** `amount` taken `count` times; `count` is any signed whole number (lots, ticks times lots). */
export function multiply(amount: Money, count: number): Money {
  return whole(amount * count) as Money;
}

/** The value of `quantity` lots at `price`, where one tick of one lot is worth `tickValue`. */
export function notional(price: Ticks, quantity: Lots, tickValue: Money): Money {
  return whole(tickValue * price * quantity) as Money;
}

/** Products up to 10^15 come out of one division by a million exactly where it matters: 10^9 is below 2^30. */
const ONE_DIVISION_MAX = 1e15;

/**
 * `share` of `amount`, rounded up to the next whole micro-dollar: what the house asks (margin, fees) never falls short.
 * `amount` is not negative. The product is split so that it stays exact for every amount up to MONEY_MAX.
 */
export function shareUp(amount: Money, share: Millionths): Money {
  // Up to here a quotient is known to half of 2^-22, which is less than the millionth that it may be above a whole number.
  const product = amount * share;
  if (product <= ONE_DIVISION_MAX) return Math.ceil(product / ONE_MILLION) as Money;
  const whole_ = Math.floor(amount / ONE_MILLION);
  const rest = amount - whole_ * ONE_MILLION;
  return whole(whole_ * share + Math.ceil((rest * share) / ONE_MILLION)) as Money;
}

/** `share` of another share, rounded up to a millionth. */
export function shareOf(part: Millionths, share: Millionths): Millionths {
  return divideUp(part * share, ONE_MILLION) as Millionths;
}

/** Integer division that rounds towards minus infinity. */
export function divideDown(dividend: number, divisor: number): number {
  const quotient = Math.floor(dividend / divisor);
  // Floating division of two safe integers can land one off at the edges; the remainder tells.
  const rest = dividend - quotient * divisor;
  return rest < 0 ? quotient - 1 : rest >= divisor ? quotient + 1 : quotient;
}

/** Integer division that rounds towards plus infinity. */
export function divideUp(dividend: number, divisor: number): number {
  return -divideDown(-dividend, divisor);
}

/** The largest whole number whose square is not above `value` (0 ≤ value ≤ 2^53 − 1). */
export function squareRootDown(value: number): number {
  let root = Math.floor(Math.sqrt(value));
  while (root * root > value) root -= 1;
  while ((root + 1) * (root + 1) <= value) root += 1;
  return root;
}

/** The smallest whole number whose square is not below `value` (0 ≤ value ≤ 2^53 − 1). */
export function squareRootUp(value: number): number {
  const root = squareRootDown(value);
  return root * root < value ? root + 1 : root;
}
