/**
 * Settlement prices over random days: the record of a day against the list of what happened, and the tiers of a whole
 * product against what always holds.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BUY, SELL } from '#core/commands.ts';
import { DayRecord } from '#core/settlement/day-record.ts';
import { nearestTick } from '#core/settlement/settlement-price.ts';
import { settlementPrices } from '#core/settlement/settlement-prices.ts';
import { settlementProfiles } from '#core/settlement/settlement-profiles.ts';
import type { TradedDay } from '#core/settlement/traded-day.ts';
import { type AccountId, type Lots, type Millis, type OrderId, ticks } from '#core/units.ts';
import { Random } from '#makers/random.ts';
import { NaiveBook } from '../model/naive-book.ts';
import {
  auctionOf,
  type NaiveDay,
  type NaiveQuotes,
  type NaiveTrade,
  nearest,
  standingOf,
  windowOf,
} from '../model/naive-settlement.ts';
import { dayOfMonth, rulesWith, spreadOf } from '../model/traded-days.ts';

const SEED = Number(process.env.SEED ?? 7);
const REPLAY = `replay it with: SEED=${SEED} npm test -- settlement-prices`;
const random = Random.of(SEED, 'settlement prices');
const below = (n: number): number => Math.floor(random.next() * n);

test('SET-9, SET-10, SET-11 the record of a day agrees with the list of what happened, on 2,000 days', () => {
  const rules = rulesWith(
    { method: 'window', minutes: 60, trades: 1, lots: 1 as Lots, owners: 1 },
    { method: 'window', minutes: 15, trades: 1, lots: 1 as Lots, owners: 1 },
    { method: 'quotes', standingMs: 60_000, lots: 3 as Lots },
    { method: 'previous' },
  );
  let stood = 0;
  for (let run = 0; run < 2_000; run += 1) {
    const closesAt = 100_000_000;
    let record = new DayRecord(rules);
    record.startDay(closesAt as Millis);
    const [trades, quotes]: [NaiveTrade[], NaiveQuotes[]] = [[], []];
    // Two hours in steps of half a minute, so that a trade often falls on the first moment of a window.
    let time = closesAt - 7_200_000;
    for (; time < closesAt + 60_000; time += 30_000 * below(8)) {
      if (below(2) === 0) {
        const buyer = below(4);
        const trade = { time, price: 1_490 + below(21), lots: 1 + below(5), buyer, seller: (buyer + 1 + below(3)) % 4 };
        const isClosing = time >= closesAt;
        trades.push({ ...trade, isClosing });
        const sides = [trade.buyer as AccountId, trade.seller as AccountId] as const;
        record.traded(ticks(trade.price), trade.lots as Lots, ...sides, isClosing, time as Millis);
      }
      if (time < closesAt) quotes.push(quote(record, time));
      if (below(20) === 0) record = DayRecord.restore(rules, JSON.parse(JSON.stringify(record.snapshot())));
    }
    record.stop(closesAt as Millis);
    const day: NaiveDay = { trades, quotes, closesAt, stoppedAt: closesAt };
    const read = record.read((closesAt + 600_000) as Millis);
    assert.deepEqual(read.windows.get(60), windowOf(day, 60), `run ${run}; ${REPLAY}`);
    assert.deepEqual(read.windows.get(15), windowOf(day, 15), `run ${run}; ${REPLAY}`);
    assert.deepEqual(read.auction, auctionOf(day), `run ${run}; ${REPLAY}`);
    const standing = { bid: standingOf(day, 'bid', 3), ask: standingOf(day, 'ask', 3) };
    assert.deepEqual(read.quotes, standing, `run ${run}; ${REPLAY}`);
    if (standing.bid.stoodMs >= 60_000) stood += 1;
  }
  assert.ok(stood > 200, `bids have stood on ${stood} days: this shows little`);
});

/** Shows the record a book of which either side may be empty, and says what it was. */
function quote(record: DayRecord, time: number): NaiveQuotes {
  const book = new NaiveBook();
  const [bidLots, askLots] = [below(4) === 0 ? 0 : 2 + below(6), below(4) === 0 ? 0 : 2 + below(6)];
  const [bid, ask] = [bidLots === 0 ? 0 : 1_499 - below(2), askLots === 0 ? 0 : 1_501 + below(2)];
  const rest = (side: typeof BUY | typeof SELL, price: number, lots: number) =>
    book.rest(1 as OrderId, 0 as AccountId, side, ticks(price), lots as Lots, lots as Lots);
  if (bidLots > 0) rest(BUY, bid, bidLots);
  if (askLots > 0) rest(SELL, ask, askLots);
  record.observe(time as Millis, book);
  return { time, bid, bidLots, ask, askLots };
}

