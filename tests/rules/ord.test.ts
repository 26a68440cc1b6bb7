/** Orders, rule by rule, and every refusal that the exchange knows. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { type Command, SELL, type TimeInForce } from '#core/commands.ts';
import { SIT } from '#core/contract.ts';
import { type Event, recorder } from '#core/events.ts';
import { Exchange } from '#core/exchange.ts';
import { profiles } from '#core/price-rules/profiles.ts';
import {
  accountRejections,
  cancelRejections,
  dayRejections,
  groupRejections,
  indexRejections,
  operatorRejections,
  orderRejections,
  phaseRejections,
  type Rejection,
  riskRejections,
  ruleOfRejection,
  specificationRejections,
} from '#core/rejections.ts';
import { settlementProfiles } from '#core/settlement/settlement-profiles.ts';
import type { OrderTerms } from '#core/trading/terms.ts';
import { AROUND_THE_CLOCK } from '#core/trading-calendar.ts';
import type { AccountId, ContractId, Lots, Money, OrderId, Ticks, TradeDate } from '#core/units.ts';
import { plainEvidence, plainTerms } from '#makers/plain-index.ts';
import { changed, dayOf, dollars, fixing, product, timeOf } from '../model/commands.ts';
import { Scenario } from '../model/scenario.ts';

test('ORD-1 a contract that was never listed is unknown', () => {
  const venue = new Scenario();
  for (const contract of [10, -1, 1e9].map((id) => id as ContractId))
    venue.when({ ...venue.order('anna buys 1 @ 100'), contract }).refused('CONTRACT_UNKNOWN');
});

test('ORD-2 an expired contract takes no orders', () => {
  const venue = new Scenario({ date: '2026-11-18' });
  const expiring = venue.contract('SIT2611').id;
  venue.given({ ...venue.order('anna buys 1 @ 100'), contract: expiring }, 'the day ends');
  venue.when({ ...venue.order('anna buys 1 @ 100'), contract: expiring }).refused('CONTRACT_EXPIRED');
});

test('ORD-3 a closed market takes no orders', () => {
  new Scenario({ date: '2026-11-27' })
    .when('it is 2026-11-28', 'anna buys 1 @ 100')
    .refused('MARKET_CLOSED')
    .when('it is 2026-11-30 00:00', 'anna buys 1 @ 100')
    .refused('MARKET_CLOSED')
    .when('the day ends', 'anna buys 1 @ 100')
    .refused();
});

test('ORD-4 an order is for at least one lot', () => {
  const venue = new Scenario();
  for (const quantity of [0, -1, -1e15, Number.NaN].map((lots) => lots as Lots))
    venue.when({ ...venue.order('anna buys 1 @ 100'), quantity }).refused('QUANTITY_NOT_POSITIVE');
});

test('ORD-5 an order is for the largest quantity at most', () => {
  new Scenario().when('anna buys 10000 @ 100').refused().when('anna buys 10001 @ 100').refused('QUANTITY_TOO_LARGE');
});

test('ORD-6 orders are numbered as they come, over all contracts, and a refused one has no number', () => {
  new Scenario()
    .when('anna buys 1 @ 100', 'bao buys 1 @ 999', 'bao sells 1 @ 100 in SIT2701', 'anna sells 1 @ 101 ioc')
    .happened('orderAccepted', { order: 1 }, { order: 2 }, { order: 3 })
    .when('anna cancels #1', 'the day ends', 'anna buys 1 @ 100')
    .happened('orderAccepted', { order: 4 });
});

/** These codes, in the order in which the table has them. */
function inTurn(table: object, ...codes: Rejection[]): Rejection[] {
  const all = Object.keys(table) as Rejection[];
  assert.deepEqual(
    codes.toSorted((a, b) => all.indexOf(a) - all.indexOf(b)),
    codes,
    'the table has them in this order',
  );
  return codes;
}

