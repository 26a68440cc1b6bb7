/** The phases of a day: auctions, freezes, halts, and what follows from going from one to the next. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SIT } from '#core/contract.ts';
import { afterOutage } from '#core/due.ts';
import { profiles } from '#core/price-rules/profiles.ts';
import type { ContractId, Millis } from '#core/units.ts';
import { changed, timeOf } from '../model/commands.ts';
import { Scenario } from '../model/scenario.ts';

/** Orders of SIT are collected for an opening auction. */
const inAuction = (options = {}) =>
  new Scenario(options).given('SIT goes into closed', 'SIT goes into the opening auction');

test('AUC-6 a change of phase is of all living months that it may follow, and of no other', () => {
  new Scenario()
    .given('SIT2701 is halted')
    .when('SIT goes into closed', 'SIT goes into pre-open')
    .inPhase('preOpen', 'SIT2612')
    .inPhase('preOpen', 'SIT2701')
    .given('SIT2701 is halted')
    .when('SIT goes into the opening auction')
    .inPhase('openingAuction', 'SIT2612')
    .inPhase('halted', 'SIT2701');
});

test('AUC-6 a product that is not there, and a phase that may not follow, are refused', () => {
  new Scenario()
    .when('NONE goes into closed')
    .refused('PRODUCT_UNKNOWN')
    .when('SIT goes into continuous', 'SIT goes into pre-open', 'SIT goes into the closing freeze')
    .refused(...Array(3).fill('PHASE_NOT_NEXT'))
    // Interruptions are not on any schedule.
    .when('SIT goes into halted', 'SIT goes into the volatility auction', 'SIT goes into the resuming auction')
    .refused(...Array(3).fill('PHASE_NOT_NEXT'));
});

test('AUC-7 in an auction better prices trade first, at one price the older order, all at one price', () => {
  // At 100 and at 101 seven lots trade and two bids are left, which press the price up to 101.
  inAuction()
    .given('bao buys 3 @ 102', 'anna buys 2 @ 101', 'chen buys 4 @ 101', 'dana sells 4 @ 99', 'emil sells 3 @ 100')
    .when('SIT goes into continuous trading')
    .happened('auctionEnded', { price: 101, quantity: 7, surplus: 2 }, ...Array(9).fill({ price: 0, quantity: 0 }))
    .trades(
      'dana sells 3 @ 101 to bao',
      'dana sells 1 @ 101 to anna',
      'emil sells 1 @ 101 to anna',
      'emil sells 2 @ 101 to chen',
    )
    .book(`
      bid     price  ask
      2 chen  101
    `);
});

test('AUC-7 before orders trade as they come, what crosses trades at one price, whichever phase collected it', () => {
  new Scenario()
    .given('SIT goes into closed', 'SIT goes into pre-open', 'anna buys 2 @ 101', 'bao sells 1 @ 99')
    .trades()
    .given('SIT goes into the opening auction')
    .when('SIT goes into continuous trading')
    // From 99 to 101 one lot trades and a bid is left, which presses up.
    .trades('bao sells 1 @ 101 to anna');
});

test('AUC-8 both sides pay the maker’s fee', () => {
  // 5 lots at 100 are worth 500.00; 20 millionths of that are 0.01.
  inAuction()
    .given('anna sells 5 @ 100', 'bao buys 5 @ 100')
    .when('SIT goes into continuous trading')
    .happened('trade', { makerFee: 10_000, takerFee: 10_000, origin: 'auction', makerOrder: 1, takerOrder: 2 });
});

