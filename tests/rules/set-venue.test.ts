/** Settlement rules on the exchange: what of a day is recorded, and what is said of the price it leads to. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Command } from '#core/commands.ts';
import type { ProductSpecification } from '#core/contract.ts';
import type { Event } from '#core/events.ts';
import { profiles } from '#core/price-rules/profiles.ts';
import { listedProducts } from '#core/products.ts';
import { settlementProfiles } from '#core/settlement/settlement-profiles.ts';
import { type ContractId, ticks } from '#core/units.ts';
import { changed } from '../model/commands.ts';
import { Scenario } from '../model/scenario.ts';

/** SIT as it is listed: continuous from 00:05 to 23:50, then the closing auction. Limits that no test here meets. */
const SIT = changed(listedProducts[0] as ProductSpecification, {
  prices: { ...profiles.tokenpit, velocity: null, band: null, breaker: null, collar: 1_000_000 },
});
const oneMonth = changed(SIT, { consecutiveMonths: 1, quarterlyMonths: 0 });
const twoMonths = changed(SIT, { consecutiveMonths: 2, quarterlyMonths: 0 });

const opens = ['it is 2026-11-23 00:05', 'SIT goes into the opening auction', 'SIT goes into continuous trading'];
const closes = [
  'it is 2026-11-23 23:50',
  'SIT goes into the closing auction',
  'SIT goes into the closing freeze',
  'it is 2026-11-23 23:58',
  'SIT goes into settlement',
];
const open = (specification = oneMonth) =>
  new Scenario({ specification, price: 1_500, date: '2026-11-23' }).given(...opens);
const trade = (seller: string, buyer: string, lots: number, price: number) => [
  `${seller} sells ${lots} @ ${price}`,
  `${buyer} buys ${lots} @ ${price}`,
];
/** 45,472 / 30 = 1,515.73, of two buyers and three sellers. */
const window = [
  ...trade('anna', 'bao', 6, 1_510),
  ...trade('anna', 'chen', 8, 1_510),
  ...trade('dana', 'chen', 6, 1_517),
  ...trade('emil', 'bao', 4, 1_523),
  ...trade('emil', 'bao', 6, 1_523),
];

const settled = ({ events }: Scenario, contract = 0) =>
  events.find(
    (event): event is Event & { type: 'contractSettled' } =>
      event.type === 'contractSettled' && event.contract === contract,
  );

test('SET-9, SET-15 the trades of the last quarter of an hour settle the day, and it is said how', () => {
  const venue = open()
    .given('it is 2026-11-23 23:34:59.999', ...trade('anna', 'bao', 90, 1_450))
    // The window begins with its first millisecond; a restart between two trades loses nothing.
    .given('it is 2026-11-23 23:35', ...window.slice(0, 4))
    .given('it is 2026-11-23 23:49:59.999', ...window.slice(4))
    .when(...closes, 'the day ends');
  const { price, method, details, volume } = settled(venue) ?? {};
  assert.deepEqual([price, method, volume], [1_516, 'window', 120]);
  assert.deepEqual(details, {
    inputs: { trades: 5, lots: 30, value: 45_472, buyers: 2, sellers: 3, previous: 1_500 },
    passed: [],
  });
});

test('SET-9 trades of the closing auction, and of the day before, are none of the window', () => {
  const venue = open()
    .given(
      'it is 2026-11-23 23:40',
      ...window.slice(0, 8),
      'it is 2026-11-23 23:50',
      'SIT goes into the closing auction',
    )
    .given(...trade('emil', 'bao', 6, 1_523), 'SIT goes into the closing freeze', 'SIT goes into settlement')
    .when('the day ends');
  assert.deepEqual(settled(venue)?.details?.passed, [
    { method: 'window', reason: 'tooFewTrades' },
    { method: 'closingAuction', reason: 'tooFewLots' },
  ]);
  // (14 × 1,510 + 6 × 1,517 + 4 × 1,523 + 6 × 1,523) / 30
  assert.deepEqual([settled(venue)?.method, settled(venue)?.price], ['vwap', 1_516]);
  venue.when('the day ends').happened('contractSettled', { price: 1_516, method: 'previous', volume: 0 });
});

test('SET-9 accounts of one owner count as one', () => {
  const venue = open()
    .given('bao joins chen', 'it is 2026-11-23 23:40', ...window)
    .when(...closes, 'the day ends');
  assert.deepEqual(settled(venue)?.details?.passed[0], { method: 'window', reason: 'tooFewOwners' });
});

test('SET-10 the closing auction settles the day when the window does not', () => {
  const venue = open()
    .given(...trade('anna', 'bao', 90, 1_450), 'it is 2026-11-23 23:50', 'SIT goes into the closing auction')
    .given(...trade('anna', 'bao', 12, 1_530), ...trade('chen', 'dana', 8, 1_530))
    .when('SIT goes into the closing freeze', 'it is 2026-11-23 23:58', 'SIT goes into settlement', 'the day ends');
  assert.deepEqual(
    [settled(venue)?.price, settled(venue)?.method, settled(venue)?.details?.inputs],
    [1_530, 'closingAuction', { lots: 20 }],
  );
});

