/**
 * The checks of pre-trade protection, each with one code, in the order of `rejections.ts` (rule PRO-1).
 */
import { BUY, SELL, type Side } from '../commands.ts';
import type { ListedContract } from '../listed-contract.ts';
import type { OrderRejection } from '../rejections.ts';
import type { VenueState } from '../state.ts';
import type { AccountOrder } from '../trading/refuse.ts';
import { reducible } from '../trading/refuse-terms.ts';
import { type AccountId, type Lots, type Millis, MONEY_MAX, type TradeDate } from '../units.ts';

/** Why the account may bring nothing to this contract, whatever it is (rules PRO-2 and PRO-8). */
export function refuseAccess(
  state: VenueState,
  contract: ListedContract,
  account: AccountId,
): OrderRejection | undefined {
  const { accounts, switches, settings } = state;
  const known = accounts.all[account] as (typeof accounts.all)[number];
  if (switches.stops(known, accounts.groupOf(account), contract.id)) return 'SWITCHED_OFF';
  return settings.permissionOf(account, contract.specification.code) === 'cancelOnly' ? 'NOT_PERMITTED' : undefined;
}

/** Why this order may not open, or is too large, or undefined; `order.price` is its limit (rules PRO-2 to PRO-4). */
export function refuseOrderSize(
  state: VenueState,
  contract: ListedContract,
  order: AccountOrder,
): OrderRejection | undefined {
  const { account, price, quantity, side } = order;
  const { specification, tickValue, positions } = contract;
  const { protection, code } = specification;
  if (protection === undefined && state.settings.isEmpty) return undefined;
  if (state.settings.permissionOf(account, code) === 'closeOnly') {
    const resting = side === BUY ? positions.buyingOf(account) : positions.sellingOf(account);
    if (quantity + resting > reducible(contract, account, order)) return 'CLOSE_ONLY';
  }
  const caps = state.settings.capsOf(account);
  if (caps !== undefined && caps.quantity !== null && quantity > caps.quantity) return 'QUANTITY_ABOVE_CAP';
  const most = Math.min(protection?.orderValueMax ?? MONEY_MAX, caps?.value ?? MONEY_MAX);
  // The limit has not been judged yet, so this is no amount of money: it may be beyond counting, and is then too large.
  return price * quantity * tickValue > most ? 'ORDER_VALUE_TOO_LARGE' : undefined;
}

/** Why the order comes too often, or undefined (rule PRO-5). */
export function refuseRepeat(
  { repeats }: VenueState,
  { specification: { protection } }: ListedContract,
  order: AccountOrder,
  time: Millis,
): OrderRejection | undefined {
  if (protection === undefined) return undefined;
  return repeats.isTooMany(protection.repeats, order.account, order, time) ? 'REPEATED_TOO_OFTEN' : undefined;
}

/**
 * Why the account would hold too much with `buying` and `selling` more lots in resting orders, or undefined (rules POS-1
 * and POS-3 to POS-5). An account that is beyond a limit may still come nearer to it.
 */
export function refusePosition(
  state: VenueState,
  contract: ListedContract,
  account: AccountId,
  buying: number,
  selling: number,
): OrderRejection | undefined {
  const { positions, specification } = contract;
  const { positionMax, protection, code } = specification;
  const before = positions.worst(account);
  const position = positions.positionOf(account);
  const long = position + positions.buyingOf(account) + buying;
  const short = positions.sellingOf(account) + selling - position;
  const after = Math.max(long, short);
  if (after > before && after > positionMax) return 'POSITION_LIMIT_EXCEEDED';
  if (protection === undefined) return undefined;
  const date = state.tradeDate as TradeDate;
  const exempt = state.settings.exemptLots(account, code, date);
  const isSpot = date >= contract.deliveryFrom;
  if (isSpot && after > before && after > protection.spotMonthMax + exempt) return 'SPOT_MONTH_LIMIT_EXCEEDED';
  const most = protection.allMonthsMax + exempt;
  const isBeyond = (side: Side, more: number) => more > 0 && allMonths(state, code, account, side) + more > most;
  return isBeyond(BUY, buying) || isBeyond(SELL, selling) ? 'ALL_MONTHS_LIMIT_EXCEEDED' : undefined;
}

/** What the account would hold on one side, over all months of the product, if its resting orders there were filled. */
function allMonths(state: VenueState, product: string, account: AccountId, side: Side): Lots {
  let lots = 0;
  for (const id of state.accounts.engagedIn(account)) {
    const { specification, positions } = state.contracts[id] as ListedContract;
    if (specification.code !== product) continue;
    const position = positions.positionOf(account);
    lots += side === BUY ? position + positions.buyingOf(account) : positions.sellingOf(account) - position;
  }
  return lots as Lots;
}
