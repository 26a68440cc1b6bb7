import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BUY, GOOD_TILL_CANCEL, IMMEDIATE_OR_CANCEL, SELL, type Side } from '#core/commands.ts';
import type { AccountId, ContractId, Lots, Money, OrderId, Ticks, TradeDate } from '#core/units.ts';
import { DONE_ORDERS_KEPT, MemberRecords } from '#market-data/member-records.ts';
import { FoldedVenue, MONDAY } from './folded-venue.ts';
import { randomRun, replay } from './random-run.ts';

const ANNA = 0 as AccountId;
const BAO = 1 as AccountId;
const CHEN = 2 as AccountId;

test('MKT-7 a day’s statement, worked by hand', () => {
  const venue = new FoldedVenue('anna', 'bao', 'chen');
  // One tick of one lot is one dollar. Anna takes 10 of bao's at 1,510, bao takes 4 of chen's at 1,530.
  order(venue, BAO, SELL, 10, 1_510);
  order(venue, ANNA, BUY, 10, 1_510);
  order(venue, CHEN, SELL, 4, 1_530);
  order(venue, BAO, BUY, 4, 1_530);
  venue.send({ type: 'withdraw', account: CHEN, amount: usd(250_000) });
  venue.endDay();

  // The day settles at (10 × 1,510 + 4 × 1,530) / 14 = 1,515.71…, to the tick 1,516. A taker pays 0.01 % of the value
  // of each fill, a maker 0.002 %: of 15,100 dollars 1.51 and 0.302, of 6,120 dollars 0.612 and 0.1224.
  const day = { date: MONDAY, openingBalance: 0, deposits: usd(1_000_000), withdrawals: 0 };
  assert.deepEqual(venue.records.statements(ANNA), [
    { ...day, variation: usd(60), fees: usd(1.51), closingBalance: usd(1_000_058.49) },
  ]);
  assert.deepEqual(venue.records.statements(BAO), [
    { ...day, variation: usd(-60 - 56), fees: usd(0.914), closingBalance: usd(999_883.086) },
  ]);
  assert.deepEqual(venue.records.statements(CHEN), [
    {
      ...day,
      withdrawals: usd(250_000),
      variation: usd(56),
      fees: usd(0.1224),
      closingBalance: usd(750_055.8776),
    },
  ]);
});

test('MKT-7 every line adds up, opens where the last one closed, and ends at the exchange’s own balance', () => {
  const venue = randomRun(30, ({ exchange, records }) => {
    for (const { id } of exchange.accounts)
      assert.equal(
        records.balance(id as AccountId),
        exchange.summary(id as AccountId).balance,
        replay('member-records'),
      );
  });
  for (const { id } of venue.exchange.accounts) {
    const lines = venue.records.statements(id as AccountId).toReversed();
    assert(lines.length > 20);
    let balance = 0;
    for (const line of lines) {
      assert.equal(line.openingBalance, balance);
      balance += line.deposits - line.withdrawals + line.variation - line.fees;
      assert.equal(line.closingBalance, balance);
    }
  }
});

test('MKT-7 a day on which nothing moved has no line', () => {
  const venue = new FoldedVenue('anna');
  venue.endDay();
  venue.endDay();
  assert.equal(venue.records.statements(ANNA).length, 1);
  venue.send({ type: 'deposit', account: ANNA, amount: usd(5) });
  assert.deepEqual(venue.records.runningStatement(ANNA, (MONDAY + 2) as TradeDate), {
    date: MONDAY + 2,
    openingBalance: usd(1_000_000),
    deposits: usd(5),
    withdrawals: 0,
    variation: 0,
    fees: 0,
    closingBalance: usd(1_000_005),
  });
});

