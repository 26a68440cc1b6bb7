/** The study in tables: what a company gets, where the rest goes, and everything that was measured. */
import type { Table } from '../experiment/report.ts';
import type { Estimate } from '../statistics/estimate.ts';
import type { DrawnDesign } from './drawn-design.ts';
import * as figures from './figures.ts';
import { measures } from './measures.ts';
import { partNames, parts } from './reckoning.ts';

/** One line for each design. */
export function designTable(drawn: readonly DrawnDesign[]): Table {
  return {
    name: 'designs',
    title: 'What a company gets, by design (intervals are 95 %)',
    columns: [
      { name: 'design', label: 'design' },
      { name: 'efficiency_percent', label: 'efficiency %', places: 1 },
      { name: 'efficiency_low', label: 'low', places: 1 },
      { name: 'efficiency_high', label: 'high', places: 1 },
      { name: 'formula_percent', label: 'formula %', places: 1 },
      { name: 'steadied_percent', label: 'steadied %', places: 1 },
      { name: 'steadied_low', label: 'low', places: 1 },
      { name: 'steadied_high', label: 'high', places: 1 },
      { name: 'cost_usd', label: 'cost USD/M', places: 3 },
      { name: 'cost_low', label: 'low', places: 3 },
      { name: 'cost_high', label: 'high', places: 3 },
      { name: 'toll_bp', label: 'toll bp', places: 0 },
      { name: 'missed_percent', label: 'missed %', places: 1 },
      { name: 'calls', label: 'calls', places: 1 },
      { name: 'default_loss_usd', label: 'default loss', places: 0 },
    ],
    rows: drawn.map(({ name, drawn: own, larger }) => {
      const value = (figure: figures.Figure) => own.estimate(figure).value;
      const efficiency = own.estimate(figures.efficiency);
      const steadied = own.steadied(larger, figures.stripEfficiency, figures.efficiencyLost);
      const cost = own.estimate(figures.cost);
      return [
        name,
        ...row(efficiency, 100),
        100 * value(figures.stripEfficiency),
        ...row(steadied, 100),
        ...row(cost, 1),
        value(figures.toll),
        100 * value(figures.missedShare),
        value(figures.callsOfCompany),
        value(figures.defaultLossAYear),
      ];
    }),
  };
}

/** From a perfect hedge down to what a company gets. */
export function ladderTable(drawn: readonly DrawnDesign[]): Table {
  const steps = [
    ['the formula, if the company paid the index price', figures.efficiencyWithoutBasis],
    ['the formula, with the company’s own price', figures.stripEfficiency],
    ['the formula, with the hedge of the design', figures.formulaEfficiency],
    ['through the market', figures.efficiency],
  ] as const;
  return {
    name: 'ladder',
    title: 'From the formula to what a company gets: efficiency on the same prices, %',
    columns: [
      { name: 'design', label: 'design' },
      { name: 'step', label: 'hedge efficiency of' },
      { name: 'efficiency_percent', label: '%', places: 1 },
      { name: 'low', label: 'low', places: 1 },
      { name: 'high', label: 'high', places: 1 },
    ],
    rows: drawn.flatMap(({ name, drawn: own }) =>
      steps.map(([step, figure]) => [name, step, ...row(own.estimate(figure), 100)]),
    ),
  };
}

/** What each part costs, and what it takes from the efficiency. */
export function partTable(drawn: readonly DrawnDesign[]): Table {
  return {
    name: 'parts',
    title: 'Where the difference to the formula goes: each column sums to the whole',
    columns: [
      { name: 'design', label: 'design' },
      { name: 'part', label: 'part' },
      { name: 'about', label: 'what it is' },
      { name: 'cost_usd', label: 'USD/M', places: 4 },
      { name: 'cost_low', label: 'low', places: 4 },
      { name: 'cost_high', label: 'high', places: 4 },
      { name: 'efficiency_lost', label: 'points', places: 2 },
      { name: 'lost_low', label: 'low', places: 2 },
      { name: 'lost_high', label: 'high', places: 2 },
    ],
    rows: drawn.flatMap(({ name, drawn: own }) => [
      ...partNames.map((part) => {
        const cost = own.estimate(figures.partCost(part));
        const lost = own.estimate(figures.partLoss(part));
        return [name, wordOf(part), parts[part], ...row(cost, 1), ...row(lost, 100)];
      }),
      [
        name,
        'all',
        'the cost of the market',
        ...row(own.estimate(figures.cost), 1),
        ...row(own.estimate(figures.efficiencyLost), 100),
      ],
    ]),
  };
}

