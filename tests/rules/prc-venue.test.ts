/** Price rules on the whole exchange, profile by profile, through trading days. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SIT } from '#core/contract.ts';
import type { PriceRules } from '#core/price-rules/price-rules.ts';
import { profiles } from '#core/price-rules/profiles.ts';
import { changed, timeOf } from '../model/commands.ts';
import { Scenario } from '../model/scenario.ts';

const MONTHS = 10;
const under = (profile: PriceRules['profile'], price: number, others = {}) =>
  new Scenario({ specification: changed(SIT, { prices: profiles[profile], ...others }), price });
/** Bao sells one lot to Anna. */
const trade = (price: number, where = '') => [`bao sells 1 @ ${price}${where}`, `anna buys 1 @ ${price}${where}`];

test('PRC-6, PRC-10 a product with price rules has their limits and their margin', () => {
  // 10 % of 1,516 is 151; 2 points above 10 % is 12 %, 181.92 for a lot.
  const { limits, initialRate, marginPerLot } = under('tokenpit', 1_516).contract();
  assert.deepEqual({ limits, initialRate }, { limits: { down: 1_365, up: 1_667 }, initialRate: 120_000 });
  assert.equal(marginPerLot, 181_920_000);
  assert.deepEqual(under('shanghai', 1_500).contract().limits, { down: 1_320, up: 1_680 });
});

test('PRC-1, PRC-15 an order beyond the limits or the band is refused, and limits come first', () => {
  const venue = under('tokenpit', 1_516);
  venue
    .when('anna buys 1 @ 1547', 'anna sells 1 @ 1485', 'anna buys 1 @ 1668', 'anna sells 1 @ 1364')
    .refused('PRICE_OUTSIDE_BAND', 'PRICE_OUTSIDE_BAND', 'PRICE_OUTSIDE_LIMIT', 'PRICE_OUTSIDE_LIMIT')
    .when('anna buys 1 @ 1365', 'anna sells 1 @ 1667')
    .refused()
    // The mark price follows the best bid: 1,546. 2 % of it are 30.
    .when('bao buys 1 @ 1546', 'bao buys 1 @ 1577', 'bao buys 1 @ 1576')
    .refused('PRICE_OUTSIDE_BAND');
});

test('PRC-15 while orders are collected there is no band', () => {
  under('tokenpit', 1_516)
    .given('SIT goes into closed', 'SIT goes into the opening auction')
    .when('anna buys 1 @ 1667', 'anna sells 1 @ 1365', 'anna buys 1 @ 1668')
    .refused('PRICE_OUTSIDE_LIMIT');
});

test('PRC-12, PRC-14 a breaker in the lead month leads all months into an auction, and trading goes on after it', () => {
  const venue = under('tokenpit', 1_516)
    .given('it is 09:00', ...trade(1_500), 'it is 09:20', ...trade(1_530), 'it is 09:40', ...trade(1_560))
    .given('it is 09:50')
    .inPhase('continuous')
    .when(...trade(1_561))
    .trades();
  const until = timeOf('2026-11-23 09:53');
  venue
    .happened('phaseChanged', ...Array(MONTHS).fill({ phase: 'volatilityAuction', until, cause: 'breaker' }))
    .book(`
      bid     price  ask
      1 anna  1561   1 bao
    `)
    // With this ask one lot trades from 1,555 to 1,560 and nothing is left; the last price was 1,560.
    .given('chen sells 1 @ 1555', 'it is 09:53')
    .when('SIT2612 resumes')
    .trades('chen sells 1 @ 1560 to anna')
    .inPhase('continuous', 'SIT2612')
    .inPhase('volatilityAuction', 'SIT2701')
    // The windows begin anew with 1,560: 1,500 no longer counts.
    .given('it is 09:54')
    .when('dana buys 1 @ 1561')
    .trades('dana buys 1 @ 1561 from bao');
});

test('PRC-12, PRC-14 velocity stops its own month alone, and so does a breaker in a month that does not lead', () => {
  under('tokenpit', 1_516)
    .given('it is 10:00', ...trade(1_500), 'it is 10:00:00.800')
    .when(...trade(1_523))
    .trades()
    .happened('phaseChanged', {
      phase: 'volatilityAuction',
      until: timeOf('2026-11-23 10:00:30.800'),
      cause: 'velocity',
    })
    .inPhase('continuous', 'SIT2701');
  // Four lots are open in SIT2612, three in SIT2701.
  const next = ' in SIT2701';
  under('tokenpit', 1_516)
    .given(...trade(1_516), ...trade(1_516), ...trade(1_516), ...trade(1_516), 'it is 09:00', ...trade(1_500, next))
    .given('it is 09:20', ...trade(1_530, next), 'it is 09:40', ...trade(1_560, next), 'it is 09:50')
    .when(...trade(1_561, next))
    .happened('phaseChanged', { phase: 'volatilityAuction', cause: 'breaker' })
    .inPhase('volatilityAuction', 'SIT2701')
    .inPhase('continuous', 'SIT2612');
});

test('PRC-12 what has traded before the breach stays traded, and the rest of the order is collected', () => {
  under('tokenpit', 1_516)
    .given('anna sells 1 @ 1500', 'bao sells 1 @ 1525')
    .when('dana buys 3 @ 1530')
    .trades('dana buys 1 @ 1500 from anna')
    .inPhase('volatilityAuction')
    .book(`
      bid     price  ask
      2 dana  1530
              1525   1 bao
    `);
});

