/** Protection before the trade, rule by rule: each check at its limit, and which of several comes first. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Command, PlaceOrder, TimeInForce } from '#core/commands.ts';
import { SIT } from '#core/contract.ts';
import { profiles } from '#core/price-rules/profiles.ts';
import type { ProductProtection } from '#core/protection/product-protection.ts';
import type { Permission } from '#core/protection/risk-settings.ts';
import { orderRejections, type Rejection } from '#core/rejections.ts';
import type { AccountId, Lots, Millionths, Millis, Money, Ticks } from '#core/units.ts';
import { changed, dollars, product } from '../model/commands.ts';
import {
  amend,
  cap,
  exempt,
  pair,
  permit,
  protect,
  protectedProduct,
  quote,
  throwAt,
  under,
  waiting,
} from '../model/protected.ts';
import { Scenario } from '../model/scenario.ts';

const plain = () => new Scenario({ specification: protectedProduct() });
/** Protection that is not reached, but for what a test is about. */
const wide = {
  orderValueMax: 9e15,
  repeats: { most: 1_000, windowMs: 1 },
  spotMonthMax: 1e9,
  allMonthsMax: 1e9,
} as const;
const widely = () => new Scenario({ specification: protectedProduct(wide as unknown as Partial<ProductProtection>) });
/** Anna is 60 long in a product without figures of its own. */
const sixty = () => new Scenario().given('bao sells 60 @ 100', 'anna buys 60 @ 100');

test('PRO-1 an order that breaks every rule gets the first code, and the next one when that is mended', () => {
  const specification = protectedProduct(
    {
      orderValueMax: dollars(1_000_000),
      repeats: { most: 1, windowMs: 1_000 },
      spotMonthMax: 75 as Lots,
      allMonthsMax: 101 as Lots,
      openInterestShare: 1 as Millionths,
      openInterestFloor: 74 as Lots,
    },
    { positionMax: 100, orderQuantityMax: 100, prices: { ...profiles.tokenpit, marginAboveLimit: 0 } },
  );
  const venue = new Scenario({ specification, price: 1_000, date: '2026-11-18' });
  const expired = venue.contract('SIT2611').id;
  venue.given('anna buys 1 @ 1000', 'the day ends', 'it is 2026-12-01', 'the day ends');
  const spot = venue.contract('SIT2612').id;
  const anna = venue.id('anna');
  const right = under(venue.order('anna buys 40 @ 1000 in SIT2612'));
  // Frozen by a fill of 1 in another month; she has just bought the same 40, and then 30, and holds 31 of the other month.
  venue
    .given(protect(anna, { quantity: 1 as Lots }), under(venue.order('anna sells 1 @ 1000 in SIT2701')))
    .given('bao buys 33 @ 1000 in SIT2701')
    .happened('protectionTriggered', { account: anna, until: null })
    .given('bao cancels #3', 'bao sells 32 @ 1000 in SIT2701', 'anna buys 32 @ 1000 in SIT2701')
    .given('chen sells 70 @ 1000 in SIT2612', { ...right, terms: {} }, 'anna buys 30 @ 1000 in SIT2612')
    .given(cap(anna, 39, 30_000), permit(anna, 'cancelOnly'), throwAt({ level: 'account', account: anna }))
    .given({ type: 'changePhase', product: 'SIT', phase: 'closed' });
  const leave = (dollarsLeft: number) => {
    const amount = venue.exchange.summary(anna).balance - dollars(dollarsLeft);
    venue.given({ type: 'withdraw', account: anna, amount: amount as Money }).refused();
  };
  leave(8_500); // 101 lots have a margin of 80 each

  const still = {
    ...right,
    account: 9,
    contract: 99,
    quantity: 0,
    timeInForce: 99,
    price: 9_999,
  } as never as PlaceOrder;
  const mend = (part: Partial<PlaceOrder>) => ({ ...Object.assign(still, part) });
  const ask = () => mend({});
  const release = (by: string) => ({ type: 'releaseSwitch', target: { level: 'account', account: anna }, by }) as const;
  const refusals: Rejection[] = [];
  const step = (...steps: (string | Command)[]) => {
    venue.when(...steps);
    refusals.push(...venue.events.flatMap((event) => (event.type === 'rejected' ? [event.reason] : [])));
  };
  step(ask(), mend({ account: anna }), mend({ contract: expired }), mend({ contract: spot }));
  step(release('ada'), release('ben'), ask());
  step(permit(anna, 'closeOnly'), ask());
  step(
    { type: 'changePhase', product: 'SIT', phase: 'continuous' },
    { type: 'haltContract', contract: spot, until: null },
  );
  step(ask(), { type: 'resumeContract', contract: spot }, { type: 'resumeContract', contract: spot });
  step(ask(), mend({ quantity: 101 as Lots }), mend({ quantity: 40 as Lots }), mend({ timeInForce: 0 as TimeInForce }));
  step({ type: 'resetProtection', account: anna, product: 'SIT' }, ask());
  step(permit(anna, 'trade'), ask());
  step(cap(anna, null, 30_000), ask());
  step(cap(anna, null), ask());
  step(mend({ price: 1_050 as Ticks }), mend({ price: 1_000 as Ticks }));
  venue.time = (venue.time + 1_000) as Millis;
  step(ask(), 'chen buys 30 @ 1000 in SIT2612', 'anna sells 30 @ 1000 in SIT2612', ask());
  step(exempt(anna, 5, '2026-12-31'), ask());
  step(exempt(anna, 6, '2026-12-31'), ask());
  step('bao buys 31 @ 1000 in SIT2701', 'anna sells 31 @ 1000 in SIT2701');
  leave(6_000);
  step(ask(), 'anna deposits 100000', ask());
  const withoutWords = (code: Rejection) => !WORDS.includes(code);
  assert.deepEqual(refusals, (Object.keys(orderRejections) as Rejection[]).filter(withoutWords));
  venue.happened('orderAccepted', { quantity: 40, contract: spot });
});

