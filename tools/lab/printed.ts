/** A report for a terminal: what is asked, claims, tables, the answer, notes, and how to get it again. */
import type { Cell, Claim, Column, Report, Table } from '#lab/experiment/report.ts';
import { tableOf } from '../table.ts';

const ROWS_MAX = 20;
const LINE_WIDTH = 100;
/** How wide a column of words may be in other tables. */
const TEXT_WIDTH = 48;
/** How wide the columns of the table of claims may be. */
const CLAIM_WIDTHS = [44, 22, 22, 24, 16] as const;

/** `folder` is where its files are. The last line says what became of the claims, and the command. */
export function printed(report: Report, folder: string): string {
  const { question, answer, claims, tables, notes } = report;
  const parts = [
    ...wrapped(question, LINE_WIDTH),
    ...(claims.length === 0 ? [] : ['', claimsTable(claims)]),
    ...tables.flatMap((table) => ['', ...tableLines(table, folder)]),
    '',
    ...wrapped(answer, LINE_WIDTH),
    ...(notes.length === 0 ? [] : ['', ...notes.flatMap((note) => indented(note, '- '))]),
    '',
    `${counted(tables.length, 'table')} and ${counted(report.charts.length, 'chart')} in ${folder}`,
    lastLine(report),
  ];
  return parts.join('\n');
}

/** Each claim in as many lines as it needs, and below it, across all columns, the reason for its verdict. */
function claimsTable(claims: readonly Claim[]): string {
  const head = ['claim', 'said', 'measured', 'interval', 'verdict'];
  const rows = claims.map(({ claim, said, measured, interval, verdict }) =>
    inLines([claim, said, measured, interval ?? '', verdict], CLAIM_WIDTHS),
  );
  const [first = '', ...lines] = tableOf([head, ...rows.flat()], head.length).split('\n');
  const whole = claims.flatMap(({ because }, at) => [...lines.splice(0, rows[at]?.length), ...indented(because, '  ')]);
  return [first, ...whole].join('\n');
}

function tableLines({ name, title, columns, rows }: Table, folder: string): string[] {
  const shown = rows.slice(0, ROWS_MAX);
  const widths = columns.map(({ places }) => (places === undefined ? TEXT_WIDTH : Number.POSITIVE_INFINITY));
  const cells = shown.flatMap((row) =>
    inLines(
      row.map((cell, at) => shownCell(cell, columns[at] as Column)),
      widths,
    ),
  );
  const firstNumber = columns.findIndex(({ places }) => places !== undefined);
  const text = tableOf(
    [columns.map(({ label }) => label), ...cells],
    firstNumber === -1 ? columns.length : firstNumber,
  );
  const more = rows.length - shown.length;
  return [title, text, ...(more === 0 ? [] : [`and ${counted(more, 'more row')} in ${folder}/${name}.csv`])];
}

/** A row in as many lines as its cells need at these widths. */
function inLines(cells: readonly string[], widths: readonly number[]): string[][] {
  const broken = cells.map((cell, at) => wrapped(cell, widths[at] as number));
  const height = Math.max(...broken.map((lines) => lines.length));
  return Array.from({ length: height }, (_, line) => broken.map((lines) => lines[line] ?? ''));
}

/** A number with its places and the true minus sign. */
function shownCell(cell: Cell, { places }: Column): string {
  if (cell === null) return '–';
  if (typeof cell !== 'number' || places === undefined) return String(cell);
  return cell.toFixed(places).replace('-', '−');
}

function lastLine({ claims, seed, command }: Report): string {
  const count = (verdict: Claim['verdict']) => claims.filter((claim) => claim.verdict === verdict).length;
  const judged = [
    `${count('holds')} of ${counted(claims.length, 'claim')} hold`,
    `${count('holds under a stated reading')} under a stated reading`,
    `${count('does not hold')} do not`,
  ].join(', ');
  return [
    ...(claims.length === 0 ? [] : [judged]),
    ...(seed === undefined ? [] : [`seed ${seed}`]),
    `again: ${command}`,
  ].join('; ');
}

function counted(count: number, one: string): string {
  return `${count} ${one}${count === 1 ? '' : 's'}`;
}

function indented(text: string, mark: string): string[] {
  return wrapped(text, LINE_WIDTH - mark.length).map((line, at) => (at === 0 ? mark : ' '.repeat(mark.length)) + line);
}

/** Lines of at most `width` characters, but for a word that is longer; at least one. */
function wrapped(text: string, width: number): string[] {
  const lines = [''];
  for (const word of text.split(' ')) {
    const line = lines.at(-1) as string;
    if (line !== '' && line.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  return lines;
}
