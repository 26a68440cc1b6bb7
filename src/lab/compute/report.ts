/** The compute study as a report: how GPUs convert, what the spread is, and who hedges it with how many lots. */
import type { Chart, Claim, Report, Table } from '../experiment/report.ts';
import { figure, percent } from '../experiment/words.ts';
import { type Estimate, jackknife } from '../statistics/estimate.ts';
import { marketUnits } from './gpus.ts';
import {
  bestRatios,
  bothLegs,
  computeAlone,
  efficiencyOf,
  meanOf,
  noHedge,
  type Ratios,
  tokensAlone,
  varianceOf,
} from './hedges.ts';
import type { TwoMarkets } from './two-markets.ts';

export interface ComputeRuns {
  readonly seed: number;
  readonly command: string;
  readonly markets: TwoMarkets;
  /** Compute units that a million tokens take at the company that is looked at. */
  readonly units: number;
  /** Million tokens that it sells a month. */
  readonly tokens: number;
  readonly parts: readonly Float64Array[];
  readonly paths: number;
  /** The registry's table: units in an hour of each GPU, and where that comes from. */
  readonly gpus: readonly { readonly gpu: string; readonly units: number; readonly source: string }[];
  /** Published days: the Token Price Index, the compute index and the spread, null where withheld, USD. */
  readonly days: readonly PublishedDay[];
}

export interface PublishedDay {
  /** Days since 1970-01-01. */
  readonly date: number;
  readonly text: string;
  readonly tokens: number | null;
  readonly compute: number | null;
  readonly spread: number | null;
}

/** Lots of both products are a thousand units of their index. */
const LOT = 1_000;

const hedges: readonly (readonly [name: string, ratios: Ratios])[] = [
  ['none', noHedge],
  ['sell tokens', tokensAlone],
  ['buy compute', computeAlone],
  ['sell tokens, buy compute', bothLegs],
];

/** Throughputs beside that of the registry, from twice as good to a third as good. */
const unitsGrid = [0.0255, 0.034, 0.051, 0.068, 0.085, 0.102, 0.119, 0.136, 0.153];

export function computeReport(runs: ComputeRuns): Report {
  const { seed, command, markets, units, paths } = runs;
  const [one, both] = [worthOf(runs, units, tokensAlone), worthOf(runs, units, bothLegs)];
  const poor = 0.153;
  const share = (units * markets.compute.price) / markets.tokens.price;
  return {
    experiment: 'compute',
    question: 'What is left of a million tokens once the compute they take is paid, and how is that margin hedged?',
    answer:
      `At USD ${figure(markets.tokens.price, 3)} a million tokens and ${figure(markets.compute.price, 2)} an hour, ${units} hours leave a spread of USD ` +
      `${figure(markets.tokens.price - units * markets.compute.price, 3)}; compute is ${percent(share, 0)} of the price. ` +
      `For one lot of SCU bought, ${figure(1 / units, 1)} lots of SIT are sold. Selling tokens alone takes off ${percent(one.value, 1)} of the margin’s variance, ` +
      `both legs ${percent(both.value, 1)}: the second leg matters to who serves badly, where ${poor} hours a million take one leg from ` +
      `${percent(worthOf(runs, poor, tokensAlone).value, 0)} to ${percent(worthOf(runs, poor, bothLegs).value, 0)}.`,
    seed,
    command,
    claims: claimsOf(runs),
    tables: [hedgeTable(runs), unitsTable(runs), lotsTable(runs), conversionTable(runs), daysTable(runs)],
    charts: [unitsChart(runs), daysChart(runs), conversionChart(runs)],
    notes: [
      `${paths} years of twelve monthly deliveries in two markets whose logarithms are drawn back to their futures prices; steps are exact. Intervals come from ${runs.parts.length} parts.`,
      'All figures of the two markets are ours: tokens deviate by 40 % a year and are drawn back at 2.5 (the paper’s Table 3 without jumps), compute by 26 % at 1, their shocks go together by the correlation stated, and the company’s own prices have a basis of 20 % to tokens and 15 % to compute.',
      'Throughput is a parameter: 0.051 hours a million SIT are what DeepSeek published of eight H800 in March 2025, one well-run system that stands for all.',
      'The spread is called an algorithm-efficiency premium by the paper. What is measured is a list price less a list price: it holds margin, idle hours and everything else that a seller has to pay, too.',
      'The compute index is made of posted prices that others have read and nobody refreshes; hours that really trade were about a quarter cheaper in the same autumn.',
      'There are no fees, no margin and no spread between bid and ask, and lots are not rounded but in the table of lots. In delivery no account may hold more than 45 lots of SIT and 10 of SCU without a hedger’s exemption.',
    ],
  };
}

/** The share of the variance that a hedge takes off, with its interval. */
function worthOf({ parts }: ComputeRuns, units: number, ratios: Ratios): Estimate {
  return jackknife(parts, (sums) => efficiencyOf(sums, units, ratios));
}