/** What an order says, of which one stands for all: they are shown under ORD-7, those of spreads under
 * SPR-3; and what a default bars, which DEF-25 shows. */
const WORDS: readonly Rejection[] = Object.entries(orderRejections)
  .filter(([, rule]) => /^(ORD-(1[4-9]|2\d)|SPR-3|DEF-25)$/.test(rule))
  .map(([code]) => code as Rejection);

test('PRO-1 protection figures outside the bounds are no specification', () => {
  const invalid: object[] = [
    { orderValueMax: 0 },
    { orderValueMax: 9e15 + 2 },
    { orderValueMax: 0.5 },
    { repeats: { most: 0, windowMs: 1_000 } },
    { repeats: { most: 1_000_001, windowMs: 1_000 } },
    { repeats: { most: 3, windowMs: 0 } },
    { repeats: { most: 3, windowMs: 60_001 } },
    { spotMonthMax: 0 },
    { spotMonthMax: 1_000_000_001 },
    { allMonthsMax: 0 },
    { allMonthsMax: Number.NaN },
  ];
  const venue = new Scenario();
  const define = (figures: object) => product(changed(protectedProduct(figures as never), { code: 'NEW' }));
  for (const figures of invalid) venue.when(define(figures)).refused('SPECIFICATION_INVALID');
  venue
    .when(define({ orderValueMax: 9e15, repeats: { most: 1_000_000, windowMs: 60_000 }, spotMonthMax: 1e9 }))
    .refused();
});

test('PRO-2 who may only close sells no more than it holds, resting orders included', () => {
  const closing = () => {
    const venue = sixty();
    return venue.given(permit(venue.id('anna'), 'closeOnly'));
  };
  closing().when('anna sells 59 @ 105').refused();
  closing().when('anna sells 60 @ 105').refused();
  closing().when('anna sells 61 @ 105').refused('CLOSE_ONLY');
  closing().given('anna sells 20 @ 105').when('anna sells 40 @ 104').refused();
  closing().given('anna sells 20 @ 105').when('anna sells 41 @ 104').refused('CLOSE_ONLY');
  closing().when('anna buys 1 @ 90').refused('CLOSE_ONLY');
  const short = closing();
  short
    .given(permit(short.id('bao'), 'closeOnly'))
    .when('bao buys 60 @ 90', 'bao buys 1 @ 91')
    .refused('CLOSE_ONLY');
});