test('SET-11 quotes have stood from when their price came until orders ceased to trade as they came', () => {
  const quoted = (at: string, ...later: string[]) =>
    settled(
      open()
        .given('it is 2026-11-23 12:00', 'anna buys 5 @ 1505', `it is 2026-11-23 ${at}`, 'bao sells 5 @ 1510', ...later)
        .when(...closes, 'the day ends'),
    );
  assert.deepEqual(
    [quoted('23:49')?.price, quoted('23:49')?.method, quoted('23:49')?.details?.inputs],
    [1_505, 'quotes', { bid: 1_505, ask: 1_510, previous: 1_500 }],
  );
  assert.deepEqual(quoted('23:49:00.001')?.details?.passed.at(3), { method: 'quotes', reason: 'quotesTooNew' });
  // A better price begins anew, one behind it changes nothing.
  const better = quoted('12:01', 'it is 2026-11-23 23:49:30', 'chen sells 1 @ 1509');
  assert.deepEqual(better?.details?.passed.at(3), { method: 'quotes', reason: 'quotesTooNew' });
  assert.equal(quoted('12:01', 'it is 2026-11-23 23:49:30', 'chen sells 1 @ 1511')?.method, 'quotes');
  // After a halt what stands has to stand again.
  const halt = ['it is 2026-11-23 23:48', 'SIT2612 is halted', 'SIT2612 resumes'];
  const resumed = quoted('12:01', ...halt, 'it is 2026-11-23 23:49:10', 'SIT2612 resumes');
  assert.deepEqual(resumed?.details?.passed.at(3), { method: 'quotes', reason: 'quotesTooNew' });
});

test('SET-13 the spread and the near month settle a far month that nobody traded', () => {
  const venue = open(twoMonths);
  const spread = venue.exchange.spreads[0]?.id as ContractId;
  const order = (name: string, verb: 'buys' | 'sells', price: number): Command => ({
    ...venue.order(`${name} ${verb} 5 @ 1`),
    contract: spread,
    price: ticks(price),
  });
  venue
    .given(...trade('anna', 'bao', 4, 1_520))
    // A spread against a spread: its price is one, its legs are none.
    .given(order('chen', 'sells', -12), order('dana', 'buys', -12))
    .when(...closes, 'the day ends')
    .happened(
      'contractSettled',
      { price: 1_520, method: 'vwap', volume: 4 },
      { price: 1_532, method: 'spreads', volume: 0 },
    );
  assert.deepEqual(settled(venue, 1)?.details, {
    inputs: { neighbour: 0, neighbourPrice: 1_520, spreadHalfTicks: -24, previous: 1_500 },
    passed: [
      { method: 'window', reason: 'noTrades' },
      { method: 'closingAuction', reason: 'noAuction' },
      { method: 'vwap', reason: 'noTrades' },
      { method: 'quotes', reason: 'noQuotes' },
    ],
  });
  // On the next day the spread has not traded; its quotes stand at −20 and −9, and their middle is −14.5.
  venue
    .given('it is 2026-11-24 00:05', ...opens.slice(1), ...trade('anna', 'bao', 4, 1_520))
    .given(order('chen', 'buys', -20), order('dana', 'sells', -9))
    .when('the day ends')
    .happened('contractSettled', { price: 1_520 }, { price: 1_534, method: 'spreads' });
});

test('SET-14, SET-16 by the rules of Shanghai a month without trades moves as the one that traded', () => {
  const shanghai = changed(twoMonths, {
    schedule: undefined,
    spreads: undefined,
    settlement: settlementProfiles.shanghai,
  });
  new Scenario({ specification: shanghai, price: 1_500, date: '2026-11-23' })
    .given(...trade('anna', 'bao', 4, 1_540))
    .when('the day ends')
    .happened('contractSettled', { price: 1_540, method: 'vwap' }, { price: 1_540, method: 'neighbour' });
  // Without trades the best bid and ask of the day's end count however new they are.
  new Scenario({ specification: shanghai, price: 1_500, date: '2026-11-23' })
    .given('it is 2026-11-23 23:59:59', 'anna buys 1 @ 1520', 'bao sells 1 @ 1530', 'chen buys 1 @ 1650 in SIT2701')
    .when('the day ends')
    .happened('contractSettled', { price: 1_520, method: 'quotes' }, { price: 1_650, method: 'limit' });
});

test('SET-16 SIT settles by our rules, SITP as it did', () => {
  const [sit, sitp] = listedProducts;
  assert.deepEqual([sit?.settlement, sitp?.settlement], [settlementProfiles.tokenpit, undefined]);
});
