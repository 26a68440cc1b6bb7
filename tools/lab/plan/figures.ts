/** Figures in sentences: no more digits than a simulation of prices has a right to. */

const DIGITS = 3;

/** `USD 12,300`: three digits that count, with the true minus sign. */
export function money(amount: number): string {
  const rounded = Math.abs(amount) < 0.005 ? 0 : Number(amount.toPrecision(DIGITS));
  const text = Math.abs(rounded) >= 100 ? Math.round(rounded).toLocaleString('en-US') : String(rounded);
  return `USD ${text.replace('-', '−')}`;
}

/** `24,300`. */
export function whole(amount: number): string {
  return Math.round(Number(amount.toPrecision(DIGITS)))
    .toLocaleString('en-US')
    .replace('-', '−');
}

export function perCent(share: number): string {
  return `${Number((100 * share).toPrecision(2))} %`.replace('-', '−');
}

export function places(value: number, digits = 2): string {
  return value.toFixed(digits).replace('-', '−');
}
