/**
 * How long the clearing house takes at the end of a day, and how that and its memory grow with the accounts.
 */

import { setTimeout as wait } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { startOf } from '#core/calendar.ts';
import { BUY, GOOD_TILL_CANCEL, SELL } from '#core/commands.ts';
import { Exchange } from '#core/exchange.ts';
import type { ListedContract } from '#core/listed-contract.ts';
import type { HistoricalRules } from '#core/margin/margin-rules.ts';
import { MARGIN_OF_SIT } from '#core/products.ts';
import { type DayStep, daySteps } from '#core/settlement/day-steps.ts';
import type { AccountId, ContractId, Lots, Money, Ticks, TradeDate } from '#core/units.ts';
import { plainEvidence } from '#makers/plain-index.ts';
import { Tally } from '../engines/engine.ts';
import { tallying } from '../engines/exchange.ts';
import { DATE, INDEX_VALUE, openingCommands, TIME } from '../engines/opening.ts';
import type { Figure } from '../figure.ts';
import { percentile } from '../measure.ts';
import { type Part, Wrong } from '../part.ts';
import { PRICE_MAX } from '../workloads/workload.ts';

const PASSES = 5;
const PRICE = (PRICE_MAX + 1) / 2;
/** At 0.05 % a day the price moves, and nobody is ruined. */
const MOVED = Math.round(PRICE * 1.0005);
const GROWTH_TIMES_MAX = 2.5;

export const clearing: Part = {
  workload:
    'so many accounts, each with a position in the first month (mark to market) or in ten months (margin), every second one long; the day settles 0.05 % away; the venue has a default fund',
  warmUp: 'two days that are not counted; medians of five days on one exchange',
  leftOut: 'journal and folds; events are heard and counted',
  jobs: {
    'mark to market': () => grow('mark to market', [1_000, 30_000, 1_000_000], 1, markToMarket),
    margin: () => grow('margin of ten positions', [1_000, 10_000, 100_000], 10, lookAtMargin),
    'margin by history': () =>
      grow('margin by history of ten positions', [1_000, 10_000, 100_000], 10, lookAtMargin, MARGIN_OF_SIT),
    'whole day': () => wholeDay(100_000, 10),
    memory,
  },
};

type Measured = (venue: ClearingVenue) => number;

/** Nanoseconds an account at each size, and how many times the first the last is. */
function grow(
  what: string,
  sizes: readonly number[],
  months: number,
  measured: Measured,
  margin?: HistoricalRules,
): Figure[] {
  const costs = sizes.map((accounts) => {
    const venue = new ClearingVenue(accounts, months, margin);
    const nanos = new Float64Array(PASSES);
    for (let pass = -2; pass < PASSES; pass += 1) {
      const ms = measured(venue);
      if (pass >= 0) nanos[pass] = (ms * 1e6) / accounts;
    }
    return percentile(nanos.sort(), 0.5);
  });
  return [
    ...sizes.flatMap((accounts, i) => [
      {
        name: `${what}, ${accounts.toLocaleString('en-US')} accounts`,
        value: costs[i] as number,
        unit: 'ns an account',
      },
      {
        name: `${what}, ${accounts.toLocaleString('en-US')} accounts, all`,
        value: ((costs[i] as number) * accounts) / 1e6,
        unit: 'ms',
      },
    ]),
    {
      name: `${what}, most against fewest`,
      value: (costs.at(-1) as number) / (costs[0] as number),
      unit: '×',
      atMost: GROWTH_TIMES_MAX,
    },
  ];
}

/** The step in which everybody is paid. */
function markToMarket(venue: ClearingVenue): number {
  return venue.endDay().get('variation') as number;
}

/** A look at everybody's margin within the day. */
function lookAtMargin(venue: ClearingVenue): number {
  venue.endDay();
  return venue.checkMargin();
}

/** Every step of a day's end. */
function wholeDay(accounts: number, months: number): Figure[] {
  const venue = new ClearingVenue(accounts, months);
  for (let day = 0; day < 2; day += 1) venue.endDay();
  const passes = Array.from({ length: PASSES }, () => venue.endDay());
  const of = (step: DayStep) =>
    percentile(Float64Array.from(passes.map((pass) => pass.get(step) as number)).sort(), 0.5);
  const steps = daySteps.map((step) => ({ name: `day's end, ${step}`, value: of(step), unit: 'ms' }));
  const all = steps.reduce((sum, { value }) => sum + value, 0);
  return [...steps, { name: "day's end, all steps", value: all, unit: 'ms' }];
}

