/**
 * The checks of pre-trade protection, each with one code, in the order of `rejections.ts` (rule PRO-1).
 */
import { BUY, type OrderWish, SELL, type Side } from '../commands.ts';
import type { ProductSpecification } from '../contract.ts';
import type { ListedContract } from '../listed-contract.ts';
import type { OrderRejection } from '../rejections.ts';
import type { VenueState } from '../state.ts';
import type { AccountOrder } from '../trading/refuse.ts';
import { reducible } from '../trading/refuse-terms.ts';
import type { AccountId, Lots, Millis, TradeDate } from '../units.ts';
import { openInterestMax } from './product-protection.ts';

const UNBOUNDED = Number.POSITIVE_INFINITY;

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

/**
 * Why this order may not open, or is too large, or undefined (rules PRO-2 to PRO-4). Its price is its limit; `replaced`
 * lots that rest on its side go when it comes.
 */
export function refuseOrderSize(
  { settings }: VenueState,
  contract: ListedContract,
  order: AccountOrder,
  replaced: number,
): OrderRejection | undefined {
  const { account, price, quantity, side } = order;
  const { specification, tickValue, positions } = contract;
  const { protection, code } = specification;
  if (protection === undefined && settings.isEmpty) return undefined;
  if (settings.permissionOf(account, code) === 'closeOnly') {
    const resting = side === BUY ? positions.buyingOf(account) : positions.sellingOf(account);
    if (quantity + resting - replaced > reducible(contract, account, order)) return 'CLOSE_ONLY';
  }
  const caps = settings.capsOf(account);
  if (caps !== undefined && caps.quantity !== null && quantity > caps.quantity) return 'QUANTITY_ABOVE_CAP';
  const most = Math.min(protection?.orderValueMax ?? UNBOUNDED, caps?.value ?? UNBOUNDED);
  // The limit has not been judged yet, so this is no amount of money: it may be beyond counting, and is then too large.
  return price * quantity * tickValue > most ? 'ORDER_VALUE_TOO_LARGE' : undefined;
}

/** Why an order, as it was sent, comes too often, or undefined (rule PRO-5). */
export function refuseRepeat(
  { repeats }: VenueState,
  { specification: { protection, code } }: ListedContract,
  account: AccountId,
  wish: OrderWish,
  time: Millis,
): OrderRejection | undefined {
  if (protection === undefined) return undefined;
  return repeats.isTooMany(protection.repeats, account, code, wish, time) ? 'REPEATED_TOO_OFTEN' : undefined;
}

/** An order that was taken is one that the next may repeat (rule PRO-5). */
export function countRepeat(
  { repeats }: VenueState,
  { specification: { protection, code } }: ListedContract,
  account: AccountId,
  wish: OrderWish,
  time: Millis,
): void {
  if (protection !== undefined) repeats.count(protection.repeats, account, code, wish, time);
}

/**
 * Why the account would hold too much in this contract if it came to hold `ifFilled` lots on the side on which an order
 * adds some, or undefined (rules POS-1, POS-3 and POS-6). On the other side it may be beyond a limit already.
 */
export function refusePosition(
  state: VenueState,
  { specification, deliveryFrom, openInterest }: ListedContract,
  account: AccountId,
  ifFilled: number,
): OrderRejection | undefined {
  const { positionMax, protection, code } = specification;
  if (ifFilled > positionMax) return 'POSITION_LIMIT_EXCEEDED';
  if (protection === undefined) return undefined;
  const date = state.tradeDate as TradeDate;
  const exempt = state.settings.exemptLots(account, code, date);
  if (date >= deliveryFrom && ifFilled > protection.spotMonthMax + exempt) return 'SPOT_MONTH_LIMIT_EXCEEDED';
  const most = openInterestMax(protection, openInterest);
  return most !== undefined && ifFilled > most + exempt ? 'OPEN_INTEREST_LIMIT_EXCEEDED' : undefined;
}

/** The same over all months of the product, to which the lots are added (rule POS-4). */
export function refuseAllMonths(
  state: VenueState,
  { protection, code }: ProductSpecification,
  account: AccountId,
  buying: number,
  selling: number,
): OrderRejection | undefined {
  if (protection === undefined) return undefined;
  const most = protection.allMonthsMax + state.settings.exemptLots(account, code, state.tradeDate as TradeDate);
  const isBeyond = (side: Side, more: number) => more > 0 && allMonths(state, code, account, side) + more > most;
  return isBeyond(BUY, buying) || isBeyond(SELL, selling) ? 'ALL_MONTHS_LIMIT_EXCEEDED' : undefined;
}

/** What the account would hold on one side, over all months of the product, if its resting orders there were filled. */
function allMonths(state: VenueState, product: string, account: AccountId, side: Side): Lots {
  let lots = 0;
  for (const id of state.accounts.engagedIn(account)) {
    const { specification, positions } = state.contracts[id] as ListedContract;
    if (specification.code !== product) continue;
    lots += positions.ifFilled(account, side, 0);
  }
  return lots as Lots;
}
