/**
 * A contribution: a file of comma-separated values in which somebody says what was posted, and when it was seen.
 *
 * The first line says of which of two kinds it is: prices of listings, in US dollars per million tokens, or hours of
 * GPUs, in US dollars. A file counts as a whole or not at all: whoever made a mistake is told every line of it.
 *
 *     observedAt,seller,listing,input,cached,output        observedAt,seller,gpu,hour
 *     2026-11-20T09:30Z,acme,acme-large,1.25,0.125,5       2026-11-20T09:30Z,acme,H100-80GB-SXM,2.19
 */
import { CsvError, type InfoRecord, parse } from 'csv-parse/sync';
import { HOUR_MAX, isName, PRICE_MAX } from '#core/price-index/limits.ts';
import type { IndexRegistry } from '#core/price-index/terms.ts';
import { type Millis, type Money, millis } from '#core/units.ts';
import { MICRO_PLACES, scaledDecimal } from './decimals.ts';
import { firstProblems, type Problem, type ReadGpuHour, type ReadPrice } from './source.ts';

const PRICE_COLUMNS = ['observedAt', 'seller', 'listing', 'input', 'cached', 'output'];
const HOUR_COLUMNS = ['observedAt', 'seller', 'gpu', 'hour'];

export const CONTRIBUTION_BYTES_MAX = 1_048_576;
const ROWS_MAX = 10_000;

export interface Contribution {
  readonly prices: readonly ReadPrice[];
  readonly gpuHours: readonly ReadGpuHour[];
}

/** A file of which nothing is taken, with what is wrong in which line. */
export class ContributionInvalid extends Error {
  override readonly name = 'ContributionInvalid';
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(
      firstProblems(problems)
        .map(({ place, reason }) => `${place}: ${reason}`)
        .join('; '),
    );
    this.problems = firstProblems(problems);
  }
}

/** What a file may speak of: the listings of a registry, its GPUs and who sells hours of them. */
export type Registered = Pick<IndexRegistry, 'listings' | 'gpus' | 'gpuSellers'>;

/**
 * What the file says. All of it must have been seen by `now`, and stand in one of the registries: the one in force or an
 * announced one. Throws `ContributionInvalid`.
 */
export function readContribution(bytes: Uint8Array, now: Millis, registries: readonly Registered[]): Contribution {
  const [head, ...rows] = linesOf(bytes);
  const columns = [PRICE_COLUMNS, HOUR_COLUMNS].find((known) => known.join() === head?.fields.join());
  if (columns === undefined) throw invalid(1, `is neither ${PRICE_COLUMNS.join()} nor ${HOUR_COLUMNS.join()}`);
  if (rows.length === 0) throw invalid(1, 'is all there is');
  if (rows.length > ROWS_MAX) throw invalid(rows[ROWS_MAX]?.line ?? 1, `is one more than ${ROWS_MAX} rows`);

  const prices: ReadPrice[] = [];
  const gpuHours: ReadGpuHour[] = [];
  const problems: Problem[] = [];
  const isRegistered = registeredNames(registries);
  const seen = new Set<string>();
  for (const { line, fields } of rows) {
    const row = new Row(fields, columns, now);
    const seller = row.name('seller');
    const observedAt = row.moment('observedAt');
    if (columns === PRICE_COLUMNS) {
      const [input, output] = [row.amount('input'), row.amount('output')];
      prices.push({
        seller,
        listing: row.name('listing'),
        observedAt,
        input,
        cached: row.amountOrNone('cached'),
        output,
      });
    } else gpuHours.push({ seller, gpu: row.name('gpu'), observedAt, hour: row.amount('hour', HOUR_MAX) });
    row.refuseUnless(isRegistered(columns, seller, fields[2]), 'speaks of what is not in the registry');
    const key = JSON.stringify([observedAt, ...fields.slice(1, 3)]);
    row.refuseUnless(!seen.has(key), 'says something again about one name and moment');
    seen.add(key);
    problems.push(...row.wrong.map((reason) => ({ place: `line ${line}`, reason })));
  }
  if (problems.length > 0) throw new ContributionInvalid(problems);
  return { prices, gpuHours };
}

