/**
 * What members ask for, decided once more: from the books and the rulebook alone follows which events must be told, one
 * after the other, with every part of them. The books are afterwards as they must be.
 */
import { dateOf, isTradingDay } from '#core/calendar.ts';
import { BUY, type CancelOrder, type Deposit, type PlaceOrder, type Withdraw } from '#core/commands.ts';
import type { Event } from '#core/events.ts';
import type { Rejection } from '#core/rejections.ts';
import type { Millis } from '#core/units.ts';
import type { PlainOrder } from './plain-book.ts';
import type { PlainBooks } from './plain-books.ts';
import type { PlainContract } from './plain-contract.ts';
import { shareUp } from './plain-terms.ts';

/** An event as it must be told, its parts in the order in which the exchange names them. */
export type Expected = { readonly type: Event['type'] } & Readonly<Record<string, unknown>>;

/** The events that `command`, carried out at `time`, must come to. */
export function expectedOf(
  command: PlaceOrder | CancelOrder | Deposit | Withdraw,
  time: Millis,
  books: PlainBooks,
): Expected[] {
  switch (command.type) {
    case 'placeOrder':
      return place(command, time, books);
    case 'cancelOrder':
      return cancel(command, books);
    case 'deposit':
      return deposit(command, books);
    case 'withdraw':
      return withdraw(command, books);
  }
}

function place(command: PlaceOrder, time: Millis, books: PlainBooks): Expected[] {
  const { account, contract: id, side, price, quantity, timeInForce } = command;
  const reason = refusalOf(command, time, books);
  if (reason !== undefined) return rejected(account, reason);
  const contract = books.contracts[id] as PlainContract;
  books.orders += 1;
  const order = books.orders;
  const incoming: PlainOrder = { order, account, side, price, quantity, left: quantity };
  const { fills, ending } = contract.book.take(incoming, timeInForce);

  const accepted = { order, account, contract: id, side, price, quantity, timeInForce };
  const expected: Expected[] = [{ type: 'orderAccepted', ...accepted }];
  const { makerFeeRate, takerFeeRate } = contract.specification;
  for (const { maker, price, quantity } of fills) {
    const value = price * quantity * contract.tickValue;
    const makerFee = books.charge(maker.account, shareUp(value, makerFeeRate));
    const takerFee = books.charge(account, shareUp(value, takerFeeRate));
    const [buyer, seller] = side === BUY ? [account, maker.account] : [maker.account, account];
    contract.trades.push({ buyer, seller, price, quantity });
    books.trades += 1;
    const trade = { contract: id, trade: books.trades, price, quantity, takerSide: side };
    const parties = { makerOrder: maker.order, takerOrder: order, makerAccount: maker.account, takerAccount: account };
    expected.push({ type: 'trade', ...trade, ...parties, makerFee, takerFee, origin: 'book' });
  }
  const rest = { order, account, contract: id, side, price, quantity: incoming.left };
  if (ending === 'rested') expected.push({ type: 'orderRested', ...rest });
  else if (ending !== 'filled') expected.push({ type: 'orderCancelled', ...rest, shown: 0, reason: ending });
  return expected;
}

/** Rule ORD-7. */
function refusalOf(order: PlaceOrder, time: Millis, books: PlainBooks): Rejection | undefined {
  const { account, contract: id, side, price, quantity } = order;
  if (!books.has(account)) return 'ACCOUNT_UNKNOWN';
  const contract = books.contracts[id];
  if (contract === undefined) return 'CONTRACT_UNKNOWN';
  if (contract.expired) return 'CONTRACT_EXPIRED';
  if (dateOf(time) !== books.tradeDate || !isTradingDay(dateOf(time))) return 'MARKET_CLOSED';
  if (quantity < 1) return 'QUANTITY_NOT_POSITIVE';
  const { specification, tickValue, marginPerLot, limits, markPrice } = contract;
  if (quantity > specification.orderQuantityMax) return 'QUANTITY_TOO_LARGE';
  if (price < limits.down || price > limits.up) return 'PRICE_OUTSIDE_LIMIT';

  const before = contract.lotsAtRisk(account);
  const after = contract.lotsAtRisk(account, side === BUY ? { buying: quantity } : { selling: quantity });
  if (after > specification.positionMax) return 'POSITION_LIMIT_EXCEEDED';
  const fee = shareUp(price * quantity * tickValue, specification.takerFeeRate);
  const loss = Math.max(0, side === BUY ? price - markPrice : markPrice - price) * quantity * tickValue;
  const needed = books.initialMarginOf(account) + (after - before) * marginPerLot + fee + loss;
  return after > before && books.equityOf(account) < needed ? 'MARGIN_INSUFFICIENT' : undefined;
}

function cancel({ account, order }: CancelOrder, books: PlainBooks): Expected[] {
  const id = books.contracts.findIndex(({ book }) => book.find(order)?.account === account);
  return id < 0 ? rejected(account, 'ORDER_UNKNOWN') : [takenOut(id, order, 'requested', books)];
}

/** Takes a resting order out of its book. */
export function takenOut(id: number, order: number, reason: string, books: PlainBooks): Expected {
  const { book } = books.contracts[id] as PlainContract;
  const { account, side, price, left } = book.find(order) as PlainOrder;
  book.remove(order);
  return { type: 'orderCancelled', order, account, contract: id, side, price, quantity: left, shown: left, reason };
}

function deposit({ account, amount }: Deposit, books: PlainBooks): Expected[] {
  if (!books.has(account)) return rejected(account, 'ACCOUNT_UNKNOWN');
  if (amount <= 0) return rejected(account, 'AMOUNT_NOT_POSITIVE');
  books.bank -= amount;
  books.pay(account, amount);
  const deposited: Expected = { type: 'deposited', account, amount };
  if (!books.called.has(account) || !books.hasMargin(account)) return [deposited];
  books.called.delete(account);
  return [deposited, { type: 'marginCallMet', account }];
}

/** Rule MAR-5. */
function withdraw({ account, amount }: Withdraw, books: PlainBooks): Expected[] {
  if (!books.has(account)) return rejected(account, 'ACCOUNT_UNKNOWN');
  if (amount <= 0) return rejected(account, 'AMOUNT_NOT_POSITIVE');
  if (books.stepsDone > 0) return rejected(account, 'DAY_IS_ENDING');
  const covered = Math.min(books.cashOf(account), books.equityOf(account));
  if (covered - amount < books.initialMarginOf(account)) return rejected(account, 'MARGIN_INSUFFICIENT');
  if (books.called.has(account)) return rejected(account, 'CALL_OPEN');
  books.bank += amount;
  books.pay(account, -amount);
  return [{ type: 'withdrawn', account, amount }];
}

function rejected(account: number, reason: Rejection): Expected[] {
  return [{ type: 'rejected', account, reason }];
}
