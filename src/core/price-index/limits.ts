/**
 * How large the numbers and how long the names of the index may be, so that whatever is computed from them still counts
 * exactly and a publication stays readable.
 *
 * What is beyond a limit is refused at the doors (`check-terms.ts`, `check-evidence.ts`); a price beyond it that comes
 * all the same is left out of a calculation.
 */

/** A posted price: a million dollars for a million tokens, in micro-dollars. */
export const PRICE_MAX = 1e12;
/** An hour of a GPU: a thousand dollars, in micro-dollars. */
export const HOUR_MAX = 1e9;
/** A volume a week: a hundred billion, in million tokens or in hours. */
export const VOLUME_MAX = 1e11;
/** Standard Compute Units in an hour of a GPU, or behind a million SIT: a thousandth to a thousand, in millionths. */
export const UNITS_MIN = 1_000;
export const UNITS_MAX = 1e9;
/** How many prices the evidence of a day may have, those of GPU hours included, and how many documents. */
export const PRICES_MAX = 20_000;
/** How many of anything a registry may list. */
export const ROWS_MAX = 5_000;

/** Whether `text` can be a name: 1 to 100 characters, all of them visible or a space. */
export function isName(text: string): boolean {
  return /^[^\p{C}]{1,100}$/u.test(text);
}

/** Whether `text` is a SHA-256, in lower-case hex digits. */
export function isHash(text: string): boolean {
  return /^[0-9a-f]{64}$/.test(text);
}
