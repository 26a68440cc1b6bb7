/**
 * The ladder book against its plain twin: after every command both draw the same book and have made the same trades.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { BUY, GOOD_TILL_CANCEL, IMMEDIATE_OR_CANCEL, SELL, type Side } from '#core/commands.ts';
import { LadderBook } from '#core/order-book/ladder-book.ts';
import type { Ticks } from '#core/units.ts';
import { Floor } from '../model/floor.ts';
import { NaiveBook } from '../model/naive-book.ts';

const SEED = Number(process.env.SEED ?? 7);
const REPLAY = `replay it with: SEED=${SEED} npm test -- order-book`;
const PRICE_MAX = 262_143;

test('MAT-3 the ladder book agrees with its plain twin after each of 100,000 commands', () => {
  const { ladder, twin } = floors(PRICE_MAX);
  let middle = 100_000;
  let orders = 0;
  let seen = 0;
  const dice = diceOf(SEED);

  for (let sequence = 1; sequence <= 100_000; sequence += 1) {
    // The middle jumps, so that a side empties and the next best price lies far away.
    if (dice(50) === 0) middle = 1 + dice(PRICE_MAX);
    const chance = dice(100);
    const [account, quantity] = [dice(4), 1 + dice(20)];
    const price = Math.min(PRICE_MAX, Math.max(1, middle + dice(9) - 4));
    const side: Side = dice(2) === 0 ? BUY : SELL;
    // The twin sorts its orders many times a command, so the book stays small but for a while in every thousand.
    const crowd = sequence % 1_000 < 60 ? 60 : 12;
    const leaves = ladder.book.size > crowd ? 70 : 30;
    const resting = ladder.resting;
    const one = resting[dice(resting.length + 1)] ?? 1 + dice(orders + 2);
    const outcomes = [ladder, twin].map((floor) => {
      if (chance < leaves - 8) return floor.cancel(one);
      if (chance < leaves) return floor.reduce(one, quantity);
      const timeInForce = chance > 92 ? IMMEDIATE_OR_CANCEL : GOOD_TILL_CANCEL;
      return floor.place(account, side, quantity, price, timeInForce);
    });
    if (chance >= leaves) orders += 1;

    const where = `at command ${sequence}; ${REPLAY}`;
    assert.equal(outcomes[0], outcomes[1], `outcomes differ ${where}`);
    assert.deepEqual(ladder.trades.slice(seen), twin.trades.slice(seen), `trades differ ${where}`);
    assert.equal(ladder.drawing, twin.drawing, `books differ ${where}`);
    assert.equal(ladder.book.size, twin.book.size, `sizes differ ${where}`);
    seen = ladder.trades.length;
  }
  assert.ok(seen > 10_000, `only ${seen} trades: this shows little`);
});

const command = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      side: fc.constantFrom<Side>(BUY, SELL),
      account: fc.nat({ max: 2 }),
      price: fc.integer({ min: 1, max: 1_100 }),
      quantity: fc.integer({ min: 1, max: 9 }),
      timeInForce: fc.constantFrom(GOOD_TILL_CANCEL, IMMEDIATE_OR_CANCEL),
    }),
  },
  { weight: 2, arbitrary: fc.record({ cancel: fc.integer({ min: 1, max: 30 }) }) },
  { weight: 1, arbitrary: fc.record({ reduce: fc.integer({ min: 1, max: 30 }), by: fc.integer({ min: 1, max: 9 }) }) },
);

test('MAT-1 whatever the commands: the twins agree, no lot is lost, and the book is never crossed', () => {
  fc.assert(
    fc.property(fc.array(command, { maxLength: 60 }), (commands) => {
      const { ladder, twin } = floors(1_100);
      for (const one of commands) {
        const outcomes = [ladder, twin].map((floor) => {
          if ('cancel' in one) return floor.cancel(one.cancel);
          if ('reduce' in one) return floor.reduce(one.reduce, one.by);
          return floor.place(one.account, one.side, one.quantity, one.price, one.timeInForce);
        });
        assert.equal(outcomes[0], outcomes[1]);
        assert.equal(ladder.drawing, twin.drawing);
        const [bid, ask] = [ladder.book.bestPrice(BUY), ladder.book.bestPrice(SELL)];
        assert.ok(bid === 0 || ask === 0 || bid < ask, `bid ${bid} meets ask ${ask}`);
      }
      assert.deepEqual(ladder.trades, twin.trades);
    }),
    { seed: SEED, numRuns: 300 },
  );
});

function floors(priceMax: number): { ladder: Floor; twin: Floor } {
  return { ladder: new Floor(new LadderBook(priceMax as Ticks)), twin: new Floor(new NaiveBook()) };
}

/** A seeded die: `dice(n)` is a whole number from 0 to n − 1 (mulberry32). */
function diceOf(seed: number): (sides: number) => number {
  let state = seed | 0;
  return (sides) => {
    state = (state + 0x6d2b_79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % sides;
  };
}
