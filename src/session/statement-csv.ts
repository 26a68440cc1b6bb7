/**
 * A statement as comma-separated values, one line an item. Of the kinds of lines, those of `balance` and `item` add up:
 * opening balance plus items is closing balance.
 */
import type { Statement } from '#wire/statements.ts';
import { type CsvField, csvOf } from './csv.ts';

const COLUMNS = ['date', 'account', 'kind', 'item', 'contract', 'quantity', 'price', 'amount', 'reference'];

/** Quantities are signed: what was sold, or is held short, is below zero. A fee of a trade is what it cost. */
export function statementCsv(statement: Statement): string {
  const { date, account, margin, trades } = statement;
  const line = (
    kind: string,
    item: string,
    { contract = null, quantity = null, price = null, amount = null, reference = null }: Fields = {},
  ) => [date, account, kind, item, contract, quantity, price, amount, reference];
  const rows = [
    line('balance', 'openingBalance', { amount: statement.openingBalance }),
    ...statement.items.map(({ item, amount }) => line('item', item, { amount })),
    line('balance', 'closingBalance', { amount: statement.closingBalance }),
    ...statement.positions.flatMap(({ contract, position, settlementPrice, realised, unrealised }) => [
      line('position', 'realised', { contract, amount: realised }),
      line('position', 'unrealised', { contract, quantity: position, price: settlementPrice, amount: unrealised }),
    ]),
    ...(margin === null
      ? []
      : [
          ...margin.parts.map(({ label, name, amount }) => line('margin', label, { contract: name, amount })),
          line('margin', 'initial', { amount: margin.initial }),
          line('margin', 'maintenance', { amount: margin.maintenance }),
          line('margin', 'excess', { amount: margin.excess }),
          ...(margin.call === null
            ? []
            : [line('margin', margin.call.met ? 'callMet' : 'call', { amount: margin.call.amount })]),
        ]),
    ...trades.map(({ contract, side, quantity, price, fee, liquidity, trade }) => {
      const signed = side === 'buy' ? quantity : -quantity;
      return line('trade', liquidity, { contract, quantity: signed, price, amount: fee, reference: trade });
    }),
    line('record', 'trades', { quantity: statement.tradeCount }),
    line('record', 'firstSequence', { reference: statement.firstSequence }),
    line('record', 'lastSequence', { reference: statement.lastSequence }),
    line('record', 'hash', { reference: statement.hash }),
  ];
  return csvOf(COLUMNS, rows);
}

type Fields = Partial<Record<'contract' | 'quantity' | 'price' | 'amount' | 'reference', CsvField>>;
