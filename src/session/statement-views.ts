/**
 * An account's daily statements as they are written on the wire: the list, and the page of a day with its hash.
 *
 * The folds know only what is durable, so a page is told as it stands there.
 */
import { formatDate, readDate, tradingDayAt } from '#core/calendar.ts';
import { type Money, NO_MONEY, subtract, type TradeDate } from '#core/units.ts';
import type { ContractDay, StatementDay as CoreDay, StatementItem } from '#market-data/statement.ts';
import type { Statement, StatementDay, StatementMargin, StatementPosition } from '#wire/statements.ts';
import { fillView } from './account-views.ts';
import { canonicalJson } from './canonical-json.ts';
import { writeMoney, writePrice } from './decimals.ts';
import { instrumentNumbered } from './instruments.ts';
import { isoTime } from './market-views.ts';
import type { Account } from './members.ts';
import { Refused } from './refused.ts';
import type { Venue } from './venue-port.ts';

/** All days that are kept, newest first; the first one still runs. */
export function statementDays(venue: Venue, { id }: Account): StatementDay[] {
  const { memberRecords } = venue;
  return [memberRecords.runningStatement(id, runningDate(venue)), ...memberRecords.statements(id)].map(dayView);
}

/**
 * The page of the day that `text` names. `hashOf` is SHA-256 in hex. Throws FIELD_INVALID for what is no date, and
 * STATEMENT_UNKNOWN for a day without a page: nothing moved, it has not begun, or it was forgotten.
 */
export function statementOf(venue: Venue, account: Account, text: string, hashOf: (text: string) => string): Statement {
  const date = readDate(text);
  if (date === undefined) throw Refused.atTheDoor('FIELD_INVALID', 'date');
  const { memberRecords, exchange } = venue;
  const isRunning = date === runningDate(venue) && memberRecords.statement(account.id, date) === undefined;
  const day = isRunning ? memberRecords.runningStatement(account.id, date) : memberRecords.statement(account.id, date);
  if (day === undefined) throw Refused.atTheDoor('STATEMENT_UNKNOWN', 'date');
  const page = {
    account: account.name,
    member: exchange.accounts[day.member]?.name ?? account.name,
    date: formatDate(date),
    closed: !isRunning,
    openingBalance: writeMoney(day.openingBalance),
    items: day.items.map(([item, amount]) => ({ item, amount: writeMoney(amount) })),
    closingBalance: writeMoney(day.closingBalance),
    positions: day.contracts.map((line) => positionView(line, venue)),
    margin: isRunning ? null : marginView(day),
    tradeCount: day.trades,
    firstSequence: day.firstSequence,
    lastSequence: day.lastSequence,
  };
  const fills = memberRecords.fillsOfDay(account.id, day);
  const trades = fills.map((fill) => fillView(fill, instrumentNumbered(fill.contract, venue)));
  // The hash leaves out the trades, of which only the last ones are kept: a page must have one hash for good.
  return { ...page, hash: hashOf(canonicalJson(page)), trades };
}

function runningDate({ marketData, clock }: Venue): TradeDate {
  return marketData.tradeDate ?? tradingDayAt(clock.now());
}

function dayView(day: CoreDay): StatementDay {
  const amountOf = (...names: StatementItem[]) =>
    day.items.reduce((sum, [item, amount]) => (names.includes(item) ? sum + amount : sum), 0) as Money;
  const [deposits, withdrawals] = [amountOf('deposits'), amountOf('withdrawals')];
  const variation = amountOf('realisedVariation', 'unrealisedVariation');
  const fees = amountOf('takerFees', 'makerFees', 'rebates');
  const all = day.closingBalance - day.openingBalance;
  return {
    date: formatDate(day.date),
    openingBalance: writeMoney(day.openingBalance),
    deposits: writeMoney(deposits),
    withdrawals: writeMoney(subtract(NO_MONEY, withdrawals)),
    variation: writeMoney(variation),
    fees: writeMoney(subtract(NO_MONEY, fees)),
    booked: writeMoney((all - deposits - withdrawals - variation - fees) as Money),
    closingBalance: writeMoney(day.closingBalance),
  };
}

function positionView(line: ContractDay, venue: Venue): StatementPosition {
  const { code, specification } = instrumentNumbered(line.contract, venue);
  const { carried, bought, sold, reduced, position, settlementPrice, realised, unrealised } = line;
  return {
    contract: code,
    carried,
    bought,
    sold,
    reduced,
    position,
    settlementPrice: settlementPrice === null ? null : writePrice(settlementPrice, specification),
    realised: writeMoney(realised),
    unrealised: writeMoney(unrealised),
    variation: writeMoney((realised + unrealised) as Money),
  };
}

function marginView({ margin, call, closingBalance }: CoreDay): StatementMargin {
  const { initial, maintenance, parts } = margin ?? { initial: NO_MONEY, maintenance: NO_MONEY, parts: [] };
  return {
    initial: writeMoney(initial),
    parts: parts
      .filter(({ amount }) => amount !== 0)
      .map(({ label, name, amount }) => ({ label, name, amount: writeMoney(amount) })),
    maintenance: writeMoney(maintenance),
    excess: writeMoney(subtract(closingBalance, initial)),
    call: call === undefined ? null : { amount: writeMoney(call.amount), due: isoTime(call.due), met: call.isMet },
  };
}
