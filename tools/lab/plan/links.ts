/**
 * How the company's price may move with the index from now on. Everything that a hedge is worth hangs on it, and bills
 * often cannot tell: so there are several answers, and each is shown.
 */

import type { CoMovement } from '#lab/planning/co-movement.ts';
import type { MonthBought } from '#lab/planning/exposure.ts';
import type { Link } from '#lab/planning/scenario.ts';
import { BASIS_REVERSION } from '#lab/procurement/basis.ts';

/** The basis with which Table 3 gives the paper's 87 % of variance: a deviation of the logarithm a year. Ours. */
export const PAPER_BASIS = 0.31;
const MONTHS_OF_YEAR = 12;

export interface NamedLink extends Link {
  readonly name: 'as measured' | 'one for one' | 'not at all';
}

/** Three answers to the question that decides everything; the first only where bills can give it. */
export function linksOf(
  months: readonly MonthBought[],
  indexOfMonths: readonly (number | undefined)[],
  { line }: CoMovement,
): NamedLink[] {
  const meanPaid = meanOf(months.map(({ paid }) => paid));
  const meanIndex = meanOf(indexOfMonths.filter((value) => value !== undefined));
  const moves = months.slice(1).flatMap(({ chained }, at) => {
    const before = (months[at] as MonthBought).chained;
    return chained > 0 && before > 0 ? [Math.log(chained / before)] : [];
  });
  const ownVolatility = Math.sqrt(meanOf(moves.map((move) => (move - meanOf(moves)) ** 2)) * MONTHS_OF_YEAR);
  const measured: NamedLink[] =
    line === undefined
      ? []
      : [
          {
            name: 'as measured',
            elasticity: (line.slope * meanIndex) / meanPaid,
            basis: { volatility: (line.residualDeviation / meanPaid) * Math.sqrt(MONTHS_OF_YEAR), reversion: 0 },
          },
        ];
  return [
    ...measured,
    { name: 'one for one', elasticity: 1, basis: { volatility: PAPER_BASIS, reversion: BASIS_REVERSION } },
    { name: 'not at all', elasticity: 0, basis: { volatility: moves.length === 0 ? 0 : ownVolatility, reversion: 0 } },
  ];
}

const meanOf = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
