/** Position limits, rule by rule. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Command } from '#core/commands.ts';
import { SIT } from '#core/contract.ts';
import type { Event } from '#core/events.ts';
import type { AccountId, ContractId, Lots, Millionths, Sequence, Ticks } from '#core/units.ts';
import { LargeTraders } from '#market-data/large-traders.ts';
import { changed, dayOf, dollars, product } from '../model/commands.ts';
import { amend, exempt, protectedProduct, quote } from '../model/protected.ts';
import { Scenario } from '../model/scenario.ts';

const limited = { specification: changed(SIT, { positionMax: 100, orderQuantityMax: 100 }) };
/** Anna is 60 long and 30 of hers rest to buy. */
const sixty = () => new Scenario(limited).given('bao sells 60 @ 100', 'anna buys 60 @ 100', 'anna buys 30 @ 99');

test('POS-1 a position stays within the limit if all resting orders of a side are filled', () => {
  sixty().when('anna buys 10 @ 98').refused().when('anna buys 1 @ 98').refused('POSITION_LIMIT_EXCEEDED');
  sixty().when('anna buys 11 @ 98').refused('POSITION_LIMIT_EXCEEDED');
  sixty()
    .when('anna sells 100 @ 101', 'anna sells 60 @ 101')
    .refused()
    .account('anna', { initialMargin: 100 * 8 });
  sixty().given('anna sells 61 @ 101').when('anna sells 100 @ 101').refused('POSITION_LIMIT_EXCEEDED');
});

test('POS-1 a cancelled order no longer counts', () => {
  sixty().given('anna buys 10 @ 98', 'anna cancels #3').when('anna buys 30 @ 98').refused();
});

test('POS-2 other months and other accounts do not count', () => {
  sixty()
    .when('anna buys 100 @ 100 in SIT2701', 'chen buys 100 @ 100')
    .refused()
    .when('anna buys 1 @ 100 in SIT2701')
    .refused('POSITION_LIMIT_EXCEEDED');
});

/** 50 lots in the spot month and 120 over all months, under 200 lots in a contract. */
const figures = { orderValueMax: dollars(1_000_000), repeats: { most: 1_000, windowMs: 1 } };
const protectedBy = { positionMax: 200, orderQuantityMax: 200 };
const lotsOf = (spotMonthMax: number, allMonthsMax: number) => ({
  specification: protectedProduct(
    { ...figures, spotMonthMax: spotMonthMax as Lots, allMonthsMax: allMonthsMax as Lots },
    protectedBy,
  ),
});

/** Anna has bought 80 of December in November; it is the first of December. */
function eighty(): Scenario {
  const venue = new Scenario({ ...lotsOf(50, 1_000), date: '2026-11-30' });
  venue.given('bao sells 80 @ 100 in SIT2612', 'anna buys 80 @ 100 in SIT2612').refused();
  return venue.given('the day ends', 'the day ends');
}

test('POS-3 from the first day of delivery on the spot month has a limit of its own', () => {
  const venue = () => new Scenario({ ...lotsOf(50, 1_000), date: '2026-12-01' });
  const rests = () => venue().given('anna buys 20 @ 99');
  rests().when('anna buys 29 @ 99').refused();
  rests().when('anna buys 30 @ 99').refused();
  rests().when('anna buys 31 @ 99').refused('SPOT_MONTH_LIMIT_EXCEEDED');
  venue().when('anna sells 51 @ 101', 'anna sells 51 @ 101 in SIT2701').refused('SPOT_MONTH_LIMIT_EXCEEDED');
  venue().when('anna buys 201 @ 99').refused('QUANTITY_TOO_LARGE');
});

test('POS-3 what was beyond the limit before stays and may come nearer, and goes beyond on neither side', () => {
  eighty()
    .when('chen buys 10 @ 100', 'anna sells 10 @ 100', 'anna buys 1 @ 99')
    .refused('SPOT_MONTH_LIMIT_EXCEEDED')
    .account('anna', { position: 70 });
  eighty().when('anna sells 130 @ 101').refused();
  eighty().when('anna sells 131 @ 101').refused('SPOT_MONTH_LIMIT_EXCEEDED');
});

