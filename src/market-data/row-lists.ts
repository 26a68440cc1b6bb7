/**
 * Many lists of records, each record a row of numbers.
 *
 * A venue remembers a thousand orders and fills of every account. Were they objects they would all grow old, and the
 * collector would move each of them and look at it again and again; rows of numbers it passes over. All rows of an
 * instance have the same width and stand in chunks that stay where they are; a row that is dropped is handed out again.
 *
 * What the fields mean is the business of whoever owns the lists.
 */

/** The number of a row, from 1 on; or `NO_ROW`. */
export type Row = number;
export const NO_ROW: Row = 0;

const CHUNK_BITS = 10;
const PLACE_IN_CHUNK = (1 << CHUNK_BITS) - 1;
/** Before the fields: the rows before and after it in its list, or, when it is in none, the next that is free. */
const PREVIOUS = -2;
const NEXT = -1;
const LINKS = 2;

/** Words for a list: its first row, its last, and how many there are. */
const FIRST = 0;
const LAST = 1;
const SIZE = 2;
const HEAD = 3;

export class RowLists {
  readonly #width: number;
  readonly #chunks: Float64Array[] = [];
  #rows = 0;
  #free = NO_ROW;
  #heads = new Int32Array(16 * HEAD);

  /** Rows of so many fields. */
  constructor(fields: number) {
    this.#width = LINKS + fields;
  }

  /** Where the fields of a row stand: field `f` of `row` is `wordsOf(row)[placeOf(row) + f]`. */
  wordsOf(row: Row): Float64Array {
    return this.#chunks[row >> CHUNK_BITS] as Float64Array;
  }

  placeOf(row: Row): number {
    return (row & PLACE_IN_CHUNK) * this.#width + LINKS;
  }

  get(row: Row, field: number): number {
    return this.wordsOf(row)[this.placeOf(row) + field] as number;
  }

  /** The fields of all rows of a list, row after row behind those in `fields`: one list of numbers is written out fast. */
  fieldsOf(list: number, fields: number[] = []): number[] {
    for (let row = this.#head(list, FIRST); row !== NO_ROW; row = this.#link(row, NEXT)) {
      const words = this.wordsOf(row);
      const at = this.placeOf(row);
      for (let field = 0; field < this.#width - LINKS; field += 1) fields.push(words[at + field] as number);
    }
    return fields;
  }

  /**
   * Adds the rows with these fields, as `fieldsOf` gave them, to the lists that `listOf` says of where a row's fields begin;
   * returns them in their order.
   */
  addAll(fields: readonly number[], listOf: (start: number) => number): Row[] {
    const width = this.#width - LINKS;
    return Array.from({ length: fields.length / width }, (_, place) => {
      const start = place * width;
      const row = this.add(listOf(start));
      const words = this.wordsOf(row);
      const at = this.placeOf(row);
      for (let field = 0; field < width; field += 1) words[at + field] = fields[start + field] as number;
      return row;
    });
  }

  sizeOf(list: number): number {
    return this.#head(list, SIZE);
  }

  /** A new last row of the list. Its fields hold what they last held. */
  add(list: number): Row {
    const row = this.#free === NO_ROW ? this.#addRow() : this.#free;
    this.#free = this.#link(row, NEXT);
    this.#append(row, list);
    return row;
  }

  /** Takes the row out of the one list and makes it the last of the other. */
  move(row: Row, from: number, to: number): void {
    this.#unlink(row, from);
    this.#append(row, to);
  }

  /** Drops the first row of a list that has one, and returns what it was. */
  dropFirst(list: number): Row {
    const row = this.#head(list, FIRST);
    this.#unlink(row, list);
    this.#setLink(row, NEXT, this.#free);
    this.#free = row;
    return row;
  }

  /** The rows of a list, the first one first. */
  rowsOf(list: number): Row[] {
    const rows: Row[] = [];
    for (let row = this.#head(list, FIRST); row !== NO_ROW; row = this.#link(row, NEXT)) rows.push(row);
    return rows;
  }

  /** The same, the last one first, for whoever looks for one of the last. */
  *rowsBackOf(list: number): Generator<Row> {
    for (let row = this.#head(list, LAST); row !== NO_ROW; row = this.#link(row, PREVIOUS)) yield row;
  }

  #append(row: Row, list: number): void {
    this.#reserve(list);
    const heads = this.#heads;
    const at = list * HEAD;
    const last = heads[at + LAST] as Row;
    this.#setLink(row, PREVIOUS, last);
    this.#setLink(row, NEXT, NO_ROW);
    if (last === NO_ROW) heads[at + FIRST] = row;
    else this.#setLink(last, NEXT, row);
    heads[at + LAST] = row;
    heads[at + SIZE] = (heads[at + SIZE] as number) + 1;
  }

  #unlink(row: Row, list: number): void {
    const heads = this.#heads;
    const at = list * HEAD;
    const [previous, next] = [this.#link(row, PREVIOUS), this.#link(row, NEXT)];
    if (previous === NO_ROW) heads[at + FIRST] = next;
    else this.#setLink(previous, NEXT, next);
    if (next === NO_ROW) heads[at + LAST] = previous;
    else this.#setLink(next, PREVIOUS, previous);
    heads[at + SIZE] = (heads[at + SIZE] as number) - 1;
  }

  #head(list: number, word: number): number {
    return this.#heads[list * HEAD + word] ?? 0;
  }

  #reserve(list: number): void {
    let { length } = this.#heads;
    if ((list + 1) * HEAD <= length) return;
    while ((list + 1) * HEAD > length) length *= 2;
    const grown = new Int32Array(length);
    grown.set(this.#heads);
    this.#heads = grown;
  }

  #addRow(): Row {
    this.#rows += 1;
    if (this.#rows >> CHUNK_BITS === this.#chunks.length)
      this.#chunks.push(new Float64Array(this.#width << CHUNK_BITS));
    return this.#rows;
  }

  #link(row: Row, word: typeof PREVIOUS | typeof NEXT): Row {
    return this.wordsOf(row)[this.placeOf(row) + word] as Row;
  }

  #setLink(row: Row, word: typeof PREVIOUS | typeof NEXT, other: Row): void {
    this.wordsOf(row)[this.placeOf(row) + word] = other;
  }
}
