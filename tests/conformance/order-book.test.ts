/**
 * One suite for every book. An exception is listed with its reason beside the case.
 */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { BUY, IMMEDIATE_OR_CANCEL, SELL, type Side } from '#core/commands.ts';
import { LadderBook } from '#core/order-book/ladder-book.ts';
import { NONE, type OrderBook } from '#core/order-book/order-book.ts';
import type { AccountId, Lots, OrderId, Ticks } from '#core/units.ts';
import { Floor } from '../model/floor.ts';
import { NaiveBook } from '../model/naive-book.ts';

const PRICE_MAX = 262_143;
const implementations: Record<string, () => OrderBook> = {
  'ladder book': () => new LadderBook(PRICE_MAX as Ticks),
  'plain book': () => new NaiveBook(),
};

const [anna, bao, chen, dana] = [0, 1, 2, 3];

for (const [name, createBook] of Object.entries(implementations)) {
  describe(name, () => {
    test('MAT-1 a buyer meets the lowest ask first, a seller the highest bid', () => {
      const floor = new Floor(createBook());
      floor.sell(anna, 1, 102);
      floor.sell(anna, 1, 100);
      floor.sell(anna, 1, 101);
      floor.buy(bao, 3, 110);
      assert.deepEqual(floor.trades, ['1 @ 100 of #2 to #4', '1 @ 101 of #3 to #4', '1 @ 102 of #1 to #4']);

      floor.buy(anna, 1, 98);
      floor.buy(anna, 1, 99);
      floor.buy(anna, 1, 97);
      floor.sell(bao, 3, 90);
      assert.deepEqual(floor.trades.slice(3), ['1 @ 99 of #6 to #8', '1 @ 98 of #5 to #8', '1 @ 97 of #7 to #8']);
    });

    test('MAT-2 a trade is made at the price of the resting order, whichever side it is on', () => {
      const floor = new Floor(createBook());
      floor.sell(anna, 5, 100);
      floor.buy(bao, 5, 105);
      floor.buy(anna, 5, 100);
      floor.sell(bao, 5, 95);
      assert.deepEqual(floor.trades, ['5 @ 100 of #1 to #2', '5 @ 100 of #3 to #4']);
    });

    test('MAT-3 at one price the older order trades first', () => {
      const floor = new Floor(createBook());
      floor.sell(anna, 5, 100);
      floor.sell(bao, 5, 100);
      floor.buy(dana, 7, 100);
      assert.deepEqual(floor.trades, ['5 @ 100 of #1 to #3', '2 @ 100 of #2 to #3']);
      assert.equal(floor.drawing, 'ask 100: 3 #2');
    });

    for (const [cancelled, queue] of [
      [1, [2, 3, 4, 5]],
      [3, [1, 2, 4, 5]],
      [5, [1, 2, 3, 4]],
    ] as const) {
      test(`MAT-3 five wait and #${cancelled} leaves: the others keep their order`, () => {
        const floor = new Floor(createBook());
        for (let i = 0; i < 5; i += 1) floor.buy(anna, 1, 100);
        assert.equal(floor.cancel(cancelled), true);
        floor.buy(bao, 1, 100);
        assert.equal(floor.drawing, `bid 100: ${[...queue, 6].map((order) => `1 #${order}`).join(', ')}`);
        floor.sell(dana, 5, 100);
        assert.deepEqual(
          floor.trades,
          [...queue, 6].map((order) => `1 @ 100 of #${order} to #7`),
        );
      });
    }

    test('MAT-3 one of two orders at a price leaves, the other stays', () => {
      const floor = new Floor(createBook());
      floor.sell(anna, 1, 100);
      floor.sell(bao, 2, 100);
      floor.cancel(1);
      assert.equal(floor.drawing, 'ask 100: 2 #2');
      floor.sell(chen, 3, 100);
      floor.cancel(2);
      assert.equal(floor.drawing, 'ask 100: 3 #3');
    });

    test('MAT-4 an order that is partly filled keeps its place', () => {
      const floor = new Floor(createBook());
      floor.buy(anna, 5, 100);
      floor.buy(bao, 5, 100);
      floor.sell(dana, 2, 100);
      assert.equal(floor.drawing, 'bid 100: 3 #1, 5 #2');
      floor.sell(dana, 4, 100);
      assert.deepEqual(floor.trades.slice(1), ['3 @ 100 of #1 to #4', '1 @ 100 of #2 to #4']);
    });

    test('MAT-4 an order keeps what it first asked for beside what it still wants', () => {
      const floor = new Floor(createBook());
      floor.sell(bao, 3, 100);
      floor.buy(anna, 10, 100);
      floor.sell(bao, 2, 100);
      const slot = floor.slotOf(2);
      assert.equal(floor.book.originalQuantityOf(slot), 10);
      assert.equal(floor.book.quantityOf(slot), 5);
      assert.equal(floor.book.accountOf(slot), anna);
    });

    test('MAT-5 what an IOC order cannot fill never rests', () => {
      const floor = new Floor(createBook());
      floor.sell(anna, 2, 100);
      assert.equal(floor.buy(bao, 5, 100, IMMEDIATE_OR_CANCEL), 'unfilled');
      assert.deepEqual(floor.trades, ['2 @ 100 of #1 to #2']);
      assert.equal(floor.sell(anna, 1, 100, IMMEDIATE_OR_CANCEL), 'unfilled');
      assert.equal(floor.drawing, '');
      assert.equal(floor.book.size, 0);
    });

    test('MAT-5 a limit order stops at its own limit and rests there', () => {
      const floor = new Floor(createBook());
      floor.sell(anna, 2, 100);
      floor.sell(anna, 2, 101);
      floor.sell(anna, 2, 102);
      assert.equal(floor.buy(bao, 9, 101), 'rests');
      assert.deepEqual(floor.trades, ['2 @ 100 of #1 to #4', '2 @ 101 of #2 to #4']);
      assert.equal(floor.drawing, 'ask 102: 2 #3\nbid 101: 5 #4');
      assert.equal(floor.sell(anna, 9, 101), 'rests');
      assert.equal(floor.drawing, 'ask 102: 2 #3\nask 101: 4 #5');
    });

    test('MAT-6 an incoming order stops before it trades with its own account', () => {
      const floor = new Floor(createBook());
      floor.sell(anna, 2, 100);
      floor.sell(bao, 2, 100);
      floor.sell(anna, 2, 101);
      assert.equal(floor.buy(bao, 9, 101), 'selfTrade');
      assert.deepEqual(floor.trades, ['2 @ 100 of #1 to #4']);
      assert.equal(floor.drawing, 'ask 101: 2 #3\nask 100: 2 #2');
      // An order that is filled before it would meet its own account is simply filled.
      assert.equal(floor.buy(chen, 2, 100), 'filled');
      assert.equal(floor.buy(anna, 1, 101), 'selfTrade');
      assert.equal(floor.buy(anna, 1, 100), 'rests');
    });

    test('ORD-8 an order that was filled, was cancelled or never was cannot be cancelled', () => {
      const floor = new Floor(createBook());
      floor.sell(anna, 2, 100);
      floor.sell(anna, 2, 100);
      floor.buy(bao, 3, 100);
      assert.equal(floor.cancel(1), false, 'filled as the resting order');
      assert.equal(floor.cancel(3), false, 'filled on arrival');
      assert.equal(floor.cancel(2), true);
      assert.equal(floor.cancel(2), false, 'cancelled before');
      for (const unknown of [0, -1, 4, 4_096, 1e6, 2 ** 40, Number.MAX_SAFE_INTEGER]) {
        assert.equal(floor.cancel(unknown), false, `never was: ${unknown}`);
      }
      assert.equal(floor.book.size, 0);
    });

    test('MAT-1 a price that is empty again is no best price', () => {
      const floor = new Floor(createBook());
      const prices = [1, 31, 32, 33, 1_023, 1_024, 32_767, 32_768, 65_536, 200_000, PRICE_MAX];
      for (const price of prices) floor.sell(anna, 1, price);
      for (const [i, price] of prices.entries()) {
        assert.equal(floor.book.bestPrice(SELL), price);
        floor.cancel(i + 1);
        assert.equal(floor.book.quantityAt(SELL, price as Ticks), 0);
      }
      assert.equal(floor.book.bestPrice(SELL), 0);

      for (const price of prices) floor.buy(anna, 1, price);
      for (const price of prices.toReversed()) {
        assert.equal(floor.book.bestPrice(BUY), price);
        floor.sell(bao, 1, price);
      }
      assert.equal(floor.book.bestPrice(BUY), 0);
      assert.equal(floor.book.first(BUY), NONE);
    });

    test('MAT-3 an order that comes back to an empty price is alone there', () => {
      const floor = new Floor(createBook());
      floor.buy(anna, 2, 100);
      floor.sell(bao, 2, 100);
      floor.sell(bao, 3, 100);
      assert.equal(floor.drawing, 'ask 100: 3 #3');
      floor.cancel(3);
      floor.buy(anna, 4, 100);
      assert.equal(floor.drawing, 'bid 100: 4 #4');
    });

    test('MAT-3 the order behind another is found across prices and ends with the side', () => {
      const book = createBook();
      const rest = (order: number, side: typeof BUY | typeof SELL, price: number) =>
        book.rest(order as OrderId, 0 as AccountId, side, price as Ticks, 1 as Lots, 1 as Lots);
      const far = rest(1, BUY, 1);
      const near = rest(2, BUY, 90_000);
      const ask = rest(3, SELL, 90_001);
      const behind = rest(4, BUY, 90_000);
      assert.equal(book.first(BUY), near);
      assert.equal(book.next(near), behind);
      assert.equal(book.next(behind), far);
      assert.equal(book.next(far), NONE);
      assert.equal(book.next(ask), NONE);
    });
  });
}

// The plain book is left out here: it sorts on every use, and would sort 100,000 orders 100,000 times.
describe('ladder book, at scale', () => {
  test('MAT-1 a sweep takes 100,000 orders at 100,000 prices in one command', () => {
    const floor = new Floor(new LadderBook(PRICE_MAX as Ticks));
    for (let i = 0; i < 100_000; i += 1) floor.sell(anna, 1, PRICE_MAX - i);
    assert.equal(floor.book.size, 100_000);
    assert.equal(floor.buy(bao, 100_000, PRICE_MAX), 'filled');
    assert.equal(floor.trades[0], `1 @ ${PRICE_MAX - 99_999} of #100000 to #100001`);
    assert.equal(floor.trades[99_999], `1 @ ${PRICE_MAX} of #1 to #100001`);
    assert.equal(floor.drawing, '');
  });

  test('MAT-3 a sweep takes 100,000 orders at one price in the order of their arrival', () => {
    const floor = new Floor(new LadderBook(PRICE_MAX as Ticks));
    for (let i = 0; i < 100_000; i += 1) floor.buy(anna, 1, 100);
    floor.cancel(50_000);
    assert.equal(floor.book.quantityAt(BUY, 100 as Ticks), 99_999);
    assert.equal(floor.sell(bao, 99_999, 1), 'filled');
    const makers = floor.trades.map((trade) => Number(trade.match(/#(\d+) to/)?.[1]));
    const expected = Array.from({ length: 100_000 }, (_, i) => i + 1).filter((order) => order !== 50_000);
    assert.deepEqual(makers, expected);
  });

  test('MAT-4 a total may outgrow 32 bits', () => {
    const floor = new Floor(new LadderBook(PRICE_MAX as Ticks));
    for (let i = 0; i < 9; i += 1) floor.sell(anna, 1_000_000_000, 100);
    assert.equal(floor.book.quantityAt(SELL, 100 as Ticks), 9_000_000_000);
    assert.equal(floor.buy(bao, 1, 100), 'filled');
    assert.equal(floor.book.quantityAt(SELL, 100 as Ticks), 8_999_999_999);
  });

  test('the slots of orders that left are used again, so a quiet book stays small', () => {
    const floor = new Floor(new LadderBook(PRICE_MAX as Ticks));
    for (let order = 1; order <= 10_000; order += 1) {
      floor.buy(anna, 1, 100 + (order % 3));
      assert.ok(floor.slotOf(order) < 64, `order ${order} stands in slot ${floor.slotOf(order)}`);
      if (order > 10) assert.equal(floor.cancel(order - 10), true);
    }
  });

  test('PRC-1 a price that the ladder does not have is a fault of the caller and changes nothing', () => {
    const book = new LadderBook(500 as Ticks);
    for (const price of [0, -1, 501, Number.NaN]) {
      assert.throws(
        () => book.rest(1 as OrderId, 0 as AccountId, BUY, price as Ticks, 1 as Lots, 1 as Lots),
        RangeError,
      );
    }
    assert.equal(book.size, 0);
    assert.equal(book.bestPrice(BUY), 0);
  });

  test('AUC-6 while orders are collected both sides may stand at one price', () => {
    const book = new LadderBook(500 as Ticks);
    const rest = (order: number, side: Side) =>
      book.rest(order as OrderId, 0 as AccountId, side, 100 as Ticks, 1 as Lots, 1 as Lots);
    rest(1, SELL);
    rest(2, BUY);
    rest(3, SELL);
    assert.equal(book.quantityAt(SELL, 100 as Ticks), 2);
    assert.equal(book.quantityAt(BUY, 100 as Ticks), 1);
    assert.equal(book.size, 3);
  });
});
