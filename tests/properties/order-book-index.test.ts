/**
 * The order index against a Map, and the set of occupied prices against a sorted array.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Occupancy } from '#core/order-book/occupancy.ts';
import { NONE } from '#core/order-book/order-book.ts';
import { OrderIndex } from '#core/order-book/order-index.ts';
import type { ContractId, OrderId } from '#core/units.ts';

const SEED = Number(process.env.SEED ?? 7);

test('ORD-8 the order index knows exactly the orders that rest, page after page', () => {
  // A step either brings the next order, skips some numbers (orders that never rested), or takes one out.
  const step = fc.oneof(
    fc.record({ rests: fc.nat({ max: 60 }) }),
    fc.record({ skips: fc.integer({ min: 1, max: 9_000 }) }),
    fc.record({ leaves: fc.nat({ max: 1_000 }) }),
  );
  // Numbers beyond 32 bits must work as well: they begin where the index would first go wrong.
  const firstNumber = fc.constantFrom(1, 4_095, 2 ** 31 - 5, 2 ** 32 - 5);
  fc.assert(
    fc.property(firstNumber, fc.array(step, { maxLength: 150 }), (first, steps) => {
      const index = new OrderIndex();
      const plain = new Map<number, number>();
      let next = first;
      for (const one of steps) {
        if ('rests' in one) {
          index.set(next as OrderId, (one.rests % 7) as ContractId, one.rests);
          plain.set(next, one.rests);
          next += 1;
        } else if ('skips' in one) {
          next += one.skips;
        } else {
          const gone = [...plain.keys()][one.leaves % Math.max(1, plain.size)];
          if (gone === undefined) continue;
          index.delete(gone as OrderId);
          plain.delete(gone);
          assert.equal(index.slotOf(gone as OrderId), NONE);
        }
        for (const [order, slot] of plain) {
          assert.equal(index.slotOf(order as OrderId), slot);
          assert.equal(index.contractOf(order as OrderId), slot % 7);
        }
        assert.equal(index.contractOf(next as OrderId), -1);
      }
    }),
    { seed: SEED, numRuns: 60 },
  );
});

test('ORD-8 any number may be asked for', () => {
  const index = new OrderIndex();
  index.set(1 as OrderId, 3 as ContractId, 0);
  assert.equal(index.contractOf(1 as OrderId), 3);
  assert.equal(index.slotOf(1 as OrderId), 0);
  for (const number of [0, -1, -4_097, 2, 4_097, 2 ** 32 + 1, Number.MAX_SAFE_INTEGER]) {
    assert.equal(index.contractOf(number as OrderId), -1);
    assert.equal(index.slotOf(number as OrderId), NONE);
  }
});

test('MAT-1 the set of occupied prices always knows its least member and what comes after any number', () => {
  const member = fc.oneof(fc.nat({ max: 40_000 }), fc.nat({ max: 262_143 }), fc.constantFrom(0, 31, 32, 1_024, 32_768));
  fc.assert(
    fc.property(fc.array(member, { maxLength: 60 }), fc.array(member, { maxLength: 60 }), (members, asked) => {
      const set = new Occupancy(262_144);
      const plain = new Set<number>();
      // A number that is named again leaves.
      for (const one of members) {
        if (plain.delete(one)) set.delete(one);
        else {
          plain.add(one);
          set.add(one);
        }
        assert.equal(set.first, [...plain].sort((a, b) => a - b)[0] ?? set.end);
      }
      const ascending = [...plain].sort((a, b) => a - b);
      for (const one of [...asked, ...members]) {
        assert.equal(set.after(one), ascending.find((other) => other > one) ?? set.end);
      }
    }),
    { seed: SEED, numRuns: 300 },
  );
});