test('AUC-8 an iceberg trades with all its lots at its place, and what is left keeps it', () => {
  inAuction()
    .given('anna sells 10 @ 100 showing 2', 'bao sells 5 @ 100', 'dana buys 12 @ 100')
    .when('SIT goes into continuous trading')
    .trades('dana buys 10 @ 100 from anna', 'dana buys 2 @ 100 from bao');
  inAuction()
    .given('anna sells 10 @ 100 showing 2', 'bao sells 5 @ 100', 'dana buys 6 @ 100')
    .when('SIT goes into continuous trading')
    .trades('dana buys 6 @ 100 from anna')
    .happened(
      'shownChanged',
      { order: 1, change: 8 },
      { order: 3, change: -6 },
      { order: 1, change: -6 },
      { order: 1, change: -2 },
    )
    .book(`
      bid  price  ask
           100    2 anna, 5 bao
    `)
    .when('anna cancels #1')
    .happened('orderCancelled', { quantity: 4, shown: 2 });
});

test('AUC-9 in a freeze orders come, and none is changed or cancelled', () => {
  inAuction()
    .given('anna buys 5 @ 100', 'SIT goes into the opening freeze')
    .when('anna cancels #1', 'anna amends #1 to 3', 'anna cancels all in SIT2612')
    .refused(...Array(3).fill('NO_CANCEL_IN_FREEZE'))
    .when('anna cancels all', 'bao sells 5 @ 100')
    .refused()
    .happened('orderCancelled')
    .when('SIT goes into continuous trading')
    .trades('bao sells 5 @ 100 to anna');
});

test('AUC-9 while prices are settled nothing comes and nothing goes', () => {
  new Scenario()
    .given('anna buys 5 @ 100', 'anna sells 5 @ 95 when last is 96', 'SIT goes into settlement')
    .when('anna cancels #1', 'anna cancels #2', 'anna buys 1 @ 100')
    .refused('NO_CANCEL_IN_FREEZE', 'NO_CANCEL_IN_FREEZE', 'MARKET_CLOSED');
});

test('AUC-10 an auction that is left open ends with its day, and its trades are of that day', () => {
  const venue = inAuction().given('anna buys 5 @ 101', 'bao sells 5 @ 100');
  venue
    .when('the day ends')
    .trades('bao sells 5 @ 100 to anna')
    .happened('contractSettled', { price: 100, method: 'vwap', volume: 5 }, ...Array(9).fill({ volume: 0 }))
    .inPhase('closed');
});

test('AUC-10 any other phase goes on, but a halt without an end goes over into an auction', () => {
  const venue = new Scenario()
    .given('SIT2701 is halted until 2026-11-24 09:00', 'SIT2612 is halted', 'the day ends')
    .inPhase('resumingAuction', 'SIT2612')
    .inPhase('halted', 'SIT2701')
    .inPhase('continuous', 'SIT2702');
  assert.equal(venue.contract('SIT2612').phaseUntil, timeOf('2026-11-24 00:01'));
  assert.equal(venue.contract('SIT2701').phaseUntil, timeOf('2026-11-24 09:00'));
  new Scenario().given('SIT goes into closed', 'SIT goes into pre-open', 'the day ends').inPhase('preOpen');
});

test('AUC-10 what is halted has no closing auction, and closes with the others', () => {
  new Scenario()
    .given('SIT2612 is halted', 'SIT2701 is halted until 18:00')
    .when('SIT goes into the closing auction')
    .inPhase('halted', 'SIT2612')
    .inPhase('halted', 'SIT2701')
    .inPhase('closingAuction', 'SIT2702')
    .when('SIT goes into closed')
    .inPhase('closed', 'SIT2612')
    .inPhase('closed', 'SIT2701');
});

test('AUC-11 an order good for the auction goes when the auction is over, whatever it traded', () => {
  inAuction()
    .given('anna buys 5 @ 101 for the auction', 'bao sells 2 @ 100', 'chen buys 1 @ 95')
    .when('SIT goes into continuous trading')
    .trades('bao sells 2 @ 101 to anna')
    .happened('orderCancelled', { order: 1, quantity: 3, reason: 'lapsed' })
    .book(`
      bid     price  ask
      1 chen  95
    `);
});

test('AUC-11 it waits through a freeze and a halt for the auction to end', () => {
  inAuction()
    .given('anna buys 5 @ 101 for the auction', 'SIT goes into the opening freeze', 'SIT2612 is halted')
    .when('SIT2612 resumes')
    .happened('orderCancelled')
    .when('SIT2612 resumes')
    .happened('orderCancelled', { order: 1, reason: 'lapsed' });
});

