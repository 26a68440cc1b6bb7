/**
 * Decimal texts to whole micro-dollars, digit by digit: no float ever stands between what was posted and what counts.
 */
import { divideHalfEven } from '#core/price-index/half-even.ts';
import { PRICE_MAX } from '#core/price-index/limits.ts';
import type { Money } from '#core/units.ts';

/** From dollars, and from dollars per token to micro-dollars per million tokens. */
export const MICRO_PLACES = 6;
export const PER_TOKEN_PLACES = 12;

/**
 * `text` times 10^`places`, rounded half to even: `0.00000125` and `1.25e-6` are 1,250,000 at twelve places. Undefined
 * when it is not a decimal, is below zero, or is more than any price.
 */
export function scaledDecimal(text: string, places: number): Money | undefined {
  const parts = /^(\d{1,15})(?:\.(\d{1,40}))?(?:[eE]([+-]?\d{1,2}))?$/.exec(text);
  if (parts === null) return undefined;
  const [, whole = '', rest = '', exponent = '0'] = parts;
  const shift = places - rest.length + Number(exponent);
  const digits = BigInt(whole + rest);
  const value = shift < 0 ? divideHalfEven(digits, 10n ** BigInt(-shift)) : digits * 10n ** BigInt(shift);
  return value > BigInt(PRICE_MAX) ? undefined : (Number(value) as Money);
}

/** The same of a JSON number, by the shortest decimal that stands for it, which is what its author wrote. */
export function scaledNumber(value: number, places: number): Money | undefined {
  return scaledDecimal(String(value), places);
}
