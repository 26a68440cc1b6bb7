/**
 * A table as Parquet: a column of doubles, of booleans or of UTF-8 for each of its columns, in which a cell may be
 * missing. A column that mixes kinds becomes one of words.
 */
import { parquetWriteBuffer } from 'hyparquet-writer';
import type { Cell, Table } from '#lab/experiment/report.ts';

export function parquetOf({ columns, rows }: Table): Uint8Array {
  return new Uint8Array(
    parquetWriteBuffer({
      columnData: columns.map(({ name }, at) => {
        const cells = rows.map((row) => row[at] as Cell);
        const type = typeOf(cells);
        const data = type === 'STRING' ? cells.map((cell) => (cell === null ? null : String(cell))) : cells;
        return { name, data, type, nullable: true };
      }),
    }),
  );
}

function typeOf(cells: readonly Cell[]): 'DOUBLE' | 'BOOLEAN' | 'STRING' {
  const kinds = new Set(cells.filter((cell) => cell !== null).map((cell) => typeof cell));
  if (kinds.size !== 1) return 'STRING';
  return kinds.has('number') ? 'DOUBLE' : kinds.has('boolean') ? 'BOOLEAN' : 'STRING';
}
