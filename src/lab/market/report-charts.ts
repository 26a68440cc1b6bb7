/** The study in pictures. */
import type { Chart } from '../experiment/report.ts';
import type { DrawnDesign } from './drawn-design.ts';
import * as figures from './figures.ts';
import { partNames } from './reckoning.ts';
import { wordOf } from './report-tables.ts';

/** Efficiency by the formula and through the market, by design. */
export function efficiencyChart(drawn: readonly DrawnDesign[]): Chart {
  const points = (figure: figures.Figure) =>
    drawn.map(({ name, drawn: own }) => {
      const { value, low, high } = own.estimate(figure);
      return [name, 100 * low, 100 * value, 100 * high] as const;
    });
  return {
    name: 'efficiency',
    title: 'What the formula promises and what a company gets',
    reading:
      'Hedge efficiency with 95 % intervals for each design. The gap between the two marks of a design is what the market takes; the intervals are wide because all years share their luck, the gap is known far better.',
    x: { label: 'design', scale: 'names' },
    y: { label: 'hedge efficiency, %' },
    layers: [
      { kind: 'intervals', name: 'formula, same prices', tone: 'quiet', points: points(figures.stripEfficiency) },
      { kind: 'intervals', name: 'through the market', tone: 'first', points: points(figures.efficiency) },
    ],
  };
}

/** What each part costs under one design. */
export function costChart({ drawn, name }: DrawnDesign): Chart {
  return {
    name: 'parts',
    title: 'Where the money goes',
    reading: `Under ${name}: what each part adds to the cost of a hedge by the formula, with its interval. Spread, fees and funding are paid for certain; the other parts can go either way, and are near zero on average unless something leans.`,
    x: { label: 'part', scale: 'names' },
    y: { label: 'USD per million tokens' },
    layers: [
      {
        kind: 'intervals',
        name: 'cost of the part',
        tone: 'first',
        points: partNames.map((part) => {
          const { value, low, high } = drawn.estimate(figures.partCost(part));
          return [wordOf(part), low, value, high] as const;
        }),
      },
      { kind: 'rule', name: 'nothing', tone: 'quiet', axis: 'y', at: 0 },
    ],
  };
}

/** Hedged against unhedged costs under one design. */
export function companyChart({ years, name }: DrawnDesign): Chart {
  const companies = years.flatMap((year) => year.companies);
  return {
    name: 'companies',
    title: 'Every company and year',
    reading: `Under ${name}. Across: what a year would have cost unhedged. Up: what was paid with the hedge, through the market and by the formula. The flatter the cloud, the better the hedge.`,
    x: { label: 'unhedged cost, USD per million tokens' },
    y: { label: 'hedged cost, USD per million tokens' },
    layers: [
      { kind: 'dots', name: 'formula', tone: 'quiet', points: companies.map((one) => [one.unhedged, one.strip]) },
      {
        kind: 'dots',
        name: 'through the market',
        tone: 'first',
        points: companies.map((one) => [one.unhedged, one.paid]),
      },
    ],
  };
}

/** What each variant changes, with the interval of the difference; nothing without variants. */
export function differenceCharts([base, ...variants]: readonly DrawnDesign[]): Chart[] {
  if (base === undefined || variants.length === 0) return [];
  const chart = (name: string, title: string, unit: string, figure: figures.Figure, times: number): Chart => ({
    name,
    title,
    reading: `Each variant less ${base.name}, on the same prices: where the interval leaves out zero, the design makes a difference.`,
    x: { label: 'variant', scale: 'names' },
    y: { label: unit },
    layers: [
      { kind: 'rule', name: base.name, tone: 'quiet', axis: 'y', at: 0 },
      {
        kind: 'intervals',
        name: 'difference',
        tone: 'first',
        points: variants.map((variant) => {
          const { value, low, high } = variant.drawn.difference(figure, base.drawn);
          return [variant.name, times * low, times * value, times * high] as const;
        }),
      },
    ],
  });
  return [
    chart(
      'efficiency-differences',
      'What each variant does to the hedge',
      'points of efficiency',
      figures.efficiency,
      100,
    ),
    chart('cost-differences', 'What each variant does to the cost', 'USD per million tokens', figures.cost, 1),
  ];
}