/** Bytes that an account takes with one position, and what each further position adds. */
async function memory(): Promise<Figure[]> {
  const accounts = 100_000;
  const [none, one, ten] = [await bytesOf(2, 1), await bytesOf(accounts, 1), await bytesOf(accounts, 10)];
  return [
    { name: 'an account with one position', value: (one - none) / accounts, unit: 'bytes' },
    { name: 'each further position', value: (ten - one) / accounts / 9, unit: 'bytes' },
  ];
}

async function bytesOf(accounts: number, months: number): Promise<number> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const venue = new ClearingVenue(accounts, months);
  for (let time = 0; time < 3; time += 1) {
    collect();
    await wait(100);
  }
  const { heapUsed, external } = process.memoryUsage();
  // What is used after it was measured was still there when it was.
  if (venue.accounts !== accounts) throw new Wrong('an account is missing');
  return heapUsed + external;
}

/** A venue in which every account holds something, and whose days can be ended one after the other. */
class ClearingVenue {
  readonly accounts: number;
  readonly #exchange = new Exchange();
  readonly #emit = tallying(new Tally());
  #date: TradeDate = DATE;
  #isHigh = false;

  /** With a margin model that looks back there is a history for it: as many days as it looks back on. */
  constructor(accounts: number, months: number, margin?: HistoricalRules) {
    this.accounts = accounts;
    const exchange = this.#exchange;
    // The first two accounts move the price.
    for (const command of openingCommands({ contracts: months, accounts: 2, margin }))
      exchange.execute(command, TIME, this.#emit);
    for (let day = 0; day < (margin?.lookBack ?? 0); day += 1) this.endDay();
    const time = startOf(this.#date);
    const opening = [...openingCommands({ contracts: 0, accounts: accounts + 2 })];
    const ofAccounts = opening.filter(({ type }) => type === 'openAccount' || type === 'deposit');
    for (const command of ofAccounts.slice(2 * 2)) exchange.execute(command, time, this.#emit);
    exchange.execute({ type: 'addCapital', amount: 1e13 as Money }, time, this.#emit);
    const living = exchange.contracts.filter(({ expired }) => !expired);
    for (const { id } of living.slice(0, months))
      for (let account = 2; account < accounts + 2; account += 2) this.#trade(id, account, account + 1, PRICE);
  }

  /** Ends the day and returns how many milliseconds each step took. */
  endDay(): ReadonlyMap<DayStep, number> {
    const exchange = this.#exchange;
    const time = startOf((this.#date + 1) as TradeDate);
    // The price goes up on one day and down on the next.
    this.#isHigh = !this.#isHigh;
    const front = this.#exchange.contracts.findLast(({ expired }) => !expired) as ListedContract;
    this.#trade(front.id, 0, 1, this.#isHigh ? MOVED : PRICE);
    while ((exchange.fixings.at(-1)?.date as number) < this.#date) this.#fix(time);
    const spent = new Map<DayStep, number>();
    for (const step of daySteps) {
      const begin = performance.now();
      exchange.execute({ type: 'endDay', date: this.#date, step }, time, this.#emit);
      spent.set(step, performance.now() - begin);
    }
    const next = exchange.tradeDate as TradeDate;
    if (next === this.#date) throw new Wrong('the day has not ended');
    this.#date = next;
    return spent;
  }

  /** Looks at everybody's margin and returns how many milliseconds it took. */
  checkMargin(): number {
    const time = startOf(this.#date);
    const begin = performance.now();
    this.#exchange.execute({ type: 'checkMargin' }, time, this.#emit);
    return performance.now() - begin;
  }

  #fix(time: typeof TIME): void {
    const date = ((this.#exchange.fixings.at(-1)?.date as number) + 1) as TradeDate;
    this.#exchange.execute({ type: 'fixIndex', date, evidence: plainEvidence(date, INDEX_VALUE) }, time, this.#emit);
  }

  #trade(contract: ContractId, seller: number, buyer: number, price: number): void {
    const time = startOf(this.#date);
    const order = { type: 'placeOrder', contract, price: price as Ticks } as const;
    const rest = { quantity: 1 as Lots, timeInForce: GOOD_TILL_CANCEL } as const;
    const exchange = this.#exchange;
    exchange.execute({ ...order, ...rest, account: seller as AccountId, side: SELL }, time, this.#emit);
    exchange.execute({ ...order, ...rest, account: buyer as AccountId, side: BUY }, time, this.#emit);
  }
}
