import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startOf } from '#core/calendar.ts';
import { BUY, SELL } from '#core/commands.ts';
import type { Lots, Millis, Money, Ticks, TradeDate } from '#core/units.ts';
import { makers } from '#makers/cast.ts';
import { byOpinion, fairValue, PublicOpinion } from '#makers/fair-value.ts';
import { LIVE, type MakerTerms, MarketMaker, PLAYED } from '#makers/market-maker.ts';
import { best, contracts, TODAY, view, withOrders } from './views.ts';

const SEED = Number(process.env.SEED ?? 7);
const NO_NEWS = { news: 0, outlook: 0 };
const ofSit = makers.filter(({ product }) => product === 'SIT');
const newMaker = (terms: MakerTerms, tempo = PLAYED): MarketMaker =>
  new MarketMaker(SEED, terms, tempo, byOpinion(new PublicOpinion(SEED)));

for (const [terms, tempo, word] of ofSit.flatMap((terms) => [
  [terms, PLAYED, 'played'] as const,
  [terms, LIVE, 'live'] as const,
])) {
  test(`${word}, ${terms.name} quotes both sides of every listed month, 50 lots or more, within 2 % in front and 5 % behind`, () => {
    const maker = newMaker(terms, tempo);
    let seen = contracts();
    for (let hour = 0; hour < 72; hour += 1) {
      const time = (startOf(TODAY) + hour * 3_600_000) as Millis;
      seen = withOrders(seen, maker.decide(view(seen, time)));
      assert.equal(seen.length, 10);
      seen.forEach(({ code, orders, bid, ask }, month) => {
        assert(bid !== undefined && ask !== undefined, `${code} is quoted`);
        const spread = (ask.price - bid.price) / ((ask.price + bid.price) / 2);
        assert(spread > 0 && spread <= (month === 0 ? 0.02 : 0.05), `${code} ${bid.price} ${ask.price}`);
        assert(bid.quantity >= 50 && ask.quantity >= 50, code);
        const roomy = bid.price > 1_800 && ask.price < 2_200;
        if (roomy)
          assert.equal(new Set(orders.map(({ side, price }) => `${side} ${price}`)).size, 6, 'three levels a side');
      });
    }
  });
}

test('a maker sends nothing while its quotes stand where it wants them', () => {
  const maker = newMaker(ofSit[0] as MakerTerms);
  const first = withOrders(contracts(), maker.decide(view(contracts())));
  assert.deepEqual(maker.decide(view(first)), []);
});

test('a maker puts a level up anew when fewer than 50 lots are left of it, and leaves the others alone', () => {
  const maker = newMaker(ofSit[0] as MakerTerms);
  const quoted = withOrders(contracts(), maker.decide(view(contracts())));
  const [front] = quoted;
  assert(front?.bid !== undefined);
  const eaten = (left: number) =>
    quoted.map((contract) =>
      contract !== front
        ? contract
        : {
            ...contract,
            orders: contract.orders.map((order) =>
              order.side === BUY && order.price === front.bid?.price ? { ...order, quantity: left as Lots } : order,
            ),
          },
    );
  assert.deepEqual(maker.decide(view(eaten(50))), []);
  assert.deepEqual(
    maker.decide(view(eaten(49))).map((intent) => (intent.type === 'place' ? [intent.side, intent.price] : 'cancel')),
    ['cancel', [BUY, front.bid.price]],
  );
});

test('a maker that has bought much bids and offers lower', () => {
  const middleAt = (position: number): number => {
    const seen = contracts({ position: position as Lots });
    const [front] = withOrders(seen, newMaker(ofSit[0] as MakerTerms).decide(view(seen)));
    assert(front?.bid !== undefined && front.ask !== undefined);
    return (front.bid.price + front.ask.price) / 2;
  };
  // 4,000 lots are one per cent of 2,000 ticks: 20, and the middle moves in steps of 8.
  assert(Math.abs(middleAt(0) - middleAt(4_000) - 20) <= 8);
  assert(Math.abs(middleAt(-4_000) - middleAt(0) - 20) <= 8);
});

test('a maker does not trade against what it sees of others', () => {
  const high = contracts({ ask: { price: 1_900 as Ticks, quantity: 5 as Lots } });
  for (const intent of newMaker(ofSit[0] as MakerTerms).decide(view(high)))
    if (intent.type === 'place' && intent.side === BUY) assert(intent.price < 1_900);
});

