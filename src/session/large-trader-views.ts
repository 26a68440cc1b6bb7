/** Who holds much, as it is written on the wire and as comma-separated values (rule POS-7). */
import { formatDate } from '#core/calendar.ts';
import type { AccountId } from '#core/units.ts';
import type { LargeTrader as CoreTrader } from '#market-data/large-traders.ts';
import type { LargeTrader, LargeTraderReport } from '#wire/operator-reports.ts';
import { csvOf } from './csv.ts';
import { writeShare } from './decimals.ts';
import { instrumentNumbered } from './instruments.ts';
import type { Venue } from './venue-port.ts';

export function largeTraderReport(venue: Venue): LargeTraderReport {
  const { date, report } = venue.largeTraders;
  return {
    date: date === undefined ? null : formatDate(date),
    traders: report.map((trader) => traderView(trader, venue)),
  };
}

function traderView(trader: CoreTrader, venue: Venue): LargeTrader {
  const { exchange, largeTraders } = venue;
  const nameOf = (account: AccountId) => exchange.accounts[account]?.name ?? '';
  const codeOf = (contract: Parameters<typeof instrumentNumbered>[0]) => instrumentNumbered(contract, venue).code;
  return {
    product: trader.product,
    owner: nameOf(trader.owner),
    accounts: trader.accounts.map(nameOf),
    months: trader.months.map(({ contract, position, openInterest, share }) => ({
      contract: codeOf(contract),
      position,
      openInterest,
      shareOfOpenInterest: writeShare(share),
    })),
    limits: trader.limits.map(({ limit, contract, held, most, share }) => ({
      limit,
      contract: contract === null ? null : codeOf(contract),
      held,
      most,
      share: writeShare(share),
    })),
    hedgers: trader.hedgers.map(nameOf),
    exemptions: trader.exemptions.map(({ account, lots, until }) => ({
      account: nameOf(account),
      lots,
      until: formatDate(until),
      inForce: largeTraders.date !== undefined && largeTraders.date <= until,
    })),
  };
}

const COLUMNS = [
  ...['date', 'product', 'owner', 'accounts', 'kind', 'limit', 'contract', 'position', 'of', 'share'],
  ...['hedgers', 'exemptions'],
];

/** A line for every month that is held, with its share of the open interest, and one for every limit that is used. */
export function largeTraderCsv({ date, traders }: LargeTraderReport): string {
  const rows = traders.flatMap(({ product, owner, accounts, months, limits, hedgers, exemptions }) => {
    const head = [date, product, owner, accounts.join(' ')];
    const tail = [
      hedgers.join(' '),
      exemptions.map(({ account, lots, until }) => `${account} ${lots} until ${until}`).join('; '),
    ];
    return [
      ...months.map((month) => {
        const { contract, position, openInterest, shareOfOpenInterest } = month;
        return [...head, 'month', '', contract, position, openInterest, shareOfOpenInterest, ...tail];
      }),
      ...limits.map(({ limit, contract, held, most, share }) => [
        ...[...head, 'limit', limit, contract, held, most, share],
        ...tail,
      ]),
    ];
  });
  return csvOf(COLUMNS, rows);
}
