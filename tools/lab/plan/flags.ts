/** What a person may say behind `npm run lab -- plan`, checked before a file is opened. */
import { type Month, monthOf, readDate } from '#core/calendar.ts';
import { type Strategy, strategies } from '#lab/planning/holdings.ts';
import { flagsOf, seedIn, wholeNumber } from '../../command-line.ts';
import { Complaint } from '../../complaint.ts';
import { columnNames, uncachedNames } from './usage-columns.ts';

export interface Flags {
  /** A file of bills; undefined is the made-up company. */
  readonly usage: string | undefined;
  /** A dated series that stands for the index; undefined is the embedded one. */
  readonly index: string | undefined;
  readonly months: number;
  /** The first month to hedge; undefined is the one after the last bill. */
  readonly from: Month | undefined;
  /** The share of the bill that is covered as if prices moved in proportion, or the ratio of least variance. */
  readonly cover: number | 'mv';
  readonly strategy: Strategy;
  /** Interest a year. */
  readonly rate: number;
  /** By how much tokens grow from month to month, as a share. */
  readonly growth: number;
  readonly seed: number;
  readonly paths: number;
  /** The command that gives the same report again. */
  readonly command: string;
}

/** The paper's ratio (arXiv 2603.21690, 8.3). */
const USUAL_COVER = '0.85';

const names = (columns: readonly string[]): string => columns.join(', ');

export const usage = `  --usage FILE    bills or a table of usage, comma-separated; without it a made-up company (examples/bills.csv).
                  Columns, in any order and case, the first of these names that is there; others are passed over:
                    date    ${names(columnNames.date)}
                    model   ${names(columnNames.model)}
                    output  ${names(columnNames.output)}
                    input   ${names(columnNames.input)}: the cached ones included;
                            or ${names(uncachedNames)}
                  and, where the file has them:
                    cached  ${names(columnNames.cached)}
                    cost    ${names(columnNames.cost)}: in USD; without it the posted price of the day
                    seller  ${names(columnNames.seller)}
                    money   ${names(columnNames.currency)}: nothing but USD
                  Days are like 2026-11-20, months like 2026-11; tokens are whole, amounts like 1234.56, nothing has
                  separators between thousands. Lines of one day and model are added; a line that says in every column
                  what another says is refused. One bad line refuses the file. 50 MB at most.
  --index FILE    date,price on each line, instead of the index from dated posted prices
  --months N      how many months to hedge, up to 12 (12)
  --from MONTH    the first of them, like 2026-12 (the month after the last bill)
  --cover SHARE   the share of the bill to cover, as if your price moved in proportion to the index (${USUAL_COVER})
  --ratio mv      the minimum-variance ratio that your own bills show, instead of --cover
  --strategy S    strip or stack: what the plan by month and the trades are made for (strip); both are compared
  --rate R        interest a year, for tailing and for funding margin (0.04)
  --growth G      growth of your tokens from month to month, as a share (0)
  --seed N        the seed of the simulation and of the bootstrap (1)
  --paths N       simulated years, from 320 to 200000 (10000)`;

/** Throws a Complaint. */
export function readFlags(argv: readonly string[]): Flags {
  const values = flagsOf(argv, {
    usage: { type: 'string' },
    index: { type: 'string' },
    months: { type: 'string', default: '12' },
    from: { type: 'string' },
    cover: { type: 'string' },
    ratio: { type: 'string' },
    strategy: { type: 'string', default: 'strip' },
    rate: { type: 'string', default: '0.04' },
    growth: { type: 'string', default: '0' },
    seed: { type: 'string', default: '1' },
    paths: { type: 'string', default: '10000' },
  });
  if (values.ratio !== undefined && values.ratio !== 'mv')
    throw new Complaint('USAGE', `--ratio takes mv, not "${values.ratio}"; for a share of the bill use --cover.`);
  if (values.ratio !== undefined && values.cover !== undefined)
    throw new Complaint('USAGE', '--cover and --ratio cannot both be: one says how much, the other asks the data.');
  const strategy = strategies.find((one) => one === values.strategy);
  if (strategy === undefined)
    throw new Complaint('USAGE', `--strategy takes strip or stack, not "${values.strategy}".`);
  return {
    usage: values.usage,
    index: values.index,
    months: wholeNumber('--months', values.months, 1, 12),
    from: values.from === undefined ? undefined : monthIn(values.from),
    cover: values.ratio === 'mv' ? 'mv' : share('--cover', values.cover ?? USUAL_COVER, 0, 2),
    strategy,
    rate: share('--rate', values.rate, 0, 1),
    growth: share('--growth', values.growth, -0.5, 0.5),
    seed: seedIn(values.seed),
    paths: wholeNumber('--paths', values.paths, 320, 200_000),
    command: ['npm run lab -- plan', ...Object.entries(values).map(([name, value]) => `--${name} ${value}`)].join(' '),
  };
}

function monthIn(text: string): Month {
  const date = readDate(`${text}-01`);
  if (date === undefined) throw new Complaint('USAGE', `--from takes a month like 2026-12, not "${text}".`);
  return monthOf(date);
}

function share(flag: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (/^-?\d+(?:\.\d+)?$/.test(text) && value >= least && value <= most) return value;
  throw new Complaint('USAGE', `${flag} takes a number from ${least} to ${most}, not "${text}".`);
}
