import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BUY, GOOD_TILL_CANCEL, IMMEDIATE_OR_CANCEL, SELL, type Side, type TimeInForce } from '#core/commands.ts';
import type { Event } from '#core/events.ts';
import type { OrderBook } from '#core/order-book/order-book.ts';
import { NONE } from '#core/order-book/order-book.ts';
import type { AccountId, ContractId, Lots, Ticks, TradeDate } from '#core/units.ts';
import type { Candle, CandleInterval } from '#market-data/candles.ts';
import { CandleSeries } from '#market-data/candles.ts';
import { TRADES_KEPT } from '#market-data/contract-market.ts';
import { MarketData } from '#market-data/market-data.ts';
import { FoldedVenue, MONDAY } from './folded-venue.ts';
import { randomRun, replay } from './random-run.ts';

const ANNA = 0;
const BAO = 1;
const FRONT = 0 as ContractId;

test('MKT-1 MKT-4 MKT-5 depth, statistics and terms agree with the exchange after every command', () => {
  let commands = 0;
  randomRun(25, ({ exchange, market }) => {
    commands += 1;
    assert.equal(market.tradeDate, exchange.tradeDate);
    for (const contract of exchange.contracts) {
      const seen = market.contracts[contract.id];
      assert(seen !== undefined);
      assert.deepEqual(
        { bids: seen.depth.levels().bids, asks: seen.depth.levels().asks },
        { bids: levelsOf(contract.book, BUY), asks: levelsOf(contract.book, SELL) },
        `${contract.code}: ${replay('market-data')}`,
      );
      assert.equal(seen.openInterest, contract.openInterest);
      assert.equal(seen.volume, contract.volume);
      assert.equal(seen.lastPrice ?? 0, contract.lastPrice);
      assert.equal(seen.expired, contract.expired);
      assert.equal(seen.terms.settlementPrice, contract.settlementPrice);
      if (contract.expired) continue;
      assert.equal(seen.markPrice, contract.markPrice());
      assert.deepEqual(seen.terms, {
        settlementPrice: contract.settlementPrice,
        limitDown: contract.limitDown,
        limitUp: contract.limitUp,
        initialRate: contract.initialRate,
        maintenanceRate: contract.maintenanceRate,
      });
    }
  });
  assert(commands > 2_000);
});

test('MKT-1 the changes of a batch, laid over the depth before it, give the depth after it', () => {
  const mirror = new Map<string, number>();
  const venue = randomRun(15, ({ market }) => {
    for (const { contract, bids, asks } of market.takeChanges().books)
      for (const [side, levels] of [['bid', bids] as const, ['ask', asks] as const])
        for (const [price, quantity] of levels) {
          if (quantity === 0) mirror.delete(`${contract} ${side} ${price}`);
          else mirror.set(`${contract} ${side} ${price}`, quantity);
        }
  });
  const expected = new Map<string, number>();
  for (const { contract, depth } of venue.market.contracts) {
    for (const [price, quantity] of depth.levels().bids) expected.set(`${contract} bid ${price}`, quantity);
    for (const [price, quantity] of depth.levels().asks) expected.set(`${contract} ask ${price}`, quantity);
  }
  assert(expected.size > 20);
  assert.deepEqual([...mirror].sort(), [...expected].sort(), replay('market-data'));
});

test('MKT-1 depth is told best first and to as many levels as are asked for', () => {
  const venue = new FoldedVenue('anna', 'bao');
  order(venue, ANNA, BUY, 5, 1_490);
  order(venue, BAO, BUY, 2, 1_495);
  order(venue, ANNA, BUY, 3, 1_490);
  order(venue, BAO, SELL, 7, 1_502);
  order(venue, BAO, SELL, 1, 1_501);
  const { depth } = front(venue);
  assert.deepEqual(depth.levels(1), { bids: [[1_495, 2]], asks: [[1_501, 1]] });
  assert.deepEqual(depth.levels(10).bids, [
    [1_495, 2],
    [1_490, 8],
  ]);
});

test('MKT-1 an order that never rested leaves no trace in the depth', () => {
  const venue = new FoldedVenue('anna', 'bao');
  order(venue, ANNA, SELL, 5, 1_500);
  order(venue, BAO, BUY, 3, 1_499, IMMEDIATE_OR_CANCEL);
  // Stops at anna's own offer (rule MAT-6).
  order(venue, ANNA, BUY, 2, 1_500);
  assert.deepEqual(front(venue).depth.levels(), { bids: [], asks: [[1_500, 5]] });
});

