/** The paper's study as a report: claims, what is under them, and pictures. */
import type { Chart, Report, Table } from '../experiment/report.ts';
import { figure } from '../experiment/words.ts';
import { futuresPrice } from '../jump-diffusion/futures-price.ts';
import { tableThree } from '../jump-diffusion/parameters.ts';
import { momentsAt } from '../jump-diffusion/transition.ts';
import { quantile } from '../statistics/histogram.ts';
import { hedgeClaims, simulatedBases, simulatedWorth } from './hedge-claims.ts';
import { basisFor, worthBy } from './hedge-worth.ts';
import { meanOf, pathClaims } from './path-claims.ts';
import { figureSix, HEADLINE, PRICE_NOW, RATIO, volatilityTerms } from './published.ts';
import { merge, type Part } from './run-part.ts';
import { scenarios } from './scenarios.ts';

export interface PaperRuns {
  readonly seed: number;
  readonly command: string;
  /** The parts of each scenario, in the order of `scenarios`, and of demand that grows by 150 % a year. */
  readonly byScenario: readonly (readonly Part[])[];
  readonly demand: readonly Part[];
}

export function paperReport({ seed, command, byScenario, demand }: PaperRuns): Report {
  const parts = byScenario[0] as readonly Part[];
  const all = byScenario.map(merge);
  const claims = [...pathClaims({ parts, all: all[0] as Part, demand: merge(demand) }), ...hedgeClaims(parts)];
  const holding = (verdict: string) => claims.filter((claim) => claim.verdict === verdict).length;
  return {
    experiment: 'paper',
    question: 'Which figures of the paper’s simulation can be found again with its own parameters?',
    answer:
      `Of ${claims.length} claims ${holding('holds')} hold, ${holding('holds under a stated reading')} hold under a reading that the paper does not state, ` +
      `and ${holding('does not hold')} do not. The headline, 62 to 78 % less cost volatility, needs a basis of ${bandOf('reduction')} a year ` +
      'between what a company pays and the index; without one the same hedge takes off 85 %.',
    seed,
    command,
    claims,
    tables: [basisTable(), simulatedTable(parts), scenarioTable(all), quarterTable(all[0] as Part)],
    charts: [readingsChart(), fanChart(all[0] as Part), costChart(all[0] as Part), volatilityChart(), scenarioChart()],
    notes: [
      `Every run has ${count((all[0] as Part).counts.paths)} paths of 756 trading days; steps are exact, so their length biases nothing.`,
      'The company buys a twelfth of its year at the end of each month and has hedged a share of 0.85 of every purchase since the start, with futures that settle to the index of that day. There are no fees, no margin and no spread here: the experiment "market" has them.',
      'The basis is ours: the logarithm of what the company pays over the index begins at zero, wanders by the volatility stated and is drawn back at a speed of 4 a year, independent of the index.',
      'Scenarios other than Table 3 are ours: the paper names them and gives no parameters.',
      'Deviations and efficiencies have closed forms under this model (src/lab/procurement); simulated values are beside them, and their intervals are meant to cover in 95 of 100 seeds.',
    ],
  };
}

/** The basis at which the headline's band is entered and left. */
function bandOf(measure: 'reduction' | 'efficiency'): string {
  const worth = worthBy(tableThree, RATIO);
  const [from, to] = [HEADLINE.high, HEADLINE.low].map((wanted) =>
    figure(100 * (basisFor(worth, (found) => found[measure], wanted) as number), 0),
  );
  return `${from} to ${to} %`;
}

const BASES = Array.from({ length: 33 }, (_, i) => i / 40);

function basisTable(): Table {
  const worth = worthBy(tableThree, RATIO);
  return {
    name: 'basis',
    title: 'What the hedge is worth, by basis (exact, Table 3, ratio 0.85)',
    columns: [
      { name: 'basis_volatility', label: 'basis a year', places: 3 },
      { name: 'unhedged_deviation_usd', label: 'unhedged', places: 4 },
      { name: 'hedged_deviation_usd', label: 'hedged', places: 4 },
      { name: 'deviation_reduction', label: 'less deviation', places: 4 },
      { name: 'efficiency', label: 'less variance', places: 4 },
      { name: 'best_ratio', label: 'best ratio', places: 3 },
      { name: 'correlation', label: 'correlation', places: 3 },
    ],
    rows: BASES.map((basis) => {
      const found = worth(basis);
      return [
        basis,
        found.unhedged,
        found.hedged,
        found.reduction,
        found.efficiency,
        found.bestRatio,
        found.correlation,
      ];
    }),
  };
}

