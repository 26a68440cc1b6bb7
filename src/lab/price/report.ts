/** The price model in one report: whether simulation and closed form agree, and what each technique saves. */
import type { Report } from '../experiment/report.ts';
import { figure, percent } from '../experiment/words.ts';
import { NORMAL_95 } from '../statistics/estimate.ts';
import type { Histogram } from '../statistics/histogram.ts';
import { curveChart, eulerChart, fanChart, gapsChart, pathsChart, stepsChart } from './charts.ts';
import { type Compared, compared } from './compared.ts';
import { type Asked, type Outcome, PARTS } from './runs.ts';
import { subjects } from './subjects.ts';
import { comparedTable, curveOf, curveTable, eulerBiases, eulerCases, eulerTable } from './tables.ts';

export interface PriceRuns extends Asked {
  readonly command: string;
  readonly outcomes: readonly Outcome[];
  /** By month, over all paths of the fan. */
  readonly spreads: readonly Histogram[];
}

export function priceReport({ paths, years, seed, command, outcomes, spreads }: PriceRuns): Report {
  const curve = curveOf(outcomes, years);
  const inside = curve.filter(({ plain, exact }) => plain.low <= exact && exact <= plain.high).length;
  const gap = Math.max(
    ...curve.map(({ controlled, exact }) => Math.abs(controlled.value - exact) / controlled.standardError),
  );
  const futures = compared(outcomes, 'futures');
  const hedge = compared(outcomes, 'hedge');
  const [bestFutures, bestHedge] = [best(futures), best(hedge)];
  const left = Math.sqrt(1 - bestHedge.value);
  const reductionError = bestHedge.standardError / (2 * left);
  return {
    experiment: 'price',
    question: 'Does simulation of the price model agree with its closed forms, and how few paths does it take?',
    answer:
      `At ${inside} of ${curve.length} maturities the closed form lies in the 95 % interval of plain simulation; with controls the largest gap is ${figure(gap, 1)} standard errors. ` +
      `For the same error the future of twelve months takes ${times(bestFutures.fewerPaths)} times fewer paths (${bestFutures.technique}), the efficiency of a hedge ${times(bestHedge.fewerPaths)} times fewer (${bestHedge.technique}). ` +
      `That efficiency is ${plusMinus(bestHedge.value, bestHedge.standardError)}, which is ${plusMinus(1 - left, reductionError)} less deviation.`,
    seed,
    command,
    claims: [],
    tables: [curveTable(curve), comparedTable('futures', futures), comparedTable('hedge', hedge), eulerTable()],
    charts: [
      curveChart(curve, years),
      gapsChart(curve),
      fanChart(spreads),
      pathsChart(outcomes, 'futures'),
      stepsChart(outcomes, 'futures'),
      pathsChart(outcomes, 'hedge'),
      stepsChart(outcomes, 'hedge'),
      eulerChart(),
    ],
    notes: [
      `Every run has ${paths.toLocaleString('en-US')} paths in ${PARTS} parts. Steps are exact, so their length biases nothing; Euler steps would (${percent((eulerBiases(eulerCases[1])[1] as { bias: number }).bias, 2)} in six of them for the harder model).`,
      'Means have no bias: the coefficients of controls come from a pilot with dice of its own. An efficiency is a ratio of two means and has one, which is shown in standard errors and falls with the number of paths.',
      `Both answers are known exactly under this model (${figure(subjects.futures.exact, 5)} and ${figure(subjects.hedge.exact, 5)}), which is how the techniques are judged. None of them uses the answer: the mean of a product of two prices would be the efficiency itself, and is no control here.`,
      'Antithetic twins help where the answer leans to one side of chance, as a future does, and hurt where it bends with it, as a variance does. The points of Sobol give the price; a basis that is drawn stays with dice.',
      'Errors of Sobol points come from their scrambles, one a part. Paths that belong together count as one sample: pairs of twins, blocks of stratified paths.',
      'Times are not in a report, because they are the machine’s: npm run bench -- lab measures them.',
    ],
  };
}

/** To two digits: a ratio of two squared errors has no more. */
function times(ratio: number): string {
  return `about ${Number(ratio.toPrecision(2)).toLocaleString('en-US')}`;
}

/** What takes the fewest paths. */
function best(rows: readonly Compared[]): Compared {
  return rows.reduce((a, b) => (b.fewerPaths > a.fewerPaths ? b : a));
}

/** With as many digits as the interval leaves: `0.8683 ± 0.0002`. */
function plusMinus(value: number, standardError: number): string {
  const half = NORMAL_95 * standardError;
  const places = Math.max(0, -Math.floor(Math.log10(half)));
  return `${figure(value, places)} ± ${figure(half, places)}`;
}
