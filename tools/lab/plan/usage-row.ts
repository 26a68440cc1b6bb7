/**
 * One line of a bill, column by column: what it says, or why that cannot be.
 */
import { dateOfCivil, readDate } from '#core/calendar.ts';
import type { TradeDate } from '#core/units.ts';
import { listingOf, namesLike } from './posted-prices.ts';
import type { Column, Columns } from './usage-columns.ts';

const FIRST_DAY = dateOfCivil(2020, 0, 1);
/** Up to a thousand million million tokens, and a thousand million dollars, in a line. */
const TOKENS = /^\d{1,15}$/;
const DOLLARS = /^\d{1,9}(?:\.\d{1,18})?$/;

/** One line: each question gives a value, and where the line has none, a placeholder and a reason in `wrong`. */
export class Row {
  readonly wrong: string[] = [];
  readonly #columns: Columns;
  readonly #fields: readonly string[];
  readonly #isWhole: boolean;

  constructor(columns: Columns, fields: readonly string[]) {
    this.#columns = columns;
    this.#fields = fields;
    this.#isWhole = fields.length === columns.head.length;
    if (!this.#isWhole) this.wrong.push(`has ${fields.length} fields and not ${columns.head.length}`);
  }

  text(column: Column): string {
    return this.at(this.#columns.placeOf(column));
  }

  at(place: number): string {
    return this.#fields[place] ?? '';
  }

  /** Of a line whose fields are too few or too many there is nothing more to be said. */
  refuse(reason: string): void {
    if (this.#isWhole) this.wrong.push(reason);
  }

  /** A day, a month (its first day) or a moment that begins with a day. */
  date(today: TradeDate): TradeDate {
    const text = this.text('date');
    const [, day, month] =
      /^(?:(\d{4}-\d\d-\d\d)(?:[T ][\d:.]+ ?(?:Z|UTC|[+-]\d\d(?::?\d\d)?)?)?|(\d{4}-\d\d))$/.exec(text) ?? [];
    const date = readDate(day ?? `${month ?? ''}-01`);
    if (date === undefined) this.refuse(`"${text}" is not a day like 2026-11-20`);
    else if (date > today) this.refuse(`${text} has not come yet`);
    else if (date < FIRST_DAY) this.refuse(`${text} is before 2020`);
    return date ?? FIRST_DAY;
  }

  model(): string {
    const [name, seller] = [this.text('model'), this.text('seller')];
    const listing = listingOf(name, seller);
    if (name === '') this.refuse('names no model');
    else if (listing === undefined) {
      const at = seller === '' ? '' : ` of "${seller}"`;
      this.refuse(`"${name}"${at} is not a model whose price is known; names like it: ${namesLike(name).join(', ')}`);
    }
    return listing ?? name;
  }

  /** Whole tokens; nothing is none. */
  tokens(name: string, text: string): number {
    if (text === '' || TOKENS.test(text)) return Number(text);
    this.refuse(`${name} "${text}" ${reasonOf(text, 'a whole number of at most 15 digits')}`);
    return 0;
  }

  cost(): number {
    const text = this.text('cost');
    if (DOLLARS.test(text)) return Number(text);
    const name = this.#columns.nameOf('cost');
    if (text === '') this.refuse(`${name} is empty`);
    else
      this.refuse(
        `${name} "${text}" ${reasonOf(text, 'an amount like 1234.56 with at most 9 digits before the point')}`,
      );
    return 0;
  }
}

/** Why a number is none. */
function reasonOf(text: string, wanted: string): string {
  if (/^-\d/.test(text)) return 'is negative: credits and refunds are no usage';
  if (/^\d{1,3}(?:[,'. ]\d{3})+(?:[.,]\d+)?$/.test(text)) return 'has separators between thousands';
  if (/[€£¥]|[A-Z]{3}/.test(text)) return 'is in a currency, and has to be a plain number of USD';
  return `is not ${wanted}`;
}
