/**
 * A close-out at work: the account's orders go, and its positions are offered to the books slice by slice (rule DEF-24).
 *
 * A slice is an order like any other that may only reduce, takes what is there at once, and reaches no further than a
 * market order may: never beyond the day's limits. Where nothing trades nothing is offered.
 */
import { BUY, type CloseOut, IMMEDIATE_OR_CANCEL, type OrderWish, SELL, type Side } from '../commands.ts';
import type { Emit } from '../events.ts';
import type { ListedContract } from '../listed-contract.ts';
import { crosses } from '../matching/match.ts';
import { NONE } from '../order-book/order-book.ts';
import type { RiskRejection } from '../rejections.ts';
import type { VenueState } from '../state.ts';
import { cancelAll } from '../trading/cancel-all.ts';
import { newDetails } from '../trading/order-details.ts';
import type { Orders } from '../trading/orders.ts';
import { isOpenAt } from '../trading/refuse.ts';
import { type AccountId, type Lots, type Millis, type Money, notional, shareUp, type Ticks } from '../units.ts';
import { closeOutPlan, type CloseOut as Plan } from './close-out.ts';
import { type Judged, judge, judgedPrice } from './margin-calls.ts';
import { CLOSE_OUT_EVERY_MS, CLOSE_OUT_FEE_RATE, CLOSE_OUT_SLICING, TARGET_OF_MAINTENANCE } from './parameters.ts';
import { closeOutSlice } from './slice.ts';

/** Offers the next slices of an account that is closed out. A refusal is returned, and nothing has changed. */
export function closeOut(
  state: VenueState,
  orders: Orders,
  { account }: CloseOut,
  time: Millis,
  emit: Emit,
): RiskRejection | undefined {
  const { risk, accounts } = state;
  if (!accounts.has(account)) return 'ACCOUNT_UNKNOWN';
  const underWay = risk.closeOuts.get(account);
  if (underWay === undefined) return 'NOT_CLOSED_OUT';
  if (!isOpenAt(state, time)) return 'MARKET_CLOSED';
  if (time < underWay.nextAt) return 'CLOSE_OUT_WAITS';

  cancelAll(state, orders, new Set([account]), 'closeOut', emit);
  const judged = judge(state, account);
  const plan = planOf(state, account, judged, underWay.isWhole);
  if (plan.length === 0) {
    risk.closeOuts.delete(account);
    emit.happened({ type: 'closeOutEnded', account, equity: judged.equity });
    return undefined;
  }
  risk.closeOuts.set(account, { ...underWay, nextAt: (time + CLOSE_OUT_EVERY_MS) as Millis });
  for (const { contract, lots } of plan)
    offerSlice(state, orders, account, state.contracts[contract] as ListedContract, lots, time, emit);
  return undefined;
}

/** The lots to close: all of them, or as many as bring the account back to its target margin (rules DEF-1, DEF-2). */
function planOf(state: VenueState, account: AccountId, judged: Judged, isWhole: boolean): Plan[] {
  const held = state.accounts.engagedIn(account).flatMap((id) => {
    const contract = state.contracts[id] as ListedContract;
    const position = contract.positions.positionOf(account);
    return position === 0 ? [] : [{ contract, position }];
  });
  if (isWhole)
    return held.map(({ contract, position }) => ({ contract: contract.id, lots: Math.abs(position) as Lots }));
  const holdings = held.map(({ contract, position }) => ({
    contract: contract.id,
    position,
    price: judgedPrice(contract),
    tickValue: contract.tickValue,
    targetPerLot: shareUp(contract.maintenanceOf(1 as Lots), TARGET_OF_MAINTENANCE),
    feeRate: CLOSE_OUT_FEE_RATE,
  }));
  return closeOutPlan({ equity: judged.equity, maintenanceMargin: judged.maintenance, holdings });
}

function offerSlice(
  state: VenueState,
  orders: Orders,
  account: AccountId,
  contract: ListedContract,
  lots: Lots,
  time: Millis,
  emit: Emit,
): void {
  if (!contract.trades) return;
  const side = contract.positions.positionOf(account) > 0 ? SELL : BUY;
  const limit = contract.marketLimit(side);
  const quantity = closeOutSlice(lots, lotsUpTo(contract, side, limit), CLOSE_OUT_SLICING);
  if (quantity === 0) return;
  // Nobody of its own group stops it; what that one wants can wait.
  const terms = { reduceOnly: true, selfTrade: 'expireMaker' } as const;
  const timeInForce = IMMEDIATE_OR_CANCEL;
  const wish: OrderWish = { contract: contract.id, side, price: limit, quantity, timeInForce, terms };
  const before = contract.tradedValue;
  orders.accept(contract, account, wish, newDetails(account, wish, false), time, emit);
  chargeFee(state, account, contract, contract.tradedValue - before, emit);
}

/** The lots that rest where an order of that side could trade up to its limit. */
function lotsUpTo({ book }: ListedContract, side: Side, limit: Ticks): Lots {
  if (!crosses(book, side, limit)) return 0 as Lots;
  let lots = 0;
  for (let slot = book.first(side === BUY ? SELL : BUY); slot !== NONE; slot = book.next(slot)) {
    const price = book.priceOf(slot);
    if (side === BUY ? price > limit : price < limit) break;
    lots += book.quantityOf(slot);
  }
  return lots as Lots;
}

/** The fee goes to the venue's capital for defaults, and never takes an account below zero (rule DEF-24). */
function chargeFee(state: VenueState, account: AccountId, contract: ListedContract, value: number, emit: Emit): void {
  if (value === 0) return;
  const fee = shareUp(notional(value as Ticks, 1 as Lots, contract.tickValue), CLOSE_OUT_FEE_RATE);
  const { equity } = judge(state, account);
  const amount = Math.max(0, Math.min(fee, equity, state.ledger.cashOf(account))) as Money;
  if (amount === 0) return;
  state.ledger.transfer({ cash: account }, 'capital', amount);
  const date = state.tradeDate as Exclude<VenueState['tradeDate'], undefined>;
  emit.happened({ type: 'booked', account, date, item: 'closeOutFee', amount: -amount as Money });
}
