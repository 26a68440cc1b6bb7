/**
 * One hedge on one path: what it holds and trades on each day, and the money that comes and goes with it.
 *
 * Gains are paid every day. Initial margin is a share of the value held, and interest is paid on it and on what variation
 * margin has taken, or earned on what it has brought.
 */
import type { Month } from '#core/calendar.ts';
import { type Contract, DAYS_OF_YEAR } from './contract-marks.ts';
import type { Leg } from './holdings.ts';
import type { HedgeFlows, Holding, Scenario, Terms } from './scenario.ts';

/** What a hedge holds and trades, day by day, for each contract. */
export interface Book {
  readonly contracts: readonly Contract[];
  readonly days: number;
  /** Million tokens from the end of a day to the end of the next. */
  readonly held: readonly Float64Array[];
  /** The share of value that a trade of a day costs. */
  readonly tradeCosts: readonly Float64Array[];
  readonly rolls: readonly {
    readonly day: number;
    readonly size: number;
    readonly left: number;
    readonly entered: number;
  }[];
}

export function bookOf(
  { start, terms }: Scenario,
  contracts: readonly Contract[],
  days: number,
  holdings: readonly Holding[],
): Book {
  const place = (month: Month) => contracts.findIndex((contract) => contract.month === month);
  const held = contracts.map(() => new Float64Array(days + 1));
  for (const { size, legs } of holdings)
    for (const { contract, from, until } of legs) {
      const own = held[place(contract)] as Float64Array;
      for (let day = from - start; day < until - start; day += 1) own[day] = (own[day] as number) + size;
    }
  const tradeCosts = contracts.map(({ month }) =>
    Float64Array.from({ length: days + 1 }, (_, day) => (isFront(contracts, month, day) ? terms.front : terms.others)),
  );
  const rolls = holdings.flatMap(({ size, legs }) =>
    legs.slice(1).map(({ contract, from }, before) => ({
      day: from - start,
      size,
      left: place((legs[before] as Leg).contract),
      entered: place(contract),
    })),
  );
  return { contracts, days, held, tradeCosts, rolls };
}

/** Whether `month` is the first that has not settled by the end of `day`, of those that are ever held. */
function isFront(contracts: readonly Contract[], month: Month, day: number): boolean {
  return contracts.find(({ last }) => last > day)?.month === month;
}

export const flowsOf = (paths: number): HedgeFlows => ({
  gains: new Float64Array(paths),
  trading: new Float64Array(paths),
  funding: new Float64Array(paths),
  rolls: new Float64Array(paths),
  peakVariation: new Float64Array(paths),
  peakNeed: new Float64Array(paths),
});

/** Lives one hedge through one path, on which contracts have these `marks`, and writes what comes of it at place `at`. */
export function settle(
  terms: Terms,
  { contracts, days, held: holdings, tradeCosts, rolls }: Book,
  allMarks: readonly Float64Array[],
  flows: HedgeFlows,
  at: number,
): void {
  let [gained, trading, funding, peakVariation, peakNeed] = [0, 0, 0, 0, 0];
  for (let day = 0; day <= days; day += 1) {
    let value = 0;
    for (let c = 0; c < contracts.length; c += 1) {
      const [held, marks] = [holdings[c] as Float64Array, allMarks[c] as Float64Array];
      const before = day === 0 ? 0 : (held[day - 1] as number);
      const now = held[day] as number;
      if (before === 0 && now === 0) continue;
      const price = marks[day] as number;
      if (before !== 0) gained += before * (price - (marks[day - 1] as number));
      // What settles is not traded.
      if (now !== before && day < (contracts[c] as Contract).last)
        trading += Math.abs(now - before) * price * ((tradeCosts[c] as Float64Array)[day] as number);
      value += Math.abs(now) * price;
    }
    const margin = terms.margin * value;
    funding += (terms.rate / DAYS_OF_YEAR) * (margin - gained);
    peakVariation = Math.max(peakVariation, -gained);
    if (value > 0) peakNeed = Math.max(peakNeed, margin - gained);
  }
  flows.gains[at] = gained;
  flows.trading[at] = trading;
  flows.funding[at] = funding;
  flows.rolls[at] = rolls.reduce((sum, { day, size, left, entered }) => {
    const price = (c: number) => (allMarks[c] as Float64Array)[day] as number;
    return sum + size * (price(left) - price(entered));
  }, 0);
  flows.peakVariation[at] = peakVariation;
  flows.peakNeed[at] = peakNeed;
}