test('PRO-2 who may only cancel brings nothing, what rests stays, and another product is another matter', () => {
  const venue = sixty().given('anna sells 20 @ 105', product(changed(SIT, { code: 'NEW' })));
  const anna = venue.id('anna');
  venue
    .given(permit(anna, 'cancelOnly'))
    .when(
      'anna sells 1 @ 105',
      quote(anna, [venue.contract().id, [1, 90], undefined]),
      amend(anna, 3, { quantity: 10 }),
    )
    .refused('NOT_PERMITTED', 'NOT_PERMITTED', 'NOT_PERMITTED')
    .when('chen buys 5 @ 105')
    .trades('chen buys 5 @ 105 from anna')
    .when('anna cancels #3', 'anna buys 1 @ 100 in NEW2612')
    .refused()
    .when(permit(anna, 'trade'), 'anna buys 1 @ 100')
    .refused();
});

test('PRO-3 a cap on quantity holds to the lot, in every product, until it is taken away', () => {
  const venue = new Scenario().given(product(changed(SIT, { code: 'NEW' })));
  const anna = venue.id('anna');
  venue
    .given(cap(anna, 30))
    .when('anna buys 29 @ 100', 'anna buys 30 @ 100')
    .refused()
    .when('anna buys 31 @ 100', 'anna buys 31 @ 100 in NEW2612', 'bao buys 31 @ 99')
    .refused('QUANTITY_ABOVE_CAP', 'QUANTITY_ABOVE_CAP')
    .when(cap(anna, null), 'anna buys 31 @ 100')
    .refused();
});

test("PRO-4 no order is worth more than the product's largest value, or than the account's cap", () => {
  const venue = plain();
  venue
    .when('anna buys 49 @ 102', 'bao buys 50 @ 100', 'chen buys 49 @ 103')
    .refused('ORDER_VALUE_TOO_LARGE')
    .when(cap(venue.id('dana'), null, 2_000), 'dana buys 20 @ 100', 'dana buys 20 @ 101', 'dana buys 19 @ 100')
    .refused('ORDER_VALUE_TOO_LARGE')
    .when(cap(venue.id('dana'), null, 9_000), 'dana buys 50 @ 101')
    .refused('ORDER_VALUE_TOO_LARGE');
});

test('PRO-4 a market order is worth what it may cost, and a price that nobody may have is judged by its value first', () => {
  const venue = plain(); // a market order may buy at 115 at most: 43 lots are worth 4,945
  const market = (quantity: number): PlaceOrder => ({
    ...venue.order('anna buys 1 @ 100 ioc'),
    ...{ price: 0 as Ticks, quantity: quantity as Lots, terms: { pricing: 'market' } },
  });
  venue.when(market(43), market(44)).refused('ORDER_VALUE_TOO_LARGE');
  venue.when('anna buys 50 @ 999', 'anna buys 5 @ 999').refused('ORDER_VALUE_TOO_LARGE', 'PRICE_OUTSIDE_LIMIT');
  const other = new Scenario();
  other.given(cap(other.id('bao'), 1)).when({ ...other.order('anna buys 1 @ 1'), price: 1e15 as Ticks });
  other.refused('PRICE_OUTSIDE_LIMIT');
});

test('PRO-5 the fourth equal order within a second is refused, to the millisecond', () => {
  const venue = plain();
  const start = venue.time;
  const at = (later: number, ...orders: string[]) => {
    venue.time = (start + later) as Millis;
    return venue.when(...orders);
  };
  at(0, 'anna buys 1 @ 100').refused();
  at(10, 'anna buys 1 @ 100').refused();
  at(20, 'anna buys 1 @ 100').refused();
  at(20, 'anna buys 2 @ 100', 'anna buys 1 @ 99', 'anna sells 1 @ 101', 'bao buys 1 @ 100').refused();
  at(20, 'anna buys 1 @ 100 in SIT2701').refused();
  at(999, 'anna buys 1 @ 100').refused('REPEATED_TOO_OFTEN');
  at(1_000, 'anna buys 1 @ 100', 'anna buys 1 @ 100').refused('REPEATED_TOO_OFTEN');
});

test('PRO-5 equal is what was sent: market orders, too, and what was refused does not count', () => {
  const venue = plain();
  const market: PlaceOrder = {
    ...venue.order('anna buys 1 @ 100 ioc'),
    price: 0 as Ticks,
    terms: { pricing: 'market' },
  };
  venue.when(market, market, market, market).refused('REPEATED_TOO_OFTEN');
  const poor = plain().given('anna opens with 8');
  poor
    .when('anna buys 1 @ 100', 'anna buys 1 @ 100', 'anna buys 1 @ 100')
    .refused(...Array(3).fill('MARGIN_INSUFFICIENT'));
  poor.when('anna deposits 1000', 'anna buys 1 @ 100', 'anna buys 1 @ 100', 'anna buys 1 @ 100').refused();
});

