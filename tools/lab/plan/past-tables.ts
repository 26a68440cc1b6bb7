/** What the past says of the hedge: tests of effectiveness, and the months of the bills with it. */
import type { Table } from '#lab/experiment/report.ts';
import { figure, monthName, word } from './columns.ts';
import type { Study } from './study.ts';
import { hedgeTests } from './tests-of-hedge.ts';

export const pastTables = (study: Study): Table[] => [effectiveness(study), backTest(study)];

function effectiveness(study: Study): Table {
  return {
    name: 'effectiveness',
    title: 'Tests of effectiveness',
    columns: [
      word('when', 'when'),
      word('test', 'test'),
      word('measured', 'measured'),
      word('wanted', 'wanted'),
      word('verdict', 'verdict'),
      word('because', 'because'),
    ],
    rows: hedgeTests(study).map(({ when, name, measured, wanted, verdict, because }) => [
      when,
      name,
      measured,
      wanted,
      verdict,
      because,
    ]),
  };
}

function backTest({ backTest }: Study): Table {
  return {
    name: 'back-test',
    title: 'The months of the bills at dated posted prices, with a hedge that was bought before the first',
    columns: [
      word('month', 'month'),
      figure('tokens_m', 'million tokens', 0),
      figure('posted_usd_per_m', 'posted, USD per million', 4),
      figure('settled_usd_per_m', 'index at settlement', 4),
      figure('cost_usd', 'cost', 0),
      figure('gain_usd', 'hedge paid', 0),
      figure('hedged_cost_usd', 'hedged cost', 0),
    ],
    rows: backTest.map(({ month, tokens, price, settled, cost, gain, hedgedCost }) => [
      monthName(month),
      tokens,
      price,
      settled,
      cost,
      gain,
      hedgedCost,
    ]),
  };
}