function simulatedTable(parts: readonly Part[]): Table {
  const worth = worthBy(tableThree, RATIO);
  const order = simulatedBases.map((basis, at) => [basis, at] as const).sort(([a], [b]) => a - b);
  return {
    name: 'simulated',
    title: 'Simulated beside exact (Table 3, ratio 0.85)',
    columns: [
      { name: 'basis_volatility', label: 'basis a year', places: 3 },
      { name: 'reduction', label: 'less deviation', places: 4 },
      { name: 'reduction_low', label: 'low', places: 4 },
      { name: 'reduction_high', label: 'high', places: 4 },
      { name: 'reduction_exact', label: 'exact', places: 4 },
      { name: 'efficiency', label: 'less variance', places: 4 },
      { name: 'efficiency_low', label: 'low', places: 4 },
      { name: 'efficiency_high', label: 'high', places: 4 },
      { name: 'efficiency_exact', label: 'exact', places: 4 },
    ],
    rows: order.map(([basis, at]) => {
      const { reduction, efficiency } = simulatedWorth(parts, at);
      const exact = worth(basis);
      return [
        basis,
        reduction.value,
        reduction.low,
        reduction.high,
        exact.reduction,
        efficiency.value,
        efficiency.low,
        efficiency.high,
        exact.efficiency,
      ];
    }),
  };
}

function scenarioTable(all: readonly Part[]): Table {
  return {
    name: 'scenarios',
    title: 'Scenarios (all but Table 3 ours): price after a year and after three, and the hedge',
    columns: [
      { name: 'scenario', label: 'scenario' },
      { name: 'mean_12m_usd', label: 'mean, 12 m', places: 2 },
      { name: 'mean_36m_usd', label: 'mean, 36 m', places: 2 },
      { name: 'low_36m_usd', label: '5 %, 36 m', places: 2 },
      { name: 'high_36m_usd', label: '95 %, 36 m', places: 2 },
      { name: 'unhedged_deviation_usd', label: 'cost deviates', places: 2 },
      ...[0, 0.15, 0.31].flatMap((basis) => [
        { name: `reduction_basis_${100 * basis}`, label: `less deviation, basis ${100 * basis} %`, places: 3 },
        { name: `efficiency_basis_${100 * basis}`, label: `less variance, basis ${100 * basis} %`, places: 3 },
      ]),
    ],
    rows: scenarios.map(({ name, parameters }, at) => {
      const worth = worthBy(parameters, RATIO);
      const spread = (all[at] as Part).spreads.at(-1) as Part['spreads'][number];
      const mean = (years: number) => futuresPrice(parameters, Math.log(PRICE_NOW), 0, years);
      return [
        name,
        mean(1),
        mean(3),
        Math.exp(quantile(spread, 0.05)),
        Math.exp(quantile(spread, 0.95)),
        worth(0).unhedged,
        ...[0, 0.15, 0.31].flatMap((basis) => [worth(basis).reduction, worth(basis).efficiency]),
      ];
    }),
  };
}

function quarterTable(all: Part): Table {
  return {
    name: 'quarters',
    title: 'The price by quarter: Table 3 beside figure 6 of the paper',
    columns: [
      { name: 'month', label: 'month', places: 0 },
      { name: 'paper_mean_usd', label: 'paper’s mean', places: 2 },
      { name: 'mean_usd', label: 'mean', places: 3 },
      { name: 'futures_usd', label: 'futures', places: 3 },
      { name: 'paper_low_usd', label: 'paper’s 5 %', places: 2 },
      { name: 'low_usd', label: '5 %', places: 2 },
      { name: 'paper_high_usd', label: 'paper’s 95 %', places: 2 },
      { name: 'high_usd', label: '95 %', places: 2 },
    ],
    rows: figureSix.map(([month, mean, low, high], quarter) => {
      const spread = all.spreads[quarter] as Part['spreads'][number];
      return [
        month,
        mean,
        meanOf(all.powers[quarter] as Float64Array),
        futuresPrice(tableThree, Math.log(PRICE_NOW), 0, month / 12),
        low,
        Math.exp(quantile(spread, 0.05)),
        high ?? null,
        Math.exp(quantile(spread, 0.95)),
      ];
    }),
  };
}

function readingsChart(): Chart {
  const worth = worthBy(tableThree, RATIO);
  return {
    name: 'readings',
    title: 'The headline under two readings',
    reading:
      'Less deviation and less variance, both falling as the basis grows. The deviation passes the paper’s band of 62 to 78 % at ' +
      `a basis of ${bandOf('reduction')} a year, the variance only at ${bandOf('efficiency')}.`,
    x: { label: 'basis: how far the company’s price wanders from the index in a year, %' },
    y: { label: 'taken off by the hedge, %' },
    layers: [
      { kind: 'band', name: 'the paper’s 62 to 78 %', tone: 'quiet', points: [0, 80].map((x) => [x, 62, 78] as const) },
      {
        kind: 'line',
        name: 'less variance',
        tone: 'second',
        points: BASES.map((b) => [100 * b, 100 * worth(b).efficiency] as const),
      },
      {
        kind: 'line',
        name: 'less deviation',
        tone: 'first',
        points: BASES.map((b) => [100 * b, 100 * worth(b).reduction] as const),
      },
    ],
  };
}