test('ORD-7 of several reasons to refuse an order the first is given', () => {
  const specification = changed(SIT, { orderQuantityMax: 100, positionMax: 100 });
  const venue = new Scenario({ specification, date: '2026-11-18' });
  const expired = venue.contract('SIT2611').id;
  venue.given('anna opens with 500', 'anna buys 50 @ 100 in SIT2612', 'the day ends', 'it is 2026-11-21');

  const wrong = { account: 9 as AccountId, contract: 99 as ContractId, quantity: 0 as Lots, price: 999 as Ticks };
  const right = venue.order('anna buys 40 @ 100 in SIT2612');
  const { account, contract, price } = right;
  const halted = { type: 'haltContract', contract, until: null } as const;
  const expected = inTurn(
    orderRejections,
    'ACCOUNT_UNKNOWN',
    'CONTRACT_UNKNOWN',
    'CONTRACT_EXPIRED',
    'MARKET_CLOSED',
    'CONTRACT_HALTED',
    'QUANTITY_NOT_POSITIVE',
    'QUANTITY_TOO_LARGE',
    'PRICE_OUTSIDE_LIMIT',
    'POSITION_LIMIT_EXCEEDED',
    'MARGIN_INSUFFICIENT',
  );
  venue
    .when(
      { ...right, ...wrong },
      { ...right, ...wrong, account },
      { ...right, ...wrong, account, contract: expired },
      halted,
      { ...right, ...wrong, account, contract },
      'the day ends',
      halted,
      { ...right, ...wrong, account, contract },
      'SIT2612 resumes',
      'SIT2612 resumes',
      { ...right, ...wrong, account, contract },
      { ...right, price: wrong.price, quantity: 101 as Lots },
      { ...right, price: wrong.price, quantity: 60 as Lots },
      { ...right, price, quantity: 60 as Lots },
      right,
      'anna deposits 400',
      right,
    )
    .refused(...expected)
    .happened('orderAccepted', { quantity: 40 });
});

test('ORD-7 of several contradictions in the terms of an order the first is given', () => {
  const venue = new Scenario();
  const order = { ...venue.order('anna buys 5 @ 100'), price: 999 as Ticks };
  const reduceOnly = { reduceOnly: true };
  const postOnly = { ...reduceOnly, postOnly: 'reject' } as const;
  const display = { ...postOnly, display: 0 as Lots };
  const trigger = { ...display, trigger: { by: 'last', price: 0 as Ticks } } as const;
  const pricing = { ...trigger, pricing: 'market', trigger: undefined } as unknown as OrderTerms;
  const minimum = { ...trigger, minimumQuantity: 6 as Lots };
  const dated = { ...minimum, goodTill: dayOf('2026-11-20') };
  const wish = (timeInForce: number, terms: OrderTerms) => ({
    ...order,
    timeInForce: timeInForce as TimeInForce,
    terms,
  });
  const expected = inTurn(
    orderRejections,
    'TIME_IN_FORCE_UNKNOWN',
    'NO_AUCTION',
    'GOOD_TILL_DATE_MISSING',
    'GOOD_TILL_DATE_PAST',
    'MINIMUM_NOT_IMMEDIATE',
    'MINIMUM_QUANTITY_INVALID',
    'MARKET_ORDER_RESTING',
    'NO_OPPOSITE_PRICE',
    'TRIGGER_INVALID',
    'TRIGGER_ON_WRONG_SIDE',
    'ICEBERG_NOT_RESTING',
    'DISPLAY_QUANTITY_INVALID',
    'POST_ONLY_NOT_RESTING',
    'POST_ONLY_WOULD_TRADE',
    'REDUCE_ONLY_WITHOUT_POSITION',
    'PRICE_OUTSIDE_LIMIT',
  );
  venue
    .when(
      wish(9, dated),
      wish(5, dated),
      wish(0, dated),
      wish(4, dated),
      wish(4, { ...dated, goodTill: dayOf('2026-11-30') }),
      wish(1, minimum),
      wish(0, pricing),
      wish(0, { ...pricing, pricing: 'marketToLimit' }),
      wish(0, trigger),
      wish(1, { ...reduceOnly, display: 0 as Lots, trigger: { by: 'last', price: 100 as Ticks } }),
      wish(1, display),
      wish(0, display),
      wish(1, postOnly),
      'bao sells 1 @ 100',
      wish(0, postOnly),
      wish(0, reduceOnly),
      order,
    )
    .refused(...expected);
});

