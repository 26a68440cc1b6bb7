/**
 * The sixteen scenarios of SPAN, and the loss of one unit in each.
 *
 * Seven moves of the price, from one scan range down to one up in thirds, each with volatility up and down; and two
 * extreme moves of three ranges that count for a part. A future has no volatility, so its rows come in pairs; they stand
 * here in full because an option's do not. What a unit is worth in a scenario is the caller's business, so that this
 * file needs no formula for options.
 */
import { ONE_MILLION } from '../units.ts';

export type ScenarioNumber = number;

export interface RiskScenario {
  /** 1 to 16. */
  readonly number: ScenarioNumber;
  /** The move of the price, in thirds of the scan range. */
  readonly thirds: number;
  /** The move of volatility, in scan ranges of its own. */
  readonly volatility: 1 | 0 | -1;
  readonly isExtreme: boolean;
}

const MOVES_IN_THIRDS = [0, 1, -1, 2, -2, 3, -3] as const;

/** In the order in which SPAN counts them (rule MAR-18). */
export const riskScenarios: readonly RiskScenario[] = [
  ...MOVES_IN_THIRDS.flatMap((thirds, i) =>
    ([1, -1] as const).map((volatility, j) => ({ number: 2 * i + j + 1, thirds, volatility, isExtreme: false })),
  ),
  { number: 15, thirds: 9, volatility: 0, isExtreme: true },
  { number: 16, thirds: -9, volatility: 0, isExtreme: true },
];

/**
 * The loss of one long unit in every scenario, given what the unit gains in it; a loss is positive. The extreme ones
 * count for `extremeWeight` millionths. Gains and losses are rounded towards zero, so that the array of a short unit is
 * the negative of that of a long one.
 */
export function riskArray(gainIn: (scenario: RiskScenario) => number, extremeWeight: number): number[] {
  return riskScenarios.map((scenario) => {
    const loss = -gainIn(scenario);
    // Zero has no sign here.
    return Math.trunc(scenario.isExtreme ? (loss * extremeWeight) / ONE_MILLION : loss) || 0;
  });
}

/** The array of one future whose scan range is worth `range`. */
export function riskArrayOfFuture(range: number, extremeWeight: number): number[] {
  return riskArray(({ thirds }) => Math.trunc((range * thirds) / 3), extremeWeight);
}

/** One kind of unit in a portfolio. */
export interface Holding {
  /** Signed: short units are negative. */
  readonly units: number;
  readonly array: readonly number[];
}

export interface ScanRisk {
  readonly risk: number;
  /** The first scenario with that loss. */
  readonly scenario: ScenarioNumber;
}

/** The largest loss of a portfolio over all scenarios, and never less than nothing (rule MAR-18). */
export function scanRisk(holdings: readonly Holding[]): ScanRisk {
  let worst: ScanRisk = { risk: 0, scenario: 1 };
  for (const { number } of riskScenarios) {
    let loss = 0;
    for (const { units, array } of holdings) loss += units * (array[number - 1] as number);
    if (loss > worst.risk) worst = { risk: loss, scenario: number };
  }
  return worst;
}
