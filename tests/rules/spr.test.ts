/** Calendar spreads, rule by rule. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BUY, type Command, SELL } from '#core/commands.ts';
import { SIT } from '#core/contract.ts';
import { profiles } from '#core/price-rules/profiles.ts';
import type { ListedSpread } from '#core/spreads/listed-spread.ts';
import type { AccountId, ContractId, Lots, OrderId, Ticks } from '#core/units.ts';
import { changed } from '../model/commands.ts';
import { Scenario } from '../model/scenario.ts';

const NEAR = 'SIT2612';
const FAR = 'SIT2701';
const SPREAD = 'SIT2612-SIT2701';
const spreads = (figures: Parameters<typeof changed>[1] = {}, date = '2026-11-23') =>
  new Scenario({ specification: changed(SIT, { spreads: 'adjacent', ...figures }), date });

const spreadOf = (venue: Scenario, code = SPREAD): ListedSpread => {
  const found = venue.exchange.findSpread(code);
  assert.ok(found, `no spread ${code} is listed`);
  return found;
};

/** Sentences in which the last word may name a spread: `anna buys 5 @ -2 in SIT2612-SIT2701`; `spread` is the first. */
function say(venue: Scenario, ...sentences: readonly (string | Command)[]): Scenario {
  return venue.when(
    ...sentences.map((sentence): string | Command => {
      if (typeof sentence !== 'string') return sentence;
      const words = /^(\w+) (buys|sells) (\d+) @ (-?\d+)( ioc)? in (spread|\w+-\w+)$/.exec(sentence);
      if (words === null) return sentence;
      const [, name = '', verb, quantity, price, ioc, code = ''] = words;
      return {
        type: 'placeOrder',
        account: venue.id(name),
        contract: spreadOf(venue, code === 'spread' ? SPREAD : code).id,
        side: verb === 'buys' ? BUY : SELL,
        price: Number(price) as Ticks,
        quantity: Number(quantity) as Lots,
        timeInForce: ioc === undefined ? 0 : 1,
      };
    }),
  );
}

/** Trades since `when`, with the month in which each was made. */
function tradesAre(venue: Scenario, ...expected: readonly string[]): Scenario {
  const trades = venue.events.flatMap((event) => {
    if (event.type !== 'trade') return [];
    const { takerAccount, takerSide, quantity, price, makerAccount, contract, origin } = event;
    const verb = takerSide === BUY ? 'buys' : 'sells';
    const { code } = venue.exchange.contracts[contract] as { code: string };
    return [`${venue.name(takerAccount)} ${verb} ${quantity} ${code} @ ${price} ${venue.name(makerAccount)} ${origin}`];
  });
  assert.deepEqual(trades, expected);
  return venue;
}

/** What rests in the spread, bids first: `anna buys 1 @ 3`. */
function restsAre(venue: Scenario, ...expected: readonly string[]): Scenario {
  const spread = spreadOf(venue);
  const rows = [...spread.slots()].map((slot) => {
    const { book } = spread;
    const verb = book.sideOf(slot) === BUY ? 'buys' : 'sells';
    return `${venue.name(book.accountOf(slot))} ${verb} ${book.quantityOf(slot)} @ ${spread.priceOf(slot)}`;
  });
  assert.deepEqual(rows, expected);
  return venue;
}

const position = (venue: Scenario, name: string, code: string) =>
  venue.contract(code).positions.positionOf(venue.id(name));

test('SPR-1 every two neighbouring months form a spread, and only where the product says so', () => {
  const months = { consecutiveMonths: 3, quarterlyMonths: 1 };
  const codes = (venue: Scenario) => venue.exchange.spreads.map(({ code }) => code);
  assert.deepEqual(codes(spreads(months)), [SPREAD, 'SIT2701-SIT2702', 'SIT2702-SIT2703']);
  assert.deepEqual(codes(new Scenario({ specification: changed(SIT, months) })), []);
  new Scenario()
    .when({ type: 'defineProduct', specification: changed(SIT, { code: 'ODD', spreads: 'all' }) })
    .refused('SPECIFICATION_INVALID');
});

