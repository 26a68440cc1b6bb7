/**
 * Whether statements and ledger say the same (rule MKT-13).
 *
 * The exchange may be ahead of the disk, and the folds are behind it. The ledger is read first, and the statements at the
 * very moment at which they have heard of the same command.
 */
import { formatDate } from '#core/calendar.ts';
import type { AccountId, Money, TradeDate } from '#core/units.ts';
import type { StatementItem } from '#market-data/statement.ts';
import type { Refusal } from '#sequencer/refusals.ts';
import type { LedgerPlaces, MemberTotals, Reconciliation, StatementTotals } from '#wire/operator-reports.ts';
import { refusedBySequencer } from './carry-out.ts';
import { writeDecimal } from './decimals.ts';
import type { Venue } from './venue-port.ts';

type Opened = Venue['exchange']['accounts'][number];

/** Rejects with VENUE_HALTED. */
export function reconcile(venue: Venue): Promise<Reconciliation> {
  const { exchange, sequencer, memberRecords } = venue;
  const { sequence } = sequencer;
  const accounts = [...exchange.accounts];
  const cash = accounts.map(({ id }) => exchange.ledger.cashOf(id as AccountId));
  const ledger = placesOf(venue, cash);
  return new Promise((resolve, reject) => {
    const read = () => {
      // What is thrown here must not reach the sequencer: it would halt the venue.
      try {
        resolve(compare(venue, accounts, cash, ledger, sequence));
      } catch (cause) {
        reject(cause);
      }
    };
    if (memberRecords.sequence === sequence) return read();
    const end = sequencer.subscribe((published) => {
      if (published.sequence !== sequence) return;
      end();
      read();
    });
    sequencer.barrier().catch((refusal: Refusal) => {
      end();
      reject(refusedBySequencer(refusal));
    });
  });
}

function placesOf({ exchange }: Venue, cash: readonly Money[]): LedgerPlaces {
  const { ledger, accounts } = exchange;
  const sumOf = (read: (account: AccountId) => Money) => sum(accounts.map(({ id }) => read(id as AccountId)));
  return {
    cash: usd(sum(cash)),
    bank: usd(ledger.bank),
    settlement: usd(ledger.settlement),
    fees: usd(BigInt(ledger.fees)),
    rebates: usd(BigInt(ledger.rebates)),
    capital: usd(BigInt(ledger.capital)),
    fund: usd(sumOf((account) => ledger.contributionOf(account))),
    defaults: usd(sumOf((account) => ledger.defaultOf(account))),
    sum: usd(ledger.total()),
  };
}

function compare(
  { memberRecords }: Venue,
  accounts: readonly Opened[],
  cash: readonly Money[],
  ledger: LedgerPlaces,
  sequence: number,
): Reconciliation {
  const stands = accounts.map(({ id }) => memberRecords.balance(id as AccountId));
  const differences = accounts.flatMap(({ name }, i) => {
    const [statement, own] = [stands[i] as Money, cash[i] as Money];
    return statement === own ? [] : [{ account: name, statement: usd(BigInt(statement)), ledger: usd(BigInt(own)) }];
  });
  const date = memberRecords.closedDate;
  const totals = (some: readonly Opened[]) => totalsOf(memberRecords, some, date);
  return {
    sequence,
    agrees: differences.length === 0 && ledger.sum === usd(0n),
    ledger,
    statements: usd(sum(stands)),
    differences,
    date: date === undefined ? null : formatDate(date),
    total: totals(accounts),
    members: membersOf(accounts).map(([house, clients]): MemberTotals => {
      return { member: house.name, house: totals([house]), clients: totals(clients) };
    }),
  };
}

/** Every member with its clients, in the order of their numbers. */
function membersOf(accounts: readonly Opened[]): (readonly [house: Opened, clients: readonly Opened[]])[] {
  const clients = new Map<number, Opened[]>();
  for (const account of accounts) {
    if (account.member === account.id) clients.set(account.id, []);
    else clients.get(account.member)?.push(account);
  }
  return [...clients].map(([member, its]) => [accounts[member] as Opened, its]);
}

/** Pages of one day, added up; who has none that day stands where its last page left it. */
function totalsOf(
  memberRecords: Venue['memberRecords'],
  accounts: readonly Opened[],
  date: TradeDate | undefined,
): StatementTotals {
  let [opening, closing] = [0n, 0n];
  const items = new Map<StatementItem, bigint>();
  for (const { id } of accounts) {
    const account = id as AccountId;
    const page = date === undefined ? undefined : memberRecords.statement(account, date);
    const kept = memberRecords.statements(account)[0]?.closingBalance ?? 0;
    opening += BigInt(page?.openingBalance ?? kept);
    closing += BigInt(page?.closingBalance ?? kept);
    for (const [item, amount] of page?.items ?? []) items.set(item, (items.get(item) ?? 0n) + BigInt(amount));
  }
  return {
    accounts: accounts.length,
    openingBalance: usd(opening),
    items: [...items].map(([item, amount]) => ({ item, amount: usd(amount) })),
    closingBalance: usd(closing),
  };
}

function sum(amounts: readonly Money[]): bigint {
  return amounts.reduce((total, amount) => total + BigInt(amount), 0n);
}

const usd = (amount: bigint): string => writeDecimal(amount, 6);
