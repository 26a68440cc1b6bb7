import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startOf } from '#core/calendar.ts';
import { BUY, GOOD_TILL_CANCEL, IMMEDIATE_OR_CANCEL, SELL, type Side } from '#core/commands.ts';
import type { BookedItem, Event } from '#core/events.ts';
import type { DayStep } from '#core/settlement/day-steps.ts';
import type { AccountId, ContractId, Lots, Millis, Money, OrderId, Sequence, Ticks, TradeDate } from '#core/units.ts';
import { MemberRecords } from '#market-data/member-records.ts';
import { DONE_ORDERS_KEPT } from '#market-data/order-records.ts';
import { Statement, type StatementDay, type StatementState } from '#market-data/statement.ts';
import { statementsIn, statementTable } from '#market-data/statement-table.ts';
import { recordsOfFormat2, recordsOfFormat3, statementsOfFormat3 } from './earlier-records.ts';
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
  // of each fill, a maker 0.002 %: of 15,100 dollars 1.51 and 0.302, of 6,120 dollars 0.612 and 0.1224. Bao has closed 4
  // of its 10 short lots 20 ticks higher, and the other 6 stand 6 ticks higher.
  const deposited = ['deposits', usd(1_000_000)] as const;
  const page = (account: AccountId) => venue.records.statement(account, MONDAY);
  assert.deepEqual(page(ANNA)?.items, [deposited, ['unrealisedVariation', usd(60)], ['takerFees', usd(-1.51)]]);
  assert.deepEqual(page(BAO)?.items, [
    deposited,
    ['realisedVariation', usd(-80)],
    ['unrealisedVariation', usd(-36)],
    ['takerFees', usd(-0.612)],
    ['makerFees', usd(-0.302)],
  ]);
  assert.deepEqual(page(CHEN)?.items, [
    deposited,
    ['withdrawals', usd(-250_000)],
    ['unrealisedVariation', usd(56)],
    ['makerFees', usd(-0.1224)],
  ]);
  assert.deepEqual(
    [ANNA, BAO, CHEN].map((account) => [page(account)?.openingBalance, page(account)?.closingBalance]),
    [
      [0, usd(1_000_058.49)],
      [0, usd(999_883.086)],
      [0, usd(750_055.8776)],
    ],
  );
  assert.deepEqual(page(BAO)?.contracts, [
    {
      contract: 0,
      carried: 0,
      bought: 4,
      sold: 10,
      reduced: 0,
      position: -6,
      settlementPrice: 1_516,
      realised: usd(-80),
      unrealised: usd(-36),
    },
  ]);
  // Three commands list the product, six open three accounts, five trade and withdraw; the day's end has a fixing and
  // eight steps up to the one in which statements close.
  assert.deepEqual([page(BAO)?.firstSequence, page(BAO)?.lastSequence, page(BAO)?.trades], [1, 23, 2]);
  assert.deepEqual(
    venue.records.fillsOfDay(BAO, page(BAO) as StatementDay).map(({ trade }) => trade),
    [1, 2],
  );
});

test('MKT-10 a page says what margin the account goes on with, part by part', () => {
  const venue = new FoldedVenue('anna', 'bao');
  order(venue, BAO, SELL, 10, 1_510);
  order(venue, ANNA, BUY, 10, 1_510);
  order(venue, BAO, SELL, 3, 1_520);
  venue.endDay();
  // 1,510 ticks, after a first return of 10 / 1,500: the floor of 8 %, so 120.80 dollars a lot and three quarters of it.
  const parts = (lots: number) => [{ label: 'contract', name: 'SIT2611', amount: usd(lots * 120.8) }];
  const margin = (held: number, withOrders: number) => ({
    initial: usd(withOrders * 120.8),
    maintenance: usd(held * 90.6),
    parts: parts(withOrders),
  });
  assert.deepEqual(venue.records.statement(ANNA, MONDAY)?.margin, margin(10, 10));
  assert.deepEqual(venue.records.statement(BAO, MONDAY)?.margin, margin(10, 13));
  for (const account of [ANNA, BAO]) {
    const { initialMargin, maintenanceMargin } = venue.exchange.summary(account);
    const { initial, maintenance } = venue.records.statement(account, MONDAY)?.margin ?? {};
    assert.deepEqual([initial, maintenance], [initialMargin, maintenanceMargin]);
  }
  assert.equal(venue.records.statement(ANNA, MONDAY)?.call, undefined);
});

