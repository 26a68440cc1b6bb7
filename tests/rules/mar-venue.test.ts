/** Margin models on the exchange, rule by rule. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ProductSpecification, SIT } from '#core/contract.ts';
import type { MarginNode } from '#core/margin/explain-margin.ts';
import type { MarginRules } from '#core/margin/margin-rules.ts';
import { profiles } from '#core/price-rules/profiles.ts';
import { changed, inDollars } from '../model/commands.ts';
import { historicalRules, rateRules, scenarioRules, share } from '../model/margin-figures.ts';
import { Scenario } from '../model/scenario.ts';

/** Months move alike, and 80 % of what that takes off is taken off; 12 %, so that a lot at 1,000 needs 120. */
const alike: MarginRules = { ...scenarioRules, interMonth: [share(0)], offsetShare: share(0.8) };
const LOT = 120;

const under = (margin: MarginRules, figures: Partial<ProductSpecification> = {}, date = '2026-11-23') =>
  new Scenario({ specification: changed(SIT, { margin, ...figures }), price: 1_000, date });

/** Anna holds ten lots of December long and ten of January short. */
const spread = (venue: Scenario) =>
  venue.given(
    ...['anna buys 10 @ 1000', 'bao sells 10 @ 1000'],
    ...['anna sells 10 @ 1000 in SIT2701', 'chen buys 10 @ 1000 in SIT2701'],
  );

test('MAR-11 what months take off each other is taken off margin and maintenance margin', () => {
  spread(under(alike))
    .account('anna', { initialMargin: 4 * LOT, maintenanceMargin: 3 * LOT })
    .account('bao', { initialMargin: 10 * LOT, maintenanceMargin: 7.5 * LOT });
  spread(under(rateRules)).account('anna', { initialMargin: 10 * LOT });
  spread(under({ ...rateRules, offsetShare: share(0) })).account('anna', { initialMargin: 20 * LOT });
  // A tenth of the scan risk of each spread's leg stays.
  spread(under({ ...scenarioRules, interMonth: [share(0.1)] })).account('anna', { initialMargin: LOT });
});

test('MAR-12 offsets are those of the lots in the middle of what an account may come to hold', () => {
  const with_ = (...orders: string[]) => spread(under(alike)).given(...orders);
  with_().account('anna', { initialMargin: (20 - 16) * LOT });
  with_('anna buys 4 @ 990', 'anna sells 4 @ 1010').account('anna', { initialMargin: (24 - 16) * LOT });
  with_('anna buys 4 @ 990').account('anna', { initialMargin: (24 - 16) * LOT });
  with_('anna sells 10 @ 1010').account('anna', { initialMargin: (20 - 8) * LOT });
  with_('anna buys 4 @ 990').account('bao', { initialMargin: 10 * LOT });
});

test('MAR-13 a month in its delivery period has no part in offsets', () => {
  const venue = spread(under(rateRules, {}, '2026-11-30')).account('anna', { initialMargin: 10 * LOT });
  // On 1 December the near month needs 15 %, and the far one is no longer its other side.
  venue.when('the day ends').account('anna', { initialMargin: 10 * 150 + 10 * 120 });
});

test('MAR-14 PRC-10 margin and limit shrink with the fixings that are still to come, and margin stays above the limit', () => {
  const venue = under(historicalRules, { prices: profiles.tokenpit }, '2026-12-01');
  const terms = () => {
    const { limitDown, limitUp, initialRate, rate } = venue.contract();
    return [limitDown, limitUp, initialRate / 10_000, rate.rule];
  };
  assert.deepEqual(terms(), [850, 1_150, 17, 'priceRules']);
  // Friday 4 December ends with 4 of 16 fixings; 15 % × 0.75 is 11.25 %, and 112 ticks of a thousand.
  venue.when('the day ends', 'the day ends', 'the day ends', 'the day ends');
  assert.deepEqual(terms(), [888, 1_112, 13.25, 'priceRules']);
  while (venue.exchange.tradeDate !== venue.contract('SIT2612').lastTradingDay) venue.when('the day ends');
  // One fixing of sixteen is less than the least share, a tenth.
  assert.deepEqual(terms(), [985, 1_015, 3.5, 'priceRules']);
  const { limitUp, initialRate } = venue.contract('SIT2701');
  assert.deepEqual([limitUp, initialRate], [1_100, 140_000], 'the next month has all of its own to come');
});