test('POS-3 amendments and quotes keep to it', () => {
  const venue = new Scenario({ ...lotsOf(50, 1_000), date: '2026-12-01' }).given('anna buys 20 @ 99');
  const [anna, contract] = [venue.id('anna'), venue.contract().id];
  venue
    .when(quote(anna, [contract, [31, 98], [51, 101]]), quote(anna, [contract, [30, 98], [51, 101]]))
    .refused('SPOT_MONTH_LIMIT_EXCEEDED', 'SPOT_MONTH_LIMIT_EXCEEDED')
    .when(quote(anna, [contract, [29, 98], [50, 101]]), quote(anna, [contract, [30, 97], [50, 101]]))
    .refused()
    .when(amend(anna, 1, { quantity: 21 }), amend(anna, 1, { quantity: 19 }), amend(anna, 1, { quantity: 20 }))
    .refused('SPOT_MONTH_LIMIT_EXCEEDED');
});

test('POS-4 all months of a product count together, and long and short make up for each other', () => {
  const venue = () =>
    new Scenario(lotsOf(1_000, 120)).given('bao sells 60 @ 100 in SIT2612', 'anna buys 60 @ 100 in SIT2612');
  const rests = () => venue().given('anna buys 30 @ 99 in SIT2701');
  rests().when('anna buys 29 @ 99 in SIT2702').refused();
  rests().when('anna buys 30 @ 99 in SIT2702').refused();
  rests().when('anna buys 31 @ 99 in SIT2702').refused('ALL_MONTHS_LIMIT_EXCEEDED');
  const even = () => venue().given('chen buys 60 @ 100 in SIT2701', 'anna sells 60 @ 100 in SIT2701');
  even().when('anna buys 120 @ 99 in SIT2702').refused();
  even().when('anna buys 121 @ 99 in SIT2702').refused('ALL_MONTHS_LIMIT_EXCEEDED');
  venue()
    .given('anna sells 60 @ 101 in SIT2701')
    .when('anna buys 60 @ 99 in SIT2702', 'anna buys 1 @ 99 in SIT2612')
    .refused('ALL_MONTHS_LIMIT_EXCEEDED');
  venue().when('anna sells 180 @ 101 in SIT2701', 'anna sells 1 @ 101 in SIT2702').refused('ALL_MONTHS_LIMIT_EXCEEDED');
});

test('POS-5 an exemption raises both limits up to and including its date, and POS-1 holds for everyone', () => {
  const venue = new Scenario({ ...lotsOf(50, 50), date: '2026-12-01' });
  const anna = venue.id('anna');
  venue
    .given(exempt(anna, 20, '2026-12-02'))
    .when('anna buys 71 @ 99', 'anna buys 70 @ 99', 'anna buys 1 @ 99', 'anna buys 1 @ 99 in SIT2701')
    .refused('SPOT_MONTH_LIMIT_EXCEEDED', 'SPOT_MONTH_LIMIT_EXCEEDED', 'ALL_MONTHS_LIMIT_EXCEEDED')
    .when('the day ends', amend(anna, 1, { quantity: 69 }), 'anna buys 1 @ 98', 'bao buys 51 @ 98')
    .refused('SPOT_MONTH_LIMIT_EXCEEDED')
    .when('the day ends', amend(anna, 1, { quantity: 68 }), 'anna buys 1 @ 98')
    .refused('SPOT_MONTH_LIMIT_EXCEEDED')
    .account('anna', { initialMargin: 69 * 8 })
    .when(exempt(anna, 1_000, '2026-12-31'), 'anna buys 200 @ 99')
    .refused('POSITION_LIMIT_EXCEEDED')
    .when('anna buys 130 @ 99', exempt(anna, 0, '2026-12-31'), 'anna buys 1 @ 98')
    .refused('SPOT_MONTH_LIMIT_EXCEEDED');
});

/** 10 % of the open interest, and at least 50 lots. */
const byOpenInterest = {
  specification: protectedProduct(
    {
      ...figures,
      spotMonthMax: 2_000 as Lots,
      allMonthsMax: 2_000 as Lots,
      openInterestShare: 100_000 as Millionths,
      openInterestFloor: 50 as Lots,
    },
    { positionMax: 2_000, orderQuantityMax: 2_000 },
  ),
};

