/** Lists of rows against plain arrays: rows come, move, go and come again, in hundreds of lists. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Row, RowLists } from '#market-data/row-lists.ts';

const LISTS = 300;

test('rows stand in their lists in the order in which they came, and keep what was written in them', () => {
  const rows = new RowLists(3);
  const plain = Array.from({ length: LISTS }, () => [] as { row: Row; value: number }[]);
  for (let step = 1; step <= 60_000; step += 1) {
    // Steps of a prime length walk over all lists, in another order each time round.
    const list = (step * 7_919 + (step >> 8)) % LISTS;
    const own = plain[list] as (typeof plain)[number];
    const other = (list * 31 + step) % LISTS;
    if (own.length > 5 && step % 3 === 0) {
      assert.equal(rows.dropFirst(list), own.shift()?.row);
    } else if (own.length > 2 && step % 3 === 1 && other !== list) {
      const [moved] = own.splice(step % own.length, 1) as [{ row: Row; value: number }];
      rows.move(moved.row, list, other);
      plain[other]?.push(moved);
    } else {
      const row = rows.add(list);
      for (const field of [0, 1, 2]) rows.wordsOf(row)[rows.placeOf(row) + field] = step + field;
      own.push({ row, value: step });
    }
  }
  for (const [list, own] of plain.entries()) {
    const inOrder = own.map(({ row }) => row);
    assert.equal(rows.sizeOf(list), own.length);
    assert.deepEqual(rows.rowsOf(list), inOrder);
    assert.deepEqual([...rows.rowsBackOf(list)], inOrder.toReversed());
    for (const { row, value } of own)
      assert.deepEqual(
        [0, 1, 2].map((field) => rows.get(row, field)),
        [value, value + 1, value + 2],
      );
  }
  assert.equal(rows.sizeOf(LISTS + 1_000), 0, 'a list that nothing was ever added to is empty');
});
