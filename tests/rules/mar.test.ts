/** Margin, rule by rule. Rates are compared with the formula in floating point. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { SIT } from '#core/contract.ts';
import { dailyDeviation, dailyReturn, initialRate, maintenanceRate } from '#core/margin/rates.ts';
import { lots, type Millionths, notional, shareUp, ticks } from '#core/units.ts';
import { changed, dollars, inDollars } from '../model/commands.ts';
import { Scenario } from '../model/scenario.ts';

const millionths = (share: number) => Math.round(share * 1e6) as Millionths;

/** Twenty returns whose deviation, scaled to a year of 252 days, is `sigma`: up and down by the same share. */
function year(sigma: number): Millionths[] {
  const size = (sigma / Math.sqrt(252)) * Math.sqrt(19 / 20);
  return Array.from({ length: 20 }, (_, day) => millionths(day % 2 === 0 ? size : -size));
}

test('MAR-1 the rate is three deviations of a day, from 8 % to 12 %', () => {
  for (const [sigma, rate] of [
    [0.2, 8],
    [0.423, 8],
    [0.614, 11.6],
    [0.635, 12],
    [1, 12],
  ] as const)
    assert.equal(Math.round(initialRate(SIT, year(sigma)) / 1_000) / 10, rate, `${sigma} a year`);
  // Between the bounds the formula holds to the millionth: 3 × 0.614 / √252 = 0.116036.
  assert.ok(Math.abs(initialRate(SIT, year(0.614)) - 116_036) <= 3);
});

test('MAR-1 the deviation is that of the formula, and a contract with fewer than two returns has the floor', () => {
  const share = fc.integer({ min: -150_000, max: 176_470 });
  fc.assert(
    fc.property(fc.array(share, { minLength: 2, maxLength: 20 }), (returns) => {
      const mean = returns.reduce((sum, r) => sum + r, 0) / returns.length;
      const squares = returns.reduce((sum, r) => sum + (r - mean) ** 2, 0);
      const expected = Math.sqrt(squares / (returns.length - 1));
      assert.ok(Math.abs(dailyDeviation(returns as Millionths[]) - expected) < 1.001);
    }),
  );
  for (const returns of [[], [millionths(0.15)]]) assert.equal(initialRate(SIT, returns), SIT.marginFloor);
  assert.equal(dailyReturn(ticks(1_500), ticks(1_523)), 15_333);
  assert.equal(dailyReturn(ticks(1_523), ticks(1_500)), -15_101);
});

test('MAR-1 the margin of a lot follows the settlement price and its last twenty returns', () => {
  for (const [rate, margin] of [
    [0.08, 121.28],
    [0.116, 175.856],
    [0.12, 181.92],
  ] as const)
    assert.equal(inDollars(shareUp(notional(ticks(1_516), lots(1), dollars(1)), millionths(rate))), margin);

  const venue = new Scenario({ price: 1_000, date: '2027-01-21' });
  const settle = (price: number) => venue.when(`anna buys 1 @ ${price}`, `bao sells 1 @ ${price}`, 'the day ends');
  settle(1_000);
  assert.equal(venue.contract().initialRate, 80_000, 'one return');
  settle(1_060);
  // Returns 0 and 6 %: deviation 0.06 / √2 = 4.2426 %, and three of them are more than the cap.
  assert.equal(venue.contract().initialRate, 120_000);
  for (let day = 3; day <= 18; day += 1) settle(1_060);
  // Seventeen returns of zero and one of 6 %: three times 0.06 / √18 is 4.2 %, less than the floor.
  assert.equal(venue.contract().initialRate, 80_000);
});

test('MAR-1 a return counts for twenty days', () => {
  const specification = changed(SIT, { marginFloor: 10_000 });
  const venue = new Scenario({ specification, price: 1_000, date: '2027-01-21' });
  venue.given('anna buys 1 @ 1060 in SIT2703', 'bao sells 1 @ 1060 in SIT2703', 'the day ends');
  const rate = () => venue.contract('SIT2703').initialRate;
  for (let day = 2; day <= 20; day += 1) venue.given('the day ends');
  // One return of 6 % among twenty: three times 0.06 / √20 is 4.0249 %.
  assert.ok(Math.abs(rate() - 40_249) <= 3);
  venue.given('the day ends');
  assert.equal(rate(), 10_000);
});

test('MAR-2 maintenance margin is 75 % of initial margin, and orders do not count', () => {
  assert.equal(maintenanceRate(SIT, 116_036 as Millionths), 87_027);
  assert.equal(maintenanceRate(SIT, 80_001 as Millionths), 60_001, 'rounded up');
  new Scenario({ price: 1_516 })
    .given('anna buys 10 @ 1516', 'bao sells 10 @ 1516', 'anna buys 5 @ 1500')
    .account('anna', { initialMargin: 15 * 121.28, maintenanceMargin: 909.6 })
    .account('bao', { initialMargin: 1_212.8, maintenanceMargin: 909.6 });
});