test('MKT-10 a page shows what the last margin call of its day asked for', () => {
  const venue = new FoldedVenue('anna', 'bao');
  order(venue, BAO, SELL, 10, 1_510);
  order(venue, ANNA, BUY, 10, 1_510);
  venue.endDay();
  venue.records.apply({
    sequence: 99 as Sequence,
    time: venue.time,
    events: [
      {
        type: 'marginCalled',
        account: ANNA,
        date: (MONDAY + 1) as TradeDate,
        equity: usd(700),
        maintenance: usd(906),
        initial: usd(1_208),
        due: 7 as Millis,
      },
    ],
  });
  const called = { amount: usd(508), due: 7 };
  const page = () => venue.records.runningStatement(ANNA, (MONDAY + 1) as TradeDate);
  assert.deepEqual(page().call, { ...called, isMet: false });
  const met = { type: 'marginCallMet', account: ANNA } as const;
  venue.records.apply({ sequence: 100 as Sequence, time: venue.time, events: [met] });
  assert.deepEqual(page().call, { ...called, isMet: true });
});

test('MKT-10 what the exchange has and no item explains is an item of its own, and the venue goes on', () => {
  const { records } = new FoldedVenue('anna');
  const stated = {
    type: 'marginStated',
    account: ANNA,
    date: MONDAY,
    balance: usd(999_999),
    initial: usd(0),
    maintenance: usd(0),
    parts: [],
  } as const;
  const step = { type: 'dayStepDone', date: MONDAY, step: 'statements' } as const;
  records.apply({ sequence: 5 as Sequence, time: startOf(MONDAY), events: [stated, step] });
  const page = records.statement(ANNA, MONDAY);
  assert.deepEqual(page?.items, [
    ['deposits', usd(1_000_000)],
    ['unexplained', usd(-1)],
  ]);
  assert.equal(page?.closingBalance, usd(999_999));
});

test('MKT-7 lots that were closed outside the book stand apart, before the day was paid and after it', () => {
  const venue = new FoldedVenue('anna', 'bao');
  order(venue, BAO, SELL, 10, 1_510);
  order(venue, ANNA, BUY, 10, 1_510);
  const tell = (...events: readonly Event[]) =>
    venue.records.apply({ sequence: 50 as Sequence, time: venue.time, events });
  const reduced = (lots: number, price: number): Event => ({
    type: 'positionReduced',
    contract: 0 as ContractId,
    account: ANNA,
    lots: lots as Lots,
    price: price as Ticks,
    cause: 'tearUp',
  });
  const step = (name: DayStep): Event => ({ type: 'dayStepDone', date: MONDAY, step: name });
  // 4 of the 10 go at 1,500, and 6 are settled at 1,520, as the price was corrected: −40 and +60 dollars.
  tell(reduced(-4, 1_500), {
    type: 'contractSettled',
    ...{ contract: 0 as ContractId, date: MONDAY, price: 1_519 as Ticks, method: 'final' },
    ...{ volume: 10 as Lots, openInterest: 6 as Lots },
  });
  tell({
    type: 'settlementCorrected',
    ...{ contract: 0 as ContractId, date: MONDAY, from: 1_519 as Ticks, price: 1_520 as Ticks },
    ...{ reason: 'a wrong trade', by: 'Ada' },
  });
  tell({
    type: 'variationPaid',
    ...{ account: ANNA, contract: 0 as ContractId, date: MONDAY, amount: usd(20), position: 6 as Lots },
  });
  tell(step('variation'), reduced(-1, 1_520), step('statements'));
  const [line] = venue.records.statement(ANNA, MONDAY)?.contracts ?? [];
  assert.deepEqual(line, {
    contract: 0,
    carried: 0,
    bought: 10,
    sold: 0,
    reduced: -5,
    position: 5,
    settlementPrice: 1_520,
    realised: usd(-40),
    unrealised: usd(60),
  });
  const [next] = venue.records.runningStatement(ANNA, (MONDAY + 1) as TradeDate).contracts;
  assert.deepEqual([next?.carried, next?.reduced, next?.position], [5, 0, 5]);
});

test('MKT-11 a page names the member that stood in for the account when it closed', () => {
  const { records } = new FoldedVenue('anna', 'bao');
  const close = (date: number): Event => ({ type: 'dayStepDone', date: date as TradeDate, step: 'statements' });
  const ported: Event = { type: 'clientPorted', account: ANNA, from: ANNA, to: BAO };
  const deposit: Event = { type: 'deposited', account: ANNA, amount: usd(1) };
  const events = [close(MONDAY), ported, deposit, close(MONDAY + 1)];
  records.apply({ sequence: 9 as Sequence, time: startOf(MONDAY), events });
  assert.deepEqual(
    records.statements(ANNA).map(({ member }) => member),
    [BAO, ANNA],
  );
});

