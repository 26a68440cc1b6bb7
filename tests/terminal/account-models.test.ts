/** Ticket, answers, account and shortcuts. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { orderRejections } from '#core/rejections.ts';
import type { AccountSummary, Fill } from '#wire/accounts.ts';
import type { Product } from '#wire/market.ts';
import type { Order } from '#wire/orders.ts';
import { applyChange } from '../../src/terminal/models/account-book.ts';
import { cancelledSentence, foreseenRefusal, placedSentence } from '../../src/terminal/models/answers.ts';
import { shortfallSentence, standingOf } from '../../src/terminal/models/margin-state.ts';
import { shortcutOf } from '../../src/terminal/models/shortcuts.ts';
import { emptyDraft, judgeDraft } from '../../src/terminal/models/ticket.ts';

const SIT: Product = {
  code: 'SIT',
  name: '1,000 million Standard Inference Tokens',
  index: 'tokens',
  lotSize: 1_000,
  tickSize: '0.001',
  tickValue: '1.000000',
  priceDecimals: 3,
  priceMax: '50.000',
  orderQuantityMax: 10_000,
  positionMax: 100_000,
  priceLimitRate: '0.150000',
  marginModel: 'paper',
  marginFloor: '0.080000',
  marginCap: '0.120000',
  maintenanceShare: '0.750000',
  takerFeeRate: '0.000100',
  makerFeeRate: '0.000020',
  priceRules: null,
  settlementRules: null,
  schedule: [],
};

test('TRM-6 a draft becomes an order with the contract’s own places once price and lots are there', () => {
  const judged = judgeDraft({ ...emptyDraft, price: '1.5', quantity: '3' }, 'SIT2612', SIT);
  assert.deepEqual(judged, {
    order: { contract: 'SIT2612', side: 'buy', price: '1.500', quantity: 3, timeInForce: 'GTC' },
    problem: undefined,
  });
  assert.deepEqual(judgeDraft(emptyDraft, 'SIT2612', SIT), { order: undefined, problem: undefined });
});

test('TRM-8 a draft that cannot be an order says which field and why', () => {
  const problem = (price: string, quantity = '1') =>
    judgeDraft({ ...emptyDraft, price, quantity }, 'SIT2612', SIT).problem;
  assert.deepEqual(problem('1,5'), { field: 'price', sentence: 'Write the price as a number, such as 1.500.' });
  assert.deepEqual(problem('1.0005'), { field: 'price', sentence: 'Prices of SIT step by 0.001.' });
  assert.deepEqual(problem('0'), { field: 'price', sentence: 'The lowest price is 0.001.' });
  assert.deepEqual(problem('1', '1.5'), {
    field: 'quantity',
    sentence: 'The quantity is a whole number of lots, at least 1.',
  });
  assert.deepEqual(problem('1', '10001'), { field: 'quantity', sentence: 'One order takes at most 10,000 lots.' });
});

test('TRM-8 every refusal that a preview can foresee has a sentence and its rule', () => {
  for (const [code, rule] of Object.entries(orderRejections)) {
    const refusal = foreseenRefusal(code);
    assert.equal(refusal.rule, rule);
    assert.match(refusal.sentence, /^[A-Z].+\.$/);
  }
  assert.deepEqual(foreseenRefusal('SOMETHING_NEW').code, 'SOMETHING_NEW');
});

test('TRM-7 what became of an order is said in one sentence', () => {
  const said = (change: Partial<Order>) => placedSentence({ order: { ...order(9, 1), ...change } }, 3);
  assert.equal(said({}), 'Order 9, buy 5 SIT2612 at 1.500. Nothing traded; 5 rest in the book.');
  assert.equal(
    said({ filled: 2, remaining: 3, averagePrice: '1.49950' }),
    'Order 9, buy 5 SIT2612 at 1.500. Bought 2 at 1.4995; 3 rest in the book.',
  );
  assert.equal(
    said({ filled: 5, remaining: 0, averagePrice: '1.49900', status: 'filled' }),
    'Order 9, buy 5 SIT2612 at 1.500. Bought 5 at 1.499; the order is filled.',
  );
  assert.equal(
    said({ remaining: 0, status: 'cancelled', cancelReason: 'unfilled', timeInForce: 'IOC' }),
    'Order 9, buy 5 SIT2612 at 1.500. Nothing traded; the rest was cancelled: an IOC order does not rest.',
  );
  assert.equal(cancelledSentence({ ...order(9, 2), filled: 2 }), 'Order 9 is cancelled: 3 of 5 SIT2612 at 1.500.');
});

test('TRM-7 the account keeps resting orders and fills, newest first, and an answer that comes late changes nothing', () => {
  let book = applyChange(undefined, { orders: [order(1, 10)] });
  assert.equal(book, undefined);
  book = applyChange(undefined, { summary: summary(10), orders: [order(1, 10), order(2, 11)] });
  assert.deepEqual(
    book?.orders.map((each) => each.order),
    [2, 1],
  );
  book = applyChange(book, {
    summary: summary(12),
    orders: [{ ...order(1, 12), status: 'cancelled' }],
    fills: [fill(5)],
  });
  book = applyChange(book, { summary: summary(9), orders: [order(2, 3)], fills: [fill(5), fill(6)] });
  assert.equal(book?.summary.sequence, 12);
  assert.deepEqual(
    book?.orders.map((each) => [each.order, each.sequence]),
    [[2, 11]],
  );
  assert.deepEqual(
    book?.fills.map((each) => each.trade),
    [6, 5],
  );
});

test('TRM-10 a letter typed into a field is text, and the browser keeps its own shortcuts', () => {
  const press = (key: string, within: 'text' | 'control' | 'page', modified = false) =>
    shortcutOf({ key, within, modified })?.do;
  assert.equal(press('b', 'page'), 'ticket');
  assert.equal(press('b', 'text'), undefined);
  assert.equal(press('s', 'control', true), undefined);
  assert.equal(press('Escape', 'text'), 'clear');
  assert.equal(press('ArrowDown', 'page'), 'moveContract');
  assert.equal(press('ArrowDown', 'control'), undefined);
  assert.equal(press('x', 'control'), 'cancelOrder');
  assert.equal(press('q', 'page'), undefined);
});

test('TRM-16 an account that is short of margin is told by how much and what follows', () => {
  const short = (equity: string) =>
    shortfallSentence({ ...summary(1), equity, initialMargin: '1376.639754', maintenanceMargin: '1032.479816' });
  assert.equal(short('1376.639754'), undefined);
  assert.match(short('1376.629754') ?? '', /USD 0\.01 below the initial margin: orders that add risk are refused/);
  assert.match(
    short('1000.000000') ?? '',
    /USD 32\.48 below the maintenance margin: the next look at margin makes that a margin call/,
  );
  assert.match(short('-2000000.000000') ?? '', /USD 2,001,032\.48 below the maintenance margin/);
});

test('TRM-20 a call says what is missing, how long there is, and what then; a close-out and a default say what goes on', () => {
  const call = { since: '2026-11-23T09:00:00.000Z', due: '2026-11-23T10:00:00.000Z', missing: '600.000000' };
  const standing = (change: Partial<AccountSummary>, at = '09:00:30') => {
    const said = standingOf({ ...summary(1), ...change }, Date.parse(`2026-11-23T${at}.000Z`));
    return said && [said.state, said.title, said.missing, said.due, said.rule];
  };
  const missing = 'USD 600.00 missing';
  assert.equal(standing({}), undefined);
  assert.deepEqual(standing({ call }), [
    'called',
    'Margin call',
    missing,
    'due 23 Nov 10:00:00 UTC, in 59 min',
    'DEF-21',
  ]);
  assert.equal(standing({ call }, '09:59:50')?.[3], 'due 23 Nov 10:00:00 UTC, in 10 s');
  const since = 'since 23 Nov 10:00:00 UTC';
  assert.deepEqual(standing({ call }, '10:00:00'), ['overdue', 'Margin call overdue', missing, since, 'DEF-21']);
  const closedOut = ['closedOut', 'Close-out under way', missing, undefined, 'DEF-24'];
  assert.deepEqual(standing({ call, closedOut: true }), closedOut);
  assert.deepEqual(standing({ closedOut: true })?.[2], undefined);
  const inDefault = ['inDefault', 'In default', undefined, undefined, 'DEF-25'];
  assert.deepEqual(standing({ call, closedOut: true, inDefault: true }), inDefault);
  assert.deepEqual(standing({ initialMargin: '1000000.010000' })?.[0], 'short');
});

function order(number: number, sequence: number): Order {
  return {
    order: number,
    clientOrderId: null,
    contract: 'SIT2612',
    side: 'buy',
    type: 'limit',
    price: '1.500',
    quantity: 5,
    filled: 0,
    remaining: 5,
    timeInForce: 'GTC',
    status: 'resting',
    cancelReason: null,
    averagePrice: null,
    placedAt: '2026-11-20T09:00:00.000Z',
    sequence,
  };
}

function fill(trade: number): Fill {
  return {
    trade,
    order: 1,
    contract: 'SIT2612',
    side: 'buy',
    price: '1.500',
    quantity: 1,
    fee: '0.150000',
    liquidity: 'taker',
    time: '2026-11-20T09:00:00.000Z',
    sequence: trade,
  };
}

function summary(sequence: number): AccountSummary {
  return {
    account: 'anna',
    simulated: false,
    sequence,
    balance: '1000000.000000',
    variation: '0.000000',
    equity: '1000000.000000',
    initialMargin: '0.000000',
    maintenanceMargin: '0.000000',
    available: '1000000.000000',
    contribution: '0.000000',
    call: null,
    closedOut: false,
    inDefault: false,
    positions: [],
  };
}