test('ORD-7 the messages of several orders are judged as a whole, then order by order, then together', () => {
  const venue = new Scenario();
  const quote = (words: string) => `anna quotes ${words}`;
  venue
    .when(quote('0 @ 101 / 5 @ 100, 0 @ 101 / 5 @ 100'), quote('0 @ 101 / 5 @ 100'), quote('5 @ 201 / 5 @ 200'))
    .refused('QUOTE_REPEATED', 'QUANTITY_NOT_POSITIVE', 'QUOTE_CROSSED')
    .when('anna sells 5 @ 110 ioc or buys 0 @ 90', 'anna sells 5 @ 110 ioc or buys 20000 @ 90')
    .refused('QUANTITY_NOT_POSITIVE', 'QUANTITY_TOO_LARGE')
    .when('anna sells 5 @ 110 ioc or buys 5 @ 90')
    .refused('PAIR_INVALID');
});

test('ORD-7 of several reasons to refuse a product the first is given', () => {
  const wrong = { code: 'sit', priceMax: 0, tickSize: 0.5, lotSize: 1e12, prices: { ...profiles.paper, collar: 0 } };
  const schedule = [{ minute: -1, phase: 'continuous' }];
  const { prices } = wrong;
  const margin = { model: 'none', offsetShare: -1 };
  const settlement = { ...settlementProfiles.tokenpit, tiers: [] };
  new Scenario()
    .when(
      product(changed(SIT, { ...wrong, schedule, margin, settlement })),
      product(changed(SIT, { ...wrong, schedule, margin, settlement, code: 'SIT' })),
      product(changed(SIT, { tickSize: 0.5, lotSize: 1e12, schedule, prices, margin, settlement })),
      product(changed(SIT, { lotSize: 1e12, schedule, prices, margin, settlement })),
      product(changed(SIT, { schedule, prices, margin, settlement })),
      product(changed(SIT, { prices, margin, settlement })),
      product(changed(SIT, { margin, settlement })),
      product(changed(SIT, { settlement })),
      product(SIT),
      product(changed(SIT, { code: 'NEW' })),
    )
    .refused(...inOrder(specificationRejections))
    .happened('productDefined', {});
});

test('ORD-7 of several reasons not to change a phase, or not to join a group, the first is given', () => {
  const venue = new Scenario({ date: '2026-11-18' });
  const expired = venue.contract('SIT2611').id;
  const resume = (contract: number): Command => ({ type: 'resumeContract', contract: contract as ContractId });
  venue
    .given('the day ends', 'anna buys 1 @ 100')
    .when('NONE goes into the opening freeze', resume(99), resume(expired), 'SIT goes into the opening freeze')
    .refused(...inTurn(phaseRejections, 'PRODUCT_UNKNOWN', 'CONTRACT_UNKNOWN', 'CONTRACT_EXPIRED', 'PHASE_NOT_NEXT'))
    .when('SIT2612 resumes')
    .refused('NOT_INTERRUPTED');
  const anna = venue.id('anna');
  venue
    .when({ type: 'joinGroup', account: anna, owner: 9 as AccountId }, 'anna joins anna', 'anna joins bao')
    .refused(...inTurn(groupRejections, 'ACCOUNT_UNKNOWN', 'GROUP_INVALID', 'ACCOUNT_HAS_ORDERS'));
});

