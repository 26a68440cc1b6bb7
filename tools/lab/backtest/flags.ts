/** What a person may say behind `npm run lab -- backtest`, checked before anything is computed. */
import { parseArgs } from 'node:util';
import { dateOf, formatDate, readDate } from '#core/calendar.ts';
import { millis, type TradeDate } from '#core/units.ts';
import { coreModels } from '#lab/models/core-models.ts';
import type { MarginModel } from '#lab/models/margin-model.ts';
import { regimes } from '#lab/regimes/regimes.ts';
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
  const values = parse(argv);
  const series = values.series ?? (values.csv === undefined ? 'all' : undefined);
  const yesterday = (dateOf(millis(Date.now())) - 1) as TradeDate;
  const until = values.until === undefined ? yesterday : readDate(values.until);
  if (until === undefined) throw new Complaint('USAGE', `--until takes a day like 2026-11-20, not "${values.until}".`);
  return {
    models: chosen('--model', values.model, modelNames).map(
      (name) => coreModels[modelNames.indexOf(name)] as MarginModel,
    ),
    series: series === undefined ? [] : chosen('--series', series, seriesNames),
    csv: values.csv,
    days: values.days === undefined ? undefined : whole('--days', values.days, 1, DAYS_MAX),
    seed: whole('--seed', values.seed, 0, 2 ** 31 - 1),
    until,
    again: commandLine({ ...values, until: formatDate(until) }),
  };
}

function commandLine(values: Readonly<Record<string, string>>): string {
  const named = ['model', 'series', 'csv', 'days', 'seed', 'until'].filter((name) => values[name] !== undefined);
  return ['npm run lab -- backtest', ...named.map((name) => `--${name} ${values[name]}`)].join(' ');
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      options: {
        model: { type: 'string', default: 'all' },
        series: { type: 'string' },
        csv: { type: 'string' },
        days: { type: 'string' },
        seed: { type: 'string', default: '1' },
        until: { type: 'string' },
      },
    }).values;
  } catch (cause) {
    throw new Complaint('USAGE', cause instanceof Error ? cause.message.replaceAll('\n', ' ') : String(cause));
  }
}

function chosen(flag: string, name: string, names: readonly string[]): readonly string[] {
  if (name === 'all') return names;
  if (names.includes(name)) return [name];
  throw new Complaint('USAGE', `${flag} takes ${names.join(', ')} or all, not "${name}".`);
}

function whole(flag: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= least && value <= most) return value;
  throw new Complaint('USAGE', `${flag} takes a whole number from ${least} to ${most}, not "${text}".`);
}