function deviationOf({ parts }: ComputeRuns, units: number, ratios: Ratios): Estimate {
  return jackknife(parts, (sums) => Math.sqrt(varianceOf(sums, units, ratios)));
}

function claimsOf({ gpus, markets, units }: ComputeRuns): Claim[] {
  const spread = markets.tokens.price - units * markets.compute.price;
  const conversions = ['A100-80GB-SXM', 'B200-180GB-SXM'].flatMap((gpu): Claim[] => {
    const found = marketUnits(gpu);
    const rule = gpus.find((one) => one.gpu === gpu);
    if (found === undefined || rule === undefined) return [];
    const near = rule.units >= found.lowest && rule.units <= found.highest;
    return [
      {
        claim: `Bandi and Su: an hour of ${gpu} is ${rule.units} of H100-80GB-SXM, by 8-bit operations`,
        said: String(rule.units),
        measured: `${figure(found.median, 2)} by price`,
        interval: `${figure(found.lowest, 2)} to ${figure(found.highest, 2)} at ${found.sellers} sellers`,
        verdict: near ? 'holds' : 'does not hold',
        because: near
          ? 'Sellers price it as its arithmetic says.'
          : 'As arithmetic it is right; as a price it is not: a GPU is let for its memory, its age and what else there is, not for its operations.',
      },
    ];
  });
  return [
    {
      claim: 'Paper 7: the spread between token and compute futures is an algorithm-efficiency premium',
      said: 'a premium',
      measured: `USD ${figure(spread, 3)} a million, ${percent(spread / markets.tokens.price, 0)} of the price`,
      interval: undefined,
      verdict: spread > 0 ? 'holds under a stated reading' : 'does not hold',
      because:
        spread > 0
          ? 'It is positive at the throughput of one published system; at another throughput it is another number.'
          : 'At this throughput tokens are sold below the compute that they take.',
    },
    ...conversions,
  ];
}

const estimateColumns = (name: string, label: string, places: number) => [
  { name, label, places },
  { name: `${name}_low`, label: 'low', places },
  { name: `${name}_high`, label: 'high', places },
];

function hedgeTable(runs: ComputeRuns): Table {
  const { parts, units } = runs;
  const best = [
    jackknife(parts, (sums) => bestRatios(sums, units).tokens),
    jackknife(parts, (sums) => bestRatios(sums, units).compute),
  ];
  const leastRatios = { tokens: (best[0] as Estimate).value, compute: (best[1] as Estimate).value };
  const rows = [...hedges, ['least variance', leastRatios] as const].map(([name, ratios]) => {
    const [deviation, efficiency] = [deviationOf(runs, units, ratios), worthOf(runs, units, ratios)];
    const cells = [deviation, efficiency].flatMap(({ value, low, high }) => [value, low, high]);
    return [name, ratios.tokens, ratios.compute, ...cells];
  });
  return {
    name: 'hedges',
    title: `A year’s margin of a million tokens that take ${units} hours: what each hedge takes off`,
    columns: [
      { name: 'hedge', label: 'hedge' },
      { name: 'ratio_tokens', label: 'of the tokens', places: 2 },
      { name: 'ratio_compute', label: 'of the hours', places: 2 },
      ...estimateColumns('deviation_usd', 'margin deviates, USD', 4),
      ...estimateColumns('efficiency', 'less variance', 3),
    ],
    rows,
  };
}

function unitsTable(runs: ComputeRuns): Table {
  const total = jackknifeMeans(runs);
  return {
    name: 'throughput',
    title: 'One leg and two, by the hours that a million tokens take',
    columns: [
      { name: 'units_per_million', label: 'hours a million', places: 4 },
      { name: 'mean_margin_usd', label: 'mean margin, USD', places: 3 },
      ...estimateColumns('efficiency_tokens', 'less variance, tokens', 3),
      ...estimateColumns('efficiency_compute', 'less variance, compute', 3),
      ...estimateColumns('efficiency_both', 'less variance, both', 3),
    ],
    rows: unitsGrid.map((units) => [
      units,
      total.revenue - units * total.cost,
      ...[tokensAlone, computeAlone, bothLegs].flatMap((ratios) => {
        const { value, low, high } = worthOf(runs, units, ratios);
        return [value, low, high];
      }),
    ]),
  };
}

function jackknifeMeans({ parts }: ComputeRuns) {
  return {
    revenue: jackknife(parts, (sums) => meanOf(sums, 'revenue')).value,
    cost: jackknife(parts, (sums) => meanOf(sums, 'cost')).value,
  };
}