test('POS-6 a position is at most a share of the open interest, or the floor where that is more', () => {
  new Scenario(byOpenInterest).when('anna buys 51 @ 99').refused('OPEN_INTEREST_LIMIT_EXCEEDED');
  new Scenario(byOpenInterest)
    .when('anna buys 50 @ 99', 'anna buys 1 @ 98', 'anna sells 50 @ 101', 'anna sells 1 @ 102')
    .refused('OPEN_INTEREST_LIMIT_EXCEEDED', 'OPEN_INTEREST_LIMIT_EXCEEDED');
  const open = (): Scenario => {
    const venue = new Scenario(byOpenInterest);
    const [anna, bao] = [venue.id('anna'), venue.id('bao')];
    venue.given(exempt(anna, 1_000, '2026-12-31'), exempt(bao, 1_000, '2026-12-31'));
    return venue.given('bao sells 640 @ 100', 'anna buys 640 @ 100').refused();
  };
  open().when('chen sells 65 @ 101', 'chen sells 64 @ 101').refused('OPEN_INTEREST_LIMIT_EXCEEDED');
  const venue = open();
  venue
    .given(exempt(venue.id('chen'), 10, '2026-12-31'))
    .when('chen buys 74 @ 99', 'chen buys 1 @ 98')
    .refused('OPEN_INTEREST_LIMIT_EXCEEDED');
  // Other months have an open interest of their own.
  open().when('chen buys 51 @ 99 in SIT2701', 'chen buys 50 @ 99 in SIT2701').refused('OPEN_INTEREST_LIMIT_EXCEEDED');
  const over = open();
  over
    .given(exempt(over.id('anna'), 0, '2026-12-31'))
    .when('anna buys 1 @ 99', 'anna sells 704 @ 101', 'anna sells 1 @ 102')
    .refused('OPEN_INTEREST_LIMIT_EXCEEDED', 'OPEN_INTEREST_LIMIT_EXCEEDED');
});

test('POS-6 a product has both figures of the limit or neither, and each within its bounds', () => {
  const define = (limits: object) => product(protectedProduct(limits as object, { code: 'OTHER' }));
  const [share, floor] = [100_000, 50];
  for (const limits of [
    { openInterestShare: share },
    { openInterestFloor: floor },
    { openInterestShare: 0, openInterestFloor: floor },
    { openInterestShare: 1_000_001, openInterestFloor: floor },
    { openInterestShare: share, openInterestFloor: 0 },
    { openInterestShare: share, openInterestFloor: 1.5 },
    { reportedShare: 0 },
  ])
    new Scenario().when(define(limits)).refused('SPECIFICATION_INVALID');
  new Scenario().when(define({ openInterestShare: share, openInterestFloor: floor, reportedShare: share })).refused();
});

/** The report after everything that the steps bring about. */
function reported(venue: Scenario, ...steps: readonly (string | Command)[]): LargeTraders {
  const fold = new LargeTraders();
  const hear = () => fold.apply({ sequence: 1 as Sequence, time: venue.time, events: venue.events });
  hear();
  for (const step of steps) {
    venue.when(step).refused();
    hear();
  }
  return fold;
}

/** The names of owners, with limits and how far they are used, in thousandths. */
const shown = (venue: Scenario, { report }: LargeTraders) =>
  report.map(({ owner, limits }) =>
    [venue.name(owner), ...limits.map(({ limit, share }) => `${limit} ${Math.floor(share / 1_000)}`)].join(', '),
  );

const opened = (name: string): Command => ({ type: 'openAccount', name, kind: 'member', credential: '' });
const funded = (account: number): Command => ({
  type: 'deposit',
  account: account as AccountId,
  amount: dollars(100_000),
});
/** Accounts 0 to 3. */
const four = ['anna', 'second', 'bao', 'chen'].flatMap((name, account) => [opened(name), funded(account)]);
const traded = [
  'bao sells 29 @ 100 in SIT2612',
  'chen sells 7 @ 100 in SIT2612',
  'anna buys 20 @ 100 in SIT2612',
  'second buys 16 @ 100 in SIT2612',
  'bao sells 42 @ 100 in SIT2701',
  'anna buys 40 @ 100 in SIT2701',
  'chen buys 2 @ 100 in SIT2701',
];