test('PRO-5 every product has its window, and what has left it is forgotten', () => {
  const quick = changed(protectedProduct({ repeats: { most: 1, windowMs: 10 } }), { code: 'NEW' });
  const venue = new Scenario({ specification: protectedProduct({ repeats: { most: 1, windowMs: 60_000 } }) });
  venue.given(product(quick), 'anna buys 1 @ 100');
  venue.time = (venue.time + 30_000) as Millis;
  venue.when('anna buys 1 @ 100 in NEW2612', 'anna buys 1 @ 100').refused('REPEATED_TOO_OFTEN');
  venue.time = (venue.time + 10) as Millis;
  venue.when('anna buys 1 @ 100 in NEW2612').refused();
  assert.equal(venue.exchange.snapshot().repeats?.flatMap(([, rows]) => rows).length, 2);
  venue.when('the day ends');
  assert.equal(venue.exchange.snapshot().repeats, undefined);
});

test('PRO-6 a setting that makes no sense is refused, and nothing is set', () => {
  const venue = new Scenario();
  const [anna, nobody] = [venue.id('anna'), 9 as AccountId];
  venue
    .when(permit(nobody, 'trade', 'NONE'), permit(anna, 'trade', 'NONE'), permit(anna, 'all' as Permission))
    .refused('ACCOUNT_UNKNOWN', 'PRODUCT_UNKNOWN', 'SETTING_INVALID')
    .when(cap(nobody, 0), cap(anna, 0), cap(anna, 1.5), cap(anna, 1, 0))
    .refused('ACCOUNT_UNKNOWN', 'SETTING_INVALID', 'SETTING_INVALID', 'SETTING_INVALID')
    .when(exempt(nobody, 1, '2026-12-01'), { ...exempt(anna, 1, '2026-12-01'), product: 'NONE' } as never)
    .refused('ACCOUNT_UNKNOWN', 'PRODUCT_UNKNOWN')
    .when(exempt(anna, -1, '2026-12-01'), exempt(anna, 1_000_000_001, '2026-12-01'))
    .refused('SETTING_INVALID', 'SETTING_INVALID')
    .when({ ...exempt(anna, 1, '2026-12-01'), until: Number.NaN } as never)
    .refused('SETTING_INVALID')
    .when({ type: 'declareException', account: anna, product: 'SIT', lifted: true, reason: ' ' })
    .refused('SETTING_INVALID')
    .when(cap(anna, 1, 0.000001), exempt(anna, 1_000_000_000, '2026-12-01'))
    .refused();
});

test('PRO-7 an amendment is judged by what the order would still want', () => {
  const venue = widely();
  const anna = venue.id('anna');
  venue
    .given(cap(anna, 30), 'anna buys 20 @ 100', 'bao sells 5 @ 100')
    .when(amend(anna, 1, { quantity: 36 })) // 5 are filled: 31 more
    .refused('QUANTITY_ABOVE_CAP')
    .when(
      amend(anna, 1, { quantity: 35 }),
      amend(anna, 1, { price: 99 }),
      cap(anna, 10),
      amend(anna, 1, { quantity: 34 }),
    )
    .refused();
  const closing = sixty().given('anna sells 60 @ 105');
  closing
    .given(permit(closing.id('anna'), 'closeOnly'))
    .when(amend(closing.id('anna'), 3, { price: 104 }), amend(closing.id('anna'), 3, { quantity: 61 }))
    .refused('CLOSE_ONLY');
});

test('PRO-7 a quote meets the caps, and who may only close counts it without the one that it replaces', () => {
  const venue = sixty();
  const [anna, contract] = [venue.id('anna'), venue.contract().id];
  venue
    .given(cap(anna, 30))
    .when(quote(anna, [contract, [31, 90], [1, 110]]), quote(anna, [contract, [30, 90], [31, 110]]))
    .refused('QUANTITY_ABOVE_CAP', 'QUANTITY_ABOVE_CAP')
    .given(cap(anna, null), permit(anna, 'closeOnly'), quote(anna, [contract, undefined, [60, 105]]))
    .refused()
    .when(quote(anna, [contract, undefined, [60, 104]]))
    .refused()
    .book(`
      bid  price  ask
           104    60 anna
    `)
    .when(quote(anna, [contract, undefined, [61, 104]]), quote(anna, [contract, [1, 90], [60, 104]]))
    .refused('CLOSE_ONLY', 'CLOSE_ONLY');
});

