/** Rows as comma-separated values (RFC 4180): lines end in CR LF, and a field that needs it stands in quotes. */

export type CsvField = string | number | null;

/** `head` names the columns; a null is an empty field. */
export function csvOf(head: readonly string[], rows: readonly (readonly CsvField[])[]): string {
  return [head, ...rows].map((row) => `${row.map(written).join()}\r\n`).join('');
}

function written(field: CsvField): string {
  const text = field === null ? '' : String(field);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
