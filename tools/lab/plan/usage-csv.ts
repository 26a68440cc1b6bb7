/**
 * A bill or a table of usage as comma-separated values, with the column names of several providers' exports.
 *
 * A file counts as a whole or not at all: whoever made a mistake is told the line and the reason, of every bad line.
 * Lines for the same day and model are added. A line that says in every column what an earlier one says is taken for a
 * file that was pasted twice, and is refused.
 */
import { CsvError, type InfoRecord, parse } from 'csv-parse/sync';
import type { TradeDate } from '#core/units.ts';
import type { Usage } from '#lab/planning/usage.ts';
import { postedPrice } from './posted-prices.ts';
import { Columns, UsageUnreadable } from './usage-columns.ts';
import { Row } from './usage-row.ts';

export const USAGE_BYTES_MAX = 50_000_000;
const PROBLEMS_SHOWN = 20;

export interface UsageFile {
  readonly usage: readonly Usage[];
  /** Whether the file says what was paid; without it the posted price of the day counts. */
  readonly hasCosts: boolean;
}

/** Reads a file that was known on `today`. Throws `UsageUnreadable`. */
export function readUsageCsv(bytes: Uint8Array, today: TradeDate): UsageFile {
  const reading = new Reading(today);
  eachLine(bytes, (line, fields) => reading.take(line, fields));
  return reading.end();
}

/** What the lines so far come to. A file may be long, so neither they nor more problems than are shown are kept. */
class Reading {
  readonly #today: TradeDate;
  #columns: Columns | undefined;
  #lines = 0;
  /** By day and model. */
  readonly #sums = new Map<string, Usage>();
  readonly #lineOf = new Map<string, number>();
  readonly #problems: string[] = [];
  #badLines = 0;

  constructor(today: TradeDate) {
    this.#today = today;
  }

  /** The first line is the heading. */
  take(line: number, fields: readonly string[]): void {
    if (this.#columns === undefined) {
      this.#columns = new Columns(fields);
      return;
    }
    this.#lines += 1;
    const row = new Row(this.#columns, fields);
    const text = fields.join('\0');
    const before = this.#lineOf.get(text);
    if (before === undefined) this.#lineOf.set(text, line);
    else row.wrong.push(`says in every column what line ${before} says`);
    const read = readRow(row, this.#columns, this.#today);
    if (row.wrong.length === 0) this.#add(read);
    else {
      this.#badLines += 1;
      if (this.#badLines <= PROBLEMS_SHOWN) this.#problems.push(`line ${line}: ${row.wrong.join('; ')}`);
    }
  }

  #add(one: Usage): void {
    const key = `${one.date} ${one.model}`;
    const sum = this.#sums.get(key);
    this.#sums.set(key, sum === undefined ? one : added(sum, one));
  }

  /** Everything, or nothing. */
  end(): UsageFile {
    if (this.#columns === undefined) throw new UsageUnreadable('the file is empty');
    if (this.#lines === 0) throw new UsageUnreadable('line 1: is a heading without a line below it');
    if (this.#badLines > 0) throw new UsageUnreadable(this.#shortened());
    const usage = [...this.#sums.values()];
    if (!usage.some(({ input, output }) => input + output > 0)) throw new UsageUnreadable('no line has a token in it');
    if (!usage.some(({ cost }) => cost > 0)) throw new UsageUnreadable('no line costs anything');
    return { usage, hasCosts: this.#columns.has('cost') };
  }

  #shortened(): string {
    const left = this.#badLines - PROBLEMS_SHOWN;
    return [
      `${this.#badLines} of ${this.#lines} lines cannot be used, so none is:`,
      ...this.#problems,
      ...(left > 0 ? [`and ${left} more lines`] : []),
    ].join('\n');
  }
}

/** Both together; they are of one day and model. */
function added(a: Usage, b: Usage): Usage {
  const sum = (key: 'input' | 'cached' | 'output' | 'cost') => a[key] + b[key];
  return { ...a, input: sum('input'), cached: sum('cached'), output: sum('output'), cost: sum('cost') };
}

function readRow(row: Row, columns: Columns, today: TradeDate): Usage {
  const date = row.date(today);
  const model = row.model();
  const cached = columns.has('cached') ? row.tokens(columns.nameOf('cached'), row.text('cached')) : 0;
  const input = columns.has('input')
    ? row.tokens(columns.nameOf('input'), row.text('input'))
    : cached + columns.uncached.reduce((sum, at) => sum + row.tokens(columns.head[at] as string, row.at(at)), 0);
  const output = row.tokens(columns.nameOf('output'), row.text('output'));
  if (cached > input) row.refuse(`has more cached tokens (${cached}) than input tokens (${input})`);
  if (columns.has('currency') && row.text('currency').toUpperCase() !== 'USD')
    row.refuse(`is in "${row.text('currency')}"; all of a file has to be in USD`);
  const cost = columns.has('cost') ? row.cost() : posted(row, { date, model, input, cached, output });
  if (row.wrong.length === 0 && cost > 0 && input + output === 0) row.refuse('costs something without a token');
  return { date, model, input, cached, output, cost };
}

/** USD at the posted price of the day. */
function posted(row: Row, { date, model, input, cached, output }: Omit<Usage, 'cost'>): number {
  if (row.wrong.length > 0) return 0;
  const price = postedPrice(model, date);
  if (price === undefined) row.refuse(`has no cost, and no price of ${model} is known for that day`);
  return price === undefined ? 0 : (input - cached) * price.input + cached * price.cached + output * price.output;
}

/** Tells the rows of the file, as RFC 4180 has them, by the line on which each ends; lines may end in LF alone. */
function eachLine(bytes: Uint8Array, tell: (line: number, fields: readonly string[]) => void): void {
  if (bytes.length > USAGE_BYTES_MAX)
    throw new UsageUnreadable(`the file has ${bytes.length} bytes; ${USAGE_BYTES_MAX} are the most`);
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new UsageUnreadable('the file is not UTF-8');
  }
  const onRecord = (fields: string[], { lines }: InfoRecord): null => {
    tell(lines, fields);
    return null;
  };
  try {
    parse(text, {
      record_delimiter: ['\r\n', '\n'],
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
      onRecord,
    });
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause;
    throw new UsageUnreadable(`line ${Number(cause.lines ?? 1)}: has a quotation mark that nothing matches`);
  }
}
