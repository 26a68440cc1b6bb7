/**
 * Control variates: what is known of some means, used for others.
 *
 * Value less coefficient times (control less its mean) has the mean of the value, whatever the coefficient, as long as the
 * coefficient does not come from the same paths. It comes from a pilot with dice of its own, so an estimate has no bias
 * from it; a pilot that is unlucky costs width, not truth (Glasserman 2003, section 4.1).
 */
import { covariance, type Tally } from './tally.ts';

/** By value, the coefficients of all controls: regression over a pilot whose figures are `values` values, then controls. */
export function fitControls(pilot: Tally, values: number): number[][] {
  const controls = pilot.means.length - values;
  return Array.from({ length: values }, (_, value) => {
    const rows = Array.from({ length: controls }, (_, i) => [
      ...Array.from({ length: controls }, (_, j) => covariance(pilot, values + i, values + j)),
      covariance(pilot, values + i, value),
    ]);
    return solve(rows);
  });
}

/** The solution of linear equations, each a row with its right side last, by elimination with the largest pivot. */
function solve(rows: number[][]): number[] {
  const n = rows.length;
  for (let column = 0; column < n; column += 1) {
    let pivot = column;
    for (let row = column + 1; row < n; row += 1)
      if (Math.abs(rows[row]?.[column] as number) > Math.abs(rows[pivot]?.[column] as number)) pivot = row;
    const [chosen, other] = [rows[pivot] as number[], rows[column] as number[]];
    rows[column] = chosen;
    rows[pivot] = other;
    for (const [at, row] of rows.entries()) {
      if (at === column) continue;
      const times = (row[column] as number) / (chosen[column] as number);
      for (let k = column; k <= n; k += 1) row[k] = (row[k] as number) - times * (chosen[k] as number);
    }
  }
  return rows.map((row, i) => (row[n] as number) / (row[i] as number));
}