test('MAR-14 without price rules the rate is what the model asks for, and the limit shrinks too', () => {
  const venue = under(historicalRules, {}, '2026-12-04');
  venue.when('the day ends');
  const { limitDown, limitUp, initialRate, rate } = venue.contract();
  // The listing knew no fixings of December before the 3rd; by Friday's end there are those of the 3rd and the 4th.
  const left = 12 / 14;
  assert.deepEqual([limitDown, limitUp, rate.rule], [1_000 - 128, 1_128, 'floor']);
  assert.ok(Math.abs(initialRate / 1e6 - 0.14 * left) < 1e-6 && 0.15 * left * 1_000 < 129);
});

test('MAR-15 concentration counts the lots of one owner, however many accounts they are in', () => {
  // Fifty lots close in time; two hundred take four times as long: 140 and 1 on top of 140 for each lot.
  const whole = under(historicalRules).given('anna buys 200 @ 1000', 'dana sells 200 @ 1000');
  whole.account('anna', { initialMargin: 200 * (140 + 141) });
  const divided = under(historicalRules)
    .given('bao joins anna')
    .given('anna buys 100 @ 1000', 'bao buys 100 @ 1000', 'dana sells 200 @ 1000');
  for (const name of ['anna', 'bao']) divided.account(name, { initialMargin: 100 * (140 + 141) });
  const apart = under(historicalRules).given('anna buys 50 @ 1000', 'bao buys 50 @ 1000', 'dana sells 100 @ 1000');
  apart.account('anna', { initialMargin: 50 * 140 });
});

test('MAR-15 what closes in time follows the volume of the days before', () => {
  const venue = under(historicalRules).given('anna buys 500 @ 1000', 'dana sells 500 @ 1000');
  const need = () => inDollars(venue.exchange.summary(venue.id('anna')).initialMargin) / 500;
  // √(500 / 50) is 3.163, rounded up; after the day 20 % of 500 lots for two days, 200, close in time: √2.5 is 1.582.
  assert.ok(Math.abs(need() - (140 * 3.163 + 1)) < 1e-6);
  venue.when('the day ends');
  assert.ok(Math.abs(need() - (140 * 1.582 + 1)) < 1e-6);
});

test('MAR-4 MAR-27 an order is judged by what the account must have with it, offsets and concentration included', () => {
  const venue = under(alike).given('anna opens with 800', 'anna buys 6 @ 1000', 'bao sells 6 @ 1000');
  venue.when('anna buys 1 @ 1000').refused('MARGIN_INSUFFICIENT');
  // Thirteen short against six long: middle 6 and −6.5, outright 19, offset 0.8 × 12; filled it is no less.
  venue.when('anna sells 13 @ 1000 in SIT2701').refused('MARGIN_INSUFFICIENT');
  // Six short against six long, once they are filled, need less than the six alone: 2.4 lots.
  venue
    .when('anna sells 6 @ 1000 in SIT2701')
    .refused()
    .account('anna', { initialMargin: 7.2 * LOT })
    .when('anna buys 1 @ 900', 'anna withdraws 1')
    .refused('MARGIN_INSUFFICIENT', 'MARGIN_INSUFFICIENT')
    .when('chen buys 6 @ 1000 in SIT2701')
    .account('anna', { initialMargin: 2.4 * LOT })
    .when('anna buys 1 @ 900')
    .refused();
  // √2 is 1.415: a hundred lots need 100 × (140 + 58.10 + 1), fifty 7,000.
  const concentrated = under(historicalRules).given('anna opens with 19000');
  concentrated.when('anna buys 100 @ 1000').refused('MARGIN_INSUFFICIENT').when('anna buys 50 @ 1000').refused();
});

