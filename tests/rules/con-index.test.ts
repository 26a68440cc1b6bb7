/** Products and the index that each of them settles to, rule by rule. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { refuseSpecification, SCU, SIT } from '#core/contract.ts';
import { type StressedHolding, stressLoss } from '#core/default/stress.ts';
import { Exchange } from '#core/exchange.ts';
import { dueProducts, listedProducts } from '#core/products.ts';
import { settlementProfiles } from '#core/settlement/settlement-profiles.ts';
import type { Lots, Millionths, Ticks, TradeDate } from '#core/units.ts';
import { changed, computeFixing, dayOf, dollars, fixing, indexTerms, product, timeOf } from '../model/commands.ts';
import { Scenario } from '../model/scenario.ts';

const oneMonth = { consecutiveMonths: 1, quarterlyMonths: 0, settlement: settlementProfiles.tokenpit };
const scu = changed(SCU, oneMonth);
const sit = changed(SIT, oneMonth);
const times = (count: number, sentence: string) => Array<string>(count).fill(sentence);

/** SCU2612 beside SIT2612, tokens at 1.00 throughout. The fixings that a test speaks of are those of the compute index. */
const sideBySide = (date = '2026-11-30') =>
  new Scenario({ specification: scu, price: 3_855, date }).given(product(sit));

test('CON-15 a product names its index, and one that names none settles to the Token Price Index', () => {
  assert.equal(refuseSpecification(changed(SIT, { index: 'tokens' })), undefined);
  assert.equal(refuseSpecification(changed(SIT, { index: 'power' })), 'SPECIFICATION_INVALID');
  for (const listed of listedProducts) assert.equal(refuseSpecification(listed), undefined, listed.code);
  // A thousand hours, in ticks of a tenth of a cent: a tick of a lot is a dollar.
  assert.equal(SCU.lotSize * SCU.tickSize, 1_000_000);
});

test('CON-7, CON-15 the first month is listed at the last value of its own index', () => {
  const venue = sideBySide();
  assert.equal(venue.contract('SCU2612').settlementPrice, 3_855);
  assert.equal(venue.contract('SIT2612').settlementPrice, 1_000);
});

test('CON-16 a product is due when its index has been published for the first time, and not before', () => {
  const venue = new Scenario({ specification: sit, price: 1_000, date: '2026-11-30' });
  venue.when(product(scu)).refused('FIXING_MISSING');
  const days = (...values: readonly (readonly [number | undefined, number | undefined])[]) =>
    values.map(([tokens, compute], i) => ({
      date: (100 + i) as TradeDate,
      value: tokens === undefined ? undefined : dollars(tokens),
      compute: compute === undefined ? undefined : dollars(compute),
    }));
  const due = (defined: readonly string[], one: ReturnType<typeof days>) =>
    dueProducts(
      listedProducts.filter(({ code }) => defined.includes(code)),
      one,
    ).map(({ specification }) => specification.code);
  assert.deepEqual(due([], days([undefined, undefined])), []);
  assert.deepEqual(due([], days([undefined, 2.5])), ['SCU']);
  assert.deepEqual(due([], days([1, undefined])), ['SIT', 'SITP']);
  assert.deepEqual(due(['SIT', 'SITP'], days([1, undefined])), []);
  assert.deepEqual(due(['SIT', 'SITP'], days([1, 2.5], [1, undefined])), ['SCU']);
  assert.deepEqual(due(['SIT', 'SITP', 'SCU'], days([1, 2.5])), []);
});

test('SET-4, SET-19, CON-15 each contract ends at the mean of its own index', () => {
  sideBySide()
    .given('anna buys 2 @ 3855 in SCU2612', 'bao sells 2 @ 3855 in SCU2612')
    .given('it is 2026-12-17', 'the index is fixed at 3.855', ...times(8, 'the index is fixed at 3.900'))
    .when(...times(8, 'the index is fixed at 4.000'), 'the day ends')
    .happened(
      'contractExpired',
      // (8 × 3.900 + 8 × 4.000) / 16
      { contract: 0, finalPrice: 3_950, fixings: 16 },
      { contract: 1, finalPrice: 1_000, fixings: 16 },
    )
    // On the twelve days before the last the price stands still; then 95 ticks of USD 1.00 on two lots.
    .paid(...times(12, 'anna +0.00').flatMap((anna) => [anna, 'bao +0.00']), 'anna +190.00', 'bao -190.00');
});

/** Eight fixings of the compute index at 3.900, then eight days on which it alone is withheld. */
const halted = () =>
  sideBySide()
    .given('anna buys 2 @ 3855', 'bao sells 2 @ 3855', 'it is 2026-12-17', 'the index is fixed at 3.855')
    .given(...times(8, 'the index is fixed at 3.900'), ...times(8, 'the index is withheld'));

const standIn = (day: number, value: number, index?: string) => {
  const named = index === undefined ? {} : { index: index as 'compute' };
  const date = dayOf(`2026-12-${String(day).padStart(2, '0')}`);
  const signed = { value: dollars(value), reason: 'read by hand', by: 'ada' };
  return { type: 'setFallbackFixing', date, ...named, ...signed } as const;
};

