/** The tiers of a day's settlement price, rule by rule, on days that are written down. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SIT } from '#core/contract.ts';
import { settlementPrices } from '#core/settlement/settlement-prices.ts';
import { settlementProfiles } from '#core/settlement/settlement-profiles.ts';
import type { SettlementRules, SettlementTier } from '#core/settlement/settlement-rules.ts';
import type { SpreadOfDay, TradedDay } from '#core/settlement/traded-day.ts';
import type { Lots } from '#core/units.ts';
import { changed } from '../model/commands.ts';
import { Scenario } from '../model/scenario.ts';
import { dayOfMonth, rulesWith, type Said, spreadOf } from '../model/traded-days.ts';

const { tokenpit, shanghai, globex } = settlementProfiles;

function settles(rules: SettlementRules, days: readonly TradedDay[], spreads: readonly SpreadOfDay[] = []) {
  return settlementPrices(rules, days, spreads).map(({ price, method }) => [price, method]);
}

const alone = (said: Said, rules: SettlementRules = tokenpit) => settlementPrices(rules, [dayOfMonth(0, said)], [])[0];

/** 22,736 / 15 = 1,515.73. */
const FIVE_TRADES = [
  [1_510, 3],
  [1_510, 4],
  [1_517, 3],
  [1_523, 2],
  [1_523, 3],
] as const;
const TIMES_TWO = FIVE_TRADES.map(([price, lots]) => [price, 2 * lots] as const);

test('SET-8 the first tier that gives a price settles, and the last one always does', () => {
  const day: Said = {
    trades: [[1_540, 30]],
    auction: [1_530, 20],
    bidStood: [1_500, 60_000],
    askStood: [1_501, 60_000],
  };
  assert.deepEqual(alone({ ...day, window: { trades: TIMES_TWO, buyers: 2, sellers: 2 } })?.method, 'window');
  assert.deepEqual(alone(day)?.method, 'closingAuction');
  assert.deepEqual(alone({ ...day, auction: [1_530, 19] })?.method, 'vwap');
  assert.deepEqual(alone({ bidStood: [1_499, 60_000], askStood: [1_501, 60_000] })?.method, 'quotes');
  assert.deepEqual(alone({})?.method, 'previous');
});

test('SET-8 rules that could leave a day without a price, or say a figure that is none, are not listed', () => {
  const refused = (settlement: object) =>
    new Scenario()
      .when({ type: 'defineProduct', specification: changed(SIT, { code: 'SITX', settlement }) })
      .events.some((event) => event.type === 'rejected' && event.reason === 'SETTLEMENT_RULES_INVALID');
  const window = { method: 'window', minutes: 15, trades: 5, lots: 20 as Lots, owners: 2 } as const;
  const previous: SettlementTier = { method: 'previous' };
  for (const valid of [tokenpit, shanghai, globex, rulesWith(previous), rulesWith(window, previous)])
    assert.equal(refused(valid), false, JSON.stringify(valid));
  assert.equal(
    refused(rulesWith({ ...window, minutes: 60 }, window, previous)),
    false,
    'an hour, then a quarter of it',
  );
  for (const tiers of [
    [],
    [window],
    [previous, window],
    [previous, previous],
    [window, window, previous],
    [{ ...window, minutes: 0 }, previous],
    [{ ...window, minutes: 1_441 }, previous],
    [{ ...window, trades: 0 }, previous],
    [{ ...window, lots: 1.5 }, previous],
    [{ ...window, owners: 0 }, previous],
    [{ method: 'closingAuction', lots: 0 }, previous],
    [{ method: 'quotes', standingMs: -1, lots: 1 }, previous],
    [{ method: 'quotes', standingMs: 0, lots: 0 }, previous],
    [{ method: 'guess' }, previous],
  ])
    assert.equal(refused(rulesWith(...(tiers as SettlementTier[]))), true, JSON.stringify(tiers));
  for (const changes of [
    { profile: 'london' },
    { final: { validShare: 0, lastFixings: 5 } },
    { final: { validShare: 1_000_001, lastFixings: 5 } },
    { final: { validShare: 900_000, lastFixings: 0 } },
    { final: { validShare: 900_000, lastFixings: 32 } },
  ])
    assert.equal(refused({ ...tokenpit, ...changes }), true, JSON.stringify(changes));
});

