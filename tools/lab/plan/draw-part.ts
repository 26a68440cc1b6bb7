/** A part of the simulated years of a plan, on whatever thread there is. */
import { drawOutcomes } from '#lab/planning/cash-flow.ts';
import type { Outcomes, Scenario } from '#lab/planning/scenario.ts';
import { Random } from '#makers/random.ts';

export interface PlanPart {
  readonly scenario: Scenario;
  readonly paths: number;
  readonly seed: number;
  /** The number of the part, which has its own chance. */
  readonly part: number;
}

export function drawPlanPart({ scenario, paths, seed, part }: PlanPart): Outcomes {
  return drawOutcomes(scenario, paths, Random.of(seed, `plan ${part}`));
}