interface Line {
  /** The line on which it ends; the first is 1. */
  readonly line: number;
  readonly fields: readonly string[];
}

/** The rows of the file, as RFC 4180 has them; lines may end in LF alone. */
function linesOf(bytes: Uint8Array): readonly Line[] {
  if (bytes.length > CONTRIBUTION_BYTES_MAX) throw invalid(1, `begins more than ${CONTRIBUTION_BYTES_MAX} bytes`);
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw invalid(1, 'begins a file that is not UTF-8');
  }
  try {
    const lines: Line[] = [];
    const onRecord = (fields: string[], { lines: line }: InfoRecord): null => {
      lines.push({ line, fields });
      return null;
    };
    parse(text, { record_delimiter: ['\r\n', '\n'], relax_column_count: true, skip_empty_lines: true, onRecord });
    return lines;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw invalid(Number(error.lines ?? 1), 'has a quotation mark that nothing matches');
  }
}

function invalid(line: number, reason: string): ContributionInvalid {
  return new ContributionInvalid([{ place: `line ${line}`, reason }]);
}

/** Whether a row of these columns speaks of a listing, or of a seller's hours of a GPU, that a registry has. */
function registeredNames(
  registries: readonly Registered[],
): (columns: readonly string[], seller: string, name: string | undefined) => boolean {
  const listings = new Set(
    registries.flatMap((registry) => registry.listings.map(({ seller, listing }) => JSON.stringify([seller, listing]))),
  );
  const gpus = new Set(registries.flatMap((registry) => registry.gpus.map(({ gpu }) => gpu)));
  const gpuSellers = new Set(registries.flatMap((registry) => registry.gpuSellers.map(({ seller }) => seller)));
  return (columns, seller, name = '') =>
    columns === PRICE_COLUMNS ? listings.has(JSON.stringify([seller, name])) : gpus.has(name) && gpuSellers.has(seller);
}

/** One row: each question gives a value, and where the row has none, a placeholder and a word in `wrong`. */
class Row {
  readonly wrong: string[] = [];
  readonly #fields: readonly string[];
  readonly #columns: readonly string[];
  readonly #now: Millis;

  constructor(fields: readonly string[], columns: readonly string[], now: Millis) {
    this.#fields = fields;
    this.#columns = columns;
    this.#now = now;
    if (fields.length !== columns.length) this.wrong.push(`has ${fields.length} fields and not ${columns.length}`);
  }

  name(column: string): string {
    const text = this.#text(column);
    this.refuseUnless(isName(text) && text === text.trim(), `${column} is not a name`);
    return text;
  }

  /** A moment in UTC that the calendar has and that is not to come. */
  moment(column: string): Millis {
    const text = this.#text(column);
    const shape = /^(\d{4}-\d\d-\d\dT\d\d:\d\d)(:\d\d(\.\d{1,3})?)?Z$/.exec(text);
    const time = Date.parse(text);
    const isMoment = shape !== null && Number.isFinite(time) && new Date(time).toISOString().startsWith(shape[1] ?? '');
    this.refuseUnless(isMoment, `${column} is not a time like 2026-11-20T09:30Z`);
    this.refuseUnless(!isMoment || time <= this.#now, `${column} has not come yet`);
    return millis(isMoment ? time : 0);
  }

  /** Dollars with six decimals at most, in micro-dollars. */
  amount(column: string, most = PRICE_MAX): Money {
    const text = this.#text(column);
    const amount = /^\d+(\.\d{1,6})?$/.test(text) ? scaledDecimal(text, MICRO_PLACES) : undefined;
    const isAmount = amount !== undefined && amount <= most;
    this.refuseUnless(isAmount, `${column} is not an amount like 1.25`);
    return isAmount ? amount : (0 as Money);
  }

  amountOrNone(column: string): Money | null {
    return this.#text(column) === '' ? null : this.amount(column);
  }

  #text(column: string): string {
    return this.#fields[this.#columns.indexOf(column)] ?? '';
  }

  /** Of a row whose fields are too few or too many there is nothing more to be said. */
  refuseUnless(holds: boolean, reason: string): void {
    if (!holds && this.#fields.length === this.#columns.length) this.wrong.push(reason);
  }
}
