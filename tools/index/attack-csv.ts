/** The days of every attack as a table for a spreadsheet: amounts in US dollars, prices per million SIT. */
import { formatDate } from '#core/calendar.ts';
import { writeDecimal } from '#session/decimals.ts';
import type { Attempt } from './attack-report.ts';

/** The attacked days, one a line. */
export function attackCsv(attempts: readonly Attempt[]): string {
  const lines = attempts.flatMap(({ methodology, aims, outcome }) =>
    outcome.days.map(({ date, honest, value, price: posted, loss }) =>
      [
        methodology,
        aims.join(' '),
        outcome.sellers.join(' '),
        formatDate(date),
        ...[honest, value, posted, loss.ifLeaving, loss.ifStaying].map((amount) =>
          amount === null ? '' : writeDecimal(amount, 6),
        ),
      ].join(),
    ),
  );
  const head = 'methodology,best_for,sellers,date,fixing,attacked,posted,cost_if_buyers_leave,cost_if_none_leaves';
  return `${[head, ...lines].join('\n')}\n`;
}
