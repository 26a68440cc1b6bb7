/**
 * The columns of a bill: what they may be called in providers' exports, and where they stand in a heading.
 */

/** A file of which nothing is taken, with a line for each thing that is wrong with it. */
export class UsageUnreadable extends Error {
  override readonly name = 'UsageUnreadable';
}

/**
 * What columns may be called, in small letters; of several that are there the first counts. `uncached` is added to
 * `cached` where an export has no column for all input.
 */
export const columnNames = {
  date: ['date', 'day', 'usage_date', 'usage_date_utc', 'start_time_iso', 'created_at', 'timestamp', 'start_time'],
  model: ['model', 'listing', 'model_version', 'model_permaslug', 'model_id', 'snapshot_id'],
  seller: ['provider', 'seller', 'provider_name'],
  input: ['input_tokens', 'prompt_tokens', 'tokens_prompt'],
  output: ['output_tokens', 'completion_tokens', 'tokens_completion', 'usage_output_tokens'],
  cached: ['cached_tokens', 'input_cached_tokens', 'cache_read_input_tokens', 'usage_input_tokens_cache_read'],
  cost: ['cost_usd', 'cost', 'cost_total', 'amount_value'],
  currency: ['currency', 'cost_currency', 'amount_currency'],
} as const;
/** Every one that is there is added. */
export const uncachedNames = [
  'uncached_input_tokens',
  'usage_input_tokens_no_cache',
  'usage_input_tokens_cache_write_5m',
  'usage_input_tokens_cache_write_1h',
] as const;

export type Column = keyof typeof columnNames;

/** Where each column stands. Throws `UsageUnreadable` for a heading that cannot be understood. */
export class Columns {
  readonly head: readonly string[];
  /** The places of the columns of input that was not cached. */
  readonly uncached: readonly number[];
  readonly #places = new Map<Column, number>();

  constructor(fields: readonly string[]) {
    this.head = fields.map((name) => name.toLowerCase());
    const wrong: string[] = [];
    for (const name of this.head)
      if (name !== '' && this.head.indexOf(name) !== this.head.lastIndexOf(name))
        wrong.push(`"${name}" stands there twice`);
    for (const column of Object.keys(columnNames) as Column[]) {
      const name = columnNames[column].find((one) => this.head.includes(one));
      if (name !== undefined) this.#places.set(column, this.head.indexOf(name));
    }
    this.uncached = uncachedNames.map((name) => this.head.indexOf(name)).filter((at) => at >= 0);
    for (const column of ['date', 'model', 'output'] as const)
      if (!this.has(column)) wrong.push(`has no column for ${column} (${columnNames[column].join(', ')})`);
    if (!this.has('input') && this.uncached.length === 0)
      wrong.push(`has no column for input (${[...columnNames.input, ...uncachedNames].join(', ')})`);
    const foreign = this.head.find((name) => /^(?:cost|amount|total)_(?!usd$)[a-z]{3}$/.test(name));
    if (foreign !== undefined) wrong.push(`"${foreign}" is not in USD`);
    if (this.head.length === 1 && /[;\t]/.test(fields[0] ?? '')) wrong.push('columns have to be separated by commas');
    if (wrong.length > 0) throw new UsageUnreadable(`line 1: ${[...new Set(wrong)].join('; ')}`);
  }

  has(column: Column): boolean {
    return this.#places.has(column);
  }

  placeOf(column: Column): number {
    return this.#places.get(column) ?? -1;
  }

  nameOf(column: Column): string {
    return this.head[this.placeOf(column)] ?? column;
  }
}