function lotsTable({ tokens, units }: ComputeRuns): Table {
  const months = [tokens / 10, tokens, tokens * 10];
  return {
    name: 'lots',
    title: `Lots of a month for a provider whose million tokens take ${units} hours`,
    columns: [
      { name: 'million_tokens_a_month', label: 'million tokens a month', places: 0 },
      { name: 'sit_lots_sold', label: 'lots of SIT sold', places: 0 },
      { name: 'scu_lots_bought', label: 'lots of SCU bought', places: 0 },
      { name: 'scu_lots_exact', label: 'exactly', places: 2 },
      { name: 'hours_a_month', label: 'hours a month', places: 0 },
    ],
    rows: months.map((sold) => {
      const lots = (sold * units) / LOT;
      return [sold, Math.round(sold / LOT), Math.round(lots), lots, sold * units];
    }),
  };
}

function conversionTable({ gpus }: ComputeRuns): Table {
  return {
    name: 'conversion',
    title: 'An hour of other GPUs in hours of H100-80GB-SXM: by the registry’s rule, and as sellers price them',
    columns: [
      { name: 'gpu', label: 'GPU' },
      { name: 'units', label: 'by rule', places: 3 },
      { name: 'price_ratio_median', label: 'by price, median', places: 2 },
      { name: 'price_ratio_low', label: 'lowest', places: 2 },
      { name: 'price_ratio_high', label: 'highest', places: 2 },
      { name: 'sellers', label: 'sellers', places: 0 },
      { name: 'source', label: 'source of the rule' },
    ],
    rows: gpus.map(({ gpu, units, source }) => {
      const found = marketUnits(gpu);
      return [
        gpu,
        units,
        found?.median ?? null,
        found?.lowest ?? null,
        found?.highest ?? null,
        found?.sellers ?? 0,
        source,
      ];
    }),
  };
}

function daysTable({ days }: ComputeRuns): Table {
  return {
    name: 'published',
    title: 'Published values, one day a week, USD',
    columns: [
      { name: 'date', label: 'day' },
      { name: 'tokens_usd', label: 'million SIT', places: 6 },
      { name: 'compute_usd', label: 'compute unit', places: 6 },
      { name: 'spread_usd', label: 'spread', places: 6 },
    ],
    rows: days.map(({ text, tokens, compute, spread }) => [text, tokens, compute, spread]),
  };
}

function unitsChart(runs: ComputeRuns): Chart {
  const layer = (name: string, tone: 'first' | 'second' | 'third', ratios: Ratios) => ({
    kind: 'line' as const,
    name,
    tone,
    points: unitsGrid.map((units) => [units, worthOf(runs, units, ratios).value] as const),
  });
  return {
    name: 'throughput',
    title: 'Who needs the second leg',
    reading:
      'The more hours a million tokens take, the less selling tokens alone takes off the risk of the margin; both legs together hold.',
    x: { label: 'hours of H100 a million tokens' },
    y: { label: 'share of the margin’s variance that is gone' },
    layers: [
      layer('sell tokens', 'first', tokensAlone),
      layer('buy compute', 'second', computeAlone),
      layer('both', 'third', bothLegs),
      { kind: 'rule', name: 'here', tone: 'quiet', axis: 'x', at: runs.units },
    ],
  };
}

function daysChart({ days }: ComputeRuns): Chart {
  const layer = (name: string, tone: 'first' | 'third', of: (day: PublishedDay) => number | null) => ({
    kind: 'line' as const,
    name,
    tone,
    points: days.flatMap((day) => {
      const value = of(day);
      return value === null ? [] : [[day.date, value] as const];
    }),
  });
  return {
    name: 'spread',
    title: 'What a million tokens cost, and what is left of it after compute',
    reading: 'Both are medians of list prices: they stand still for weeks and then step.',
    x: { label: 'day', scale: 'dates' },
    y: { label: 'USD a million SIT' },
    layers: [
      layer('Token Price Index', 'first', ({ tokens }) => tokens),
      layer('spread', 'third', ({ spread }) => spread),
    ],
  };
}

function conversionChart({ gpus }: ComputeRuns): Chart {
  const priced = gpus.flatMap(({ gpu, units }) => {
    const found = marketUnits(gpu);
    return found === undefined ? [] : [{ gpu, units, found }];
  });
  return {
    name: 'conversion',
    title: 'GPUs by arithmetic and by price',
    reading: 'Where the dot lies outside the interval, sellers do not price that GPU by its operations.',
    x: { label: 'GPU', scale: 'names' },
    y: { label: 'hours of H100-80GB-SXM' },
    layers: [
      {
        kind: 'intervals',
        name: 'by price, lowest, median and highest',
        tone: 'first',
        points: priced.map(({ gpu, found }) => [gpu, found.lowest, found.median, found.highest] as const),
      },
      {
        kind: 'dots',
        name: 'by 8-bit operations',
        tone: 'second',
        points: priced.map(({ gpu, units }) => [gpu, units] as const),
      },
    ],
  };
}
