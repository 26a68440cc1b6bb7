/** `paper`: the paper's simulation again, claim by claim. */
import { tableThree } from '#lab/jump-diffusion/parameters.ts';
import { simulatedBases } from '#lab/paper/hedge-claims.ts';
import { RATIO } from '#lab/paper/published.ts';
import { paperReport } from '#lab/paper/report.ts';
import type { Part, PartRequest } from '#lab/paper/run-part.ts';
import { scenarios } from '#lab/paper/scenarios.ts';
import { flagsOf, seedIn, wholeNumber } from '../../command-line.ts';
import { Complaint } from '../../complaint.ts';
import type { Experiment } from '../experiment.ts';

/** So many parts whatever the threads, so that they change nothing; and as many again for each scenario. */
const PARTS = 50;
const PATHS = 100_000;

const demand = { ...tableThree, trend: [{ from: 0, perYear: Math.log(2.5) }] };

export const paper: Experiment = {
  name: 'paper',
  usage: `  --paths N      paths of each scenario, a multiple of ${PARTS} (${PATHS}; the paper has 10000)
  --seed N       the seed (1)`,
  async run(argv, work) {
    const { paths, seed } = readFlags(argv);
    const markets = [...scenarios.map(({ parameters }) => parameters), demand];
    const requests: PartRequest[] = markets.flatMap((parameters) =>
      Array.from({ length: PARTS }, (_, part) => ({
        parameters,
        seed,
        part,
        paths: paths / PARTS,
        ratio: RATIO,
        bases: simulatedBases,
      })),
    );
    const parts = await work.map<PartRequest, Part>('paperPart', requests, 'parts');
    const byMarket = markets.map((_, at) => parts.slice(at * PARTS, (at + 1) * PARTS));
    return paperReport({
      seed,
      command: `npm run lab -- paper --paths ${paths} --seed ${seed}`,
      byScenario: byMarket.slice(0, scenarios.length),
      demand: byMarket.at(-1) as Part[],
    });
  },
};

function readFlags(argv: readonly string[]) {
  const values = flagsOf(argv, {
    paths: { type: 'string', default: String(PATHS) },
    seed: { type: 'string', default: '1' },
  });
  const paths = wholeNumber('--paths', values.paths, PARTS, 10_000_000);
  if (paths % PARTS !== 0) throw new Complaint('USAGE', `--paths takes a multiple of ${PARTS}, not ${paths}.`);
  return { paths, seed: seedIn(values.seed) };
}
