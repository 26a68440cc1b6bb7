/**
 * What a year of purchases costs on many possible paths of the index, and what a hedge pays and asks for on each.
 *
 * The index follows the lab's price model, day by day. Purchases are made every day of a month; contracts are marked every
 * day and settle at the mean of the index from the first of the month to the last trading day, so a hedge has the basis
 * between the two even where the company's own price follows the index exactly. All links and both strategies live
 * through the same paths.
 */
import { firstDayOf } from '#core/calendar.ts';
import type { Dice } from '../chance/dice.ts';
import { drawPath, type Grid, gridOf } from '../jump-diffusion/path.ts';
import { type Contract, contractOf, DAYS_OF_YEAR, markContract } from './contract-marks.ts';
import { bookOf, flowsOf, settle } from './hedge-book.ts';
import type { HedgeFlows, Link, Outcomes, Purchase, Scenario } from './scenario.ts';

/** Draws `paths` paths. */
export function drawOutcomes(scenario: Scenario, paths: number, dice: Dice): Outcomes {
  const calendar = calendarOf(scenario);
  const books = scenario.hedges.map((holdings) => bookOf(scenario, calendar.contracts, calendar.days, holdings));
  const costs = scenario.links.map(() => new Float64Array(paths));
  const hedges = scenario.hedges.map(() => flowsOf(paths));
  const draw: Draw = {
    path: new Float64Array(calendar.days + 1),
    shocks: new Float64Array(calendar.days + 1),
    index: new Float64Array(calendar.days + 1),
    marks: calendar.contracts.map(({ last }) => new Float64Array(last + 1)),
  };
  for (let at = 0; at < paths; at += 1) {
    drawPath(calendar.grid, Math.log(scenario.indexNow), dice, draw.path);
    for (let day = 1; day <= calendar.days; day += 1) draw.shocks[day] = dice.normal();
    for (let day = 0; day <= calendar.days; day += 1) draw.index[day] = Math.exp(draw.path[day] as number);
    for (const [c, contract] of calendar.contracts.entries())
      markContract(contract, draw.path, draw.index, draw.marks[c] as Float64Array);
    for (const [l, link] of scenario.links.entries())
      (costs[l] as Float64Array)[at] = costOf(scenario.priceNow, calendar, link, draw);
    for (const [h, book] of books.entries()) settle(scenario.terms, book, draw.marks, hedges[h] as HedgeFlows, at);
  }
  return { costs, hedges };
}

/** One path, in arrays that are used again for the next. */
interface Draw {
  readonly path: Float64Array;
  /** Of deviation 1, of the company's own. */
  readonly shocks: Float64Array;
  readonly index: Float64Array;
  /** Of each contract, by day, to its last. */
  readonly marks: readonly Float64Array[];
}

interface Calendar {
  readonly days: number;
  readonly grid: Grid;
  /** Million tokens that are bought on each day. */
  readonly bought: Float64Array;
  readonly contracts: readonly Contract[];
}

function calendarOf({ parameters, indexNow, start, purchases, hedges }: Scenario): Calendar {
  const days = firstDayOf((purchases.at(-1) as Purchase).month + 1) - 1 - start;
  const held = hedges.flatMap((holdings) => holdings.flatMap(({ legs }) => legs.map(({ contract }) => contract)));
  const months = [...new Set(held)].sort((a, b) => a - b);
  const bought = new Float64Array(days + 1);
  for (const { month, tokens } of purchases) {
    const [first, end] = [firstDayOf(month) - start, firstDayOf(month + 1) - start];
    bought.fill(tokens / (end - first), first, end);
  }
  return {
    days,
    bought,
    grid: gridOf(
      parameters,
      Array.from({ length: days + 1 }, (_, day) => day / DAYS_OF_YEAR),
    ),
    // A contract that is left before it settles may end after the last purchase.
    contracts: months.map((month) => contractOf(parameters, Math.log(indexNow), month, start, days)),
  };
}

/** What all purchases cost, each day of a month an equal part of it. */
function costOf(priceNow: number, { days, bought }: Calendar, link: Link, { path, shocks }: Draw): number {
  const {
    elasticity,
    basis: { volatility, reversion },
  } = link;
  const left = Math.exp(-reversion / DAYS_OF_YEAR);
  const variance = reversion === 0 ? 1 / DAYS_OF_YEAR : -Math.expm1((-2 * reversion) / DAYS_OF_YEAR) / (2 * reversion);
  const deviation = volatility * Math.sqrt(variance);
  let [basis, cost] = [0, 0];
  for (let day = 1; day <= days; day += 1) {
    basis = left * basis + deviation * (shocks[day] as number);
    const moved = (path[day] as number) - (path[0] as number);
    cost += (bought[day] as number) * Math.exp(elasticity * moved + basis);
  }
  return priceNow * cost;
}