test('SET-9 the mean of the last minutes needs enough trades, lots and owners on each side', () => {
  const window = { trades: TIMES_TWO, buyers: 2, sellers: 3 };
  const found = alone({ window });
  assert.deepEqual(found, {
    price: 1_516,
    method: 'window',
    inputs: { trades: 5, lots: 30, value: 45_472, buyers: 2, sellers: 3, previous: 1_500 },
    passed: [],
  });
  const reason = (changes: object) => alone({ window: { ...window, ...changes } })?.passed[0];
  assert.deepEqual(reason({ trades: [] }), { method: 'window', reason: 'noTrades' });
  assert.deepEqual(reason({ trades: TIMES_TWO.slice(1) }), { method: 'window', reason: 'tooFewTrades' });
  assert.deepEqual(reason({ trades: FIVE_TRADES }), { method: 'window', reason: 'tooFewLots' }, '15 lots of 20');
  assert.deepEqual(reason({ buyers: 1 }), { method: 'window', reason: 'tooFewOwners' });
  assert.deepEqual(reason({ sellers: 1 }), { method: 'window', reason: 'tooFewOwners' });
});

test('SET-9 a mean between two ticks goes to the one nearer the day before', () => {
  const half = { trades: [...Array(9).fill([1_500, 2]), [1_501, 18]], buyers: 2, sellers: 2 };
  assert.equal(alone({ window: half })?.price, 1_500);
  assert.equal(alone({ window: half, previous: 1_501 })?.price, 1_501);
  assert.equal(alone({ window: half, previous: 1_490 })?.price, 1_500);
});

test('SET-10 the closing auction settles when enough lots traded in it', () => {
  assert.deepEqual(alone({ auction: [1_530, 20] }), {
    price: 1_530,
    method: 'closingAuction',
    inputs: { lots: 20 },
    passed: [{ method: 'window', reason: 'noTrades' }],
  });
  assert.deepEqual(alone({ auction: [1_530, 19] })?.passed[1], { method: 'closingAuction', reason: 'tooFewLots' });
  assert.deepEqual(alone({})?.passed[1], { method: 'closingAuction', reason: 'noAuction' });
});

test('SET-11 quotes settle at the middle one of bid, ask and the day before, once they have stood', () => {
  const quoted = (bidStood: [number, number], askStood: [number, number]) => alone({ bidStood, askStood });
  assert.deepEqual(quoted([1_505, 60_000], [1_510, 60_000])?.price, 1_505);
  assert.deepEqual(quoted([1_480, 60_000], [1_490, 60_000])?.price, 1_490);
  assert.deepEqual(quoted([1_490, 60_000], [1_510, 60_000])?.inputs, { bid: 1_490, ask: 1_510, previous: 1_500 });
  assert.deepEqual(quoted([1_505, 59_999], [1_510, 60_000])?.passed[3], { method: 'quotes', reason: 'quotesTooNew' });
  assert.deepEqual(quoted([1_505, 60_000], [0, 0])?.passed[3], { method: 'quotes', reason: 'noQuotes' });
});

test('SET-12 a day that ended locked settles at its limit', () => {
  assert.deepEqual(alone({ bid: 1_650 }, shanghai), {
    price: 1_650,
    method: 'limit',
    inputs: { bid: 1_650 },
    passed: [
      { method: 'vwap', reason: 'noTrades' },
      { method: 'quotes', reason: 'noQuotes' },
    ],
  });
  assert.deepEqual([alone({ ask: 1_350 }, shanghai)?.price, alone({ ask: 1_350 }, shanghai)?.method], [1_350, 'limit']);
  assert.equal(alone({ bid: 1_649 }, shanghai)?.method, 'previous');
  assert.equal(alone({ bid: 1_650, ask: 1_650 }, shanghai)?.method, 'previous');
});

test('SET-16 by our rules a locked month follows a neighbour that traded, and settles at its limit where none did', () => {
  const locked = dayOfMonth(0, { bid: 1_650 });
  assert.deepEqual(settles(tokenpit, [locked, dayOfMonth(1)]), [
    [1_650, 'limit'],
    [1_500, 'previous'],
  ]);
  assert.deepEqual(settles(tokenpit, [locked, dayOfMonth(1, { trades: [[1_515, 4]] })])[0], [1_515, 'neighbour']);
});

test('SET-12 the last trade settles between the best bid and the best ask', () => {
  const last = (bid: number, ask: number) => alone({ trades: [[1_520, 1]], bid, ask }, globex)?.price;
  assert.deepEqual(
    [last(0, 0), last(1_515, 1_525), last(1_521, 1_525), last(1_510, 1_518)],
    [1_520, 1_520, 1_521, 1_518],
  );
});

