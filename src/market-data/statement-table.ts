/**
 * The statements of all accounts as they stand in a snapshot.
 *
 * There may be very many accounts, and most have little on their page. What every page has stands in a few long lists of
 * numbers, which are read and written fast and of which nothing is made; what few have stands beside them.
 */
import type { AccountId, Money } from '#core/units.ts';
import type { Statement, StatementItem, StatementState } from './statement.ts';

/** Opening and closing balance, how many trades, the member, and 1 where anything has moved. */
const PAGE = 5;
/** The account, the place of the item among the names, and its amount. */
const ITEM = 3;

/** What few accounts have. */
type More = Pick<StatementState, 'days' | 'positions'> &
  Partial<Pick<StatementState['page'], 'contracts' | 'margin' | 'call'>>;

export interface StatementTable {
  /** Account after account, `PAGE` numbers each. */
  readonly pages: readonly number[];
  readonly itemNames: readonly StatementItem[];
  /** By account, `ITEM` numbers each. */
  readonly items: readonly number[];
  /** By account. */
  readonly more: readonly (readonly [AccountId, More])[];
}

/** The table of the statements, which stand by account number. */
export function statementTable(statements: readonly Statement[]): StatementTable {
  const pages: number[] = [];
  const places = new Map<StatementItem, number>();
  const items: number[] = [];
  const more: (readonly [AccountId, More])[] = [];
  for (const [account, statement] of statements.entries()) {
    const { page, moved, member, days, positions } = statement.snapshot();
    const { opening, balance, trades, contracts, margin, call } = page;
    pages.push(opening, balance, trades, member, moved ? 1 : 0);
    for (const [item, amount] of page.items) {
      const place = places.get(item) ?? places.size;
      places.set(item, place);
      items.push(account, place, amount);
    }
    const own: More = {
      ...(days !== undefined && { days }),
      ...(positions !== undefined && { positions }),
      ...(contracts.length > 0 && { contracts }),
      ...(margin !== undefined && { margin }),
      ...(call !== undefined && { call }),
    };
    if (Object.keys(own).length > 0) more.push([account as AccountId, own]);
  }
  return { pages, itemNames: [...places.keys()], items, more };
}

/** The statements in a table, by account number. */
export function* statementsIn({ pages, itemNames, items, more }: StatementTable): Generator<StatementState> {
  let itemAt = 0;
  let moreAt = 0;
  for (let account = 0; account * PAGE < pages.length; account += 1) {
    const own: [StatementItem, Money][] = [];
    for (; items[itemAt] === account; itemAt += ITEM)
      own.push([itemNames[items[itemAt + 1] as number] as StatementItem, items[itemAt + 2] as Money]);
    const [of, theirs] = more[moreAt] ?? [];
    if (of === account) moreAt += 1;
    const { contracts = [], margin, call, ...rest } = (of === account ? theirs : undefined) ?? {};
    const [opening, balance, trades, member, moved] = pages.slice(account * PAGE, (account + 1) * PAGE);
    yield {
      page: {
        opening: opening as Money,
        balance: balance as Money,
        trades: trades as number,
        items: own,
        contracts,
        ...(margin !== undefined && { margin }),
        ...(call !== undefined && { call }),
      },
      moved: moved === 1,
      member: member as AccountId,
      ...rest,
    };
  }
}