test('SPR-1 a spread stays when a month comes between its legs', () => {
  const venue = spreads({ consecutiveMonths: 2, quarterlyMonths: 2 }, '2026-12-15');
  assert.deepEqual(
    venue.exchange.spreads.map(({ code }) => code),
    [SPREAD, 'SIT2701-SIT2703', 'SIT2703-SIT2706'],
  );
  venue.when('the day ends', 'the day ends');
  const living = venue.exchange.spreads.filter(({ expired }) => !expired).map(({ code }) => code);
  assert.deepEqual(living, ['SIT2701-SIT2703', 'SIT2703-SIT2706', 'SIT2701-SIT2702', 'SIT2702-SIT2703']);
});

test('SPR-2 who buys a spread buys the near month and sells the far one, at a price that may be below zero', () => {
  const venue = say(spreads(), 'anna sells 5 @ -3 in spread', 'bao buys 2 @ -3 in spread');
  tradesAre(venue, 'bao buys 2 SIT2612 @ 100 anna spread', 'bao sells 2 SIT2701 @ 103 anna spread');
  assert.deepEqual([position(venue, 'bao', NEAR), position(venue, 'bao', FAR)], [2, -2]);
  assert.deepEqual([position(venue, 'anna', NEAR), position(venue, 'anna', FAR)], [-2, 2]);
  restsAre(venue, 'anna sells 3 @ -3');
});

test('SPR-3 a spread takes plain limit orders, and its orders can be cancelled and not changed', () => {
  const venue = say(spreads(), 'anna buys 5 @ 0 in spread');
  const { id: contract } = spreadOf(venue);
  const wish = { contract, side: BUY, price: 0 as Ticks, quantity: 1 as Lots, timeInForce: 0 } as const;
  const account = venue.id('anna');
  const placed = (more: object): Command => ({ type: 'placeOrder', account, ...wish, ...more });
  venue
    .when(placed({ timeInForce: 2 }), placed({ timeInForce: 3 }), placed({ terms: { display: 1 } }))
    .refused('SPREAD_TERMS_UNKNOWN', 'SPREAD_TERMS_UNKNOWN', 'SPREAD_TERMS_UNKNOWN')
    .when({ type: 'amendOrder', account, order: 1 as OrderId, quantity: 2 as Lots })
    .refused('SPREAD_TERMS_UNKNOWN')
    .when({ type: 'placePair', account, orders: [wish, wish] })
    .refused('SPREAD_TERMS_UNKNOWN')
    .when({ type: 'placeQuotes', account, quotes: [{ contract, bid: wish }] })
    .refused('SPREAD_TERMS_UNKNOWN')
    .when(placed({ contract: 1_000_099 as ContractId }))
    .refused('CONTRACT_UNKNOWN');
  restsAre(venue, 'anna buys 5 @ 0');
  venue.when('bao cancels #1').refused('ORDER_UNKNOWN').when('anna cancels #1').refused();
  restsAre(venue).account('anna', { initialMargin: 0 });
  const [two, far] = ['anna buys 1 @ 0 in spread', 'anna sells 1 @ 9 in spread'];
  say(venue, two, far, 'anna buys 1 @ 90').when({ type: 'cancelOrders', account, contract, side: SELL });
  restsAre(venue, 'anna buys 1 @ 0').when({ type: 'cancelOrders', account });
  restsAre(venue).account('anna', { initialMargin: 0 });
});

test('SPR-3 what an immediate order cannot fill at once goes', () => {
  const venue = say(spreads(), 'anna sells 2 @ 1 in spread', 'bao buys 5 @ 1 ioc in spread');
  venue.happened('orderCancelled', { quantity: 3, shown: 0, reason: 'unfilled' });
  restsAre(venue);
});

test('SPR-4 some prices of the legs within their limits have the price as their difference', () => {
  say(spreads(), 'anna buys 1 @ 30 in spread', 'bao sells 1 @ 31 in spread').refused('PRICE_OUTSIDE_LIMIT');
  say(spreads(), 'anna buys 1 @ -30 in spread', 'bao buys 1 @ -31 in spread').refused('PRICE_OUTSIDE_LIMIT');
});

