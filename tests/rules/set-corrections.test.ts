/** Corrections of a settlement price: when they are taken, and what stays told. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Command, CorrectSettlement, EndDay } from '#core/commands.ts';
import { SIT } from '#core/contract.ts';
import { type DayStep, daySteps } from '#core/settlement/day-steps.ts';
import { type ContractId, type Sequence, ticks } from '#core/units.ts';
import { MarketData } from '#market-data/market-data.ts';
import { settlementView } from '#session/settlement-view.ts';
import { changed, dayOf } from '../model/commands.ts';
import { Scenario } from '../model/scenario.ts';

const oneMonth = changed(SIT, { consecutiveMonths: 1, quarterlyMonths: 0 });
const step = (name: DayStep, date = '2026-11-23'): EndDay => ({ type: 'endDay', date: dayOf(date), step: name });
const correct = (price: number, changes: Partial<CorrectSettlement> = {}): Command => ({
  type: 'correctSettlement',
  contract: 0 as ContractId,
  date: dayOf('2026-11-23'),
  price: ticks(price),
  reason: 'a mistaken trade',
  by: 'ada',
  ...changes,
});

/** What comes after the variation. */
const restOfDay = daySteps.slice(daySteps.indexOf('variation') + 1).map((name) => step(name));

/** Anna has bought ten lots at 1,516 of Bao, the day is over, and nothing of it has been ended. */
const dayOver = () =>
  new Scenario({ specification: oneMonth, price: 1_500, date: '2026-11-23' }).given(
    'anna buys 10 @ 1516',
    'bao sells 10 @ 1516',
    'it is 2026-11-24',
    'the index is fixed at 1.500',
  );

test('SET-17 a price that was fixed is corrected until it is paid, and every version stays told', () => {
  const venue = dayOver()
    .when(step('close'), step('prices'))
    .happened('contractSettled', { price: 1_516 })
    .when(correct(1_510), correct(1_508, { reason: 'two of them' }))
    .happened(
      'settlementCorrected',
      { contract: 0, date: dayOf('2026-11-23'), from: 1_516, price: 1_510, reason: 'a mistaken trade', by: 'ada' },
      { from: 1_510, price: 1_508, reason: 'two of them' },
    );
  assert.equal(venue.contract().settlementPrice, 1_500, 'nothing is worth another amount before it is paid');
  venue.when(step('variation')).paid('anna -80.00', 'bao +80.00').when(correct(1_509)).refused('SETTLEMENT_NOT_OPEN');
  assert.equal(venue.contract().settlementPrice, 1_508);
  venue.when(...restOfDay).happened('contractTerms', { settlementPrice: 1_508 });
});

test('SET-17 the first price stands beside its corrections in the list of settlements', () => {
  const venue = new Scenario({ specification: oneMonth, price: 1_500, date: '2026-11-23' });
  const market = new MarketData();
  let sequence = 0;
  const apply = () => {
    sequence += 1;
    market.apply({ sequence: sequence as Sequence, time: venue.time, events: venue.events } as never);
  };
  apply();
  for (const said of [
    ['anna buys 10 @ 1516', 'bao sells 10 @ 1516', 'it is 2026-11-24', 'the index is fixed at 1.500'],
    [step('close'), step('prices')],
    [correct(1_510), correct(1_508, { reason: 'two of them', by: 'ben' })],
    [step('variation')],
  ]) {
    venue.when(...said);
    apply();
    const restored = new MarketData();
    restored.restore(JSON.parse(JSON.stringify(market.snapshot())));
    const [found] = restored.contracts;
    assert.equal(found?.terms.settlementPrice, venue.contract().settlementPrice);
  }
  const [found] = market.contracts;
  assert.ok(found?.settlements[0]);
  assert.deepEqual(settlementView(found.settlements[0], found, market.contracts), {
    contract: 'SIT2612',
    date: '2026-11-23',
    settlementPrice: '1.508',
    method: 'vwap',
    volume: 10,
    openInterest: 10,
    firstPrice: '1.516',
    corrections: [
      { settlementPrice: '1.510', reason: 'a mistaken trade', by: 'ada' },
      { settlementPrice: '1.508', reason: 'two of them', by: 'ben' },
    ],
  });
});

test('SET-18 a correction is refused before, afterwards, for another day, beyond the limits, and unsigned', () => {
  dayOver()
    .when(correct(1_510), step('close'), correct(1_510))
    .refused('SETTLEMENT_NOT_OPEN', 'SETTLEMENT_NOT_OPEN')
    .given(step('prices'))
    .when(correct(1_510, { date: dayOf('2026-11-22') }), correct(1_510, { date: dayOf('2026-11-24') }))
    .refused('SETTLEMENT_NOT_OPEN', 'SETTLEMENT_NOT_OPEN')
    // 15 % around 1,500
    .when(correct(1_274), correct(1_726))
    .refused('PRICE_OUTSIDE_LIMIT', 'PRICE_OUTSIDE_LIMIT')
    .when(correct(1_510, { by: ' ' }), correct(1_510, { reason: '' }), correct(1_510, { contract: 1 as ContractId }))
    .refused('PERSON_UNNAMED', 'REASON_MISSING', 'CONTRACT_UNKNOWN')
    .when(correct(1_275), correct(1_725))
    .refused()
    .given(step('variation'), ...restOfDay)
    .when(correct(1_510), correct(1_510, { date: dayOf('2026-11-24') }))
    .refused('SETTLEMENT_NOT_OPEN', 'SETTLEMENT_NOT_OPEN');
});

test('SET-18, SET-24 a final price is corrected wherever the limits of the day are', () => {
  const date = dayOf('2026-12-16');
  new Scenario({ specification: oneMonth, price: 1_500, date: '2026-12-16' })
    .given('anna buys 1 @ 1500', 'bao sells 1 @ 1500', 'it is 2026-12-17', 'the index is fixed at 1.500')
    .given(step('close', '2026-12-16'), step('prices', '2026-12-16'))
    .when(correct(0, { date }), correct(50_001, { date }))
    .refused('PRICE_OUTSIDE_LIMIT', 'PRICE_OUTSIDE_LIMIT')
    .when(correct(300, { date }), step('variation', '2026-12-16'), correct(1_500, { date }))
    .refused('SETTLEMENT_NOT_OPEN')
    .happened('contractExpired', { finalPrice: 300, fixings: 2 })
    .paid('anna -1200.00', 'bao +1200.00');
});