test('SET-20, CON-15 a day without a compute index is withheld for compute alone, and so is its stand-in', () => {
  const days = [9, 10, 11, 12, 13, 14, 15, 16];
  halted()
    // Tokens were published on the ninth, compute was not; on the eighth both were.
    .when(standIn(9, 4), standIn(9, 4, 'tokens'), standIn(8, 4, 'compute'), standIn(9, 4, 'power'))
    .refused('FIXING_NOT_WITHHELD', 'FIXING_NOT_WITHHELD', 'FIXING_NOT_WITHHELD', 'SETTING_INVALID')
    .when(...days.map((day) => standIn(day, 4, 'compute')), 'the day ends')
    .happened(
      'contractExpired',
      { contract: 0, finalPrice: 3_950, fixings: 8 },
      { contract: 1, finalPrice: 1_000, fixings: 16 },
    );
});

test('SET-21, CON-15 with the compute index halted its own last five fixings decide', () => {
  // The mean is 3.900, the basis of a price of 3.855 to the last fixing −0.045.
  halted()
    .when('the day ends')
    .happened('contractExpired', { contract: 0, finalPrice: 3_855 }, { contract: 1, finalPrice: 1_000 });
});

test('SET-23, MAR-14, CON-15 the mean so far, and what is left to be fixed, are those of its own index', () => {
  const margin = listedProducts.find(({ code }) => code === 'SCU')?.margin;
  const venue = new Scenario({ specification: changed(scu, { margin }), price: 3_855, date: '2026-11-30' })
    .given(product(changed(sit, { margin })))
    .when('the day ends', 'the index is fixed at 3.900', 'the day ends', 'the index is withheld', 'the day ends')
    .happened(
      'averageRunning',
      { contract: 0, fixings: 1, of: 16, mean: 3_900_000 },
      { contract: 1, fixings: 1, of: 16, mean: 1_000_000 },
      { contract: 0, fixings: 1, of: 16, mean: 3_900_000 },
      { contract: 1, fixings: 2, of: 16, mean: 1_000_000 },
    );
  // After two days of December 14 are to come: 14 of 15 for compute, whose second day was withheld, 14 of 16 for tokens.
  assert.deepEqual(venue.contract('SCU2612').facts?.unfixed, 933_334);
  assert.deepEqual(venue.contract('SIT2612').facts?.unfixed, 875_000);
});

test('IDX-34, CON-15 a correction of the compute index counts in every mean that is made after it', () => {
  const { evidence } = computeFixing(dayOf('2026-12-08'), dollars(5.5));
  sideBySide()
    .given('it is 2026-12-17', 'the index is fixed at 3.855', ...times(16, 'the index is fixed at 3.900'))
    .when({ type: 'correctFixing', date: dayOf('2026-12-08'), evidence, reason: 'misread', by: 'ada' }, 'the day ends')
    // (15 × 3.900 + 5.500) / 16
    .happened('contractExpired', { contract: 0, finalPrice: 4_000 }, { contract: 1, finalPrice: 1_000 });
});

test('CON-15 a snapshot of before has days without a compute index, and such days hash as they did', () => {
  const exchange = new Exchange();
  const send = (command: Parameters<Exchange['execute']>[0]) => {
    exchange.execute(command, timeOf('2026-11-30'), { happened: () => undefined } as never);
  };
  send(indexTerms);
  send(fixing(dayOf('2026-11-28'), dollars(1.5)));
  send(fixing(dayOf('2026-11-29'), undefined));
  const { fixings } = exchange.snapshot();
  assert.deepEqual(fixings, [
    [dayOf('2026-11-28'), 1_500_000],
    [dayOf('2026-11-29'), null],
  ]);
  assert.deepEqual(Exchange.restore(exchange.snapshot()).fixings.at(0), {
    date: dayOf('2026-11-28'),
    value: 1_500_000,
    compute: undefined,
  });
});

test('DEF-13, CON-15 under stress what tokens gain covers nothing that compute loses', () => {
  const held = (index: 'tokens' | 'compute', lots: number, price: number): StressedHolding => ({
    index,
    rank: 0,
    position: lots as Lots,
    price: price as Ticks,
    tickValue: dollars(1),
  });
  const [down, up] = [-800_000, 1_000_000].map((shock) => ({ name: 'all', shocks: [shock as Millionths] }));
  const spread = [held('tokens', 20, 1_000), held('compute', -5, 4_000)];
  assert.ok(down !== undefined && up !== undefined);
  assert.deepEqual([stressLoss(spread, down), stressLoss(spread, up)], [dollars(16_000), dollars(20_000)]);
  // Two months of one index offset each other as they did.
  const calendar = [held('compute', 5, 4_000), held('compute', -5, 4_000)];
  assert.deepEqual([stressLoss(calendar, down), stressLoss(calendar, up)], [0, 0]);
});

test('DEF-13 the fund of a venue is sized by both indices', () => {
  const venue = sideBySide().given(
    'the venue puts up 1000',
    'anna buys 20 @ 1000 in SIT2612',
    'bao sells 20 @ 1000 in SIT2612',
  );
  const size = () => venue.events.find((event) => event.type === 'fundSized')?.cover ?? 0;
  venue.when('the day ends');
  const before = size();
  venue.given('anna sells 5 @ 3855 in SCU2612', 'bao buys 5 @ 3855 in SCU2612').when('the day ends');
  assert.ok(size() > before, `${size()} after ${before}`);
});
