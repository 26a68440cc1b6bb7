/** The study as a report: what a company really gets from a hedge, and what another design would change. */
import type { Report } from '../experiment/report.ts';
import { figure, percent, span } from '../experiment/words.ts';
import type { Estimate } from '../statistics/estimate.ts';
import { type DrawnDesign, draw, type PlayedDesign } from './drawn-design.ts';
import * as figures from './figures.ts';
import { tradingDays } from './hedged-year.ts';
import { companyChart, costChart, differenceCharts, efficiencyChart } from './report-charts.ts';
import { designTable, hindranceTable, ladderTable, measureTable, partTable, yearTable } from './report-tables.ts';

/** The report on at least one design; the first is the one that the others are held against. */
export function marketReport(designs: readonly PlayedDesign[], seed: number, command: string): Report {
  const drawn = designs.map((design) => draw(design, seed));
  const base = drawn[0] as DrawnDesign;
  return {
    experiment: 'market',
    question:
      'How much of a hedge does a company really get through the exchange, after spread, fees, margin and roll, and what does the design of the contract change?',
    answer: answerOf(base, drawn.slice(1)),
    seed,
    command,
    claims: [],
    tables: [
      designTable(drawn),
      partTable(drawn),
      ladderTable(drawn),
      measureTable(drawn),
      hindranceTable(drawn),
      yearTable(drawn),
    ],
    charts: [efficiencyChart(drawn), ...differenceCharts(drawn), costChart(base), companyChart(base)],
    notes: notesOf(base),
  };
}

const inPercent = (value: number) => percent(value, 1);
const inUsd = (value: number) => `USD ${figure(value, 3)}`;

function answerOf({ drawn, name, larger, years }: DrawnDesign, variants: readonly DrawnDesign[]): string {
  const found = drawn.estimate(figures.efficiency);
  const formula = drawn.estimate(figures.stripEfficiency);
  const cost = drawn.estimate(figures.cost);
  const points = drawn.estimate(figures.costInPoints);
  const steadied = drawn.steadied(larger, figures.stripEfficiency, figures.efficiencyLost);
  const changed = variants.map((variant) => {
    const difference = variant.drawn.difference(figures.efficiency, drawn);
    const dearer = variant.drawn.difference(figures.cost, drawn);
    return ` ${variant.name}: efficiency ${signedPoints(difference)}, cost ${signedUsd(dearer)}.`;
  });
  return (
    `Under ${name} the hedge takes off ${inPercent(found.value)} of the variance of a year’s cost (95 % interval ${span(found, inPercent)}), ` +
    `where the formula says ${inPercent(formula.value)} on the same ${years.length} years; with the formula’s long-run value in place of these years’ luck it is ` +
    `${inPercent(steadied.value)} (${span(steadied, inPercent)}). It costs ${inUsd(cost.value)} per million tokens more than the formula ` +
    `(${span(cost, inUsd)}), ${figure(points.value, 0)} basis points of the bill.${changed.join('')}`
  );
}

const signedPoints = (difference: Estimate) =>
  `${signed(100 * difference.value, 1)} points (${span(difference, (value) => signed(100 * value, 1))})`;
const signedUsd = (difference: Estimate) =>
  `${signed(difference.value, 3)} USD per million tokens (${span(difference, (value) => signed(value, 3))})`;

function signed(value: number, places: number): string {
  return value > 0 ? `+${figure(value, places)}` : figure(value, places);
}

function notesOf({ years, settings, formulaYears }: DrawnDesign): string[] {
  return [
    `${years.length} years of ${tradingDays.length} trading days each, ${years.length * tradingDays.length} in all: every one an exchange of its own that lists, matches, clears, settles and expires; ${settings.hedgers} companies in each.`,
    'Prices follow Table 3 of the paper from USD 2.00, fixed day by day. A company buys each month’s tokens evenly over the days whose fixings make the future’s final price, at the index times a basis of its own, so without a basis, and without a market, a full hedge would take off all risk.',
    `The formula trades at once, at the model’s price, in fractions of a lot, for nothing. “Steadied” takes what the market costs on these years from the formula’s efficiency over ${formulaYears.length} years.`,
    'Makers know the model’s curve and the latest fixing, each with a small view of its own; nobody knows what comes. They quote as wide and as large as the settings say and no better.',
    'Companies clear through a broker, take what is offered, pay in margin with a cushion of a quarter as far as their credit goes, and do not hedge again what was closed out.',
    'Left out: spreads between months as an instrument, news within a day, competition that would narrow quotes, tailing of the hedge, interest on gains and losses that pass through the account other than at the funding rate.',
    'Intervals redraw whole years (2,000 times) and hold the middle 95 of 100; differences between designs are on the same prices. The points of a part are its covariance with the hedged cost over the unhedged variance.',
  ];
}