test('MKT-2 a public trade says price, lots, time and the side of the taker, the newest first', () => {
  const venue = new FoldedVenue('sim-anna', 'sim-bao', 'chen');
  order(venue, ANNA, SELL, 5, 1_500);
  order(venue, BAO, BUY, 2, 1_500);
  order(venue, 2, BUY, 3, 1_501);
  const [second, first] = front(venue).trades();
  assert(first !== undefined && second !== undefined);
  assert.deepEqual([first.trade, first.price, first.quantity, first.takerSide], [1, 1_500, 2, BUY]);
  assert.deepEqual([second.trade, second.price, second.quantity, second.takerSide], [2, 1_500, 3, BUY]);
  // Both sides of the first trade are simulated, and only one of the second.
  assert.deepEqual([first.simulated, second.simulated], [true, false]);
  assert.equal(second.time, venue.time);
});

test(`MKT-2 the last ${TRADES_KEPT} trades of a contract are kept`, () => {
  const venue = new FoldedVenue('anna', 'bao');
  for (let i = 0; i < TRADES_KEPT + 3; i += 1) {
    order(venue, ANNA, SELL, 1, 1_500);
    order(venue, BAO, BUY, 1, 1_500);
  }
  const trades = front(venue).trades();
  assert.equal(trades.length, TRADES_KEPT);
  assert.deepEqual([trades[0]?.trade, trades.at(-1)?.trade], [TRADES_KEPT + 3, 4]);
  assert.deepEqual(
    front(venue)
      .trades(2)
      .map(({ trade }) => trade),
    [TRADES_KEPT + 3, TRADES_KEPT + 2],
  );
});

test('MKT-3 candles are what a plain recomputation from all trades gives', () => {
  const trades: { contract: number; time: number; price: number; quantity: number }[] = [];
  const venue = randomRun(12, ({ time }, events: readonly Event[]) => {
    for (const event of events)
      if (event.type === 'trade')
        trades.push({ contract: event.contract, time, price: event.price, quantity: event.quantity });
  });
  assert(trades.length > 300);
  const lengths: Record<CandleInterval, number> = { '1m': 60_000, '1h': 3_600_000, '1d': 86_400_000 };
  for (const contract of venue.market.contracts.filter(({ expired }) => !expired))
    for (const [interval, length] of Object.entries(lengths)) {
      const own = trades.filter((trade) => trade.contract === contract.contract);
      const starts = [...new Set(own.map(({ time }) => time - (time % length)))];
      const expected = starts.map((start) => {
        const inside = own.filter(({ time }) => time >= start && time < start + length);
        const prices = inside.map(({ price }) => price);
        return {
          time: start,
          open: prices[0],
          high: Math.max(...prices),
          low: Math.min(...prices),
          close: prices.at(-1),
          volume: inside.reduce((sum, { quantity }) => sum + quantity, 0),
        };
      });
      assert.deepEqual(contract.candles[interval as CandleInterval].all, expected, replay('market-data'));
    }
});

test('MKT-3 the last 1,500 minutes with a trade are kept, and the last 2,500 hours', () => {
  for (const [interval, length, kept] of [['1m', 60_000, 1_500] as const, ['1h', 3_600_000, 2_500] as const]) {
    const series = new CandleSeries(interval);
    for (let i = 0; i < kept + 10; i += 1) series.add((i * length) as Candle['time'], 5 as Ticks, 1 as Lots);
    assert.equal(series.all.length, kept);
    assert.equal(series.all[0]?.time, 10 * length);
  }
});

test('MKT-4 the day’s volume, last price and change start anew when the day has ended', () => {
  const venue = new FoldedVenue('anna', 'bao');
  // Before the first trade the change is that of the mark price, which the bid lifts.
  order(venue, ANNA, BUY, 1, 1_504);
  assert.deepEqual([front(venue).lastPrice, front(venue).change], [undefined, 4]);
  order(venue, BAO, SELL, 1, 1_504);
  order(venue, ANNA, SELL, 2, 1_510);
  order(venue, BAO, BUY, 2, 1_510);
  assert.deepEqual([front(venue).lastPrice, front(venue).change, front(venue).volume], [1_510, 10, 3]);
  venue.endDay();
  // (1 × 1,504 + 2 × 1,510) / 3 = 1,508: the day's mean price is the price that the next day is measured against.
  assert.deepEqual([front(venue).lastPrice, front(venue).change, front(venue).volume], [undefined, 0, 0]);
  assert.equal(front(venue).terms.settlementPrice, 1_508);
});

test('MKT-5 open interest counts the long lots, which closing and passing on do not raise', () => {
  const venue = new FoldedVenue('anna', 'bao', 'chen');
  const after = [
    ['anna sells 5 to bao', ANNA, BAO, 5],
    ['bao passes 2 on to chen', BAO, 2, 2],
    ['chen closes 1 with anna', 2, ANNA, 1],
  ] as const;
  const counted = after.map(([, seller, buyer, quantity]) => {
    order(venue, seller, SELL, quantity, 1_500);
    order(venue, buyer, BUY, quantity, 1_500);
    return front(venue).openInterest;
  });
  assert.deepEqual(counted, [5, 5, 4]);
});