test('MAR-3 margin is held for the worse of two outcomes', () => {
  const holding = (position: number) => {
    const side = position > 0 ? ['buys', 'sells'] : ['sells', 'buys'];
    const size = Math.abs(position);
    return new Scenario().given(`dana ${side[1]} ${size} @ 100`, `anna ${side[0]} ${size} @ 100`);
  };
  for (const [position, buying, selling, atRisk] of [
    [10, 5, 0, 15],
    [10, 5, 20, 15],
    [10, 5, 30, 20],
    [-10, 20, 0, 10],
    [-10, 25, 0, 15],
  ] as const) {
    const orders = [`anna buys ${buying} @ 90`, ...(selling > 0 ? [`anna sells ${selling} @ 110`] : [])];
    holding(position)
      .given(...orders)
      .account('anna', { initialMargin: atRisk * 8 });
  }
});

test('MAR-3 contracts are added up', () => {
  new Scenario().given('anna buys 10 @ 99', 'anna sells 10 @ 101 in SIT2701').account('anna', { initialMargin: 160 });
});

test('MAR-4 equity covers the margin, the fee and the loss at once of an order that adds lots at risk', () => {
  const thousand = () => new Scenario({ price: 1_500 }).given('anna opens with 1000');
  thousand().when('anna buys 7 @ 1510', 'anna sells 7 @ 1520').refused();
  thousand().when('anna buys 8 @ 1510').refused('MARGIN_INSUFFICIENT');
  thousand().when('anna buys 8 @ 1490').refused();
  thousand().when('anna sells 8 @ 1510').refused();
  thousand().when('anna sells 8 @ 1490').refused('MARGIN_INSUFFICIENT');
});

test('MAR-4 what is needed is needed to the last micro-dollar', () => {
  // Eight lots at 1,500: margin 960, fee 8 × 1,500 × 0.01 % = 1.20, no loss.
  new Scenario({ price: 1_500 })
    .given('anna opens with 961.199999')
    .when('anna buys 8 @ 1500')
    .refused('MARGIN_INSUFFICIENT')
    .when('anna deposits 0.000001', 'anna buys 8 @ 1500')
    .happened('orderAccepted', { quantity: 8 });
});

test('MAR-4 the preview gives the figures behind the answer', () => {
  const venue = new Scenario({ price: 1_500 }).given('anna opens with 1000', 'anna buys 1 @ 1400');
  const preview = venue.exchange.preview(venue.order('anna buys 8 @ 1510'), venue.time);
  const { reason, ...figures } = preview;
  assert.equal(reason, 'MARGIN_INSUFFICIENT');
  assert.deepEqual(Object.fromEntries(Object.entries(figures).map(([name, amount]) => [name, inDollars(amount)])), {
    notional: 12_080,
    feeAtMost: 1.208,
    lossAtOnce: 80,
    initialMarginBefore: 120,
    initialMarginAfter: 1_080,
    availableBefore: 880,
    availableAfter: -161.208,
  });
});

test('MAR-4 an order that adds no lots at risk needs nothing', () => {
  const venue = new Scenario({ price: 1_500 })
    .given('anna opens with 1300', 'anna buys 10 @ 1500', 'bao sells 10 @ 1500')
    .given('chen buys 1 @ 1400', 'bao sells 1 @ 1400', 'the day ends')
    // (10 × 1,500 + 1,400) / 11 = 1,490.9: ten lots lose 90.
    .account('anna', { position: 10, balance: 1_300 - 0.3 - 90, initialMargin: 10 * 119.28 });
  venue.when('anna buys 1 @ 1491').refused('MARGIN_INSUFFICIENT');
  venue
    .when('anna sells 20 @ 1500')
    .refused()
    .account('anna', { initialMargin: 10 * 119.28 });
  venue.when('anna sells 1 @ 1500').refused('MARGIN_INSUFFICIENT');
});

test('MAR-5 a withdrawal leaves the margin covered by cash and by equity', () => {
  const holding = () =>
    new Scenario({ price: 1_500 }).given('anna opens with 1000.1', 'anna buys 5 @ 1500', 'bao sells 5 @ 1500');
  // The maker fee of 5 × 1,500 × 0.002 % = 0.15 leaves 999.95, and five lots need 600.
  holding().when('anna withdraws 399.950001').refused('MARGIN_INSUFFICIENT').when('anna withdraws 399.95').refused();

  const gain = holding().given('chen sells 1 @ 1510', 'dana buys 1 @ 1510').account('anna', { variation: 50 });
  gain.when('anna withdraws 399.950001').refused('MARGIN_INSUFFICIENT').when('anna withdraws 399.95').refused();
  const loss = holding().given('chen sells 1 @ 1490', 'dana buys 1 @ 1490').account('anna', { variation: -50 });
  loss.when('anna withdraws 349.950001').refused('MARGIN_INSUFFICIENT').when('anna withdraws 349.95').refused();
});

