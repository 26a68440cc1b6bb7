/** Tables of what is likely: by leverage and time without a gap, and by paths with nights and jumps. */
import type { Cell, Table } from '../experiment/report.ts';
import { estimate, shareOf } from '../statistics/estimate.ts';
import { expectedReturn, liquidationChance, medianDays, outcome } from './chances.ts';
import type { Gaps, Tally } from './gap-paths.ts';
import { overnight } from './overnight.ts';
import { leverages, type Results } from './study.ts';
import { atLeverage, opensLiquidated, type Side, type Terms } from './terms.ts';

/** Trading days in a week: five of 252 a year, seven of 365. */
export function weekOf({ daysPerYear }: Pick<Terms, 'daysPerYear'>): number {
  return Math.round(daysPerYear / 52);
}

/** How likely each leverage ends by force, by when, and how likely the target comes before. */
export function chancesTable(terms: Terms): Table {
  return {
    name: 'chances',
    title: 'By leverage: the probability of liquidation, and of the target before it (closed form, no gaps)',
    columns: [
      { name: 'leverage', label: 'leverage', places: 0 },
      { name: 'day_percent', label: 'liquidated in a day, %', places: 1 },
      { name: 'week_percent', label: 'in a week, %', places: 1 },
      { name: 'day_without_costs_percent', label: 'in a day without costs, %', places: 1 },
      { name: 'median_days', label: 'half are gone in days', places: 4 },
      { name: 'target_first_percent', label: `target first in ${terms.days} days, %`, places: 1 },
      { name: 'liquidated_first_percent', label: 'liquidated first, %', places: 1 },
      { name: 'target_first_ever_percent', label: 'target first, ever, %', places: 1 },
      { name: 'liquidated_first_ever_percent', label: 'liquidated first, ever, %', places: 1 },
    ],
    rows: leverages.map((leverage) => {
      const each = atLeverage(terms, leverage);
      const free = { ...each, fee: 0, spread: 0, funding: 0 };
      const [held, ever] = [terms.days, Infinity].map((days) => outcome(each, days, 'target'));
      const chances = [liquidationChance(each, 1), liquidationChance(each, weekOf(terms)), liquidationChance(free, 1)];
      const ends = [held, ever].flatMap((end) => [end?.favourable ?? 0, end?.adverse ?? 0]);
      return [leverage, ...chances.map(inPercent), medianDays(each) ?? null, ...ends.map(inPercent)];
    }),
  };
}

const tallyColumns = [
  { name: 'liquidated_percent', label: 'liquidated, %', places: 1 },
  { name: 'liquidated_low_percent', label: 'low', places: 1 },
  { name: 'liquidated_high_percent', label: 'high', places: 1 },
  { name: 'target_percent', label: 'target, %', places: 1 },
  { name: 'owing_percent', label: 'owes, %', places: 2 },
  { name: 'owing_low_percent', label: 'low', places: 2 },
  { name: 'owing_high_percent', label: 'high', places: 2 },
  { name: 'mean_owed_percent', label: 'owed then, % of margin', places: 0 },
  { name: 'mean_result_percent', label: 'mean result, %', places: 1 },
  { name: 'mean_result_low_percent', label: 'low', places: 1 },
  { name: 'mean_result_high_percent', label: 'high', places: 1 },
] as const;

/** The position in markets without gaps, with nights, and with jumps, beside the closed form. */
export function gapsTable(terms: Terms, results: Results): Table {
  const { adverse, favourable } = outcome(terms, terms.days, 'target');
  const blank: readonly Cell[] = Array(tallyColumns.length).fill(null);
  const mean = expectedReturn(terms, terms.days, 'target').restReturned;
  const closedForm = blank.with(0, inPercent(adverse)).with(3, inPercent(favourable)).with(8, inPercent(mean));
  return {
    name: 'gaps',
    title: `What gaps add, ${terms.days} days at ${terms.leverage}x (intervals of 95 %)`,
    columns: [{ name: 'market', label: 'market' }, ...tallyColumns],
    rows: [
      ['closed form, no gaps', ...closedForm],
      ['paths without gaps', ...tallyCells(results.smooth)],
      ['closed at night', ...tallyCells(results.nights)],
      ['closed at night, with jumps', ...tallyCells(results.jumps)],
    ],
  };
}

/** What a single night does to a position that stands at its entry price when the market closes, at each leverage. */
export function overnightTable(terms: Terms, gaps: Gaps): Table {
  const night = (side: Side) => [
    { name: `${side}_liquidated_percent`, label: `${side}: liquidated, %`, places: 2 },
    { name: `${side}_owing_percent`, label: 'owes, %', places: 2 },
    { name: `${side}_owed_percent`, label: 'owed then, % of margin', places: 0 },
  ];
  return {
    name: 'overnight',
    title: 'By leverage: one night and its jumps, from the entry price (closed form)',
    columns: [{ name: 'leverage', label: 'leverage', places: 0 }, ...night('long'), ...night('short')],
    rows: leverages.map((leverage) => [
      leverage,
      ...(['long', 'short'] as const).flatMap((side) => {
        const each = { ...atLeverage(terms, leverage), side };
        if (opensLiquidated(each)) return [null, null, null];
        const { liquidated, owing, owed } = overnight(each, gaps);
        return [inPercent(liquidated), inPercent(owing), owed === undefined ? null : inPercent(owed)];
      }),
    ]),
  };
}

/** The market with nights and jumps, at each leverage that can be opened. */
export function gapsByLeverageTable({ byLeverage }: Results): Table {
  return {
    name: 'gaps-by-leverage',
    title: 'By leverage, closed at night and with jumps (intervals of 95 %)',
    columns: [{ name: 'leverage', label: 'leverage', places: 0 }, ...tallyColumns],
    rows: byLeverage.map(({ terms, tally }) => [terms.leverage, ...tallyCells(tally)]),
  };
}

/** The mean return on margin with its interval. */
export function meanReturn({ paths, returns, squares }: Tally) {
  const mean = returns / paths;
  return estimate(mean, Math.sqrt(Math.max(0, squares / paths - mean * mean) / paths));
}

function tallyCells(tally: Tally): readonly Cell[] {
  const { paths, liquidated, reached, owing, owed } = tally;
  const [forced, debt] = [liquidated, owing].map((times) => shareOf(times, paths));
  const mean = meanReturn(tally);
  return [
    ...[forced?.value, forced?.low, forced?.high, reached / paths, debt?.value, debt?.low, debt?.high].map(inPercent),
    owing === 0 ? null : inPercent(owed / owing),
    ...[mean.value, mean.low, mean.high].map(inPercent),
  ];
}

function inPercent(share: number | undefined): number {
  return 100 * (share as number);
}
