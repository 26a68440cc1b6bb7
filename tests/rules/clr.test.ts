/** Clearing, rule by rule. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Command } from '#core/commands.ts';
import {
  type AccountId,
  divideDown,
  divideUp,
  type Lots,
  type Millionths,
  MONEY_MAX,
  type Money,
  money,
  multiply,
  notional,
  Overflow,
  shareUp,
  squareRootDown,
  type Ticks,
} from '#core/units.ts';
import { inDollars } from '../model/commands.ts';
import { Scenario } from '../model/scenario.ts';

const anna = 0 as AccountId;
const deposit = (amount: number): Command => ({ type: 'deposit', account: anna, amount: amount as Money });
const withdraw = (amount: number): Command => ({ type: 'withdraw', account: anna, amount: amount as Money });

test('CLR-1 every movement takes from one ledger account what it gives to another', () => {
  const ledger = (venue: Scenario) => {
    const { bank, cash, fees } = venue.exchange.snapshot().ledger;
    return [Number(bank), ...cash, fees].map(inDollars);
  };
  const venue = new Scenario({ price: 1_500 }).given('anna opens with 1000', 'bao opens with 2000');
  assert.deepEqual(ledger(venue), [-3_000, 1_000, 2_000, 0]);
  venue.when('bao sells 5 @ 1510', 'anna buys 5 @ 1510');
  assert.deepEqual(ledger(venue), [-3_000, 999.245, 1_999.849, 0.906]);
  // A trade of others brings the mean of the day down: (5 × 1,510 + 10 × 1,495) / 15 = 1,500.
  venue.when('chen sells 10 @ 1495', 'dana buys 10 @ 1495', 'the day ends');
  venue.account('anna', { balance: 949.245 }).account('bao', { balance: 2_049.849 });
  assert.equal(
    ledger(venue).reduce((sum, amount) => sum + Math.round(amount * 1e6), 0),
    0,
  );
});

test('CLR-2 a deposit is positive and leads to USD 9 billion at most', () => {
  const venue = new Scenario().given('anna opens with 0');
  venue.when(deposit(0), deposit(-1)).refused('AMOUNT_NOT_POSITIVE', 'AMOUNT_NOT_POSITIVE');
  venue.when(deposit(MONEY_MAX + 2)).refused('AMOUNT_TOO_LARGE');
  venue.when(deposit(MONEY_MAX)).refused().account('anna', { balance: 9e9 });
  venue.when(deposit(1)).refused('AMOUNT_TOO_LARGE');
});

test('CLR-2 a withdrawal is positive', () => {
  const venue = new Scenario().given('anna opens with 2');
  venue.when(withdraw(0), withdraw(-1)).refused('AMOUNT_NOT_POSITIVE', 'AMOUNT_NOT_POSITIVE');
  venue.when(withdraw(MONEY_MAX + 2)).refused('AMOUNT_TOO_LARGE');
  venue.when(withdraw(2e6)).refused().account('anna', { balance: 0 });
});

test('CLR-3 a trade becomes two contracts with the clearing house in one command', () => {
  const venue = new Scenario().given('anna sells 5 @ 100').when('bao buys 3 @ 100').happened('trade', {});
  venue.account('anna', { position: -3 }).account('bao', { position: 3 });
  assert.equal(venue.contract().positions.sum, 0);
});

test('CLR-4 what losers pay is what winners receive, micro-dollar for micro-dollar', () => {
  const venue = new Scenario({ price: 1_500 })
    .given('anna sells 7 @ 1510', 'bao buys 3 @ 1510', 'chen buys 6 @ 1511', 'dana sells 2 @ 1511', 'the day ends')
    .when('anna buys 4 @ 1444', 'dana sells 4 @ 1444', 'the day ends')
    .paid('anna +462.00', 'bao -198.00', 'chen -396.00', 'dana +132.00');
  assert.equal(
    venue.exchange.fees + venue.exchange.accounts.reduce((sum, { id }) => sum + balanceOf(venue, id), 0),
    4e12,
  );
});

test('CLR-5 open interest is the sum of the long positions', () => {
  const venue = new Scenario();
  const openInterest = (...steps: string[]) => venue.when(...steps).contract().openInterest;
  assert.equal(openInterest('bao sells 10 @ 100', 'anna buys 10 @ 100'), 10);
  assert.equal(openInterest('chen sells 4 @ 100', 'bao buys 4 @ 100'), 10);
  assert.equal(openInterest('anna sells 4 @ 100', 'chen buys 4 @ 100'), 6);
  assert.equal(openInterest('anna sells 12 @ 100', 'bao buys 12 @ 100'), 6, 'anna is 6 short, bao 6 long');
  assert.equal(openInterest('bao sells 6 @ 100', 'anna buys 6 @ 100'), 0);
});

test('CLR-6 a gain is paid in full, and the loss that cash does not cover is a debt', () => {
  const venue = new Scenario({ price: 100 })
    .given('anna opens with 100', 'anna buys 10 @ 100', 'bao sells 10 @ 100', 'the day ends')
    .given('chen sells 1 @ 86', 'dana buys 1 @ 86', 'the day ends')
    .account('anna', { position: 10, balance: -40.02, initialMargin: 103.2 })
    .account('bao', { balance: 1_000_139.9 });
  venue.when('anna buys 1 @ 86', 'anna withdraws 1').refused('MARGIN_INSUFFICIENT', 'MARGIN_INSUFFICIENT');
  venue.when('anna sells 10 @ 80', 'bao buys 10 @ 80').refused().account('anna', { position: 0 });
});

test('CLR-7 shares, quotients and roots are exact, as big integers have it', () => {
  const amount = fc.integer({ min: 0, max: MONEY_MAX });
  fc.assert(
    fc.property(amount, fc.integer({ min: 0, max: 1_000_000 }), (of, share) => {
      const exact = BigInt(of) * BigInt(share);
      assert.equal(BigInt(shareUp(of as Money, share as Millionths)), (exact + 999_999n) / 1_000_000n);
    }),
  );
  // Just above and below a whole number of millions, where a quotient that is rounded to the nearest could be one off.
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 1_000_000_001 }),
      fc.integer({ min: 1, max: 1_000_000 }),
      fc.integer({ min: -2, max: 2 }),
      (millions, share, beside) => {
        const of = Math.max(0, Math.floor((millions * 1_000_000) / share) + beside);
        const exact = BigInt(of) * BigInt(share);
        assert.equal(BigInt(shareUp(of as Money, share as Millionths)), (exact + 999_999n) / 1_000_000n);
      },
    ),
    { numRuns: 2_000 },
  );
  const whole = fc.maxSafeInteger();
  fc.assert(
    fc.property(whole, fc.integer({ min: 1, max: 2 ** 50 }), (dividend, divisor) => {
      const [a, b] = [BigInt(dividend), BigInt(divisor)];
      const down = a / b - (a < 0n && a % b !== 0n ? 1n : 0n);
      assert.equal(BigInt(divideDown(dividend, divisor)), down);
      assert.equal(BigInt(divideUp(dividend, divisor)), a % b === 0n ? down : down + 1n);
    }),
  );
  fc.assert(
    fc.property(fc.maxSafeNat(), (value) => {
      const root = BigInt(squareRootDown(value));
      assert.ok(root * root <= BigInt(value) && (root + 1n) * (root + 1n) > BigInt(value));
    }),
  );
});

test('CLR-7 a result that would not count exactly is thrown', () => {
  const large = money(2 ** 52);
  assert.throws(() => multiply(large, 2), Overflow);
  assert.throws(() => notional(262_143 as Ticks, 1e9 as Lots, money(1e6)), Overflow);
  assert.throws(() => money(0.5), Overflow);
  assert.throws(() => money(Number.NaN), Overflow);
});

function balanceOf(venue: Scenario, account: AccountId): number {
  return venue.exchange.summary(account).balance;
}
