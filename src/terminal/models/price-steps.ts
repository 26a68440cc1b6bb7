/**
 * Prices that a person types, counted in ticks.
 *
 * A price on the screen is text with the contract's own number of places. To step it, or to see whether it stands on
 * the tick, it is counted in units of the last place; both are whole numbers, so nothing is rounded.
 */

/** A plain decimal as a person may type it: `1.5`, `.5`, `2.`; undefined when it is not one. */
export function readDecimal(text: string): string | undefined {
  const match = /^(\d*)\.?(\d*)$/.exec(text.trim());
  if (!match || (match[1] === '' && match[2] === '')) return undefined;
  const places = match[2] ?? '';
  return `${(match[1] ?? '').replace(/^0+(?=\d)/, '') || '0'}${places === '' ? '' : `.${places}`}`;
}

/** `value` in units of 10^−places; undefined when it has digits beyond them. */
export function countUnits(value: string, places: number): number | undefined {
  const [whole = '', digits = ''] = value.split('.');
  if (/[1-9]/.test(digits.slice(places))) return undefined;
  const units = Number(whole + digits.slice(0, places).padEnd(places, '0'));
  return Number.isSafeInteger(units) ? units : undefined;
}

/** The decimal with `places` decimals that counts `units`, which is not negative. */
export function writeUnits(units: number, places: number): string {
  const digits = String(units).padStart(places + 1, '0');
  return places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`;
}

/** `price` moved by `steps` ticks, never below one tick; a price between ticks moves to the next one. */
export function stepPrice(price: string, tickSize: string, places: number, steps: number): string | undefined {
  const tick = countUnits(tickSize, places);
  const from = countUnits(price, places);
  if (tick === undefined || from === undefined || tick === 0) return undefined;
  const onTick = steps > 0 ? Math.floor(from / tick) : Math.ceil(from / tick);
  return writeUnits(Math.max(1, onTick + steps) * tick, places);
}