test('SPR-4 the next day judges what rests by its own limits', () => {
  // The far month settles at 110 and trades from 94 tomorrow, the near one to 115.
  const venue = say(spreads(), 'anna sells 1 @ 28 in spread', 'anna sells 1 @ 21 in spread');
  say(venue, `bao sells 4 @ 110 in ${FAR}`, `chen buys 4 @ 110 in ${FAR}`).when('the day ends');
  venue.happened('orderCancelled', { order: 1, price: 28, reason: 'outsideLimit' });
  restsAre(venue, 'anna sells 1 @ 21');
});

test('SPR-5 what keeps an order out of either month keeps it out of the spread', () => {
  const venue = spreads();
  const far = venue.contract(FAR).id;
  say(venue, { type: 'haltContract', contract: far, until: null }, 'anna buys 1 @ 0 in spread').refused(
    'CONTRACT_HALTED',
  );
  say(venue, { type: 'resumeContract', contract: far }, 'anna buys 1 @ 0 in spread').refused('MARKET_CLOSED');
  say(venue, { type: 'resumeContract', contract: far }, 'anna buys 1 @ 0 in spread').refused();
  const target = { level: 'contract', contract: far } as const;
  venue
    .when({ type: 'throwSwitch', target, by: 'one' })
    .happened('orderCancelled', { order: 1, reason: 'switchedOff' });
  say(venue, 'anna buys 1 @ 0 in spread').refused('SWITCHED_OFF');
  const permit = { type: 'permitAccount', account: venue.id('bao'), product: 'SIT', permission: 'cancelOnly' } as const;
  say(venue.when(permit), `bao buys 1 @ 0 in SIT2701-SIT2702`).refused('SWITCHED_OFF');
  say(venue, `bao buys 1 @ 0 in SIT2702-SIT2703`).refused('NOT_PERMITTED');
});

test('SPR-6 both legs are margined, and neither offsets the other', () => {
  for (const [verb, needed] of [
    ['buys', 180.228],
    ['sells', 160.228],
  ] as const) {
    const poor = spreads().given(`anna opens with ${(needed - 0.001).toFixed(3)}`);
    say(poor, `anna ${verb} 10 @ 2 in spread`).refused('MARGIN_INSUFFICIENT');
    const able = spreads().given(`anna opens with ${needed.toFixed(3)}`);
    say(able, `anna ${verb} 10 @ 2 in spread`).refused().account('anna', { initialMargin: 160 });
  }
});

test('SPR-6 position limits are those of each month', () => {
  const short = say(spreads({ positionMax: 100, orderQuantityMax: 100 }), `bao buys 60 @ 100 in ${FAR}`);
  say(short, `anna sells 60 @ 100 in ${FAR}`, 'anna buys 41 @ 0 in spread').refused('POSITION_LIMIT_EXCEEDED');
  say(short, 'anna buys 40 @ 0 in spread', `anna sells 1 @ 100 in ${FAR}`).refused('POSITION_LIMIT_EXCEEDED');
  say(short, 'anna sells 100 @ 9 in spread').refused();
});

test('SPR-7 two orders of the months make a price for an order in the spread', () => {
  const venue = say(spreads(), 'bao sells 3 @ 104', `chen buys 5 @ 101 in ${FAR}`, 'anna buys 4 @ 3 in spread');
  tradesAre(venue, 'anna buys 3 SIT2612 @ 104 bao book', 'anna sells 3 SIT2701 @ 101 chen book');
  venue.happened('spreadTrade', { price: 3, quantity: 3, resting: null, nearTrade: 1, farTrade: 2 });
  restsAre(venue, 'anna buys 1 @ 3').when('bao cancels #1').refused('ORDER_UNKNOWN');
});

