/**
 * The end of every drill: is all money accounted for?
 *
 * The places of the ledger sum to zero, and long and short positions of every contract do; and of every account the cash
 * with which the drill began and what was told since give the cash that is there. Nothing here believes the exchange's
 * own invariants.
 */
import type { Exchange } from '#core/exchange.ts';
import type { AccountId, Money } from '#core/units.ts';
import { type AccountItems, items } from './account-items.ts';
import { dollars, signed, table } from './paper.ts';

/** What the venue says at the end, and what was told on the way there. */
export interface Books {
  readonly accounts: Exchange['accounts'];
  readonly contracts: readonly Pick<Exchange['contracts'][number], 'code' | 'positions' | 'expired'>[];
  readonly ledger: ReturnType<Exchange['snapshot']>['ledger'];
  /** Cash by account when the drill began; an account that was opened since has none. */
  readonly opening: ReadonlyMap<AccountId, Money>;
  readonly told: AccountItems;
}

/** The lines of the reconciliation, and a sentence for everything that is wrong. */
export function reconcile(books: Books): { readonly lines: string[]; readonly wrong: string[] } {
  const accounts = reconcileAccounts(books);
  const places = reconcilePlaces(books);
  const positions = reconcilePositions(books);
  return {
    lines: [...accounts.lines, '', ...places.lines, '', ...positions.lines],
    wrong: [...accounts.wrong, ...places.wrong, ...positions.wrong],
  };
}

function reconcileAccounts({ accounts, ledger, opening, told }: Books) {
  const wrong: string[] = [];
  const rows = [['account', 'opening cash', ...items, 'closing cash']];
  for (const { id, name } of accounts) {
    const [before, after] = [opening.get(id) ?? 0, ledger.cash[id] ?? 0];
    const expected = before + told.sum(id);
    if (expected !== after) wrong.push(`${name} should have ${dollars(expected)} and has ${dollars(after)}`);
    rows.push([name, dollars(before), ...items.map((item) => dollars(told.of(id, item))), dollars(after)]);
  }
  return { lines: ['Opening cash and items give closing cash (CLR-1)', ...table(rows)], wrong };
}

function reconcilePlaces({ accounts, ledger }: Books) {
  const cashOf = (isOfClients: boolean) =>
    accounts.reduce((sum, { id, member }) => sum + ((member !== id) === isOfClients ? (ledger.cash[id] ?? 0) : 0), 0);
  const sumOf = (rows: readonly (readonly [number, number])[] = []) =>
    rows.reduce((sum, [, amount]) => sum + amount, 0);
  const places: [string, bigint][] = [
    ['bank: what came in less what went out', BigInt(ledger.bank)],
    // Variation passes through it within one command; nothing of it is in a snapshot.
    ['settlement', 0n],
    ['fees', BigInt(ledger.fees)],
    ['rebates', BigInt(ledger.rebates ?? 0)],
    ["the venue's capital", BigInt(ledger.capital ?? 0)],
    ['default fund', BigInt(sumOf(ledger.fund))],
    ['defaults: what nobody has paid yet', BigInt(sumOf(ledger.defaults))],
    ['cash of members', BigInt(cashOf(false))],
    ['cash of clients', BigInt(cashOf(true))],
  ];
  const sum = places.reduce((total, [, amount]) => total + amount, 0n);
  const rows = [...places, ['sum', sum] as const].map(([place, amount]) => [place, dollars(amount)]);
  const wrong = sum === 0n ? [] : [`the places of the ledger sum to ${dollars(sum)}`];
  return { lines: ['The ledger, place by place (CLR-1)', ...table(rows)], wrong };
}

function reconcilePositions({ contracts }: Books) {
  const wrong: string[] = [];
  const rows = [['contract', 'long', 'short', 'sum']];
  for (const { code, positions } of contracts) {
    let [long, short] = [0, 0];
    positions.forEach((_, { position }) => {
      if (position > 0) long += position;
      else short += position;
    });
    if (long + short !== 0) wrong.push(`positions in ${code} sum to ${signed(long + short)}`);
    if (long !== 0 || short !== 0) rows.push([code, signed(long), signed(short), signed(long + short)]);
  }
  const lines = rows.length === 1 ? ['  nobody holds anything'] : table(rows);
  return { lines: ['Positions sum to zero in every contract (CLR-3)', ...lines], wrong };
}
