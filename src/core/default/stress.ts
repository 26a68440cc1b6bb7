/**
 * The worst days that the default fund is made for, and what a member would lose on each.
 *
 * A scenario says by which share of its price each contract month moves, the nearest month first. Losses are exact and
 * rounded up once. The set is data: which scenarios, and how bad, is a decision and not a computation.
 */
import { indexOf, type SettlementIndex } from '../contract.ts';
import {
  add,
  divideDown,
  divideUp,
  type Lots,
  type Millionths,
  type Money,
  money,
  ONE_MILLION,
  type Ticks,
} from '../units.ts';
import { HISTORY_STRESSED } from './parameters.ts';

/** A worst day: the moves of the months by rank, in shares of their prices; later months move like the last one. */
export interface Scenario {
  readonly name: string;
  /** At least one; none below minus one. */
  readonly shocks: readonly Millionths[];
}

/** A position of a member under stress. */
export interface StressedHolding {
  /** The index of its product; without it the Token Price Index. */
  readonly index?: SettlementIndex;
  /** The place of the contract among the listed months of its product: 0 is the nearest. */
  readonly rank: number;
  /** Signed. */
  readonly position: Lots;
  /** The settlement price. */
  readonly price: Ticks;
  readonly tickValue: Money;
}

const scenario = (name: string, ...percents: readonly number[]): Scenario => ({
  name,
  shocks: percents.map((percent) => (percent * 10_000) as Millionths),
});

/** The stress set (rule DEF-13). A product's own scenarios, such as its worst days so far, can be put beside it. */
export const STRESS_SET: readonly Scenario[] = [
  scenario('all months −80 %', -80),
  scenario('all months −50 %', -50),
  scenario('all months +50 %', 50),
  scenario('all months +100 %', 100),
  scenario('nearest month −80 %', -80, 0),
  scenario('nearest month +100 %', 100, 0),
  scenario('near months fall, far months rise', -40, -20, 0, 20, 40),
  scenario('near months rise, far months fall', 40, 20, 0, -20, -40),
  // Five of thirty fixings are already known, so of a gap of 80 % the nearest month feels 25/30, in whole percent.
  scenario('the index stands still for five days, then falls', -67, -80),
  scenario('the index stands still for five days, then doubles', 84, 100),
];

/**
 * What the holdings lose in a scenario, rounded up; 0 where they gain. What is gained on one index covers nothing that is
 * lost on the other (rule DEF-13).
 */
export function stressLoss(holdings: readonly StressedHolding[], scenario: Scenario): Money {
  if (holdings.every((holding) => indexOf(holding) === 'tokens')) return lossOf(holdings, scenario);
  const { tokens = [], compute = [] } = Object.groupBy(holdings, indexOf);
  return add(lossOf(tokens, scenario), lossOf(compute, scenario));
}

/** The loss of holdings that gain and lose together. */
function lossOf(holdings: readonly StressedHolding[], scenario: Scenario): Money {
  // The gain is `whole` and `rest` millionths. Both count exactly as long as what is added up stays small enough.
  let [whole, rest, size] = [0, 0, 0];
  for (const holding of holdings) {
    const shock = shockOf(holding, scenario);
    const exposure = holding.position * holding.price * holding.tickValue;
    const millions = Math.trunc(exposure / ONE_MILLION);
    whole += millions * shock;
    rest += (exposure - millions * ONE_MILLION) * shock;
    size += Math.abs(millions * shock) + Math.abs(exposure);
  }
  if (size > Number.MAX_SAFE_INTEGER) return exactLoss(holdings, scenario);
  return Math.max(0, -(whole + divideDown(rest, ONE_MILLION))) as Money;
}

/** The same for holdings of any size. */
function exactLoss(holdings: readonly StressedHolding[], scenario: Scenario): Money {
  let gain = 0n;
  for (const holding of holdings) gain += exposureOf(holding) * BigInt(shockOf(holding, scenario));
  return gain >= 0n ? money(0) : money(Number((BigInt(ONE_MILLION - 1) - gain) / BigInt(ONE_MILLION)));
}

function shockOf({ rank }: StressedHolding, { shocks }: Scenario): Millionths {
  return shocks[Math.min(rank, shocks.length - 1)] as Millionths;
}

/**
 * The largest fall and the largest rise over two settlements in a row, made worse by half and rounded away from zero, as
 * moves of all months; a fall ends at zero. Empty without a fall or a rise (rule DEF-13). Prices are positive.
 */
export function historicalScenarios(settlementPrices: readonly Ticks[]): Scenario[] {
  let [fall, rise] = [0, 0];
  for (const [day, price] of settlementPrices.slice(2).entries()) {
    const before = settlementPrices[day] as Ticks;
    const stressed = (price - before) * HISTORY_STRESSED;
    fall = Math.min(fall, divideDown(stressed, before));
    rise = Math.max(rise, divideUp(stressed, before));
  }
  const moves = [Math.max(fall, -ONE_MILLION), rise].filter((move) => move !== 0);
  return moves.map((move) => ({
    name: `worst two days ${move < 0 ? 'down' : 'up'}, and half again`,
    shocks: [move as Millionths],
  }));
}

function exposureOf({ position, price, tickValue }: StressedHolding): bigint {
  return BigInt(position) * BigInt(price) * BigInt(tickValue);
}
