/**
 * Decimal strings to whole numbers and back, digit by digit: no float ever stands between what was sent and what counts.
 *
 * Inside, prices are ticks and money is micro-dollars; outside, both are decimal strings (rule API-3).
 */
import type { ProductSpecification } from '#core/contract.ts';
import type { Millionths, Money, Ticks } from '#core/units.ts';

/** A decimal string may have this many places; ticks are coarser, so more would be a mistake. */
const PLACES_MAX = 9;
const MONEY_PLACES = 6;
const NANO_PER_MICRO = 1_000n;
const TENS = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000];
/** So many letters of a decimal, the point among them, are never more micro-dollars than a number counts exactly. */
const PLAIN_LENGTH_MAX = 9;

/** The decimal as a whole number of 10^-9, or undefined when the text is not one. */
export function readDecimal(text: string): bigint | undefined {
  const parts = /^(-?)([0-9]{1,15})(?:\.([0-9]{1,9}))?$/.exec(text);
  if (parts === null) return undefined;
  const [, sign = '', whole = '', places = ''] = parts;
  return BigInt(sign + whole + places.padEnd(PLACES_MAX, '0'));
}

/** `value` counts units of 10^-`places`; the result has that many places. */
export function writeDecimal(value: number | bigint, places: number): string {
  const digits = String(value < 0 ? -value : value).padStart(places + 1, '0');
  const whole = digits.slice(0, digits.length - places);
  const sign = value < 0 ? '-' : '';
  return places === 0 ? sign + whole : `${sign}${whole}.${digits.slice(-places)}`;
}

/** The amount in micro-dollars; undefined when the text is none, is finer, or is too large to be counted. */
export function readMoney(text: string): Money | undefined {
  const nano = readDecimal(text);
  if (nano === undefined || nano % NANO_PER_MICRO !== 0n) return undefined;
  const micro = Number(nano / NANO_PER_MICRO);
  return Number.isSafeInteger(micro) ? (micro as Money) : undefined;
}

export function writeMoney(amount: Money): string {
  return writeDecimal(amount, MONEY_PLACES);
}

export function writeShare(share: Millionths): string {
  return writeDecimal(share, 6);
}

/** How many places a price of this product has: those of its tick. */
export function priceDecimals({ tickSize }: ProductSpecification): number {
  let places = MONEY_PLACES;
  for (let unit = tickSize; places > 0 && unit % 10 === 0; unit /= 10) places -= 1;
  return places;
}

export function writePrice(price: Ticks, specification: ProductSpecification): string {
  const places = priceDecimals(specification);
  const units = price * (specification.tickSize / (TENS[MONEY_PLACES - places] as number));
  return Number.isSafeInteger(units) ? writeDecimal(units, places) : writeTicks(price, 1, specification, places);
}

/** The price `ticks / count` with two places more than the tick's, rounded down (up below zero): an average. */
export function writeAveragePrice(ticks: number, count: number, specification: ProductSpecification): string {
  return writeTicks(ticks, count, specification, priceDecimals(specification) + 2);
}

/** `ticks / count` with so many places, rounded towards zero; in plain numbers as long as they count exactly. */
function writeTicks(ticks: number, count: number, { tickSize }: ProductSpecification, places: number): string {
  const worth = ticks * tickSize * (TENS[Math.max(0, places - MONEY_PLACES)] as number);
  const unit = count * (TENS[Math.max(0, MONEY_PLACES - places)] as number);
  if (Number.isSafeInteger(worth) && Number.isSafeInteger(unit))
    return writeDecimal((worth - (worth % unit)) / unit, places);
  const nano = BigInt(ticks) * BigInt(tickSize) * NANO_PER_MICRO;
  return writeDecimal(nano / (BigInt(count) * 10n ** BigInt(PLACES_MAX - places)), places);
}

/** What is wrong with a price that `readDecimal` does not take: more digits than any price has, or no decimal at all. */
export function decimalFault(value: unknown): 'PRICE_NOT_DECIMAL' | 'PRICE_OUT_OF_RANGE' {
  const isLong = typeof value === 'string' && /^-?[0-9]{16,}(\.[0-9]{1,9})?$/.test(value);
  return isLong ? 'PRICE_OUT_OF_RANGE' : 'PRICE_NOT_DECIMAL';
}

type PriceFault = 'PRICE_NOT_DECIMAL' | 'PRICE_OUT_OF_RANGE' | 'PRICE_OFF_TICK';

/** The ticks of a price of this product, or why it cannot be one. */
export function readPrice(text: string, specification: ProductSpecification): Ticks | PriceFault {
  return readTicks(text, specification, 0, specification.priceMax);
}

/** The ticks by which two prices of this product differ, or why they cannot (rule API-27). */
export function readSpreadPrice(text: string, specification: ProductSpecification): Ticks | PriceFault {
  const { priceMax } = specification;
  return readTicks(text, specification, -priceMax, priceMax - 1);
}

/** Takes what lies above `floor` ticks and not above `highest`. */
function readTicks(
  text: string,
  { tickSize }: ProductSpecification,
  floor: number,
  highest: number,
): Ticks | PriceFault {
  const micro = readPlainMicro(text);
  if (micro !== undefined && Number.isSafeInteger(highest * tickSize)) {
    if (micro <= floor * tickSize || micro > highest * tickSize) return 'PRICE_OUT_OF_RANGE';
    return micro % tickSize === 0 ? ((micro / tickSize) as Ticks) : 'PRICE_OFF_TICK';
  }
  const nano = readDecimal(text);
  if (nano === undefined) return decimalFault(text);
  const nanoPerTick = BigInt(tickSize) * NANO_PER_MICRO;
  if (nano <= BigInt(floor) * nanoPerTick || nano > BigInt(highest) * nanoPerTick) return 'PRICE_OUT_OF_RANGE';
  return nano % nanoPerTick === 0n ? (Number(nano / nanoPerTick) as Ticks) : 'PRICE_OFF_TICK';
}

const ZERO = 48;
const NINE = 57;
const POINT = 46;

/**
 * The micro-dollars of a decimal above zero with few digits, as prices have. Undefined for every other text: that one is
 * read the long way, which says the same of these.
 */
function readPlainMicro(text: string): number | undefined {
  const { length } = text;
  if (length > PLAIN_LENGTH_MAX) return undefined;
  let digits = 0;
  let point = length;
  for (let at = 0; at < length; at += 1) {
    const letter = text.charCodeAt(at);
    if (letter === POINT && point === length) point = at;
    else if (letter >= ZERO && letter <= NINE) digits = digits * 10 + letter - ZERO;
    else return undefined;
  }
  const places = Math.max(0, length - point - 1);
  const isPlain = point > 0 && point !== length - 1 && places <= MONEY_PLACES;
  return isPlain ? digits * (TENS[MONEY_PLACES - places] as number) : undefined;
}
