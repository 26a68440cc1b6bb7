/** Contract list, ladder, tape and candles, each from a worked example. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Candle, PublicTrade, Ticker } from '#wire/market.ts';
import { foldMinute, startSeries } from '../../src/terminal/models/candle-series.ts';
import { contractsOf, mergeTickers, neighbour } from '../../src/terminal/models/contract-list.ts';
import { ladder } from '../../src/terminal/models/ladder.ts';
import { addTrades, TAPE_LENGTH_MAX } from '../../src/terminal/models/tape.ts';

test('TRM-1 contracts stand by month, and what changes changes in its place', () => {
  const list = [ticker('SIT2703', '2027-03'), ticker('SITP2612', '2026-12', 'SITP'), ticker('SIT2612', '2026-12')];
  assert.deepEqual(codes(contractsOf(list, 'SIT')), ['SIT2612', 'SIT2703']);
  const changed = mergeTickers(list, [{ ...ticker('SIT2703', '2027-03'), lastPrice: '2.000' }]);
  assert.deepEqual(codes(changed), ['SIT2703', 'SITP2612', 'SIT2612']);
  assert.equal(changed[0]?.lastPrice, '2.000');
});

test('TRM-10 moving in the list stops at its ends', () => {
  const list = [ticker('SIT2612', '2026-12'), ticker('SIT2701', '2027-01')];
  assert.equal(neighbour(list, 'SIT2612', 1), 'SIT2701');
  assert.equal(neighbour(list, 'SIT2701', 1), 'SIT2701');
  assert.equal(neighbour(list, 'SIT2612', -1), 'SIT2612');
  assert.equal(neighbour(list, 'SITP2612', 1), 'SIT2612');
  assert.equal(neighbour([], undefined, 1), undefined);
});

test('TRM-3, TRM-7 the ladder keeps its rows, sums from the best price outwards and knows one’s own lots', () => {
  const own = [
    { side: 'buy', price: '1.498', remaining: 2 },
    { side: 'buy', price: '1.498', remaining: 3 },
    { side: 'sell', price: '1.498', remaining: 9 },
  ] as const;
  const { asks, bids, spread } = ladder(
    [
      ['1.499', 4],
      ['1.498', 6],
    ],
    [['1.502', 20]],
    own,
    3,
    3,
  );
  assert.deepEqual(
    asks.map(({ place, level }) => [place, level?.price]),
    [
      [3, undefined],
      [2, undefined],
      [1, '1.502'],
    ],
  );
  assert.deepEqual(
    bids.map(({ level }) => level),
    [
      { price: '1.499', quantity: 4, total: 4, share: 0.2, own: 0 },
      { price: '1.498', quantity: 6, total: 10, share: 0.5, own: 5 },
      undefined,
    ],
  );
  assert.equal(spread, '0.003');
  assert.equal(ladder([], [['1.502', 20]], [], 1, 3).spread, undefined);
});

test('TRM-3 the tape shows each trade once, newest first, and forgets the oldest', () => {
  const tape = addTrades([trade(2), trade(1)], [trade(2), trade(4), trade(3)]);
  assert.deepEqual(
    tape.map(({ trade: number }) => number),
    [4, 3, 2, 1],
  );
  const long = addTrades(
    [],
    Array.from({ length: 100 }, (_, at) => trade(at)),
  );
  assert.equal(long.length, TAPE_LENGTH_MAX);
  assert.equal(long[0]?.trade, 99);
});

test('TRM-3 a minute widens the hour it belongs to, and its volume counts once', () => {
  const hour = candle('09:00', '1.500', '1.510', '1.495', '1.505', 40);
  let series = startSeries('1h', [hour], candle('09:30', '1.505', '1.505', '1.504', '1.505', 3));
  series = foldMinute(series, candle('09:30', '1.505', '1.512', '1.504', '1.512', 5));
  assert.deepEqual(series.candles, [candle('09:00', '1.500', '1.512', '1.495', '1.512', 42)]);
  series = foldMinute(series, candle('09:30', '1.505', '1.512', '1.504', '1.512', 5));
  assert.equal(series.candles[0]?.volume, 42);
  series = foldMinute(series, candle('09:31', '1.512', '1.512', '1.490', '1.490', 1));
  assert.deepEqual(series.candles, [candle('09:00', '1.500', '1.512', '1.490', '1.490', 43)]);
  // A late word about an older minute says nothing new.
  assert.equal(foldMinute(series, candle('09:30', '1.505', '1.599', '1.504', '1.599', 9)), series);
});

test('TRM-3 the first minute of a new hour opens its candle, also beyond a figure of another length', () => {
  const series = startSeries('1h', [candle('08:00', '9.990', '9.999', '9.980', '9.999', 4)], undefined);
  const next = foldMinute(series, candle('09:00', '9.999', '10.001', '9.998', '10.001', 2));
  assert.deepEqual(next.candles.at(-1), candle('09:00', '9.999', '10.001', '9.998', '10.001', 2));
  const wider = foldMinute(next, candle('09:01', '10.001', '10.001', '9.997', '9.997', 1));
  assert.deepEqual(wider.candles.at(-1), candle('09:00', '9.999', '10.001', '9.997', '9.997', 3));
  assert.equal(wider.candles.length, 2);
});

function codes(tickers: readonly Ticker[]): string[] {
  return tickers.map(({ contract }) => contract);
}

function ticker(contract: string, month: string, product = 'SIT'): Ticker {
  return {
    contract,
    product,
    month,
    lastTradingDay: '2026-12-16',
    deliveryFrom: '2026-12-01',
    settlementPrice: '1.500',
    settlementMethod: null,
    settlementCorrected: false,
    average: null,
    markPrice: '1.500',
    lastPrice: null,
    change: '0.000',
    changePercent: '0.00',
    bidPrice: null,
    bidQuantity: 0,
    askPrice: null,
    askQuantity: 0,
    limitDown: '1.275',
    limitUp: '1.725',
    phase: 'continuous',
    phaseUntil: null,
    phaseCause: 'schedule',
    indicativePrice: null,
    indicativeQuantity: 0,
    indicativeSurplus: 0,
    volume: 0,
    openInterest: 0,
    initialMarginRate: '0.080000',
    initialMargin: '120.000000',
    maintenanceMargin: '90.000000',
  };
}

function trade(number: number): PublicTrade {
  const time = '2026-11-20T09:00:00.000Z';
  return {
    contract: 'SIT2612',
    trade: number,
    sequence: number,
    time,
    price: '1.500',
    quantity: 1,
    takerSide: 'buy',
    simulated: true,
  };
}

function candle(time: string, open: string, high: string, low: string, close: string, volume: number): Candle {
  return { time: `2026-11-20T${time}:00.000Z`, open, high, low, close, volume };
}
