/** Position limits, rule by rule. */
import { test } from 'node:test';
import { SIT } from '#core/contract.ts';
import type { Lots } from '#core/units.ts';
import { changed, dollars } from '../model/commands.ts';
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
