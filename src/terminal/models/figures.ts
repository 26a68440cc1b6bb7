/**
 * How figures are written on the screen.
 *
 * A figure arrives as a decimal string and stays one: it is grouped and signed as text, so no digit is ever lost to a
 * float. A negative figure carries the true minus sign, because a hyphen is too short to stand in a column of digits.
 * What is missing is written as a dash, never as a zero.
 */

export const MINUS = '\u2212';
export const MISSING = '\u2013';

/** `-1234567.50` becomes `−1,234,567.50`. Null, where there is nothing to show, becomes a dash. */
export function decimal(value: string | null | undefined): string {
  if (value === null || value === undefined) return MISSING;
  const [whole = '', places] = magnitude(value).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return (isNegative(value) ? MINUS : '') + grouped + (places === undefined ? '' : `.${places}`);
}

/** As `decimal`, with a plus sign where the figure is above zero: for changes, gains and positions. */
export function signed(value: string | null | undefined): string {
  if (value === null || value === undefined) return MISSING;
  return signOf(value) > 0 ? `+${decimal(value)}` : decimal(value);
}

/** USD to the cent. Amounts count micro-dollars; what is cut off here is still in the title that `exact` gives. */
export function dollars(value: string | null | undefined): string {
  return decimal(toCents(value));
}

/** As `dollars`, with a plus sign where the amount is above zero. */
export function signedDollars(value: string | null | undefined): string {
  return signed(toCents(value));
}

/** The amount with the other sign: what is paid, as a change of the balance. */
export function opposite(value: string): string {
  return isNegative(value) || signOf(value) === 0 ? magnitude(value) : `-${value}`;
}

/** A number of lots. */
export function lots(value: number): string {
  return decimal(String(value));
}

/** A position: long with a plus, short with a minus, flat as zero. */
export function position(value: number): string {
  return signed(String(value));
}

/** A decimal share as per cent with `places` decimals: `0.15625` becomes `15.6 %`. */
export function percent(share: string, places = 1): string {
  const [whole = '', digits = ''] = magnitude(share).split('.');
  const shifted = `${whole}${digits.padEnd(2, '0').slice(0, 2)}.${digits.slice(2)}0`;
  return `${isNegative(share) ? MINUS : ''}${roundPlaces(shifted.replace(/^0+(?=\d)/, ''), places)}\u00a0%`;
}

/** A rate in per cent with only the places it has: `0.000100` becomes `0.01 %`. */
export function rate(share: string): string {
  const [figure = '', unit = ''] = percent(share, 4).split('\u00a0');
  return `${trimPlaces(figure, 0)}\u00a0${unit}`;
}

/** −1, 0 or 1: what colour and sign follow. */
export function signOf(value: string | null | undefined): -1 | 0 | 1 {
  if (value === null || value === undefined || !/[1-9]/.test(value)) return 0;
  return value.startsWith('-') ? -1 : 1;
}

/** `1.523000` becomes `1.523`, but never fewer than `placesMin` places. */
export function trimPlaces(value: string, placesMin: number): string {
  const [whole = '', places = ''] = value.split('.');
  const kept = places.replace(/0+$/, '').padEnd(placesMin, '0');
  return kept === '' ? whole : `${whole}.${kept}`;
}

/** A value of the index: all its digits, and three places at least. */
export function indexValue(value: string | null | undefined): string {
  return decimal(value && trimPlaces(value, 3));
}

/** The fewest places, at least `placesMin`, with which every one of `values` is written in full. */
export function placesOf(values: readonly string[], placesMin: number): number {
  return Math.max(placesMin, ...values.map((value) => trimPlaces(value, 0).split('.')[1]?.length ?? 0));
}

/** The value rounded to `places` decimals, for columns in which the last digits say nothing. */
export function rounded(value: string, places: number): string {
  const text = roundPlaces(magnitude(value), places);
  return decimal(isNegative(value) && /[1-9]/.test(text) ? `-${text}` : text);
}

function toCents(value: string | null | undefined): string | null {
  if (value === null || value === undefined) return null;
  const text = roundPlaces(magnitude(value), 2);
  return isNegative(value) && /[1-9]/.test(text) ? `-${text}` : text;
}

/** Half rounds away from zero: for the eye only, nothing is decided with the result. `value` has no sign. */
function roundPlaces(value: string, places: number): string {
  const [whole = '0', digits = ''] = value.split('.');
  const scaled = BigInt(whole + digits.padEnd(places + 1, '0').slice(0, places + 1)) + 5n;
  const text = (scaled / 10n).toString().padStart(places + 1, '0');
  return places === 0 ? text : `${text.slice(0, -places)}.${text.slice(-places)}`;
}

function isNegative(value: string): boolean {
  return value.startsWith('-');
}

function magnitude(value: string): string {
  return isNegative(value) ? value.slice(1) : value;
}