test('MKT-6 of an expired contract settlements and daily candles stay, and its code is still found', () => {
  const venue = new FoldedVenue('anna', 'bao');
  order(venue, ANNA, SELL, 5, 1_510);
  order(venue, BAO, BUY, 2, 1_510);
  while (!front(venue).expired) venue.endDay();
  const expired = front(venue);
  assert.equal(venue.market.find('SIT2611'), expired);
  assert.deepEqual(expired.depth.levels(), { bids: [], asks: [] });
  assert.equal(expired.openInterest, 0);
  // November 2026 trades until Wednesday the 18th: thirteen trading days from Monday the 2nd.
  assert.equal(expired.settlements.length, 13);
  assert.deepEqual(expired.settlements[0], {
    date: MONDAY,
    price: 1_510,
    method: 'vwap',
    volume: 2,
    openInterest: 2,
  });
  assert.deepEqual(expired.settlements.at(-1), {
    date: MONDAY + 16,
    price: 1_500,
    method: 'final',
    volume: 0,
    openInterest: 2,
  });
  assert.equal(expired.candles['1d'].all.length, 1);
  assert.equal(expired.candles['1m'].all.length, 0);
});

test('MKT-9 every fixing is kept with its sellers and found by its date', () => {
  const venue = new FoldedVenue('anna');
  venue.endDay();
  assert.deepEqual(
    venue.market.index.fixings.map(({ fixing }) => [fixing.date, fixing.decision.value]),
    [
      [MONDAY - 1, 1_500_000],
      [MONDAY, 1_500_000],
    ],
  );
  assert.equal(venue.market.index.asOf(MONDAY)?.fixing.sellers, 5);
  assert.equal(venue.market.index.asOf((MONDAY + 1) as TradeDate), undefined);
});

test('MKT-9 what changed is told once: trades, the running candle, fixings and the end of a day', () => {
  const venue = new FoldedVenue('anna', 'bao');
  assert.deepEqual(venue.market.takeChanges().tickers, [], 'nothing is noted before the first call');
  order(venue, ANNA, SELL, 5, 1_500);
  order(venue, BAO, BUY, 2, 1_500);
  const changes = venue.market.takeChanges();
  assert.deepEqual(changes.tickers, [FRONT]);
  assert.deepEqual(changes.books, [{ contract: FRONT, bids: [], asks: [[1_500, 3]] }]);
  assert.deepEqual(
    changes.trades.map(({ trade, quantity }) => [trade, quantity]),
    [[1, 2]],
  );
  assert.deepEqual(
    changes.candles.map(({ contract, candle }) => [contract, candle.close, candle.volume]),
    [[FRONT, 1_500, 2]],
  );
  assert.equal(changes.days, false);
  assert.deepEqual(venue.market.takeChanges().trades, []);
  venue.endDay();
  const overnight = venue.market.takeChanges();
  assert.equal(overnight.days, true);
  assert.deepEqual(
    overnight.fixings.map(({ fixing }) => fixing.date),
    [MONDAY],
  );
});

test('MKT-9 market data restored from its snapshot goes on as if nothing had been', () => {
  let restored: MarketData | undefined;
  let commands = 0;
  const venue = randomRun(15, ({ market, time }, events) => {
    commands += 1;
    restored?.apply({ sequence: market.sequence, time, events });
    if (commands === 1_000) {
      restored = new MarketData();
      restored.restore(JSON.parse(JSON.stringify(market.snapshot())));
    }
  });
  assert(commands > 1_500);
  assert.equal(JSON.stringify(restored?.snapshot()), JSON.stringify(venue.market.snapshot()), replay('market-data'));
});

function order(
  venue: FoldedVenue,
  account: number,
  side: Side,
  quantity: number,
  price: number,
  timeInForce: TimeInForce = GOOD_TILL_CANCEL,
): void {
  const events = venue.send({
    type: 'placeOrder',
    account: account as AccountId,
    contract: FRONT,
    side,
    price: price as Ticks,
    quantity: quantity as Lots,
    timeInForce,
  });
  assert.equal(events[0]?.type, 'orderAccepted');
}

function front(venue: FoldedVenue) {
  const [market] = venue.market.contracts;
  assert(market !== undefined);
  return market;
}

function levelsOf(book: OrderBook, side: Side): [Ticks, number][] {
  const levels = new Map<Ticks, number>();
  for (let slot = book.first(side); slot !== NONE; slot = book.next(slot))
    levels.set(book.priceOf(slot), (levels.get(book.priceOf(slot)) ?? 0) + book.quantityOf(slot));
  return [...levels];
}
