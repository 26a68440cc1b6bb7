/** What each hedge is worth under each link, from the simulated years: risk as it is, and what of it is left. */
import { type AtRisk, atRisk, costsOf, joined, meanOf } from '#lab/planning/at-risk.ts';
import { type Strategy, strategies } from '#lab/planning/holdings.ts';
import type { HedgeFlows } from '#lab/planning/scenario.ts';
import { type Estimate, jackknife } from '#lab/statistics/estimate.ts';
import { quantileOfSorted } from '#lab/statistics/regression.ts';
import type { NamedLink } from './links.ts';
import type { Study } from './study.ts';

export interface Worth {
  readonly link: NamedLink;
  readonly strategy: Strategy;
  readonly unhedged: AtRisk;
  readonly hedged: AtRisk;
  /** The shares of variance and of deviation that the hedge takes away; undefined where there is no risk without it. */
  readonly variance: Estimate | undefined;
  readonly deviation: Estimate | undefined;
}

/** Link by link, and in each strategy by strategy. */
export function worthOf({ links, parts }: Study): Worth[] {
  return links.flatMap((link, l) =>
    strategies.map((strategy, h) => {
      const [bare, covered] = [costsOf(parts, l), costsOf(parts, l, h)];
      const [unhedged, hedged] = [atRisk(bare), atRisk(covered)];
      const isRisky = unhedged.deviation > 1e-9 * unhedged.mean;
      const sums = bare.map((part, at) => sumsOf(part, covered[at] as Float64Array, unhedged.mean));
      return {
        link,
        strategy,
        unhedged,
        hedged,
        variance: isRisky ? jackknife(sums, varianceTaken) : undefined,
        deviation: isRisky ? jackknife(sums, (all) => 1 - Math.sqrt(1 - varianceTaken(all))) : undefined,
      };
    }),
  );
}

/** How many, and of both costs less `around` the sums and the sums of squares. */
function sumsOf(bare: Float64Array, covered: Float64Array, around: number): Float64Array {
  const sums = Float64Array.of(bare.length, 0, 0, 0, 0);
  for (const [at, costs] of [bare, covered].entries())
    for (const cost of costs) {
      sums[1 + 2 * at] = (sums[1 + 2 * at] as number) + cost - around;
      sums[2 + 2 * at] = (sums[2 + 2 * at] as number) + (cost - around) ** 2;
    }
  return sums;
}

function varianceTaken(sums: Float64Array): number {
  const [n = 1, a = 0, aa = 0, b = 0, bb = 0] = sums;
  return 1 - (bb / n - (b / n) ** 2) / (aa / n - (a / n) ** 2);
}

/** What a strategy asks for, in USD. */
export interface Demands {
  readonly strategy: Strategy;
  readonly trading: number;
  readonly funding: number;
  /** Mean and deviation of what rolls came to. */
  readonly rolls: number;
  readonly rollsDeviation: number;
  /** Exceeded in one case of twenty and in one of a hundred. */
  readonly variation: readonly [at95: number, at99: number];
  readonly need: readonly [at95: number, at99: number];
}

export function demandsOf({ parts }: Study): Demands[] {
  return strategies.map((strategy, h) => {
    const of = (flow: keyof HedgeFlows) => joined(parts.map(({ hedges }) => (hedges[h] as HedgeFlows)[flow]));
    const tails = (flow: keyof HedgeFlows): readonly [number, number] => {
      const sorted = of(flow).sort();
      return [quantileOfSorted(sorted, 0.95), quantileOfSorted(sorted, 0.99)];
    };
    const rolls = of('rolls');
    const mean = meanOf(rolls);
    return {
      strategy,
      trading: meanOf(of('trading')),
      funding: meanOf(of('funding')),
      rolls: mean,
      rollsDeviation: Math.sqrt(meanOf(rolls.map((roll) => (roll - mean) ** 2))),
      variation: tails('peakVariation'),
      need: tails('peakNeed'),
    };
  });
}
