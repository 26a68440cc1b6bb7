/**
 * The records of members as older snapshots hold them, made of those of today.
 */
import type { MemberRecords } from '#market-data/member-records.ts';
import { type EarlierOrderRow, type OrderTable, tableOf } from '#market-data/order-records.ts';
import { type StatementTable, statementsIn } from '#market-data/statement-table.ts';

type RecordsState = ReturnType<MemberRecords['snapshot']>;

/** How many numbers an order has, and a fill. */
const ORDER = 15;
const FILL = 10;

/** Format 3: of each account a list of what rests, and each statement by itself. */
export function recordsOfFormat3(state: RecordsState): object {
  const members = rowsOfAccounts(state).map(([account, resting, done, fills]) => [
    account,
    { resting: tableOf(resting), done: tableOf(done) },
    fills,
  ]);
  return { accounts: state.accounts, members, statements: statementsOfFormat3(state), sequence: state.sequence };
}

/** Format 2: besides, a list for each order and each fill. */
export function recordsOfFormat2(state: RecordsState): object {
  const members = rowsOfAccounts(state).map(([account, resting, done, fills]) => [
    account,
    { resting, done },
    chunksOf(fills, FILL),
  ]);
  return { accounts: state.accounts, members, statements: statementsOfFormat3(state), sequence: state.sequence };
}

/** Up to format 3 each statement was one of its own, with a name for everything. */
export function statementsOfFormat3({ statements }: RecordsState): object {
  return { ...statements, statements: [...statementsIn(statements.statements as StatementTable)] };
}

type AccountRows = [account: number, resting: EarlierOrderRow[], done: EarlierOrderRow[], fills: readonly number[]];

function rowsOfAccounts({ accounts, resting, members }: RecordsState): AccountRows[] {
  const restingOf = Map.groupBy(rowsOf(resting), ([[, account]]) => account);
  const ofMember = new Map(members.map(([account, done, fills]) => [account as number, { done, fills }]));
  return Array.from({ length: accounts }, (_, account) => {
    const { done, fills } = ofMember.get(account) ?? { done: { fields: [] }, fills: [] };
    return [account, restingOf.get(account) ?? [], rowsOf(done), fills];
  });
}

function rowsOf({ fields, clientOrderIds = [], more = [] }: OrderTable): EarlierOrderRow[] {
  const [idAt, moreAt] = [new Map(clientOrderIds), new Map(more)];
  return chunksOf(fields, ORDER).map((row, place) => {
    const own = moreAt.get(place);
    const clientOrderId = idAt.get(place) ?? null;
    return own === undefined ? [row, clientOrderId] : [row, clientOrderId, own];
  });
}

/** A long list as lists of so many numbers each. */
export function chunksOf(numbers: readonly number[], length: number): number[][] {
  return Array.from({ length: numbers.length / length }, (_, at) => numbers.slice(at * length, (at + 1) * length));
}