test('MAR-27 lots that leave less to cover once they are filled need nothing, and a leg alone is not such', () => {
  const venue = spread(under(alike, { spreads: 'adjacent' }));
  const [whole] = venue.exchange.spreads;
  assert.ok(whole !== undefined);
  const order = { ...venue.order('anna sells 10 @ 0'), contract: whole.id };
  const account = venue.id('anna');
  const cash = inDollars(venue.exchange.summary(account).balance);
  venue
    .when(`anna withdraws ${cash - 4 * LOT}`)
    .refused()
    .account('anna', { balance: 4 * LOT, initialMargin: 4 * LOT });
  venue.when('anna sells 10 @ 1000').refused('MARGIN_INSUFFICIENT');
  venue.when('anna sells 1 @ 1000').refused('MARGIN_INSUFFICIENT');
  venue.when(order).refused();
  venue.when({ ...order, account: venue.id('dana'), side: 0 }).account('anna', { position: 0, initialMargin: 0 });
});

test('MAR-5 MAR-7 withdrawals and calls look at the same margin', () => {
  const venue = spread(under(alike).given('anna opens with 2000'));
  const cash = inDollars(venue.exchange.summary(venue.id('anna')).balance);
  venue
    .when(`anna withdraws ${(cash - 4 * LOT + 0.000001).toFixed(6)}`)
    .refused('MARGIN_INSUFFICIENT')
    .when(`anna withdraws ${(cash - 4 * LOT).toFixed(6)}`)
    .refused();
  venue.when('the day ends').happened('marginCalled');
});

test('MAR-26 the tree says why, and its leaves sum to what the account must have', () => {
  const venue = spread(under({ ...scenarioRules, offsetShare: share(0.8) })).given('anna buys 5 @ 990');
  const tree = venue.exchange.explainMargin(venue.id('anna'));
  // Middle 12.5 and −10 lots: 10 stand opposed and cost 30 %; alone 22.5, together 2.5 + 3.
  assert.deepEqual(drawn(tree), [
    'account anna 1368',
    '  product SIT 1368',
    '    contract SIT2612 1800 by scanRange: lotsAtRisk 15, settlementPrice 1000, rate 0.12, marginPerLot 120, scanRange 0.12',
    '    contract SIT2701 1200 by scanRange: lotsAtRisk 10, settlementPrice 1000, rate 0.12, marginPerLot 120, scanRange 0.12',
    '    offset SIT -1632: alone 2700, together 660, offsetShare 0.8, scenario 13, scanRisk 300, interMonth 360',
  ]);
  const concentrated = under(historicalRules).given('anna buys 200 @ 1000', 'dana sells 200 @ 1000');
  assert.deepEqual(drawn(concentrated.exchange.explainMargin(concentrated.id('anna'))).slice(2), [
    `    contract SIT2612 28000 by floor: lotsAtRisk 200, settlementPrice 1000, rate 0.14, marginPerLot 140, ${[
      'valueAtRisk 0, expectedShortfall 0, stress 0, weighted 0, floor 0.12, gap 0.02',
    ]}`,
    '    concentration SIT2612 28200: lotsOfOwner 200, lotsInTime 50',
  ]);
  const plain = new Scenario({ price: 1_000 }).given('anna buys 10 @ 1000');
  assert.deepEqual(drawn(plain.exchange.explainMargin(plain.id('anna'))).slice(2), [
    '    contract SIT2612 800 by paper: lotsAtRisk 10, settlementPrice 1000, rate 0.08, marginPerLot 80, paper 0.08',
  ]);
});

/** A tree, a line a node: name, amount, rule and figures, in dollars and shares of one. */
function drawn({ label, name, amount, rule, figures, children }: MarginNode, depth = 0): string[] {
  const written = figures.map(({ label: figure, unit, value }) => {
    return `${figure} ${unit === 'money' || unit === 'share' ? value / 1e6 : value}`;
  });
  const reason = rule === undefined ? '' : ` by ${rule}`;
  const line = `${'  '.repeat(depth)}${label} ${name} ${inDollars(amount)}${reason}`;
  const own = written.length === 0 ? line : `${line}: ${written.join(', ')}`;
  return [own, ...children.flatMap((child) => drawn(child, depth + 1))];
}
