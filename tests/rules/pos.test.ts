/** Position limits, rule by rule. */
import { test } from 'node:test';
import { SIT } from '#core/contract.ts';
import { changed } from '../model/commands.ts';
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
