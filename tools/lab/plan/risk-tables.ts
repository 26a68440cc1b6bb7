/** What the hedge is worth and what it asks for. */
import { firstDayOf, thirdWednesday } from '#core/calendar.ts';
import type { Cell, Table } from '#lab/experiment/report.ts';
import { futuresPrice } from '#lab/jump-diffusion/futures-price.ts';
import { DAYS_OF_YEAR } from '#lab/planning/contract-marks.ts';
import { firstLeg } from '#lab/planning/plan.ts';
import type { Holding } from '#lab/planning/scenario.ts';
import type { Estimate } from '#lab/statistics/estimate.ts';
import { figure, word } from './columns.ts';
import type { Study } from './study.ts';
import type { Demands, Worth } from './worth.ts';

export const riskTables = (study: Study, worths: readonly Worth[], demands: readonly Demands[]): Table[] => [
  comparison(demands, worths),
  cashFlowAtRisk(worths),
  liquidity(study, demands),
];

function comparison(demands: readonly Demands[], worths: readonly Worth[]): Table {
  return {
    name: 'strip-and-stack',
    title:
      'Strip and stack-and-roll beside each other, for each way your price may move: USD, means over simulated years',
    columns: [
      word('strategy', 'strategy'),
      word('own_price_follows', 'your price follows'),
      figure('trading_usd', 'fees and spreads', 0),
      figure('rolls_usd', 'rolls', 0),
      figure('rolls_deviation_usd', 'rolls, deviation', 0),
      figure('funding_usd', 'funding', 0),
      figure('basis_deviation_usd', 'basis: deviation of hedged cost', 0),
      figure('basis_variance_usd2', 'its variance, USD²', 0),
      figure('cfar95_usd', 'CFaR 95 %', 0),
    ],
    rows: demands.flatMap(({ strategy, trading, rolls, rollsDeviation, funding }) =>
      worths
        .filter((worth) => worth.strategy === strategy)
        .map(({ link, hedged }) => [
          strategy,
          link.name,
          trading,
          rolls,
          rollsDeviation,
          funding,
          hedged.deviation,
          hedged.deviation ** 2,
          hedged.atRisk,
        ]),
    ),
  };
}

function cashFlowAtRisk(worths: readonly Worth[]): Table {
  const taken = (estimate: Estimate | undefined): Cell[] =>
    estimate === undefined ? [null, null, null] : [estimate.value, estimate.low, estimate.high];
  return {
    name: 'cash-flow-at-risk',
    title: 'Cash flow at risk: how far above its mean the cost lies that one year of twenty exceeds, USD',
    columns: [
      word('own_price_follows', 'your price follows'),
      word('hedge', 'hedge'),
      figure('mean_usd', 'mean cost', 0),
      figure('deviation_usd', 'deviation', 0),
      figure('quantile95_usd', '95 % quantile', 0),
      figure('cfar95_usd', 'CFaR 95 %', 0),
      figure('uncertainty_usd', '±', 0),
      figure('variance_less', 'variance less', 3),
      figure('variance_less_low', 'low', 3),
      figure('variance_less_high', 'high', 3),
      figure('deviation_less', 'deviation less', 3),
      figure('deviation_less_low', 'low', 3),
      figure('deviation_less_high', 'high', 3),
    ],
    rows: worths.flatMap(({ link, strategy, unhedged, hedged, variance, deviation }) => {
      const row = (hedge: string, risk: typeof unhedged, shares: readonly Cell[]): Cell[] => [
        link.name,
        hedge,
        risk.mean,
        risk.deviation,
        risk.quantile,
        risk.atRisk,
        risk.uncertainty,
        ...shares,
      ];
      const none = [null, null, null, null, null, null];
      const covered = row(strategy, hedged, [...taken(variance), ...taken(deviation)]);
      return strategy === 'strip' ? [row('none', unhedged, none), covered] : [covered];
    }),
  };
}

function liquidity({ planned, holdings, scenario, margins }: Study, demands: readonly Demands[]): Table {
  const { parameters, indexNow, start } = scenario;
  return {
    name: 'liquidity',
    title: 'What has to be at hand: USD',
    columns: [
      word('strategy', 'strategy'),
      figure('value_usd', 'value at the start', 0),
      figure('initial_margin_usd', 'initial margin, SIT', 0),
      figure('initial_margin_paper_usd', 'by the paper’s rate', 0),
      figure('variation95_usd', 'most variation margin, 95 %', 0),
      figure('variation99_usd', '99 %', 0),
      figure('need95_usd', 'with initial margin, 95 %', 0),
      figure('need99_usd', '99 %', 0),
    ],
    rows: demands.map(({ strategy, variation, need }) => {
      const value = planned.reduce((sum, { size }, at) => {
        const { contract } = firstLeg(holdings[strategy][at] as Holding);
        const middle = ((firstDayOf(contract) + thirdWednesday(contract)) / 2 - start) / DAYS_OF_YEAR;
        return sum + Math.abs(size) * futuresPrice(parameters, Math.log(indexNow), 0, middle);
      }, 0);
      return [strategy, value, value * margins.sit, value * margins.paper, ...variation, ...need];
    }),
  };
}