test('MKT-10 every reason for which cash is booked has its line', () => {
  const { records } = new FoldedVenue('anna');
  const items: BookedItem[] = [
    'fundContribution',
    'assessment',
    'gainsHaircut',
    'debtCovered',
    'clientCovered',
    'closeOutFee',
  ];
  const events = items.map((item, i) => ({
    type: 'booked' as const,
    account: ANNA,
    date: MONDAY,
    item,
    amount: usd(i % 2 === 0 ? -i - 1 : i + 1),
  }));
  records.apply({ sequence: 5 as Sequence, time: startOf(MONDAY), events });
  const page = records.runningStatement(ANNA, MONDAY);
  assert.deepEqual(
    page.items.slice(1),
    items.map((item, i) => [item, usd(i % 2 === 0 ? -i - 1 : i + 1)]),
  );
  // −1 + 2 − 3 + 4 − 5 + 6 = 3.
  assert.equal(page.closingBalance, usd(1_000_003));
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
    let sequence = 0;
    for (const line of lines) {
      assert.equal(line.openingBalance, balance);
      balance += line.items.reduce((sum, [, amount]) => sum + amount, 0);
      assert.equal(line.closingBalance, balance);
      assert(line.firstSequence > sequence && line.lastSequence > line.firstSequence);
      sequence = line.lastSequence;
      assert.equal(
        line.items.find(([item]) => item === 'unexplained'),
        undefined,
      );
    }
  }
});

test('MKT-7 a day on which nothing moved has no line', () => {
  const venue = new FoldedVenue('anna');
  venue.endDay();
  venue.endDay();
  assert.equal(venue.records.statements(ANNA).length, 1);
  venue.send({ type: 'deposit', account: ANNA, amount: usd(5) });
  const { sequence } = venue.records;
  assert.deepEqual(venue.records.runningStatement(ANNA, (MONDAY + 2) as TradeDate), {
    date: MONDAY + 2,
    member: ANNA,
    openingBalance: usd(1_000_000),
    items: [['deposits', usd(5)]],
    closingBalance: usd(1_000_005),
    contracts: [],
    trades: 0,
    // The step after the one in which statements closed begins the next day's page.
    firstSequence: sequence - 1,
    lastSequence: sequence,
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

test('MKT-8 changes name the watched accounts that something happened to, with their orders as they stand and new fills', () => {
  const venue = new FoldedVenue('anna', 'bao', 'chen');
  for (const account of [ANNA, BAO, CHEN]) venue.records.watch(account);
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
  order(venue, ANNA, SELL, 1, 1_501);
  order(venue, BAO, BUY, 1, 1_499);
  venue.records.unwatch(BAO);
  assert.deepEqual(
    venue.records.takeChanges().map(({ account }) => account),
    [ANNA],
    'where nobody looks nothing is noted',
  );
});

test('MKT-8 records restored from their snapshot are the same', () => {
  const { records } = randomRun(10, () => {});
  const restored = new MemberRecords();
  restored.restore(JSON.parse(JSON.stringify(records.snapshot())));
  assert.deepEqual(restored.snapshot(), records.snapshot());

  const restore = (state: object) => {
    const earlier = new MemberRecords();
    earlier.restore(JSON.parse(JSON.stringify(state)));
    return earlier.snapshot();
  };
  const state = records.snapshot();
  // As snapshots of format 1 held them: records with names, by account.
  const { exchange } = randomRun(10, () => {});
  const members = exchange.accounts.map(({ id }) => ({
    resting: records.restingOrders(id as AccountId),
    done: records.doneOrders(id as AccountId).toReversed(),
    fills: records.fills(id as AccountId).toReversed(),
  }));
  const first = { members, statements: statementsOfFormat3(state), sequence: state.sequence };
  for (const earlier of [first, recordsOfFormat2(state), recordsOfFormat3(state)])
    assert.deepEqual(restore(earlier), state);
});

test('MKT-10 statements stand in a snapshot as long lists, and what few have beside them', () => {
  const states: StatementState[] = [
    state({ items: [['deposits', 900]], balance: 900 }),
    state({}, { moved: false, member: 0 }),
    state(
      {
        opening: 5,
        balance: 12,
        trades: 3,
        items: [
          ['unexplained', 9],
          ['deposits', -2],
        ],
        call: { amount: 7, due: 1_000, isMet: true },
      },
      { member: 2 },
    ),
  ];
  const table = statementTable(states.map((one) => Statement.restore(one)));
  assert.deepEqual(table, {
    pages: [0, 900, 0, 1, 1, 0, 0, 0, 0, 0, 5, 12, 3, 2, 1],
    itemNames: ['deposits', 'unexplained'],
    items: [0, 0, 900, 2, 1, 9, 2, 0, -2],
    more: [[2, { call: { amount: 7, due: 1_000, isMet: true } }]],
  });
  assert.deepEqual([...statementsIn(table)], states);
});

/** A statement as plain data: an empty page on which something moved, of member 1, and what is said otherwise. */
function state(page: object, others: object = {}): StatementState {
  const empty = { opening: 0, balance: 0, trades: 0, items: [], contracts: [] };
  return { page: { ...empty, ...page }, moved: true, member: 1, ...others } as unknown as StatementState;
}

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