test('PRO-7 amendments and quotes repeat nothing; pairs and stop orders are orders', () => {
  const venue = plain();
  const [anna, contract] = [venue.id('anna'), venue.contract().id];
  const order = venue.order('anna buys 1 @ 100');
  venue
    .when('anna buys 1 @ 99', ...[100, 99, 100, 99, 100].map((price) => amend(anna, 1, { price })))
    .refused()
    .when(...[1, 2, 3, 4, 5, 6].map((lots) => quote(anna, [contract, [(lots % 2) + 1, 90], undefined])))
    .refused();
  const other = venue.order('anna buys 1 @ 98');
  venue.when(pair(order, other), pair(order, other), pair(order, other)).refused();
  venue.when(pair(order, other), order).refused('REPEATED_TOO_OFTEN', 'REPEATED_TOO_OFTEN');
  const stop = waiting(venue.order('bao buys 1 @ 105'), 104);
  venue.when(stop, stop, stop, stop).refused('REPEATED_TOO_OFTEN');
  venue
    .when('chen sells 9 @ 104', 'dana buys 1 @ 104')
    .trades('dana buys 1 @ 104 from chen', ...Array(3).fill('bao buys 1 @ 104 from chen'));
});

test('PRO-7 a stop order meets what was set meanwhile when it wakes', () => {
  for (const set of [
    (id: AccountId) => permit(id, 'cancelOnly'),
    (id: AccountId) => permit(id, 'closeOnly'),
    (id: AccountId) => cap(id, 4),
    (id: AccountId) => cap(id, null, 524),
  ]) {
    const venue = widely();
    venue
      .given(waiting(venue.order('bao buys 5 @ 105'), 104), set(venue.id('bao')))
      .when('chen sells 9 @ 104', 'dana buys 1 @ 104')
      .trades('dana buys 1 @ 104 from chen')
      .happened('orderCancelled', { order: 1, reason: 'refusedWhenTriggered' });
  }
});

test('PRO-7 quotes in several months together keep the limit over all months', () => {
  const venue = new Scenario({
    specification: protectedProduct({ orderValueMax: dollars(1_000_000), spotMonthMax: 200 as Lots }),
  });
  const anna = venue.id('anna');
  const [first, second] = [venue.contract('SIT2612').id, venue.contract('SIT2701').id];
  const both = (a: number, b: number) => quote(anna, [first, [a, 90], [1, 110]], [second, [b, 90], [1, 110]]);
  venue
    .when(both(61, 61))
    .refused('ALL_MONTHS_LIMIT_EXCEEDED')
    .when(both(60, 60), both(61, 60), both(90, 30))
    .refused('ALL_MONTHS_LIMIT_EXCEEDED')
    .account('anna', { initialMargin: (90 + 30) * 8 });
});

test('PRO-5, POS-1 of 1,000 orders that together exceed a limit none goes over, whatever came between', () => {
  const specification = protectedProduct({ ...(wide as object) } as never, { positionMax: 700, orderQuantityMax: 700 });
  const venue = new Scenario({ specification });
  const sizes = Array.from({ length: 1_000 }, (_, i) => (i % 7) + 1);
  venue.when(...sizes.map((lots, i) => `anna buys ${lots} @ ${90 + (i % 10)}`));
  const { buying } = venue.exchange.summary(venue.id('anna')).positions[0] ?? {};
  assert.equal(buying, 700);
  const codes = new Set(venue.events.flatMap((event) => (event.type === 'rejected' ? [event.reason] : [])));
  assert.deepEqual([...codes], ['POSITION_LIMIT_EXCEEDED']);

  const many = new Scenario({ specification: protectedProduct({ repeats: { most: 20, windowMs: 1_000 } }) });
  many.when(...Array<string>(1_000).fill('anna buys 1 @ 100'));
  assert.equal(many.events.filter(({ type }) => type === 'orderAccepted').length, 20);
  assert.equal(many.exchange.snapshot().repeats?.[0]?.[1].length, 20, 'and no more than these are remembered');
});