test('SPR-7 an order in the spread and one in a month make a price in the other month', () => {
  const near = say(spreads(), 'anna sells 4 @ 2 in spread', `bao sells 3 @ 100 in ${FAR}`, 'chen buys 5 @ 102');
  tradesAre(near, 'chen buys 3 SIT2612 @ 102 anna implied', 'anna buys 3 SIT2701 @ 100 bao book');
  restsAre(near, 'anna sells 1 @ 2').book('bid price ask\n2 chen 102');

  const sold = say(spreads(), 'anna buys 4 @ 2 in spread', `bao buys 3 @ 100 in ${FAR}`, 'chen sells 5 @ 101');
  tradesAre(sold, 'chen sells 3 SIT2612 @ 102 anna implied', 'anna sells 3 SIT2701 @ 100 bao book');

  const far = say(spreads(), 'anna buys 4 @ 2 in spread', 'bao sells 3 @ 103', `chen buys 9 @ 101 in ${FAR}`);
  tradesAre(far, 'anna buys 3 SIT2612 @ 103 bao book', 'chen buys 3 SIT2701 @ 101 anna implied');

  const last = say(spreads(), 'anna sells 4 @ 2 in spread', 'bao buys 3 @ 103', `chen sells 9 @ 101 in ${FAR}`);
  tradesAre(last, 'anna sells 3 SIT2612 @ 103 bao book', 'chen sells 3 SIT2701 @ 101 anna implied');
});

test('SPR-7 the better price trades first, and at one price the own book before an implied one', () => {
  // Implied 102 for two lots; the book has 101, 102 and 103.
  const venue = say(spreads(), 'anna sells 2 @ 2 in spread', `bao sells 2 @ 100 in ${FAR}`);
  venue.given('dana sells 1 @ 101', 'dana sells 1 @ 102', 'dana sells 9 @ 103').when('chen buys 6 @ 103');
  tradesAre(
    venue,
    'chen buys 1 SIT2612 @ 101 dana book',
    'chen buys 1 SIT2612 @ 102 dana book',
    'chen buys 2 SIT2612 @ 102 anna implied',
    'anna buys 2 SIT2701 @ 100 bao book',
    'chen buys 2 SIT2612 @ 103 dana book',
  );
});

test('SPR-7 in a spread too', () => {
  const venue = say(
    spreads(),
    'dana sells 1 @ 2 in spread',
    'dana sells 1 @ 3 in spread',
    'dana sells 9 @ 4 in spread',
  );
  say(venue, 'bao sells 2 @ 104', `chen buys 2 @ 101 in ${FAR}`, 'anna buys 5 @ 4 in spread');
  const prices = venue.events.flatMap((event) => (event.type === 'spreadTrade' ? [[event.price, event.quantity]] : []));
  assert.deepEqual(prices, [
    [2, 1],
    [3, 1],
    [3, 2],
    [4, 1],
  ]);
});

test('SPR-7 of two implied prices that are equal the older trades first', () => {
  // January stands at 101 through December and through February.
  const december = ['anna buys 1 @ 2 in spread', 'bao sells 1 @ 103'];
  const february = ['dana sells 1 @ 1 in SIT2701-SIT2702', 'emil sells 1 @ 100 in SIT2702'];
  const first = say(spreads(), ...december, ...february, `chen buys 1 @ 101 in ${FAR}`);
  tradesAre(first, 'anna buys 1 SIT2612 @ 103 bao book', 'chen buys 1 SIT2701 @ 101 anna implied');
  const second = say(spreads(), ...february, ...december, `chen buys 1 @ 101 in ${FAR}`);
  tradesAre(second, 'chen buys 1 SIT2701 @ 101 dana implied', 'dana buys 1 SIT2702 @ 100 emil book');
});

test('SPR-8 legs of two spread orders trade where both are within their limits, and are no prices', () => {
  for (const [price, near, far] of [
    [2, 100, 98],
    [20, 105, 85],
    [-20, 95, 115],
  ] as const) {
    const venue = say(spreads(), `anna sells 2 @ ${price} in spread`, `bao buys 2 @ ${price} in spread`);
    tradesAre(venue, `bao buys 2 SIT2612 @ ${near} anna spread`, `bao sells 2 SIT2701 @ ${far} anna spread`);
    assert.deepEqual([venue.contract(NEAR).lastPrice, venue.contract(NEAR).volume], [0, 0]);
    venue.when('the day ends');
    assert.equal(venue.contract(FAR).settlementPrice, 100);
  }
});

test('SPR-8 the near leg follows its last price', () => {
  const venue = say(spreads(), 'bao sells 1 @ 107', 'chen buys 1 @ 107', 'anna sells 2 @ 2 in spread');
  tradesAre(
    say(venue, 'bao buys 2 @ 4 in spread'),
    'bao buys 2 SIT2612 @ 107 anna spread',
    'bao sells 2 SIT2701 @ 105 anna spread',
  );
});