test('SET-3 a mean goes to the nearest tick, of two as near to the one nearer the day before, 100,000 times', () => {
  for (let i = 0; i < 100_000; i += 1) {
    const lots = 1 + below([2, 20, 1_000_000][below(3)] as number);
    const value = lots * below(262_143) + below(lots);
    const previous = 1 + below(262_143);
    assert.equal(nearestTick(value, lots, ticks(previous)), nearest(value, lots, previous), REPLAY);
    const close = Math.floor(value / lots) + below(3) - 1;
    assert.equal(nearestTick(value, lots, ticks(close)), nearest(value, lots, close), REPLAY);
  }
});

test('SET-8, SET-13, SET-14, SET-15 every month of 20,000 products has a price within its limits, and says from what', () => {
  const seen = new Map<string, number>();
  for (let run = 0; run < 20_000; run += 1) {
    const rules = Object.values(settlementProfiles)[below(3)] as (typeof settlementProfiles)['tokenpit'];
    const days = Array.from({ length: 1 + below(6) }, (_, month) => drawnDay(month));
    const spreads = days.slice(1).flatMap((_, i) => (below(2) === 0 ? [spreadOf(i, i + 1, below(41) - 20)] : []));
    const prices = settlementPrices(rules, days, spreads);
    assert.equal(prices.length, days.length);
    for (const [i, { price, method, inputs, passed }] of prices.entries()) {
      const { limits, volume } = days[i] as TradedDay;
      assert.ok(price >= limits.down && price <= limits.up, `run ${run}: ${price} is outside its limits; ${REPLAY}`);
      // What was passed over is exactly what stands before the tier that gave the price.
      const before = rules.tiers.slice(
        0,
        rules.tiers.findIndex((tier) => tier.method === method),
      );
      assert.deepEqual(
        passed.map((tier) => tier.method),
        before.map((tier) => tier.method),
        REPLAY,
      );
      // Nobody who traded is settled by what others did.
      if (volume > 0) assert.ok(!['spreads', 'neighbour', 'previous'].includes(method), `run ${run}; ${REPLAY}`);
      if ('neighbour' in inputs) {
        const neighbour = days.findIndex(({ contract }) => contract === inputs.neighbour);
        assert.equal(prices[neighbour]?.price, inputs.neighbourPrice, `run ${run}; ${REPLAY}`);
        if (method === 'neighbour') assert.ok((days[neighbour] as TradedDay).volume > 0, `run ${run}; ${REPLAY}`);
      }
      seen.set(method, (seen.get(method) ?? 0) + 1);
    }
  }
  for (const method of [
    'window',
    'closingAuction',
    'vwap',
    'quotes',
    'limit',
    'lastTrade',
    'spreads',
    'neighbour',
    'previous',
  ])
    assert.ok((seen.get(method) ?? 0) > 100, `${seen.get(method)} of ${method}: this shows little`);
});

function drawnDay(month: number): TradedDay {
  const previous = 1_400 + below(201);
  const limits = [previous - 100, previous + 100] as const;
  const inside = () => limits[0] + below(201);
  const trades = below(3) === 0 ? Array.from({ length: 1 + below(8) }, () => [inside(), 1 + below(9)] as const) : [];
  const isOneSided = below(3) === 0;
  return dayOfMonth(month, {
    previous,
    limits,
    trades,
    bid: isOneSided ? limits[1] : inside(),
    ask: isOneSided ? 0 : inside(),
    ...(below(2) === 0 && { bidStood: [inside(), below(3) * 60_000], askStood: [inside(), below(3) * 60_000] }),
    ...(trades.length > 0 && below(2) === 0 && { window: { trades, buyers: 1 + below(3), sellers: 1 + below(3) } }),
    ...(trades.length > 0 && below(3) === 0 && { auction: [inside(), 1 + below(40)] }),
  });
}
