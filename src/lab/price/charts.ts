/** The pictures of the experiment. */
import type { Chart, Layer, Tone } from '../experiment/report.ts';
import { futuresPrice } from '../jump-diffusion/futures-price.ts';
import { tableThree } from '../jump-diffusion/parameters.ts';
import { NORMAL_95 } from '../statistics/estimate.ts';
import { type Histogram, quantile } from '../statistics/histogram.ts';
import { sizesOf } from './compared.ts';
import type { Outcome } from './runs.ts';
import { START, type SubjectName } from './subjects.ts';
import { type CurvePoint, eulerBiases, eulerCases } from './tables.ts';

export function curveChart(curve: readonly CurvePoint[], years: number): Chart {
  const months = Array.from({ length: 12 * years + 1 }, (_, i) => i);
  return {
    name: 'curve',
    title: 'Futures of Table 3: closed form and simulation',
    reading:
      'The curve rises for a quarter, because jumps go up on average, and then falls with the trend and the season. Simulated prices lie on it; the gaps have a picture of their own.',
    x: { label: 'months to maturity' },
    y: { label: 'USD per million tokens' },
    layers: [
      {
        kind: 'line',
        name: 'closed form',
        tone: 'first',
        points: months.map((month) => [month, futuresPrice(tableThree, START, 0, month / 12)] as const),
      },
      {
        kind: 'intervals',
        name: 'simulated, 95 %',
        tone: 'second',
        points: curve.map(({ month, plain }) => [month, plain.low, plain.value, plain.high] as const),
      },
    ],
  };
}

/** What cannot be seen on the curve itself, because the intervals are narrower than its line. */
export function gapsChart(curve: readonly CurvePoint[]): Chart {
  const percent = (price: number, exact: number) => 100 * (price / exact - 1);
  return {
    name: 'gaps',
    title: 'Simulated futures of Table 3 less the closed form',
    reading:
      'Plain intervals are about a fifth of a percent wide to each side at 262,144 paths and lie around zero; those with controls are so narrow that they look like points.',
    x: { label: 'months to maturity' },
    y: { label: 'gap, % of the closed form' },
    layers: [
      { kind: 'rule', name: 'closed form', tone: 'quiet', axis: 'y', at: 0 },
      {
        kind: 'intervals',
        name: 'plain, 95 %',
        tone: 'second',
        points: curve.map(
          ({ month, exact, plain }) =>
            [month, percent(plain.low, exact), percent(plain.value, exact), percent(plain.high, exact)] as const,
        ),
      },
      {
        kind: 'intervals',
        name: 'with controls, 95 %',
        tone: 'first',
        points: curve.map(({ month, exact, controlled: { value, standardError } }) => {
          const half = NORMAL_95 * standardError;
          return [month, percent(value - half, exact), percent(value, exact), percent(value + half, exact)] as const;
        }),
      },
    ],
  };
}

/** `spreads` by month from the first. */
export function fanChart(spreads: readonly Histogram[]): Chart {
  const at = (share: number) => [Math.exp(START), ...spreads.map((spread) => Math.exp(quantile(spread, share)))];
  const band = (name: string, tone: Tone, share: number): Layer => {
    const [low, high] = [at(share), at(1 - share)];
    return {
      kind: 'band',
      name,
      tone,
      points: low.map((price, month) => [month, price, high[month] as number] as const),
    };
  };
  return {
    name: 'fan',
    title: 'Where the price may go under Table 3',
    reading:
      'Half of all paths stay in the inner band and nine of ten in the outer one. The bands stop widening after a year, because the price is drawn back.',
    x: { label: 'months from now' },
    y: { label: 'USD per million tokens' },
    layers: [
      band('nine of ten paths', 'quiet', 0.05),
      band('half of the paths', 'first', 0.25),
      {
        kind: 'line',
        name: 'middle',
        tone: 'first',
        points: at(0.5).map((price, month) => [month, price] as const),
      },
    ],
  };
}

const shown: Readonly<Record<SubjectName, readonly (readonly [technique: string, tone: Tone])[]>> = {
  futures: [
    ['plain, one exact step', 'quiet'],
    ['antithetic', 'third'],
    ['Sobol and bridge', 'second'],
    ['controls', 'fourth'],
    ['controls, Sobol and bridge', 'first'],
  ],
  hedge: [
    ['plain, exact monthly steps', 'quiet'],
    ['Sobol and bridge', 'second'],
    ['controls', 'fourth'],
    ['basis averaged', 'third'],
    ['averaged, controls, antithetic', 'first'],
  ],
};

const words = {
  futures: { title: 'The future of twelve months', unit: 'standard error, USD' },
  hedge: { title: 'Hedge efficiency', unit: 'standard error' },
} as const;

export function pathsChart(outcomes: readonly Outcome[], subject: SubjectName): Chart {
  return {
    name: `${subject}-paths`,
    title: `${words[subject].title}: error by paths`,
    reading:
      'Every line falls with the root of the number of paths, those of Sobol points a little faster; what a technique is worth is how much lower its line lies. Stratified jump counts lie on the plain line.',
    x: { label: 'paths', scale: 'logarithmic' },
    y: { label: words[subject].unit, scale: 'logarithmic' },
    layers: shown[subject].map(([technique, tone]) => ({
      kind: 'line',
      name: technique,
      tone,
      points: sizesOf(outcomes, subject, technique).map(({ paths, standardError }) => [paths, standardError] as const),
    })),
  };
}

/** The same by the work that it takes, on any machine: steps of the price and of the basis. */
export function stepsChart(outcomes: readonly Outcome[], subject: SubjectName): Chart {
  const [exact, ...others] = shown[subject];
  const lines = [['plain, daily steps', 'loss'] as const, exact as (typeof others)[number], ...others];
  return {
    name: `${subject}-steps`,
    title: `${words[subject].title}: error by steps`,
    reading:
      'Daily steps stand far to the right: they give no better answer to a question that looks at twelve dates or one, because longer steps are exact too.',
    x: { label: 'steps of price and basis', scale: 'logarithmic' },
    y: { label: words[subject].unit, scale: 'logarithmic' },
    layers: lines.map(([technique, tone]) => ({
      kind: 'line',
      name: technique,
      tone,
      points: sizesOf(outcomes, subject, technique).map(({ steps, standardError }) => [steps, standardError] as const),
    })),
  };
}

export function eulerChart(): Chart {
  return {
    name: 'euler',
    title: 'The bias of Euler steps',
    reading:
      'Six steps put a futures price off by some percent, and ten times as many steps take off nine tenths of that: no number of paths does.',
    x: { label: 'steps', scale: 'logarithmic' },
    y: { label: 'bias without its sign, %', scale: 'logarithmic' },
    layers: eulerCases.map((one, at) => ({
      kind: 'line',
      name: one.name,
      tone: at === 0 ? 'first' : 'second',
      points: eulerBiases(one).map(({ steps, bias }) => [steps, 100 * Math.abs(bias)] as const),
    })),
  };
}