test('ORD-7 of several reasons to refuse money or an account the first is given', () => {
  const account = 0 as AccountId;
  const open = (name: string, member: number): Command => ({
    type: 'openAccount',
    ...{ name, kind: 'member', credential: '', member: member as AccountId },
  });
  const withdraw = (amount: number, of = account): Command => ({
    type: 'withdraw',
    account: of,
    amount: amount as Money,
  });
  new Scenario()
    .given('anna opens with 100')
    .when(withdraw(0, 9 as AccountId), open('Anna', 9), open('anna', 9), open('bao', 9))
    .refused(...inOrder(accountRejections).slice(0, 4))
    .when(withdraw(-1), withdraw(9e15 + 2), withdraw(1e8 + 1))
    .refused(...inOrder(accountRejections).slice(4))
    .when(withdraw(1e8))
    .refused();
});

test('ORD-7 of several reasons to refuse the end of a day or a calendar the first is given', () => {
  const date = dayOf('2026-11-23');
  const tomorrow = (date + 1) as TradeDate;
  new Scenario()
    .given('it is 2026-11-24')
    .when(
      { type: 'setCalendar', calendar: { ...AROUND_THE_CLOCK, name: '' } },
      { type: 'setCalendar', calendar: AROUND_THE_CLOCK },
      { type: 'endDay', date: tomorrow, step: 'prices' },
      { type: 'endDay', date, step: 'prices' },
      fixing(date, dollars(1)),
      { type: 'endDay', date, step: 'prices' },
      { type: 'endDay', date, step: 'close' },
      { type: 'setCalendar', calendar: AROUND_THE_CLOCK },
    )
    .refused(...inOrder(dayRejections), 'DAY_IS_ENDING');
});

test('ORD-7 of several reasons to refuse terms, a fixing or its correction the first is given', () => {
  const exchange = new Exchange();
  const reasons: Rejection[] = [];
  const time = timeOf('2026-11-24');
  const send = (...commands: readonly Command[]) => {
    const events: Event[] = [];
    for (const command of commands) exchange.execute(command, time, recorder(events));
    reasons.push(...events.flatMap((event) => (event.type === 'rejected' ? [event.reason] : [])));
  };
  const date = dayOf('2026-11-22');
  const [tooLate, lost] = [(date + 3) as TradeDate, { ...plainEvidence(date, dollars(1)), documents: [] }];
  const adopt = (version: string, effective = date, by = 'olga', reason = 'A review.'): Command => {
    const terms = { ...plainTerms(), version };
    return { type: 'adoptIndexTerms', terms, effective, reason, by };
  };
  const correct = (of: TradeDate, evidence = lost): Command => ({
    type: 'correctFixing',
    date: of,
    evidence,
    reason: 'A late price.',
    by: 'olga',
  });
  send(adopt('1', date, ''), adopt('1', date, 'olga', ' '), adopt('1'), adopt('PLAIN-1'), adopt('PLAIN-1'));
  send(adopt('PLAIN-2', dayOf('2027-04-01')), adopt('PLAIN-3'));
  assert.deepEqual(reasons.splice(0), inOrder(indexRejections).slice(0, 5));
  const announced = new Exchange();
  const listen: Event[] = [];
  for (const command of [
    adopt('PLAIN-1'),
    adopt('PLAIN-2', (date + 1) as TradeDate),
    adopt('PLAIN-2', dayOf('2026-10-01')),
  ])
    announced.execute(command, time, recorder(listen));
  const early = listen.flatMap((event) => (event.type === 'rejected' ? [event.reason] : []));
  assert.deepEqual(early, inOrder(indexRejections).slice(5, 7));
  send({ type: 'fixIndex', date: tooLate, evidence: lost });
  send({ type: 'fixIndex', date: (date - 1) as TradeDate, evidence: lost });
  send(correct(date), fixing(date, dollars(1)), correct(date));
  assert.deepEqual(reasons, inOrder(indexRejections).slice(7, 11));
});