test('MKT-8 a member sees the course of its orders and both its kinds of fills', () => {
  const venue = new FoldedVenue('anna', 'bao');
  order(venue, ANNA, SELL, 5, 1_500);
  order(venue, ANNA, SELL, 5, 1_502);
  order(venue, BAO, BUY, 7, 1_502);
  const [resting] = venue.records.restingOrders(ANNA);
  assert.deepEqual(
    [resting?.order, resting?.quantity, resting?.filled, resting?.remaining, resting?.status],
    [2, 5, 2, 3, 'resting'],
  );
  const [bought] = venue.records.doneOrders(BAO);
  assert.deepEqual([bought?.status, bought?.filled, bought?.filledValue], ['filled', 7, 5 * 1_500 + 2 * 1_502]);
  assert.deepEqual(
    venue.records.fills(BAO).map(({ trade, price, quantity, liquidity }) => [trade, price, quantity, liquidity]),
    [
      [2, 1_502, 2, 'taker'],
      [1, 1_500, 5, 'taker'],
    ],
  );
  assert.deepEqual(
    venue.records.fillsOf(ANNA, 2 as OrderId).map(({ trade, side, liquidity }) => [trade, side, liquidity]),
    [[2, SELL, 'maker']],
  );
  venue.send({ type: 'cancelOrder', account: ANNA, order: 2 as OrderId });
  const cancelled = venue.records.order(ANNA, 2 as OrderId);
  assert.deepEqual(
    [cancelled?.status, cancelled?.cancelReason, cancelled?.filled, cancelled?.remaining],
    ['cancelled', 'requested', 2, 0],
  );
  // Every version of an order bears the number of the command that made it so.
  assert(resting !== undefined && cancelled !== undefined && bought !== undefined);
  assert.deepEqual([resting.sequence - bought.sequence, cancelled.sequence - resting.sequence], [0, 1]);
});

test('MKT-8 nobody sees an order of somebody else', () => {
  const venue = new FoldedVenue('anna', 'bao');
  order(venue, ANNA, SELL, 5, 1_500);
  assert.equal(venue.records.order(BAO, 1 as OrderId), undefined);
  assert.deepEqual(venue.records.restingOrders(BAO), []);
});

test('MKT-8 resting orders are all known, and of the others the last thousand', () => {
  const venue = new FoldedVenue('anna', 'bao');
  for (let i = 0; i < DONE_ORDERS_KEPT + 5; i += 1) order(venue, ANNA, BUY, 1, 1_490, IMMEDIATE_OR_CANCEL);
  const done = venue.records.doneOrders(ANNA);
  assert.equal(done.length, DONE_ORDERS_KEPT);
  assert.deepEqual([done[0]?.order, done.at(-1)?.order], [DONE_ORDERS_KEPT + 5, 6]);
  assert.equal(venue.records.order(ANNA, 5 as OrderId), undefined);

  const { exchange, records } = randomRun(10, () => {});
  const resting = exchange.accounts.flatMap(({ id }) => records.restingOrders(id as AccountId));
  for (const { order, account, contract, remaining } of resting) {
    assert.equal(exchange.ownerOf(order), account);
    assert(remaining > 0 && exchange.contracts[contract]?.expired === false);
  }
  assert.equal(
    resting.length,
    exchange.contracts.reduce((sum, { book }) => sum + book.size, 0),
  );
});

test('MKT-8 changes name the accounts that something happened to, with their orders as they stand and new fills', () => {
  const venue = new FoldedVenue('anna', 'bao', 'chen');
  venue.records.takeChanges();
  order(venue, ANNA, SELL, 5, 1_500);
  order(venue, BAO, BUY, 7, 1_500);
  venue.send({ type: 'deposit', account: CHEN, amount: usd(1) });
  assert.deepEqual(
    venue.records
      .takeChanges()
      .map(({ account, orders, fills }) => [
        account,
        orders.map(({ order, status, remaining }) => `${order} ${status} ${remaining}`),
        fills.map(({ trade }) => trade),
      ]),
    [
      [ANNA, ['1 filled 0'], [1]],
      [BAO, ['2 resting 2'], [1]],
      [CHEN, [], []],
    ],
  );
  assert.deepEqual(venue.records.takeChanges(), []);
});

test('MKT-8 records restored from their snapshot are the same', () => {
  const { records } = randomRun(10, () => {});
  const restored = new MemberRecords();
  restored.restore(JSON.parse(JSON.stringify(records.snapshot())));
  assert.deepEqual(restored.snapshot(), records.snapshot());
});

function order(
  venue: FoldedVenue,
  account: AccountId,
  side: Side,
  quantity: number,
  price: number,
  timeInForce: typeof GOOD_TILL_CANCEL | typeof IMMEDIATE_OR_CANCEL = GOOD_TILL_CANCEL,
): void {
  venue.send({
    type: 'placeOrder',
    account,
    contract: 0 as ContractId,
    side,
    price: price as Ticks,
    quantity: quantity as Lots,
    timeInForce,
  });
}

function usd(dollars: number): Money {
  return Math.round(dollars * 1_000_000) as Money;
}
