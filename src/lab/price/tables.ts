/** The tables of the experiment. */
import type { Table } from '../experiment/report.ts';
import { futuresPrice } from '../jump-diffusion/futures-price.ts';
import { type Parameters, tableThree } from '../jump-diffusion/parameters.ts';
import { meanOf } from '../monte-carlo/estimates.ts';
import { NORMAL_95 } from '../statistics/estimate.ts';
import type { Compared } from './compared.ts';
import { eulerFuturesPrice } from './euler.ts';
import { CURVE, maturitiesOf, type Outcome } from './runs.ts';
import { START, type SubjectName, subjects } from './subjects.ts';

/** Futures of Table 3 as an audit of the paper worked them out, apart from this code; to three decimals. */
const workedOut: Readonly<Record<number, number>> = {
  3: 2.182,
  6: 2.171,
  9: 1.979,
  12: 1.814,
  18: 1.631,
  24: 1.301,
  30: 1.155,
  36: 0.918,
};

export interface CurvePoint {
  readonly month: number;
  readonly exact: number;
  readonly workedOut: number | null;
  readonly plain: { readonly low: number; readonly value: number; readonly high: number };
  readonly controlled: { readonly value: number; readonly standardError: number };
}

export function curveOf(outcomes: readonly Outcome[], years: number): CurvePoint[] {
  const parts = (name: string) => (outcomes.find(({ run }) => run.name === name) as Outcome).parts;
  return maturitiesOf(years).map((month, at) => {
    const plain = meanOf(parts(CURVE.plain), at);
    const half = NORMAL_95 * plain.standardError;
    return {
      month,
      exact: futuresPrice(tableThree, START, 0, month / 12),
      workedOut: workedOut[month] ?? null,
      plain: { low: plain.value - half, value: plain.value, high: plain.value + half },
      controlled: meanOf(parts(CURVE.controlled), at),
    };
  });
}

export function curveTable(curve: readonly CurvePoint[]): Table {
  return {
    name: 'curve',
    title: 'Futures prices of Table 3: closed form and simulation, USD per million tokens',
    columns: [
      { name: 'month', label: 'months', places: 0 },
      { name: 'closed_form_usd', label: 'closed form', places: 4 },
      { name: 'worked_out_usd', label: 'worked out elsewhere', places: 3 },
      { name: 'plain_usd', label: 'plain', places: 4 },
      { name: 'plain_low_usd', label: 'low', places: 4 },
      { name: 'plain_high_usd', label: 'high (95 %)', places: 4 },
      { name: 'controlled_usd', label: 'with controls', places: 5 },
      { name: 'controlled_error_usd', label: 'standard error', places: 6 },
      { name: 'controlled_gap_errors', label: 'gap in errors', places: 1 },
    ],
    rows: curve.map(({ month, exact, workedOut: elsewhere, plain, controlled }) => [
      month,
      exact,
      elsewhere,
      plain.value,
      plain.low,
      plain.high,
      controlled.value,
      controlled.standardError,
      (controlled.value - exact) / controlled.standardError,
    ]),
  };
}

const titles: Readonly<Record<SubjectName, string>> = {
  futures: 'The future of twelve months: what each technique takes off the error',
  hedge: 'Efficiency of a hedge of 0.85 with a basis of 31 %: what each technique takes off the error',
};

export function comparedTable(subject: SubjectName, rows: readonly Compared[]): Table {
  return {
    name: subject,
    title: titles[subject],
    columns: [
      { name: 'group', label: 'group' },
      { name: 'technique', label: 'technique' },
      { name: 'estimate', label: 'estimate', places: 5 },
      { name: 'standard_error', label: 'standard error', places: 6 },
      { name: 'gap_errors', label: 'gap in errors', places: 1 },
      { name: 'bias_errors', label: 'bias in errors', places: 3 },
      { name: 'fewer_paths', label: 'times fewer paths', places: 1 },
      { name: 'steps_per_path', label: 'steps a path', places: 0 },
      { name: 'fewer_steps', label: 'times fewer steps', places: 0 },
    ],
    rows: rows.map(({ group, technique, value, standardError, bias, fewerPaths, stepsPerPath, fewerSteps }) => [
      group,
      technique,
      value,
      standardError,
      (value - subjects[subject].exact) / standardError,
      bias / standardError,
      fewerPaths,
      stepsPerPath,
      fewerSteps,
    ]),
  };
}

/** A model without trend and season, in which a price is pulled and jumps harder than in Table 3. */
const harder: Parameters = {
  reversion: 3,
  level: Math.log(1.5),
  trend: [{ from: 0, perYear: 0 }],
  season: { size: 0, period: 1 },
  volatility: 0.6,
  jumps: { perYear: 4, mean: 0.15, deviation: 0.25 },
};

export const eulerCases = [
  { name: 'Table 3, twelve months', parameters: tableThree, start: START, years: 1, steps: [4, 6, 12, 52, 252, 1008] },
  {
    name: 'a harder model, six months',
    parameters: harder,
    start: Math.log(1.2),
    years: 0.5,
    steps: [2, 6, 12, 26, 126, 504],
  },
] as const;

/** The bias of each number of steps, as a share of the exact price. */
export function eulerBiases({ parameters, start, years, steps }: (typeof eulerCases)[number]) {
  const exact = futuresPrice(parameters, start, 0, years);
  return steps.map((count) => {
    const price = eulerFuturesPrice(parameters, start, years, count);
    return { steps: count, price, exact, bias: price / exact - 1 };
  });
}

export function eulerTable(): Table {
  return {
    name: 'euler',
    title: 'What Euler steps do to a futures price (exact, without simulation)',
    columns: [
      { name: 'model', label: 'model and maturity' },
      { name: 'steps', label: 'steps', places: 0 },
      { name: 'euler_usd', label: 'Euler', places: 4 },
      { name: 'exact_usd', label: 'exact steps', places: 4 },
      { name: 'bias_percent', label: 'bias, %', places: 2 },
    ],
    rows: eulerCases.flatMap((one) =>
      eulerBiases(one).map(({ steps, price, exact, bias }) => [one.name, steps, price, exact, 100 * bias]),
    ),
  };
}