test('SPR-8 legs in which an order of the month trades are prices', () => {
  const venue = say(spreads(), 'anna sells 4 @ 2 in spread', `bao sells 3 @ 100 in ${FAR}`, 'chen buys 3 @ 102');
  const { lastPrice, volume } = venue.contract(NEAR);
  assert.deepEqual([lastPrice, volume, venue.contract(FAR).lastPrice], [102, 3, 100]);
});

test('SPR-8 a stop order wakes at the price of a leg', () => {
  const terms = { trigger: { by: 'last', price: 99 as Ticks } } as const;
  const venue = say(spreads(), `dana buys 1 @ 90 in ${FAR}`);
  const contract = venue.contract(FAR).id;
  const wish = { contract, side: SELL, price: 90 as Ticks, quantity: 1 as Lots, timeInForce: 0 } as const;
  venue.given({ type: 'placeOrder', account: venue.id('emil'), ...wish, terms });
  say(venue, 'anna sells 1 @ 2 in spread', `bao sells 1 @ 99 in ${FAR}`, 'chen buys 1 @ 101');
  venue.happened('orderTriggered', { order: 2 });
  assert.equal(position(venue, 'emil', FAR), -1);
});

test('SPR-9 an implied price beyond the limits is brought to the limit', () => {
  const venue = say(spreads(), 'anna sells 1 @ -10 in spread', `bao sells 1 @ 90 in ${FAR}`, 'chen buys 1 @ 90');
  tradesAre(venue, 'chen buys 1 SIT2612 @ 85 anna implied', 'anna buys 1 SIT2701 @ 90 bao book');
  venue.happened('spreadTrade', { price: -5, quantity: 1, incoming: null });
});

test('SPR-10 what has come to cross while a month did not trade trades when it does again', () => {
  const venue = say(spreads(), 'anna buys 2 @ 3 in spread', `chen buys 5 @ 101 in ${FAR}`);
  const { id: contract } = venue.contract(NEAR);
  venue.given(
    { type: 'haltContract', contract, until: null },
    { type: 'resumeContract', contract },
    'bao sells 1 @ 103',
  );
  tradesAre(venue).when({ type: 'resumeContract', contract });
  tradesAre(venue, 'anna buys 1 SIT2612 @ 103 bao book', 'anna sells 1 SIT2701 @ 101 chen book');
  const fees = venue.events.flatMap((event) => (event.type === 'trade' ? [event.takerFee, event.makerFee] : []));
  assert.deepEqual(fees, [2_060, 2_060, 2_020, 2_020]);
  restsAre(venue, 'anna buys 1 @ 3');
});

test('SPR-11 orders with conditions stay out of implied prices', () => {
  const wish = { side: SELL, price: 103 as Ticks, quantity: 2 as Lots, timeInForce: 0 } as const;
  for (const terms of [{ postOnly: 'reject' }, { postOnly: 'slide' }] as const) {
    const venue = say(spreads(), `chen buys 5 @ 101 in ${FAR}`, 'anna buys 1 @ 2 in spread');
    const contract = venue.contract(NEAR).id;
    venue.when({ type: 'placeOrder', account: venue.id('bao'), contract, ...wish, terms });
    tradesAre(venue).book('bid price ask\n103 2 bao');
    tradesAre(say(venue, 'dana buys 1 @ 2 in spread'));
  }
  const venue = say(spreads(), `chen buys 5 @ 101 in ${FAR}`, 'anna buys 2 @ 2 in spread');
  const contract = venue.contract(NEAR).id;
  const killed: Command = { type: 'placeOrder', account: venue.id('bao'), contract, ...wish, timeInForce: 2 };
  venue.when(killed).happened('orderCancelled', { reason: 'unfilled', quantity: 2 });
  // Implied at 103; the book has 102, which is what was counted.
  venue.given('dana buys 2 @ 102').when({ ...killed, price: 102 as Ticks });
  tradesAre(venue, 'bao sells 2 SIT2612 @ 102 dana book');
});

