/** What a person may say behind `attack`, checked before anything is computed. */
import type { Millionths, Money, TradeDate } from '#core/units.ts';
import { readDecimal, readMoney } from '#session/decimals.ts';
import { dayIn, flagsOf, wholeNumber, yesterday } from '../command-line.ts';
import { Complaint } from '../complaint.ts';

export interface AttackFlags {
  readonly days: number;
  readonly until: TradeDate;
  /** How many sellers collude at most; one attack for each. */
  readonly colluders: readonly number[];
  readonly budget: Money | null;
  readonly leaving: Millionths;
  readonly times: Millionths;
  readonly out: string | undefined;
}

const COLLUDERS_MAX = 3;
const DAYS_MAX = 90;
const [TIMES_MIN, TIMES_MAX] = [1_000_001n, 100_000_000n];

/** Throws a Complaint. */
export function readAttackFlags(argv: readonly string[]): AttackFlags {
  const flags = flagsOf(argv, {
    days: { type: 'string', default: '30' },
    until: { type: 'string' },
    sellers: { type: 'string' },
    budget: { type: 'string' },
    leaving: { type: 'string', default: '100' },
    times: { type: 'string', default: '5' },
    out: { type: 'string' },
  });
  const budget = flags.budget === undefined ? null : readMoney(flags.budget);
  if (budget === undefined || (budget !== null && budget < 0))
    throw new Complaint('USAGE', `--budget takes an amount of US dollars like 1000000, not "${flags.budget}".`);
  return {
    days: wholeNumber('--days', flags.days, 1, DAYS_MAX),
    until: flags.until === undefined ? yesterday() : dayIn('--until', flags.until),
    colluders: flags.sellers === undefined ? [1, 2, 3] : [wholeNumber('--sellers', flags.sellers, 1, COLLUDERS_MAX)],
    budget,
    leaving: (wholeNumber('--leaving', flags.leaving, 0, 100) * 10_000) as Millionths,
    times: timesIn(flags.times),
    out: flags.out,
  };
}

function timesIn(text: string): Millionths {
  const nano = readDecimal(text);
  const times = nano === undefined ? 0n : nano / 1_000n;
  if (times >= TIMES_MIN && times <= TIMES_MAX) return Number(times) as Millionths;
  throw new Complaint('USAGE', `--times takes a number above 1 and up to 100, not "${text}".`);
}