test('AUC-12 while a contract is halted orders can be cancelled, and nothing else', () => {
  new Scenario()
    .given('anna buys 5 @ 100', 'anna buys 4 @ 99')
    .when('SIT2612 is halted until 12:00')
    .happened('phaseChanged', { phase: 'halted', until: timeOf('2026-11-23 12:00'), cause: 'operator' })
    .when('bao sells 1 @ 100', 'anna amends #1 to 3', 'bao quotes 1 @ 99 / 1 @ 101', 'bao buys 1 @ 9 or buys 1 @ 8')
    .refused(...Array(4).fill('CONTRACT_HALTED'))
    .when('anna cancels #1', 'anna cancels all', 'bao sells 1 @ 100 in SIT2701')
    .refused()
    .happened('orderCancelled', { order: 1 }, { order: 2 });
});

test('AUC-12 only a contract that takes orders can be halted', () => {
  const venue = new Scenario({ date: '2026-11-18' });
  const expired = venue.contract('SIT2611').id;
  const halt = (contract: number) => ({ type: 'haltContract', contract: contract as ContractId, until: null }) as const;
  venue
    .given('the day ends', 'SIT2612 is halted')
    .when(halt(99), halt(expired), 'SIT2612 is halted')
    .refused('CONTRACT_UNKNOWN', 'CONTRACT_EXPIRED', 'PHASE_NOT_NEXT')
    .given('SIT goes into closed')
    .when('SIT2612 is halted')
    .refused('PHASE_NOT_NEXT');
});

test('AUC-13 after a halt orders are collected for a minute and trade at one price', () => {
  const venue = new Scenario().given('it is 10:00', 'SIT2612 is halted');
  const until = (timeOf('2026-11-23 10:00') + 60_000) as Millis;
  venue
    .when('SIT2612 resumes')
    .happened('phaseChanged', { phase: 'resumingAuction', until, cause: 'operator' })
    .given('anna buys 1 @ 101', 'bao sells 1 @ 101')
    .trades()
    .when('SIT2612 resumes')
    .trades('bao sells 1 @ 101 to anna')
    .inPhase('continuous');
});

test('AUC-13 what is not interrupted does not resume', () => {
  const venue = new Scenario({ date: '2026-11-18' });
  const expired = venue.contract('SIT2611').id;
  const resume = (contract: number) => ({ type: 'resumeContract', contract: contract as ContractId }) as const;
  venue
    .given('the day ends')
    .when(resume(99), resume(expired), 'SIT2612 resumes')
    .refused('CONTRACT_UNKNOWN', 'CONTRACT_EXPIRED', 'NOT_INTERRUPTED')
    .given('SIT goes into closed')
    .when('SIT2612 resumes')
    .refused('NOT_INTERRUPTED');
});

test('AUC-14 trading that went on while nobody could take part in it goes on through an auction', () => {
  const at = (minute: string) => timeOf(`2026-11-23 ${minute}`);
  const ruled = changed(SIT, { prices: profiles.tokenpit });
  const venue = new Scenario({ specification: ruled }).given('it is 2026-11-23 10:00', 'SIT2701 is halted');
  const commands = (minute: string) => afterOutage(venue.exchange, at('10:00'), at(minute));
  assert.deepEqual(commands('10:09'), [], 'nine minutes are no outage');
  // Nine of ten months traded; each is halted and resumed.
  assert.equal(commands('10:10').length, 18);
  venue
    .given('it is 2026-11-23 10:10')
    .when(...commands('10:10'))
    .inPhase('resumingAuction', 'SIT2612')
    .inPhase('halted', 'SIT2701');
  assert.equal(venue.contract('SIT2612').phaseUntil, at('10:11'));
  assert.deepEqual(afterOutage(new Scenario().exchange, at('10:00'), at('11:00')), [], 'without price rules none');
});