test('SET-13 a neighbour with a price of today and the listed spread make the price of a month', () => {
  const days = [dayOfMonth(0, { trades: [[1_540, 4]] }), dayOfMonth(1), dayOfMonth(2, { previous: 1_480 })];
  // Near less far: the far month is dearer by 12 and by 3.
  const spreads = [spreadOf(0, 1, -12), spreadOf(1, 2, -3)];
  assert.deepEqual(settles(tokenpit, days, spreads), [
    [1_540, 'vwap'],
    [1_552, 'spreads'],
    [1_555, 'spreads'],
  ]);
  const [, second] = settlementPrices(tokenpit, days, spreads);
  assert.deepEqual(second?.inputs, { neighbour: 0, neighbourPrice: 1_540, spreadHalfTicks: -24, previous: 1_500 });
  assert.deepEqual(second?.passed.at(-1), { method: 'quotes', reason: 'noQuotes' });
  // From the far month back to the near one.
  assert.deepEqual(settles(tokenpit, [dayOfMonth(0), dayOfMonth(1, { trades: [[1_540, 4]] })], spreads)[0], [
    1_528,
    'spreads',
  ]);
  // The middle of a spread may be half a tick, and goes to the tick nearer the day before.
  const half = { ...spreadOf(0, 1, -12), halfTicks: -23 };
  assert.deepEqual(settles(tokenpit, days.slice(0, 2), [half])[1], [1_551, 'spreads']);
});

test('SET-14 without a spread a month moves by as many per cent as the nearest one that traded', () => {
  // 1,540 / 1,500 of 1,480 is 1,519.47.
  const traded = dayOfMonth(0, { trades: [[1_540, 4]] });
  const days = [traded, dayOfMonth(1, { previous: 1_480, limits: [1_332, 1_628] })];
  assert.deepEqual(settles(tokenpit, days)[1], [1_519, 'neighbour']);
  assert.deepEqual(settlementPrices(tokenpit, days, [])[1]?.inputs, {
    neighbour: 0,
    neighbourPrice: 1_540,
    neighbourPrevious: 1_500,
    previous: 1_480,
  });
  // Of two that are as near the earlier one counts, and one that was moved itself moves nobody.
  const three = [traded, dayOfMonth(1), dayOfMonth(2, { trades: [[1_410, 1]] }), dayOfMonth(3), dayOfMonth(4)];
  assert.deepEqual(settles(tokenpit, three), [
    [1_540, 'vwap'],
    [1_540, 'neighbour'],
    [1_410, 'vwap'],
    [1_410, 'neighbour'],
    [1_410, 'neighbour'],
  ]);
  // Quotes are a price, and no trade.
  const quoted = dayOfMonth(0, { bidStood: [1_520, 60_000], askStood: [1_525, 60_000] });
  assert.deepEqual(settles(tokenpit, [quoted, dayOfMonth(1)])[1], [1_500, 'previous']);
});

test('SET-15 whatever the tier, the price is brought within the limits of the day, and that is said', () => {
  const near = dayOfMonth(0, { trades: [[1_650, 4]] });
  // 1,650 / 1,500 of 1,500, but the far month may only move to 1,600.
  const far = dayOfMonth(1, { limits: [1_400, 1_600] });
  const [, moved] = settlementPrices(tokenpit, [near, far], []);
  assert.deepEqual([moved?.price, moved?.method, moved?.inputs.unlimited], [1_600, 'neighbour', 1_650]);
  const [, spread] = settlementPrices(tokenpit, [near, far], [spreadOf(0, 1, 300)]);
  assert.deepEqual([spread?.price, spread?.method, spread?.inputs.unlimited], [1_400, 'spreads', 1_350]);
});

test('SET-16 ours believes the last minutes first, Shanghai the whole day, and the third the last minute', () => {
  const day: Said = { trades: [...TIMES_TWO, [1_400, 60]], window: { trades: TIMES_TWO, buyers: 2, sellers: 2 } };
  // (45,472 + 84,000) / 90 = 1,438.58
  assert.deepEqual([alone(day, tokenpit)?.price, alone(day, shanghai)?.price], [1_516, 1_439]);
  assert.deepEqual([alone(day, globex)?.price, alone(day, globex)?.method], [1_400, 'lastTrade']);
});