test('SPR-11 implied prices are made of the lots that are shown, and an iceberg shows its next', () => {
  const venue = say(spreads(), `chen buys 9 @ 101 in ${FAR}`);
  const [account, contract] = [venue.id('bao'), venue.contract(NEAR).id];
  const wish = { contract, side: SELL, price: 104 as Ticks, quantity: 5 as Lots, timeInForce: 0 } as const;
  venue.given({ type: 'placeOrder', account, ...wish, terms: { display: 2 as Lots } });
  say(venue, 'anna buys 4 @ 3 in spread').book('bid price ask\n104 1 bao');
  assert.equal(position(venue, 'bao', NEAR), -4);
});

test('SPR-11 at implied prices the own orders are passed over, in the own book they stop the order', () => {
  const venue = say(spreads(), 'anna sells 2 @ 103', 'bao sells 2 @ 104', `chen buys 5 @ 101 in ${FAR}`);
  tradesAre(
    say(venue, 'anna buys 1 @ 3 in spread'),
    'anna buys 1 SIT2612 @ 104 bao book',
    'anna sells 1 SIT2701 @ 101 chen book',
  );
  say(venue, 'anna sells 2 @ 5 in spread', 'anna buys 2 @ 9 in spread');
  venue.happened('orderCancelled', { quantity: 1, reason: 'selfTrade' });
  const group = spreads().given('anna opens with 10000', 'bao opens with 10000');
  group.given({ type: 'joinGroup', account: group.id('bao'), owner: group.id('anna') });
  tradesAre(say(group, 'bao sells 1 @ 102', `chen buys 1 @ 100 in ${FAR}`, 'anna buys 1 @ 5 in spread'));
});

test('SPR-12 a leg that the guard would stop is not made, and no month is interrupted', () => {
  // By the venue's own rules a move of 4 % within the hour interrupts a month.
  const venue = spreads({ prices: profiles.tokenpit }).given('emil sells 1 @ 100', 'dana buys 1 @ 100');
  venue.given(`emil sells 1 @ 100 in ${FAR}`, `dana buys 1 @ 100 in ${FAR}`);
  venue.given('bao sells 1 @ 107', `chen buys 1 @ 100 in ${FAR}`);
  tradesAre(say(venue, 'anna buys 1 @ 9 in spread')).happened('phaseChanged');
  restsAre(venue, 'anna buys 1 @ 9');
  // Legs at 100 and 91.
  tradesAre(say(venue, 'dana sells 1 @ 9 in spread')).happened('orderCancelled', { quantity: 1, reason: 'unfilled' });
  restsAre(venue, 'anna buys 1 @ 9').happened('phaseChanged');
});

test('SPR-13 who comes pays the taker’s fee in its legs, who rests the maker’s', () => {
  const fees = (venue: Scenario) =>
    venue.events.flatMap((event) => (event.type === 'trade' ? [[event.takerFee, event.makerFee]] : []));
  const into = say(spreads(), 'bao sells 3 @ 104', `chen buys 5 @ 101 in ${FAR}`, 'anna buys 4 @ 3 in spread');
  assert.deepEqual(fees(into), [
    [31_200, 6_240],
    [30_300, 6_060],
  ]);
  const out = say(spreads(), 'anna sells 4 @ 2 in spread', `bao sells 3 @ 100 in ${FAR}`, 'chen buys 5 @ 102');
  assert.deepEqual(fees(out), [
    [30_600, 6_120],
    [6_000, 6_000],
  ]);
});

test('SPR-14 a spread ends with its near month', () => {
  const venue = say(spreads({}, '2026-12-15'), 'anna buys 5 @ 0 in spread', 'anna buys 1 @ 0 in SIT2701-SIT2702');
  const { id } = spreadOf(venue);
  venue.when('the day ends', 'the day ends').happened('spreadExpired', { spread: id });
  venue.happened('orderCancelled', { order: 1, quantity: 5, reason: 'expired' });
  const wish = { contract: id, side: BUY, price: 0 as Ticks, quantity: 1 as Lots, timeInForce: 0 } as const;
  venue.when({ type: 'placeOrder', account: 0 as AccountId, ...wish }).refused('CONTRACT_EXPIRED');
  assert.equal(spreadOf(venue, 'SIT2701-SIT2702').book.size, 1);
});
