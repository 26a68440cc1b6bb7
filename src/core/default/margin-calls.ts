/**
 * Margin calls: who is called, whose call is met, and whose is overdue (rules MAR-7 and DEF-21).
 *
 * An account is judged at prices that one trade cannot move (DEF-4). Whoever is overdue and below its maintenance margin
 * is closed out from then on; how, `close-out-orders.ts` says.
 */
import { BUY, SELL } from '../commands.ts';
import type { Emit } from '../events.ts';
import type { ListedContract } from '../listed-contract.ts';
import type { RiskRejection } from '../rejections.ts';
import type { EndingDay } from '../settlement/end-of-day.ts';
import type { VenueState } from '../state.ts';
import { isOpenAt } from '../trading/refuse.ts';
import { startOfTradingDay } from '../trading-clock.ts';
import { type AccountId, divideDown, type Millis, type Money, NO_MONEY, type Ticks } from '../units.ts';
import { closeOutMark } from './close-out-prices.ts';
import { AVERAGE_LOTS_MIN, CALL_AT_PERCENT, CALL_DUE_MS } from './parameters.ts';

/** Where an account stands at the prices by which it is judged. */
export interface Judged {
  readonly equity: Money;
  readonly initial: Money;
  readonly maintenance: Money;
}

/** The price by which holders of the contract are judged now (rule DEF-4). */
export function judgedPrice(contract: ListedContract): Ticks {
  const { settlementPrice, lastPrice, volume, tradedValue, book, trades } = contract;
  const [bid, ask] = [book.bestPrice(BUY), book.bestPrice(SELL)];
  const hasQuotes = trades && bid > 0 && ask > 0;
  return closeOutMark({
    settlementPrice,
    lastPrice: lastPrice > 0 ? lastPrice : undefined,
    bestBid: hasQuotes ? bid : undefined,
    bestAsk: hasQuotes ? ask : undefined,
    averagePrice: volume >= AVERAGE_LOTS_MIN ? (divideDown(tradedValue, volume) as Ticks) : undefined,
  });
}

/** Where the account stands at judged prices. */
export function judge(state: VenueState, account: AccountId): Judged {
  let equity: number = state.ledger.cashOf(account);
  for (const id of state.accounts.engagedIn(account)) {
    const contract = state.contracts[id] as ListedContract;
    equity += contract.positions.variation(account, judgedPrice(contract), contract.tickValue);
  }
  return {
    equity: equity as Money,
    initial: state.initialMargin(account),
    maintenance: state.maintenanceMargin(account),
  };
}

/** Looks at the margin of every account within the day (rule DEF-21). */
export function checkMargin(state: VenueState, time: Millis, emit: Emit): RiskRejection | undefined {
  if (!isOpenAt(state, time)) return 'MARKET_CLOSED';
  const { risk, accounts } = state;
  risk.checkedAt = time;
  for (const contract of state.contracts)
    if (!contract.expired) risk.checkedPrices.set(contract.id, contract.markPrice());
    else risk.checkedPrices.delete(contract.id);
  for (const { id } of accounts.all) checkAccount(state, id, time, emit);
  emit.happened({ type: 'marginChecked', called: risk.calls.size, closedOut: risk.closeOuts.size });
  return undefined;
}

function checkAccount(state: VenueState, account: AccountId, time: Millis, emit: Emit): void {
  const { risk } = state;
  const call = risk.calls.get(account);
  if (call === undefined && state.accounts.engagedIn(account).length === 0) return;
  if (meetCall(state, account, emit)) return;
  const { equity, initial, maintenance } = judge(state, account);
  const isShort = call === undefined && BigInt(initial) * 100n > BigInt(equity) * CALL_AT_PERCENT;
  if (isShort) {
    const due = (time + CALL_DUE_MS) as Millis;
    risk.calls.set(account, { since: time, due });
    emit.happened({
      type: 'marginCalled',
      ...{ account, date: state.tradeDate as EndingDay['date'], equity, maintenance, initial, due },
    });
  }
  const isOverdue = call !== undefined && time >= call.due && equity < maintenance;
  if ((isOverdue || (equity <= 0 && maintenance > 0)) && !risk.closeOuts.has(account)) {
    risk.closeOuts.set(account, { since: time, nextAt: time, isWhole: false });
    emit.happened({ type: 'closeOutStarted', account, equity, maintenance });
  }
}

/** Ends the account's call, and its close-out, when it has the margin again. Returns whether a call was met. */
export function meetCall(state: VenueState, account: AccountId, emit: Emit): boolean {
  const { risk } = state;
  if (!risk.calls.has(account) || risk.defaults.has(account)) return false;
  const { equity, initial } = judge(state, account);
  if (equity < initial || equity < 0) return false;
  risk.calls.delete(account);
  emit.happened({ type: 'marginCallMet', account });
  const closeOut = risk.closeOuts.get(account);
  if (closeOut === undefined || closeOut.isWhole) return true;
  risk.closeOuts.delete(account);
  emit.happened({ type: 'closeOutEnded', account, equity });
  return true;
}

/** The step of a day's end that calls every account below its maintenance margin, in the order of their numbers. */
export function callMargin({ state, date, next, emit }: EndingDay): void {
  const { risk } = state;
  const opens = startOfTradingDay(state.calendar, next);
  for (const { id: account } of state.accounts.all) {
    if (meetCall(state, account, emit)) continue;
    const maintenance = state.maintenanceMargin(account);
    const equity = state.equity(account);
    if (equity >= maintenance && equity >= NO_MONEY) continue;
    const initial = state.initialMargin(account);
    const call = risk.calls.get(account) ?? { since: opens, due: (opens + CALL_DUE_MS) as Millis };
    risk.calls.set(account, call);
    emit.happened({ type: 'marginCalled', account, date, equity, maintenance, initial, due: call.due });
  }
}
