/** Linear least squares of a few columns, by the normal equations. */

export interface LinearFit {
  readonly values: readonly number[];
  /** The sum of squared residuals. */
  readonly squares: number;
  /** Of each value, its variance where each row is off by a deviation of one. */
  readonly variances: readonly number[];
}

/** The values that bring Σ value × column closest to `wanted`; undefined where columns cannot be told apart. */
export function leastSquares(columns: readonly Float64Array[], wanted: Float64Array): LinearFit | undefined {
  const inverse = inverted(columns.map((one) => columns.map((other) => dot(one, other))));
  if (inverse === undefined) return undefined;
  const right = columns.map((column) => dot(column, wanted));
  const values = inverse.map((row) => row.reduce((sum, cell, at) => sum + cell * (right[at] as number), 0));
  let squares = 0;
  for (let i = 0; i < wanted.length; i += 1) {
    const fitted = columns.reduce((sum, column, at) => sum + (column[i] as number) * (values[at] as number), 0);
    squares += ((wanted[i] as number) - fitted) ** 2;
  }
  return { values, squares, variances: inverse.map((row, at) => row[at] as number) };
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i += 1) sum += (a[i] as number) * (b[i] as number);
  return sum;
}

/** A pivot smaller than this share of its column's own size is rounding. */
const PIVOT_MIN = 1e-12;

/** The inverse of a symmetric matrix by Gauss and Jordan; undefined where it has none to speak of. */
function inverted(matrix: readonly (readonly number[])[]): number[][] | undefined {
  const size = matrix.length;
  const rows = matrix.map((row, i) => [...row, ...Array.from({ length: size }, (_, j) => (i === j ? 1 : 0))]);
  for (let at = 0; at < size; at += 1) {
    const own = rows[at] as number[];
    const pivot = own[at] as number;
    if (!(pivot > PIVOT_MIN * ((matrix[at] as readonly number[])[at] as number))) return undefined;
    for (let j = 0; j < own.length; j += 1) own[j] = (own[j] as number) / pivot;
    for (const [i, row] of rows.entries()) {
      const factor = row[at] as number;
      if (i !== at) for (let j = 0; j < row.length; j += 1) row[j] = (row[j] as number) - factor * (own[j] as number);
    }
  }
  return rows.map((row) => row.slice(size));
}
