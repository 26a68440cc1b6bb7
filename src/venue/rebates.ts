/**
 * What makers are owed: for every month that is over, the rebate that their reports come to and that was not paid yet.
 *
 * Reports are per contract and month (rule MMK-12), a rebate per product and month (rule FEE-3). The exchange pays each
 * once, so asking again after a crash pays nothing twice.
 */
import { type Month, monthOf } from '#core/calendar.ts';
import type { PayRebate } from '#core/commands.ts';
import type { Exchange } from '#core/exchange.ts';
import type { Millis, Money } from '#core/units.ts';
import type { MakerRecords } from '#market-data/maker-records.ts';

type Books = Pick<Exchange, 'contracts' | 'tradeDate' | 'isRebatePaid'>;
type Reports = Pick<MakerRecords, 'agreements' | 'reports'>;

/** The rebates that are due, as the records stand at `now`. */
export function dueRebates(records: Reports, books: Books, now: Millis): PayRebate[] {
  if (books.tradeDate === undefined) return [];
  const running = monthOf(books.tradeDate);
  return records.agreements.flatMap(({ account, product }): PayRebate[] => {
    const months = new Map<Month, number>();
    for (const { id, specification } of books.contracts) {
      if (specification.code !== product) continue;
      for (const { month, rebate } of records.reports(account, id, now))
        months.set(month, (months.get(month) ?? 0) + rebate);
    }
    const due = [...months].filter(
      ([month, amount]) => month < running && amount > 0 && !books.isRebatePaid(account, product, month),
    );
    return due.map(([month, amount]) => ({ type: 'payRebate', account, product, month, amount: amount as Money }));
  });
}