test('a maker whose value lies beyond the limits quotes both sides next to the limit', () => {
  // The index has fallen by half overnight, and the market may fall by 15 % a day.
  const seen = contracts();
  const quoted = withOrders(seen, newMaker(ofSit[0] as MakerTerms).decide(view(seen, startOf(TODAY), 1_000_000)));
  for (const { bid, ask, orders, limitDown } of quoted) {
    assert.equal(bid?.price, limitDown);
    assert(ask !== undefined && (ask.price - limitDown) / limitDown < 0.05);
    assert(orders.every(({ price }) => price >= limitDown));
  }
});

test('fair value without news is the index, less what prices are expected to fall by delivery', () => {
  const [front, ...others] = contracts();
  assert(front !== undefined);
  // The front month's fixings run from 1 to 18 November; their middle is 11.5 days after 29 October. Prices are
  // expected to fall by 12 % a year.
  const value = fairValue(front, view([front]), NO_NEWS);
  assert(value !== undefined && Math.abs(value - 2_000 * Math.exp((-0.12 * 11.5) / 365)) < 0.01, String(value));
  const curve = others.map((contract) => fairValue(contract, view(others), NO_NEWS) ?? 0);
  assert(
    curve.every((price, i) => i === 0 || price < (curve[i - 1] as number)),
    'the curve falls',
  );
});

test('fair value in the delivery month is the mean of known fixings and of those to come', () => {
  // Monday, 16 November: fifteen fixings of 1.800 are known, three of an expected 1.800 × e^x are to come.
  const monday = (TODAY + 18) as TradeDate;
  const [front] = contracts({}, monday);
  assert(front !== undefined && front.code === 'SIT2611');
  const seen = view([front], startOf(monday), 1_800_000);
  // The middle of the days to come is Tuesday, one day ahead.
  const expected = (news: number) => 1_800 * Math.exp(-0.12 / 365 + news * (1 - Math.exp(-1 / 3)) * Math.exp(-1 / 200));
  for (const news of [0, 0.1, -0.1]) {
    const value = fairValue(front, seen, { news, outlook: 0 }) ?? 0;
    assert(Math.abs(value - (15 * 1_800 + 3 * expected(news)) / 18) < 0.01, `${value}`);
  }
});

test('fair value is the final price when all fixings of the delivery period are known', () => {
  const after = (TODAY + 21) as TradeDate; // Thursday, 19 November: the day after the last trading day
  const [front] = contracts();
  assert(front !== undefined);
  const tokens = Array.from({ length: 18 }, (_, i) => ({
    date: (front.deliveryFrom + i) as TradeDate,
    value: (1_700_000 + i * 10_000) as Money,
  }));
  const value = fairValue(
    front,
    { ...view([front], startOf(after)), fixings: { tokens, compute: [] } },
    { news: 0.3, outlook: -0.2 },
  );
  // The mean of 1.700, 1.710, …, 1.870.
  assert.equal(value, 1_785);
});

test('a live maker puts up one of its orders anew from time to time, with about the same quantity', () => {
  const terms = ofSit[0] as MakerTerms;
  const maker = newMaker(terms, { ...PLAYED, refreshesPerHour: 900 });
  const quoted = withOrders(contracts(), maker.decide(view(contracts())));
  let refreshed = 0;
  for (let second = 1; second <= 400; second += 1) {
    const intents = maker.decide(view(quoted, (startOf(TODAY) + second * 1_000) as Millis));
    if (intents.length === 0) continue;
    const [cancel, place] = intents;
    assert(intents.length === 2 && cancel?.type === 'cancel' && place?.type === 'place');
    const order = quoted.flatMap(({ orders }) => orders).find(({ order }) => order === cancel.order);
    assert.deepEqual([order?.side, order?.price], [place.side, place.price]);
    const ratio = place.quantity / (order?.quantity ?? 0);
    assert(ratio > 0.5 && ratio < 2);
    refreshed += 1;
  }
  // 900 an hour are one every four seconds: a hundred, give or take four deviations of √75.
  assert(refreshed > 65 && refreshed < 135, String(refreshed));
});

test('the best level that a test market draws is the sum of all orders at the best price', () => {
  const [front] = withOrders(contracts(), newMaker(ofSit[1] as MakerTerms).decide(view(contracts())));
  const offers = front?.orders.filter(({ side }) => side === SELL) ?? [];
  const [lowest] = offers.toSorted((a, b) => a.price - b.price);
  assert.deepEqual(best(front?.orders ?? [], SELL), { price: lowest?.price, quantity: lowest?.quantity });
});
