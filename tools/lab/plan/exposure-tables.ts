/** What was bought, what it cost beside the index, and how the two moved. */
import type { Cell, Table } from '#lab/experiment/report.ts';
import type { CoMovement } from '#lab/planning/co-movement.ts';
import { figure, monthName, word } from './columns.ts';
import type { Study } from './study.ts';

export const exposureTables = (study: Study): Table[] => [exposure(study), months(study), coMovements(study)];

function exposure({ months }: Study): Table {
  return {
    name: 'exposure',
    title: 'What was bought: million tokens by month and model',
    columns: [
      word('month', 'month'),
      word('model', 'model'),
      figure('tokens_m', 'million tokens', 0),
      figure('cost_usd', 'cost, USD', 2),
      figure('paid_usd_per_m', 'USD per million', 4),
    ],
    rows: months.flatMap(({ month, models }) =>
      [...models].map(([model, { tokens, cost }]) => [monthName(month), model, tokens, cost, cost / tokens]),
    ),
  };
}

function months({ months, indexOfMonths }: Study): Table {
  return {
    name: 'months',
    title: 'What a million tokens cost, and the index',
    columns: [
      word('month', 'month'),
      figure('tokens_m', 'million tokens', 0),
      figure('cost_usd', 'cost, USD', 2),
      figure('paid_usd_per_m', 'paid, USD per million', 4),
      figure('chained_usd_per_m', 'without change of models', 4),
      figure('index_usd_per_m', 'index', 4),
    ],
    rows: months.map(({ month, tokens, cost, paid, chained }, at) => [
      monthName(month),
      tokens,
      cost,
      paid,
      chained,
      indexOfMonths[at] ?? null,
    ]),
  };
}

function coMovements({ paid, chained, posted }: Study): Table {
  const row = (name: string, { changes, line, interval, because }: CoMovement): Cell[] => [
    name,
    because,
    changes.own.length,
    line?.slope ?? null,
    interval?.slope.low ?? null,
    interval?.slope.high ?? null,
    line?.standardError ?? null,
    line?.rSquared ?? null,
    interval?.rSquared.low ?? null,
    interval?.rSquared.high ?? null,
    line === undefined ? null : 1 - Math.sqrt(1 - line.rSquared),
  ];
  return {
    name: 'ratio',
    title: 'How your price moved with the index: the minimum-variance ratio, USD per USD',
    columns: [
      word('price', 'price'),
      word('because', ''),
      figure('changes', 'changes', 0),
      figure('ratio', 'ratio', 3),
      figure('ratio_low', 'low', 3),
      figure('ratio_high', 'high', 3),
      figure('standard_error', 'std. error', 3),
      figure('r_squared', 'R²: variance less', 3),
      figure('r_squared_low', 'low', 3),
      figure('r_squared_high', 'high', 3),
      figure('deviation_less', 'deviation less', 3),
    ],
    rows: [
      row('paid, by month', paid),
      row('without change of models, by month', chained),
      row('posted, by week', posted),
    ],
  };
}
