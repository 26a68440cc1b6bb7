/**
 * Tables on a terminal.
 */

/** The rows as lines of columns: in each row the first `names` cells stand to the left, numbers to the right. */
export function tableOf(rows: readonly (readonly string[])[], names: number): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => padded(cell, widths[column] ?? 0, column < names))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function padded(cell: string, width: number, isName: boolean): string {
  return isName ? cell.padEnd(width) : cell.padStart(width);
}
