/** `price`: the price model, simulated every way there is, beside its closed forms. */
import { tableThree } from '#lab/jump-diffusion/parameters.ts';
import type { PartRequest } from '#lab/monte-carlo/run-part.ts';
import type { Tally } from '#lab/monte-carlo/tally.ts';
import type { FanRequest } from '#lab/price/fan.ts';
import { priceReport } from '#lab/price/report.ts';
import { type Asked, outcomesOf, PARTS, PATHS, requestsOf, runsOf } from '#lab/price/runs.ts';
import { START } from '#lab/price/subjects.ts';
import { addCounts, type Histogram } from '#lab/statistics/histogram.ts';
import { flagsOf, seedIn, wholeNumber } from '../../command-line.ts';
import { Complaint } from '../../complaint.ts';
import type { Experiment } from '../experiment.ts';

const DEFAULT_PATHS = 2 ** 18;
const YEARS = { usual: 3, most: 10 } as const;

export const price: Experiment = {
  name: 'price',
  usage: `  --paths N      paths of each run, a power of two from ${PATHS.least} to ${PATHS.most} (${DEFAULT_PATHS})
  --years T      how far the curve and the fan go, 1 to ${YEARS.most} (${YEARS.usual})
  --seed N       the seed (1)`,
  async run(argv, work) {
    const asked = readFlags(argv);
    const { paths, years, seed } = asked;
    const runs = runsOf(asked);
    const tallies = await work.map<readonly PartRequest[], Tally[]>('priceParts', requestsOf(runs), 'parts');
    const fan = Array.from({ length: PARTS }, (_, part): FanRequest => {
      return { parameters: tableThree, start: START, months: 12 * years, seed, part, paths: paths / PARTS };
    });
    const [first, ...others] = await work.map<FanRequest, Histogram[]>('priceFan', fan, 'parts of the fan');
    const spreads = first as Histogram[];
    for (const part of others) for (const [month, more] of part.entries()) addCounts(spreads[month] as Histogram, more);
    const command = `npm run lab -- price --paths ${paths} --years ${years} --seed ${seed}`;
    return priceReport({ ...asked, command, outcomes: outcomesOf(runs, tallies), spreads });
  },
};

function readFlags(argv: readonly string[]): Asked {
  const values = flagsOf(argv, {
    paths: { type: 'string', default: String(DEFAULT_PATHS) },
    years: { type: 'string', default: String(YEARS.usual) },
    seed: { type: 'string', default: '1' },
  });
  const paths = wholeNumber('--paths', values.paths, PATHS.least, PATHS.most);
  if (!Number.isInteger(Math.log2(paths))) throw new Complaint('USAGE', `--paths takes a power of two, not ${paths}.`);
  return {
    paths,
    years: wholeNumber('--years', values.years, 1, YEARS.most),
    seed: seedIn(values.seed),
  };
}
