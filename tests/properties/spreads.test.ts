/**
 * What no sequence of commands may break where months are traded as spreads, against plain twins.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BUY, SELL } from '#core/commands.ts';
import { type Event, recorder } from '#core/events.ts';
import { Exchange } from '#core/exchange.ts';
import { NONE, type OrderBook } from '#core/order-book/order-book.ts';
import { impliedIn, impliedOut } from '#core/spreads/implied.ts';
import { VenueState } from '#core/state.ts';
import type { AccountId, Sequence } from '#core/units.ts';
import { MarketData } from '#market-data/market-data.ts';
import { MemberRecords } from '#market-data/member-records.ts';
import { Bookkeeper } from '../model/bookkeeper.ts';
import { NaiveBook } from '../model/naive-book.ts';
import { PlainBooks } from '../model/naive-implied.ts';
import { diceOf, type Step } from '../model/random-commands.ts';
import { randomSpreads } from '../model/random-spreads.ts';

const SEED = Number(process.env.SEED ?? 7);
const replay = (seed: number) => `replay it with: SEED=${seed} npm test -- properties/spreads`;

function carryOut(exchange: Exchange, { command, time }: Step): Event[] {
  const events: Event[] = [];
  exchange.execute(command, time, recorder(events));
  return events;
}

test('SPR-7 over the plain book the same happens as over the ladder, and all invariants and a second bookkeeper agree', () => {
  const happened = new Map<string, number>();
  for (let seed = SEED; seed < SEED + 8; seed += 1) {
    const ladder = new Exchange();
    const plain = new Exchange(() => new NaiveBook());
    const books = new Bookkeeper();
    const steps = randomSpreads(() => ladder, diceOf(seed));
    for (let sequence = 1; sequence <= 1_500; sequence += 1) {
      const step = steps.next().value;
      const where = `command ${sequence} ${JSON.stringify(step.command)}; ${replay(seed)}`;
      const before = ladder.hash();
      let events: Event[] = [];
      assert.doesNotThrow(() => {
        events = carryOut(ladder, step);
        ladder.audit();
      }, where);
      assert.deepEqual(events, carryOut(plain, step), where);
      assert.equal(ladder.hash(), plain.hash(), where);
      if (events.some(({ type }) => type === 'rejected')) {
        assert.equal(events.length, 1, where);
        assert.equal(ladder.hash(), before, where);
      }
      for (const event of events) {
        books.hear(event);
        const what = event.type === 'rejected' ? event.reason : event.type === 'trade' ? event.origin : event.type;
        happened.set(what, (happened.get(what) ?? 0) + 1);
      }
      books.agreesWith(ladder);
    }
  }
  for (const what of [
    'spread',
    'implied',
    'book',
    'spreadExpired',
    'protectionTriggered',
    'orderTriggered',
    'SPREAD_TERMS_UNKNOWN',
    'PRICE_OUTSIDE_LIMIT',
  ])
    assert.ok((happened.get(what) ?? 0) > 3, `${what} hardly happened: this shows little`);
});

test('SPR-7, SPR-10 after each command no three orders are left that could have traded', () => {
  let looked = 0;
  for (let seed = SEED; seed < SEED + 12; seed += 1) {
    const exchange = new Exchange();
    const steps = randomSpreads(() => exchange, diceOf(seed));
    for (let sequence = 1; sequence <= 1_500; sequence += 1) {
      const step = steps.next().value;
      carryOut(exchange, step);
      const [left] = new PlainBooks(exchange).crosses();
      assert.equal(left, undefined, `command ${sequence} ${JSON.stringify(step.command)}; ${replay(seed)}`);
      looked += exchange.spreads.reduce((sum, { book }) => sum + book.size, 0);
    }
  }
  assert.ok(looked > 20_000, 'spread orders rested: else this shows little');
});

test('SPR-7 the best implied price is that of a plain matcher who tries every pair', () => {
  let found = 0;
  const exchange = new Exchange();
  const steps = randomSpreads(() => exchange, diceOf(SEED));
  for (let sequence = 1; sequence <= 4_000; sequence += 1) {
    const step = steps.next().value;
    carryOut(exchange, step);
    if (sequence % 4 !== 0) continue;
    const state = VenueState.restore(exchange.snapshot());
    const plain = new PlainBooks(exchange);
    for (const contract of state.contracts)
      for (const side of [BUY, SELL] as const)
        for (const account of [0, 2, 3, 5] as AccountId[]) {
          if (contract.specification.prices !== undefined || !contract.trades) continue;
          const implied = impliedOut(state, contract, side, account, step.time)?.price;
          const listed = exchange.contracts[contract.id] as typeof contract;
          const expected = plain.bestFor(listed, side, plain.groupOf(account));
          assert.equal(implied, expected, `command ${sequence}, ${contract.code}; ${replay(SEED)}`);
          if (implied !== undefined) found += 1;
        }
    for (const spread of state.spreads)
      for (const side of [BUY, SELL] as const)
        for (const account of [0, 2, 3, 5] as AccountId[]) {
          if (spread.near.specification.prices !== undefined) continue;
          const implied = impliedIn(state, spread, side, account, step.time)?.price;
          const listed = exchange.spreads.find(({ id }) => id === spread.id) as typeof spread;
          const expected = plain.bestInto(listed, side, plain.groupOf(account));
          assert.equal(implied, expected, `command ${sequence}, ${spread.code}; ${replay(SEED)}`);
        }
  }
  assert.ok(found > 500, `${found} implied prices: this shows little`);
});

test('an exchange with spreads that is read back goes on as the one that was written', () => {
  const original = new Exchange();
  let copy = new Exchange();
  const dice = diceOf(SEED + 1);
  const steps = randomSpreads(() => original, diceOf(SEED));
  for (let sequence = 1; sequence <= 4_000; sequence += 1) {
    if (dice(20) === 0) {
      const written = JSON.parse(JSON.stringify(copy.snapshot()));
      copy = Exchange.restore(written, dice(2) === 0 ? () => new NaiveBook() : undefined);
      copy.audit();
    }
    const step = steps.next().value;
    const where = `command ${sequence}; ${replay(SEED)}`;
    assert.deepEqual(carryOut(copy, step), carryOut(original, step), where);
    assert.equal(copy.hash(), original.hash(), where);
  }
});

test('SPR-8, SPR-15 market data and member records say what the exchange says', () => {
  const exchange = new Exchange();
  const [market, members] = [new MarketData(), new MemberRecords()];
  const steps = randomSpreads(() => exchange, diceOf(SEED));
  for (let sequence = 1; sequence <= 4_000; sequence += 1) {
    const step = steps.next().value;
    const published = { sequence: sequence as Sequence, time: step.time, events: carryOut(exchange, step) };
    market.apply(published);
    members.apply(published);
    if (sequence % 500 === 0) {
      market.restore(JSON.parse(JSON.stringify(market.snapshot())));
      members.restore(JSON.parse(JSON.stringify(members.snapshot())));
    }
    const where = `command ${sequence}; ${replay(SEED)}`;
    for (const { id, book, lastPrice, volume, openInterest } of exchange.contracts) {
      const seen = market.contracts[id];
      assert.deepEqual(seen?.depth.levels(), levelsOf(book), where);
      assert.deepEqual([seen?.lastPrice ?? 0, seen?.volume], [lastPrice, volume], where);
      if (seen?.expired === false) assert.equal(seen.openInterest, openInterest, where);
    }
    for (const [i, spread] of exchange.spreads.entries()) {
      const seen = market.spreads[i];
      assert.equal(seen?.code, spread.code);
      assert.deepEqual(seen?.depth.levels(), levelsOf(spread.book, spread.near.specification.priceMax), where);
      for (const slot of spread.slots()) {
        const { book } = spread;
        const record = members.order(book.accountOf(slot), book.orderOf(slot));
        assert.equal(record?.remaining, book.quantityOf(slot), where);
        assert.equal(record?.filled, book.originalQuantityOf(slot) - book.quantityOf(slot), where);
        assert.equal(record?.price, spread.priceOf(slot), where);
      }
    }
  }
  for (const { id } of exchange.accounts)
    for (const { order, status, filled, quantity } of members.doneOrders(id)) {
      if (status === 'filled') assert.equal(filled, quantity, 'a filled order has all its lots');
      assert.equal(exchange.ownerOf(order), undefined, `order ${order} is ${status} and found nowhere`);
    }
});

/** What a book shows, best first. */
function levelsOf(book: OrderBook, offset = 0) {
  const levels = { bids: [] as number[][], asks: [] as number[][] };
  for (const side of [BUY, SELL] as const)
    for (let slot = book.first(side); slot !== NONE; slot = book.next(slot)) {
      const [rows, price] = [side === BUY ? levels.bids : levels.asks, book.priceOf(slot) - offset];
      const last = rows.at(-1);
      if (last?.[0] === price) last[1] = (last[1] ?? 0) + book.quantityOf(slot);
      else rows.push([price, book.quantityOf(slot)]);
    }
  return levels;
}
