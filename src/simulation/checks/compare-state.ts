/**
 * Compares what the exchange says of itself after a command with the books of the second bookkeeper, and adds up what
 * must sum to nothing.
 */
import { BUY, SELL } from '#core/commands.ts';
import type { Facts } from './facts.ts';
import type { PlainBooks } from './plain-books.ts';
import type { PlainContract } from './plain-contract.ts';

/** Says which promise is broken, and how. */
export type Complain = (promise: string, what: string) => void;

const SUMS = 'money and positions sum up';
const PRIORITY = 'queues stand in order of price and time';
const ACCOUNTS = 'every account stands where the rules leave it';

export function compareState({ state, initialMargin, equity }: Facts, books: PlainBooks, complain: Complain): void {
  const { cash, bank, fees } = state.ledger;
  const total = cash.reduce((sum, amount) => sum + BigInt(amount), BigInt(bank) + BigInt(fees));
  if (total !== 0n) complain(SUMS, `the ledger sums to ${total}`);
  if (fees !== books.fees) complain(SUMS, `the house has earned ${fees}, and should have earned ${books.fees}`);
  if (Number(bank) !== books.bank) complain(SUMS, `the bank stands at ${bank}, and should stand at ${books.bank}`);
  if (cash.length !== books.cash.length) complain(ACCOUNTS, `there are ${cash.length} and not ${books.cash.length}`);
  for (const account of books.cash.keys()) {
    const same = (what: string, told: number | undefined, own: number) => {
      if (told !== own) complain(ACCOUNTS, `the ${what} of account ${account} is ${told}, and should be ${own}`);
    };
    same('cash', cash[account], books.cashOf(account));
    same('equity', equity[account], books.equityOf(account));
    same('initial margin', initialMargin[account], books.initialMarginOf(account));
  }
  if (state.contracts.length !== books.contracts.length) complain(SUMS, 'there are other contracts');
  for (const [id, contract] of books.contracts.entries())
    compareContract(state.contracts[id] as Row, contract, books.cash.length, (promise, what) =>
      complain(promise, `contract ${id}: ${what}`),
    );
}

type Row = Facts['state']['contracts'][number];

function compareContract(row: Row, contract: PlainContract, accounts: number, complain: Complain): void {
  for (const [side, told] of [[BUY, row.bids] as const, [SELL, row.asks] as const]) {
    const queue = contract.book.side(side);
    const own = queue.map(({ order, account, price, left, quantity }) => [order, account, price, left, quantity]);
    const [is, should] = [JSON.stringify(told), JSON.stringify(own)];
    if (is !== should) complain(PRIORITY, `the queue is ${is}, and should be ${should}`);
  }
  const positions = new Map(row.positions.map(([account = -1, position = 0]) => [account, position]));
  for (let account = 0; account < accounts; account += 1) {
    const [is, should] = [positions.get(account) ?? 0, contract.positionOf(account)];
    if (is !== should) complain(ACCOUNTS, `the position of account ${account} is ${is}, and should be ${should}`);
  }
  const sum = [...positions.values()].reduce((total, position) => total + position, 0);
  if (sum !== 0) complain(SUMS, `the positions sum to ${sum}`);
  const same = (what: string, is: unknown, should: unknown) => {
    if (is !== should) complain(SUMS, `${what} is ${is}, and should be ${should}`);
  };
  same('open interest', row.openInterest, contract.openInterest(accounts));
  same('the settlement price', row.settlementPrice, contract.settlementPrice);
  same('that it has expired', row.expired, contract.expired);
}