test('PRC-11 an order that meets only its own stops nothing', () => {
  under('paper', 1_500)
    .when('anna sells 1 @ 1725', 'anna buys 1 @ 1725')
    .happened('orderCancelled', { reason: 'selfTrade' })
    .inPhase('continuous')
    .when('anna buys 2 @ 1725 expiring the maker')
    .inPhase('continuous');
});

test('PRC-11 the paper halts for ten minutes at 15 % and until the next session at 25 %', () => {
  const venue = under('paper', 1_500)
    .given('it is 09:00')
    .when(...trade(1_724))
    .trades('anna buys 1 @ 1724 from bao')
    .when(...trade(1_725))
    .trades()
    .happened('phaseChanged', { phase: 'halted', until: timeOf('2026-11-23 09:10'), cause: 'halt' })
    .when('chen buys 1 @ 1500')
    .refused('CONTRACT_HALTED')
    .given('it is 09:10', 'SIT2612 resumes', 'it is 09:11')
    .when('SIT2612 resumes')
    .trades('anna buys 1 @ 1725 from bao')
    .given('it is 09:20');
  venue
    .when(...trade(1_275))
    .trades('anna buys 1 @ 1275 from bao')
    .when(...trade(1_875))
    .trades()
    .happened('phaseChanged', { phase: 'halted', until: null, cause: 'halt' })
    .inPhase('continuous', 'SIT2701')
    .given('the day ends')
    .inPhase('resumingAuction');
});

test('PRC-7, PRC-8, PRC-9, PRC-10 the ladder: three locked days, a day’s suspension, an auction', () => {
  // The cap of MAR-1 is its floor of 8 %, so that the margin seen is that of the ladder.
  const venue = under('shanghai', 1_500, { marginCap: 80_000 });
  const terms = () => {
    const { settlementPrice, limits, initialRate } = venue.contract();
    return [settlementPrice, limits.down, limits.up, initialRate / 10_000];
  };
  /** A day that ends with asks at its lower limit and no bids. */
  const lockedAt = (price: number, time: string) =>
    venue
      .given('anna cancels all', 'bao cancels all', `it is ${time} 20:00`, ...trade(price), `bao sells 5 @ ${price}`)
      .when('the day ends');

  venue.given(...trade(1_500), 'the day ends');
  assert.deepEqual(terms(), [1_500, 1_410, 1_590, 8]);
  lockedAt(1_410, '2026-11-24');
  assert.deepEqual(terms(), [1_410, 1_284, 1_536, 11]);
  lockedAt(1_284, '2026-11-25');
  assert.deepEqual(terms(), [1_284, 1_143, 1_425, 13]);
  lockedAt(1_143, '2026-11-26').inPhase('halted').inPhase('continuous', 'SIT2701');
  // 11 % of 1,143 are 125.
  assert.deepEqual(terms(), [1_143, 1_018, 1_268, 13]);
  venue.when('anna buys 1 @ 1143').refused('CONTRACT_HALTED').when('the day ends').inPhase('resumingAuction');
  assert.deepEqual(terms(), [1_143, 1_018, 1_268, 13]);
});

test('PRC-7 a lock that the closing auction ends is none', () => {
  const venue = under('shanghai', 1_500)
    .given(...trade(1_500), 'the day ends', 'it is 2026-11-24 20:00', ...trade(1_410), 'bao sells 5 @ 1410')
    .given('it is 23:58', 'SIT goes into the closing auction', 'chen buys 6 @ 1410', 'it is 23:59');
  venue.when('SIT goes into closed').trades('chen buys 5 @ 1410 from bao').given('the day ends');
  const { settlementPrice, limits } = venue.contract();
  // Settled at 1,410, and 6 % of that are 84.
  assert.deepEqual([settlementPrice, limits.down, limits.up], [1_410, 1_326, 1_494]);
});

test('PRC-17 at a limit price orders that only reduce stand before the others', () => {
  under('shanghai', 1_500)
    .given('anna buys 5 @ 1500', 'emil buys 3 @ 1500', 'chen sells 8 @ 1500')
    .given('bao sells 3 @ 1320', 'anna sells 5 @ 1320 reducing', 'emil sells 3 @ 1320 reducing', 'bao sells 1 @ 1320')
    .book(`
      bid  price  ask
           1320   5 anna, 3 emil, 3 bao, 1 bao
    `)
    .given('bao sells 3 @ 1321', 'dana buys 12 @ 1320')
    .trades(
      'dana buys 5 @ 1320 from anna',
      'dana buys 3 @ 1320 from emil',
      'dana buys 3 @ 1320 from bao',
      'dana buys 1 @ 1320 from bao',
    );
});

test('PRC-12 globex: 3.5 % within the hour lead to an auction of two minutes', () => {
  // 3.5 % of 1,500 are 52. 1.5 % within a second are 22.
  under('globex', 1_500)
    .given(
      'it is 09:00',
      ...trade(1_500),
      'it is 09:10',
      ...trade(1_530),
      'it is 09:20',
      ...trade(1_552),
      'it is 09:30',
    )
    .when(...trade(1_553))
    .trades()
    .happened(
      'phaseChanged',
      ...Array(MONTHS).fill({ phase: 'volatilityAuction', until: timeOf('2026-11-23 09:32'), cause: 'breaker' }),
    );
});