test('POS-7 owners who hold 60 % of a limit are reported, with all their accounts, shares and exemptions', () => {
  const venue = new Scenario({ ...lotsOf(50, 120), date: '2026-12-01' });
  const anna = 0 as AccountId;
  const hedges: Command = { type: 'declareHedger', account: anna, hedges: true };
  const steps = [...four, 'second joins anna', hedges, exempt(anna, 20, '2026-12-31'), ...traded];
  assert.deepEqual(shown(venue, reported(venue, ...steps)), [], 'nothing is reported before a settlement');
  const again = new Scenario({ ...lotsOf(50, 120), date: '2026-12-01' });
  const fold = reported(again, ...steps, 'the day ends');
  assert.deepEqual(shown(again, fold), ['anna, spotMonth 720, allMonths 633']);
  assert.equal(fold.date, dayOf('2026-12-01'));
  assert.deepEqual(fold.report, [
    {
      product: 'SIT',
      owner: 0,
      accounts: [0, 1],
      months: [
        { contract: 0, position: 36, openInterest: 36, share: 1_000_000 },
        { contract: 1, position: 40, openInterest: 42, share: 952_380 },
      ],
      limits: [
        { limit: 'spotMonth', contract: 0, held: 36, most: 50, share: 720_000 },
        { limit: 'allMonths', contract: null, held: 76, most: 120, share: 633_333 },
      ],
      hedgers: [0],
      exemptions: [{ account: 0, lots: 20, until: dayOf('2026-12-31') }],
    },
  ]);
  const restored = new LargeTraders();
  restored.restore(JSON.parse(JSON.stringify(fold.snapshot())));
  assert.deepEqual(restored.report, fold.report);
});

test('POS-7 the share from which on is reported is the product’s own, and who closes out is reported no more', () => {
  const half = {
    specification: protectedProduct(
      { ...figures, spotMonthMax: 50 as Lots, allMonthsMax: 120 as Lots, reportedShare: 580_000 as Millionths },
      protectedBy,
    ),
  };
  const venue = new Scenario({ ...half, date: '2026-12-01' });
  const fold = reported(venue, ...four, 'second joins anna', ...traded, 'the day ends');
  assert.deepEqual(shown(venue, fold), ['anna, spotMonth 720, allMonths 633', 'bao, allMonths 591, spotMonth 580']);
  // Bao buys everything back at the settlement price: it is flat, is paid nothing, and no settlement names it.
  const closing = [
    'anna sells 20 @ 100 in SIT2612',
    'second sells 9 @ 100 in SIT2612',
    'bao buys 29 @ 100 in SIT2612',
    'anna sells 40 @ 100 in SIT2701',
    'chen sells 2 @ 100 in SIT2701',
    'bao buys 42 @ 100 in SIT2701',
    'the day ends',
  ];
  const later = new Scenario({ ...half, date: '2026-12-01' });
  const flat = reported(later, ...four, 'second joins anna', ...traded, 'the day ends', ...closing);
  assert.deepEqual(shown(later, flat), []);
});

test('POS-7 a limit by open interest counts for the report as it stood at the settlement', () => {
  const venue = new Scenario(byOpenInterest);
  const fold = reported(venue, ...four, 'bao sells 30 @ 100', 'anna buys 30 @ 100', 'the day ends');
  assert.deepEqual(shown(venue, fold), ['anna, openInterest 600', 'bao, openInterest 600']);
});

test('POS-7 what is torn up after the settlement is reported no more', () => {
  const venue = new Scenario({ ...lotsOf(50, 120), date: '2026-12-01' });
  const fold = reported(venue, ...four, 'second joins anna', ...traded, 'the day ends');
  const torn = (account: number, lots: number, price: number): Event => ({
    type: 'positionReduced',
    ...{ contract: 0 as ContractId, account: account as AccountId, lots: lots as Lots, price: price as Ticks },
    cause: 'tearUp',
  });
  fold.apply({ sequence: 2 as Sequence, time: venue.time, events: [torn(0, -20, 100), torn(2, 20, 100)] });
  // 16 and 40 lots are left to the owner, which are 47 % of 120 and 32 % of 50.
  assert.deepEqual(fold.report, []);
});
