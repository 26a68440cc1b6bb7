/** Fees, rule by rule. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SIT, SITP } from '#core/contract.ts';
import type { AccountId, Money } from '#core/units.ts';
import { rebate } from '../model/protected.ts';
import { Scenario } from '../model/scenario.ts';

const micro = (amount: number) => amount as Money;

test('FEE-1 a trade costs the taker 0.01 % and the maker 0.002 %, rounded up', () => {
  new Scenario({ specification: SIT, price: 1_500 })
    .when('bao sells 5 @ 1510', 'anna buys 5 @ 1520')
    .happened('trade', { price: 1_510, takerFee: micro(755_000), makerFee: micro(151_000) });
  new Scenario({ specification: SITP, price: 150 })
    .when('bao sells 1 @ 150', 'anna buys 1 @ 150')
    .happened('trade', { takerFee: micro(150), makerFee: micro(30) });
  new Scenario({ specification: SITP, price: 1 })
    .when('bao sells 1 @ 1', 'anna buys 1 @ 1')
    .happened('trade', { takerFee: micro(1), makerFee: micro(1) });
});

test('FEE-1 each fill pays its own fees, whichever side came first', () => {
  new Scenario({ price: 1_500 })
    .given('bao buys 2 @ 1500', 'chen buys 3 @ 1490')
    .when('anna sells 5 @ 1480')
    .happened(
      'trade',
      { takerFee: micro(300_000), makerFee: micro(60_000) },
      { takerFee: micro(447_000), makerFee: micro(89_400) },
    )
    .account('anna', { balance: 1_000_000 - 0.747 })
    .account('chen', { balance: 1_000_000 - 0.0894 });
});

test('FEE-2 nothing but a trade costs a fee', () => {
  const venue = new Scenario({ price: 1_500, date: '2026-12-15' })
    .given('anna buys 5 @ 1500', 'anna buys 1 @ 9', 'bao sells 4 @ 1500', 'anna cancels #1', 'anna buys 1 @ 1450')
    .account('anna', { balance: 1_000_000 - 0.12 });
  const fees = venue.exchange.fees;
  venue
    .when('the day ends', 'the day ends')
    .happened('contractExpired', {})
    .paid('anna +0.00', 'bao +0.00', 'anna +0.00', 'bao +0.00');
  venue.account('anna', { balance: 1_000_000 - 0.12 });
  assert.equal(venue.exchange.fees, fees, 'an expiry is free');
});

const NOVEMBER = 2026 * 12 + 10;

test('FEE-3, CLR-1 a rebate comes out of the fees that were earned, once for a month that is over', () => {
  const venue = new Scenario({ price: 1_500, date: '2026-11-30' }).given('bao sells 5 @ 1510', 'anna buys 5 @ 1510');
  const [bao, fees] = [venue.id('bao'), () => venue.exchange.fees / 1e6];
  assert.equal(fees(), 0.906);
  venue
    .when(rebate(bao, NOVEMBER, 0.5))
    .refused('REBATE_INVALID')
    .given('the day ends')
    .account('bao', { balance: 1_000_000 - 0.151 })
    .when(rebate(bao, NOVEMBER, 0.906001), rebate(bao, NOVEMBER, 0), rebate(bao, NOVEMBER, -1))
    .refused('REBATE_INVALID', 'REBATE_INVALID', 'REBATE_INVALID')
    .when(rebate(bao, NOVEMBER, 0.5))
    .happened('rebatePaid', { account: bao, product: 'SIT', month: NOVEMBER, amount: micro(500_000) })
    .account('bao', { balance: 1_000_000 - 0.151 + 0.5 });
  assert.equal(fees(), 0.406);
  venue
    .when(rebate(bao, NOVEMBER, 0.1), rebate(bao, NOVEMBER + 1, 0.1), rebate(bao, NOVEMBER + 0.5, 0.1))
    .refused('REBATE_INVALID', 'REBATE_INVALID', 'REBATE_INVALID')
    .when(rebate(bao, NOVEMBER - 1, 0.1), rebate(venue.id('anna'), NOVEMBER, 0.306))
    .refused();
  assert.equal(fees(), 0);
});

test('FEE-3 a rebate names an account and a product, and brings no account beyond what it may hold', () => {
  const venue = new Scenario({ price: 1_500, date: '2026-11-30' }).given(
    'bao sells 5 @ 1500',
    'anna buys 5 @ 1500',
    'the day ends',
  );
  const full = venue.id('chen', 9e9);
  venue
    .when(rebate(9 as AccountId, NOVEMBER, 0.1), { ...rebate(full, NOVEMBER, 0.1), product: 'NONE' } as never)
    .refused('ACCOUNT_UNKNOWN', 'PRODUCT_UNKNOWN')
    .when(rebate(full, NOVEMBER, 0.1))
    .refused('REBATE_INVALID')
    .when('chen withdraws 0.1', rebate(full, NOVEMBER, 0.1))
    .refused()
    .account('chen', { balance: 9e9 });
});