function fanChart(all: Part): Chart {
  const at = (share: number) => all.spreads.map((spread) => Math.exp(quantile(spread, share)));
  const [low, high] = [at(0.05), at(0.95)];
  const months = figureSix.map(([month]) => month);
  return {
    name: 'price',
    title: 'The price that Table 3 gives, and the one that the paper draws',
    reading:
      'The paper draws a mean that falls to 1.15 and returns to 1.95, in a band from 0.30 to 5.60. Its parameters give a mean that rises for a quarter and then falls to 0.92, in a band from about 0.6 to 1.4.',
    x: { label: 'months from now' },
    y: { label: 'USD per million tokens', scale: 'logarithmic' },
    layers: [
      {
        kind: 'band',
        name: 'Table 3, nine of ten paths',
        tone: 'first',
        points: months.map((month, q) => [month, low[q] as number, high[q] as number] as const),
      },
      {
        kind: 'line',
        name: 'Table 3, mean',
        tone: 'first',
        points: months.map((month, q) => [month, meanOf(all.powers[q] as Float64Array)] as const),
      },
      {
        kind: 'line',
        name: 'figure 6, mean',
        tone: 'second',
        points: figureSix.map(([month, mean]) => [month, mean] as const),
      },
      {
        kind: 'line',
        name: 'figure 6, 5 %',
        tone: 'quiet',
        points: figureSix.map(([month, , below]) => [month, below] as const),
      },
      {
        kind: 'line',
        name: 'figure 6, 95 %',
        tone: 'quiet',
        points: figureSix.flatMap(([month, , , above]) => (above === undefined ? [] : [[month, above] as const])),
      },
    ],
  };
}

function costChart(all: Part): Chart {
  const shares = ({ low, width, counts }: Part['hedged']) => {
    const cells = 20;
    const total = counts.reduce((a, b) => a + b, 0);
    return Array.from({ length: Math.floor(counts.length / cells) }, (_, i) => {
      const inside = counts.subarray(i * cells, (i + 1) * cells).reduce((a, b) => a + b, 0);
      return [low + width * cells * (i + 0.5), (100 * inside) / total] as const;
    }).filter(([x]) => x >= 1 && x <= 4);
  };
  return {
    name: 'cost',
    title: 'What a year of tokens costs on average, with a basis of 31 %',
    reading:
      'The hedged cost is a narrow hill around two dollars, the unhedged one a wide hill with a long tail to the right.',
    x: { label: 'USD per million tokens, average of twelve purchases' },
    y: { label: 'share of paths per 10 cents, %' },
    layers: [
      { kind: 'line', name: 'unhedged', tone: 'second', points: shares(all.unhedged) },
      { kind: 'line', name: 'hedged, 85 %', tone: 'first', points: shares(all.hedged) },
    ],
  };
}

function volatilityChart(): Chart {
  const months = Array.from({ length: 36 }, (_, i) => i + 1);
  return {
    name: 'volatility',
    title: 'Volatility by maturity: claimed and given',
    reading:
      'The paper claims a hump of 35, 50 to 60 and 40 %. Table 3 gives a curve that only falls, from 56 % at one month to 16 % at thirty-six.',
    x: { label: 'months to maturity' },
    y: { label: 'deviation of the logarithm per root of a year, %' },
    layers: [
      {
        kind: 'line',
        name: 'Table 3',
        tone: 'first',
        points: months.map((month) => {
          const { variance } = momentsAt(tableThree, Math.log(PRICE_NOW), 0, month / 12);
          return [month, 100 * Math.sqrt(variance / (month / 12))] as const;
        }),
      },
      ...volatilityTerms.map(({ from, to, low, high }) => ({
        kind: 'band' as const,
        name: `claimed, ${from} to ${to} months`,
        tone: 'second' as const,
        points: [from, to].map((month) => [month, 100 * low - 0.5, 100 * high + 0.5] as const),
      })),
    ],
  };
}

function scenarioChart(): Chart {
  const months = Array.from({ length: 37 }, (_, i) => i);
  const tones = ['quiet', 'first', 'second', 'third'] as const;
  return {
    name: 'scenarios',
    title: 'Mean price of the scenarios',
    reading:
      'Table 3 falls, moderate growth falls and rises, demand explosion rises steeply, rapid technology falls fastest.',
    x: { label: 'months from now' },
    y: { label: 'USD per million tokens', scale: 'logarithmic' },
    layers: scenarios.map(({ name, parameters }, at) => ({
      kind: 'line',
      name: at === 0 ? name : `${name} (ours)`,
      tone: tones[at] ?? 'fourth',
      points: months.map((month) => [month, futuresPrice(parameters, Math.log(PRICE_NOW), 0, month / 12)] as const),
    })),
  };
}

function count(value: number): string {
  return value.toLocaleString('en-US');
}