/** What has no value, such as the slippage of orders that never traded, stays empty. */
const row = ({ value, low, high }: Estimate, times: number) =>
  [value * times, low * times, high * times].map((figure) => (Number.isFinite(figure) ? figure : null));
/** The name of a part in words. */
export const wordOf = (part: string) => part.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

/** Everything that is measured, and by how much it differs from the first design. */
export function measureTable(drawn: readonly DrawnDesign[]): Table {
  const base = drawn[0] as DrawnDesign;
  return {
    name: 'measures',
    title: `Every measure, and its difference to ${base.name} on the same years`,
    columns: [
      { name: 'design', label: 'design' },
      { name: 'measure', label: 'measure' },
      { name: 'value', label: 'value', places: 3 },
      { name: 'low', label: 'low', places: 3 },
      { name: 'high', label: 'high', places: 3 },
      { name: 'difference', label: 'difference', places: 3 },
      { name: 'difference_low', label: 'low', places: 3 },
      { name: 'difference_high', label: 'high', places: 3 },
    ],
    rows: drawn.flatMap(({ name, drawn: own }) =>
      measures.map(({ label, figure }) => [
        name,
        label,
        ...row(own.estimate(figure), 1),
        ...(own === base.drawn ? [null, null, null] : row(own.difference(figure, base.drawn), 1)),
      ]),
    ),
  };
}

/** Looks and orders that brought nothing, for each company and year. */
export function hindranceTable(drawn: readonly DrawnDesign[]): Table {
  return {
    name: 'hindrances',
    title: 'Why looks at the market brought nothing, times for each company and year',
    columns: [
      { name: 'design', label: 'design' },
      { name: 'reason', label: 'reason' },
      { name: 'times', label: 'times', places: 2 },
    ],
    rows: drawn.flatMap(({ name, years }) => {
      const counts = new Map<string, number>();
      const companies = years.flatMap((year) => year.companies);
      for (const { hindered } of companies)
        for (const [reason, times] of Object.entries(hindered)) counts.set(reason, (counts.get(reason) ?? 0) + times);
      return [...counts]
        .sort(([, a], [, b]) => b - a)
        .map(([reason, times]) => [name, reason, times / companies.length]);
    }),
  };
}

/** What is under all the others. */
export function yearTable(drawn: readonly DrawnDesign[]): Table {
  return {
    name: 'company-years',
    title: 'Every company in every year, USD per million tokens',
    columns: [
      { name: 'design', label: 'design' },
      { name: 'year', label: 'year', places: 0 },
      { name: 'company', label: 'company', places: 0 },
      { name: 'unhedged_usd', label: 'unhedged', places: 3 },
      { name: 'formula_usd', label: 'formula', places: 3 },
      { name: 'paid_usd', label: 'paid', places: 3 },
      ...partNames.map((part) => ({
        name: `${wordOf(part).replace(' ', '_')}_usd`,
        label: wordOf(part),
        places: 4,
      })),
      { name: 'missed_share', label: 'missed', places: 3 },
      { name: 'calls', label: 'calls', places: 0 },
      { name: 'close_outs', label: 'close-outs', places: 0 },
    ],
    rows: drawn.flatMap(({ name, years }) =>
      years
        .flatMap(({ companies }) => companies)
        .map((one) => [
          ...[name, one.year, one.company, one.unhedged, one.strip, one.paid],
          ...partNames.map((part) => one.parts[part]),
          ...[one.planned === 0 ? 0 : one.missed / one.planned, one.calls, one.closeOuts],
        ]),
    ),
  };
}
