/** What a person may say behind `npm run lab -- backtest`, checked before anything is computed. */
import { formatDate } from '#core/calendar.ts';
import type { TradeDate } from '#core/units.ts';
import { coreModels } from '#lab/models/core-models.ts';
import type { MarginModel } from '#lab/models/margin-model.ts';
import { regimes } from '#lab/regimes/regimes.ts';
import { dayIn, flagsOf, seedIn, wholeNumber, yesterday } from '../../command-line.ts';
import { Complaint } from '../../complaint.ts';

export interface Flags {
  readonly models: readonly MarginModel[];
  /** Names of regimes, and `real`. */
  readonly series: readonly string[];
  readonly csv: string | undefined;
  /** Tested days of a made-up series; undefined is the usual number, and of a real series all. */
  readonly days: number | undefined;
  readonly seed: number;
  /** The last day of posted prices. */
  readonly until: TradeDate;
  /** The command line that gives the same report again. */
  readonly again: string;
}

const modelNames = coreModels.map(({ name }) => name);
export const seriesNames = ['real', ...regimes.map(({ name }) => name)];
const DAYS_MAX = 5_000;

export const usage = `  --model NAME   ${[...modelNames, 'all'].join(', ')} (all)
  --series NAME  ${[...seriesNames, 'all'].join(', ')} (all)
  --csv FILE     a series of your own, date,price on each line, instead of the others or beside a --series
  --days N       tested days of a made-up series (1000), and at most so many of a real one (all); up to ${DAYS_MAX}
  --seed N       the seed of the made-up series (1)
  --until DATE   the last day of posted prices (yesterday)`;

/** Reads the command line behind `backtest`. Throws `Complaint`. */
export function readFlags(argv: readonly string[]): Flags {
  const values = flagsOf(argv, {
    model: { type: 'string', default: 'all' },
    series: { type: 'string' },
    csv: { type: 'string' },
    days: { type: 'string' },
    seed: { type: 'string', default: '1' },
    until: { type: 'string' },
  });
  const series = values.series ?? (values.csv === undefined ? 'all' : undefined);
  const until = values.until === undefined ? yesterday() : dayIn('--until', values.until);
  return {
    models: chosen('--model', values.model, modelNames).map(
      (name) => coreModels[modelNames.indexOf(name)] as MarginModel,
    ),
    series: series === undefined ? [] : chosen('--series', series, seriesNames),
    csv: values.csv,
    days: values.days === undefined ? undefined : wholeNumber('--days', values.days, 1, DAYS_MAX),
    seed: seedIn(values.seed),
    until,
    again: commandLine({ ...values, until: formatDate(until) }),
  };
}

function commandLine(values: Readonly<Record<string, string>>): string {
  const named = ['model', 'series', 'csv', 'days', 'seed', 'until'].filter((name) => values[name] !== undefined);
  return ['npm run lab -- backtest', ...named.map((name) => `--${name} ${values[name]}`)].join(' ');
}

function chosen(flag: string, name: string, names: readonly string[]): readonly string[] {
  if (name === 'all') return names;
  if (names.includes(name)) return [name];
  throw new Complaint('USAGE', `${flag} takes ${names.join(', ')} or all, not "${name}".`);
}