test('MAR-5 a gain can be taken out once it has been settled', () => {
  new Scenario({ price: 1_500 })
    .given(
      'anna opens with 1000.1',
      'anna buys 5 @ 1500',
      'bao sells 5 @ 1500',
      'anna sells 5 @ 1600',
      'dana buys 5 @ 1600',
    )
    .account('anna', { balance: 999.79, variation: 500, initialMargin: 0 })
    .when('anna withdraws 1000')
    .refused('MARGIN_INSUFFICIENT')
    .when('the day ends', 'anna withdraws 1499.79')
    .refused();
});

test('MAR-6 the mark price is the last price, brought between bid and ask', () => {
  const quotes = ['emil buys 1 @ 1505', 'finn sells 1 @ 1510'];
  const last = (price: number) => [`chen buys 1 @ ${price}`, `dana sells 1 @ ${price}`];
  const mark = (...steps: string[]) =>
    new Scenario({ price: 1_500 })
      .given(...steps)
      .contract()
      .markPrice();
  assert.equal(mark('anna opens with 1'), 1_500);
  assert.equal(mark(...quotes), 1_505);
  assert.equal(mark(...last(1_520), ...quotes), 1_510);
  assert.equal(mark(...last(1_507), ...quotes), 1_507);
  assert.equal(mark(...last(1_507), 'finn sells 1 @ 1500'), 1_500);
  assert.equal(mark(...last(1_507), 'the day ends', 'emil buys 1 @ 1400'), 1_507, 'the settlement price');
});

test('MAR-7 an account below its maintenance margin is called, and nothing is closed out', () => {
  const venue = new Scenario({ price: 1_500 })
    .given('anna opens with 1300', 'anna buys 10 @ 1500', 'bao sells 10 @ 1500', 'the day ends')
    .when('chen buys 1 @ 1460', 'dana sells 1 @ 1460', 'the day ends')
    // Two returns, 0 and −2.67 %: three deviations are 5.7 %, so the floor holds. Equity 1,299.70 − 400 = 899.70.
    .happened('marginCalled')
    .account('anna', { equity: 899.7, maintenanceMargin: 876, initialMargin: 1_168 });
  venue
    .when('chen buys 1 @ 1450', 'dana sells 1 @ 1450', 'the day ends')
    .happened('marginCalled', { account: venue.id('anna'), equity: 799.7e6, maintenance: 870e6, initial: 1_160e6 })
    .account('anna', { position: 10 })
    .when('anna buys 1 @ 1450', 'anna sells 1 @ 1460')
    .refused('MARGIN_INSUFFICIENT');
});

test('MAR-7 equity that just covers the maintenance margin is enough', () => {
  const ends = (cash: number) =>
    new Scenario({ price: 1_500 })
      .given(`anna opens with ${cash}`, 'anna buys 10 @ 1500', 'bao sells 10 @ 1500', 'the day ends')
      .when('chen buys 1 @ 1460', 'dana sells 1 @ 1460', 'the day ends');
  // Less 0.30 in fees and 400 in variation that is 876, and 6 % of 14,600 are 876.
  ends(1_276.3).happened('marginCalled');
  ends(1_276.299999).happened('marginCalled', { equity: 875.999999e6, maintenance: 876e6 });
});

test('MAR-8 margin leaves with the lots it was held for', () => {
  new Scenario()
    .given('anna buys 5 @ 100', 'anna buys 7 @ 99 ioc', 'anna sells 3 @ 110')
    .account('anna', { initialMargin: 40 })
    .when('bao sells 2 @ 100')
    .account('anna', { position: 2, initialMargin: 40 })
    .when('anna cancels #1')
    .account('anna', { position: 2, initialMargin: 16 })
    .when('bao buys 2 @ 110')
    .account('anna', { position: 0, initialMargin: 8 })
    .when('anna cancels #3')
    .account('anna', { initialMargin: 0 });
});

test('MAR-9 what happens during a day moves equity, and the next day margins anew', () => {
  new Scenario({ price: 1_000 })
    .given('anna buys 1 @ 1000', 'bao sells 1 @ 1000', 'anna buys 1 @ 950')
    .when('chen buys 9 @ 1100', 'dana sells 9 @ 1100')
    .account('anna', { initialMargin: 160, variation: 100 })
    .when('the day ends')
    // (1,000 + 9 × 1,100) / 10 = 1,090; the bid at 950 lies within 927 to 1,253 and stays.
    .account('anna', { initialMargin: 2 * 87.2, variation: 0 });
});