/** The codes of a table but those for which a day has to be ending, or somebody has to be in default or called. */
function inOrder(table: object): Rejection[] {
  const elsewhere = ['DAY_IS_ENDING', 'DEFAULT_OPEN', 'CALL_OPEN'];
  return (Object.keys(table) as Rejection[]).filter((code) => !elsewhere.includes(code));
}

const tables = [
  orderRejections,
  cancelRejections,
  phaseRejections,
  groupRejections,
  operatorRejections,
  specificationRejections,
  accountRejections,
  riskRejections,
  dayRejections,
  indexRejections,
];

test('ORD-7 every refusal names its rule', () => {
  const codes = tables.flatMap((table) => Object.keys(table));
  assert.deepEqual(new Set(Object.keys(ruleOfRejection)), new Set(codes));
  for (const rule of tables.flatMap((table) => Object.values(table))) assert.match(rule, /^[A-Z]{3}-[1-9][0-9]*$/);
});

test('ORD-7 the tables of the rulebook are those of the code', () => {
  const chapter = readFileSync('docs/rulebook/ORD-orders.md', 'utf8');
  const written = chapter
    .slice(chapter.indexOf('**ORD-7**'), chapter.indexOf('**ORD-8**'))
    .split(/\n\n/)
    .map((block) =>
      [...block.matchAll(/^\|.*`([A-Z_]+)` \| ([A-Z]{3}-\d+) \|/gm)].map(([, code, rule]) => [code, rule]),
    )
    .filter((rows) => rows.length > 0);
  assert.deepEqual(
    written,
    tables.map((table) => Object.entries(table)),
  );
});

test("ORD-8 what is not the account's own resting order is unknown", () => {
  const venue = new Scenario()
    .when('anna sells 5 @ 100', 'bao buys 5 @ 100', 'anna sells 5 @ 100', 'anna cancels #1')
    .refused('ORDER_UNKNOWN')
    .when('anna cancels #3')
    .happened('orderCancelled', { order: 3, reason: 'requested' });
  venue.when({ type: 'cancelOrder', account: 77 as AccountId, order: 2 as OrderId }).refused('ORDER_UNKNOWN');
  new Scenario()
    .given('anna sells 5 @ 100', 'anna sells 5 @ 101', 'bao buys 5 @ 100', 'anna sells 1 @ 102', 'anna cancels #4')
    .when(
      'anna cancels #1',
      'bao cancels #3',
      'anna cancels #4',
      'bao cancels #2',
      'anna cancels #5',
      'anna cancels #0',
    )
    .refused(...Array<Rejection>(6).fill('ORDER_UNKNOWN'))
    .when('anna cancels #2')
    .happened('orderCancelled', { order: 2, quantity: 5, price: 101, side: SELL, reason: 'requested' })
    .book('bid  price  ask');
});

test('ORD-9 an order rests from day to day and keeps its place', () => {
  new Scenario({ date: '2026-11-26' })
    .given('anna sells 5 @ 101', 'bao sells 5 @ 101', 'chen buys 2 @ 101', 'the day ends', 'the day ends')
    .when('dana buys 4 @ 101')
    .trades('dana buys 3 @ 101 from anna', 'dana buys 1 @ 101 from bao')
    .book(`
      bid  price  ask
           101    4 bao
    `);
});

test('ORD-10 an order can be cancelled while the market is closed, and while trading is halted', () => {
  new Scenario().given('anna sells 5 @ 101', 'SIT2612 is halted').when('anna cancels #1').refused();
  new Scenario().given('anna sells 5 @ 101', 'SIT goes into closed').when('anna cancels #1').refused();
  new Scenario({ date: '2026-11-27' })
    .given('anna sells 5 @ 101', 'it is 2026-11-28 12:00')
    .when('anna cancels #1')
    .refused()
    .book('bid  price  ask')
    .account('anna', { initialMargin: 0 });
});
