/** The charts of a plan: lots by month, what the year may cost, how two prices moved, and the months of the bills. */
import { firstDayOf, formatMonth } from '#core/calendar.ts';
import type { Chart, Layer, Tone } from '#lab/experiment/report.ts';
import { costsOf, joined } from '#lab/planning/at-risk.ts';
import { SIT_LOT } from '#lab/planning/contracts.ts';
import { strategies } from '#lab/planning/holdings.ts';
import { quantileOfSorted } from '#lab/statistics/regression.ts';
import { monthName } from './columns.ts';
import { places } from './figures.ts';
import type { Study } from './study.ts';

const BARS = 40;

export function chartsOf(study: Study): Chart[] {
  return [
    planChart(study),
    ...study.links.map((_, l) => costChart(study, l)),
    ...moveChart(study),
    ...backTestChart(study),
  ];
}

function planChart({ planned, flags }: Study): Chart {
  return {
    name: 'plan-by-month',
    title: 'The plan by month',
    reading: `A bar is what is held for a month, in lots of SIT (1,000 million tokens); the mark is the purchase itself. They differ by the ratio and the tailing.`,
    x: { label: 'month of purchase', scale: 'names' },
    y: { label: 'thousand million tokens' },
    layers: [
      {
        kind: 'bars',
        name: `hedge (${flags.strategy})`,
        tone: 'first',
        points: planned.map(({ month, size }) => [monthName(month), size / SIT_LOT]),
      },
      {
        kind: 'dots',
        name: 'purchase',
        tone: 'second',
        points: planned.map(({ month, tokens }) => [monthName(month), tokens / SIT_LOT]),
      },
    ],
  };
}

function costChart({ links, parts, flags }: Study, l: number): Chart {
  const name = (links[l] as (typeof links)[number]).name;
  const bare = joined(costsOf(parts, l)).sort();
  const covered = joined(costsOf(parts, l, strategies.indexOf(flags.strategy))).sort();
  const ends = [bare, covered].flatMap((costs) => [quantileOfSorted(costs, 0.001), quantileOfSorted(costs, 0.999)]);
  const [low, high] = [Math.min(...ends), Math.max(...ends)];
  const layer = (label: string, tone: Tone, costs: Float64Array): Layer =>
    (costs.at(-1) as number) - (costs[0] as number) > 1e-9 * high
      ? { kind: 'line', name: label, tone, points: sharesOf(costs, low, high) }
      : { kind: 'rule', name: `${label}: certain`, tone, axis: 'x', at: costs[0] as number };
  return {
    name: `cost-${name.replaceAll(' ', '-')}`,
    title: `Cost if your price follows the index ${name}`,
    reading:
      'How many simulated years cost how much, as they are and with the hedge, all its costs included. The wider a hill, the more risk.',
    x: { label: 'cost of all purchases, USD' },
    y: { label: 'share of simulated years' },
    layers: [layer('unhedged', 'second', bare), layer('hedged', 'first', covered)],
  };
}

/** The share of `costs` in each of so many equal bars, at the middle of each. */
function sharesOf(costs: Float64Array, low: number, high: number): [number, number][] {
  const width = (high - low) / BARS;
  const counts = new Array<number>(BARS).fill(0);
  for (const cost of costs) {
    const bar = Math.floor((cost - low) / width);
    if (bar >= 0 && bar < BARS) counts[bar] = (counts[bar] as number) + 1;
  }
  return counts.map((count, bar) => [low + (bar + 0.5) * width, count / costs.length]);
}

/** Only where both moved is there something to be seen. */
function moveChart({ paid: { changes, line } }: Study): Chart[] {
  if (line === undefined) return [];
  const ends = [Math.min(...changes.index), Math.max(...changes.index)];
  return [
    {
      name: 'changes',
      title: 'Your price against the index, change by change',
      reading: `A dot is a month. The line is the minimum-variance ratio, ${places(line.slope)}; it explains ${places(line.rSquared)} of the variance.`,
      x: { label: 'change of the index, USD per million' },
      y: { label: 'change of what you paid, USD per million' },
      layers: [
        {
          kind: 'line',
          name: 'line of least squares',
          tone: 'first',
          points: ends.map((x) => [x, line.intercept + line.slope * x]),
        },
        {
          kind: 'dots',
          name: 'months',
          tone: 'second',
          points: changes.index.map((x, at) => [x, changes.own[at] as number]),
        },
      ],
    },
  ];
}

function backTestChart({ backTest }: Study): Chart[] {
  if (backTest.length === 0) return [];
  const line = (name: string, tone: Tone, of: (month: (typeof backTest)[number]) => number): Layer => ({
    kind: 'line',
    name,
    tone,
    points: backTest.map((month) => [firstDayOf(month.month), of(month)]),
  });
  const [first, last] = [backTest[0], backTest.at(-1)];
  return [
    {
      name: 'back-test',
      title: 'The months of the bills, as they were and hedged',
      reading: `From ${formatMonth(first?.month ?? 0)} to ${formatMonth(last?.month ?? 0)}, at posted prices by their dates. Where the lines lie on each other, the hedge paid nothing and asked for nothing.`,
      x: { label: 'month', scale: 'dates' },
      y: { label: 'USD a month' },
      layers: [
        // The dashed line lies on top, so that both are seen where they are one.
        line('hedged cost', 'first', ({ hedgedCost }) => hedgedCost),
        line('cost', 'second', ({ cost }) => cost),
      ],
    },
  ];
}
