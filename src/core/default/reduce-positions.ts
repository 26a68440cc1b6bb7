/**
 * Positions are closed against each other outside the book: for a contract that stood locked, and for what is left of a
 * defaulter (rules DEF-10 to DEF-12, DEF-26 and DEF-27).
 *
 * As many long lots go as short ones, at one price; nobody turns. Who closes how much is computed in `reduction.ts`.
 */
import { BUY, type ReducePositions, SELL } from '../commands.ts';
import type { Emit, ReductionCause } from '../events.ts';
import type { ListedContract } from '../listed-contract.ts';
import { NONE } from '../order-book/order-book.ts';
import type { RiskRejection } from '../rejections.ts';
import { daySteps } from '../settlement/day-steps.ts';
import type { VenueState } from '../state.ts';
import { restingIn } from '../trading/found.ts';
import type { Orders } from '../trading/orders.ts';
import { type AccountId, type Lots, multiply, type Ticks } from '../units.ts';
import { type Claim, shareOut } from './pro-rata.ts';
import { autoDeleverage, type Closed, forcedReduction, type Holder } from './reduction.ts';

/** Reduces a contract whose day ended locked, at its limit price, between the fixing of prices and their payment. */
export function reducePositions(
  state: VenueState,
  orders: Orders,
  command: ReducePositions,
  emit: Emit,
): RiskRejection | undefined {
  const contract = state.contracts[command.contract];
  if (contract === undefined) return 'CONTRACT_UNKNOWN';
  if (state.stepsDone !== daySteps.indexOf('variation') || contract.expired) return 'NOT_BEFORE_VARIATION';
  const lockedSide = contract.prices?.lockedSide ?? null;
  if (lockedSide === null) return 'NOT_LOCKED';
  const price = lockedSide === 'down' ? contract.limitDown : contract.limitUp;
  const terms = { price, tickValue: contract.tickValue, lockedSide };
  const declared = declarationsAt(state, contract, price, lockedSide);
  const { declarants, takers } = forcedReduction(terms, holdersOf(state, contract, price), declared);
  const sign = lockedSide === 'down' ? -1 : 1;
  closeAll(contract, declarants, sign, price, 'forcedReduction', emit);
  closeAll(contract, takers, -sign as 1 | -1, price, 'forcedReduction', emit);
  state.engageAnew();
  cutReduceOnly(state, orders, contract, new Set([...declarants, ...takers].map(({ account }) => account)), emit);
  return undefined;
}

/**
 * Closes all that the account holds in the contract at its settlement price: against those who have gained, pro rata in
 * their tiers, and then against everybody else on the other side (rules DEF-12 and DEF-26).
 */
export function tearUp(
  state: VenueState,
  orders: Orders,
  contract: ListedContract,
  account: AccountId,
  emit: Emit,
): void {
  const position = contract.positions.positionOf(account);
  if (position === 0) return;
  const { settlementPrice: price, tickValue } = contract;
  const holders = holdersOf(state, contract, price).filter((holder) => holder.account !== account);
  const reduction = autoDeleverage({ price, tickValue }, { account, position }, holders);
  const closed = new Map(reduction.takers.map((taker) => [taker.account, taker.lots as number]));
  const others = holders
    .filter((holder) => holder.position * position < 0)
    .map((holder) => ({
      id: holder.account,
      capacity: (Math.abs(holder.position) - (closed.get(holder.account) ?? 0)) as Lots,
    }));
  const shares = shareOut(reduction.unfilled, others);
  for (const [i, { id }] of others.entries()) closed.set(id, (closed.get(id) ?? 0) + (shares[i] as Lots));
  const takers = [...closed].map(([taker, lots]) => ({ account: taker, lots: lots as Lots }));
  const sign = position > 0 ? 1 : -1;
  closeAll(contract, [{ account, lots: Math.abs(position) as Lots }], -sign as 1 | -1, price, 'tearUp', emit);
  closeAll(
    contract,
    takers.sort((a, b) => a.account - b.account),
    sign,
    price,
    'tearUp',
    emit,
  );
  state.engageAnew();
  cutReduceOnly(state, orders, contract, new Set(closed.keys()), emit);
}

/** Everybody who holds something, with what it has gained since it was entered, at `price`. */
function holdersOf(state: VenueState, { positions, tickValue }: ListedContract, price: Ticks): Holder[] {
  const holders: Holder[] = [];
  positions.forEach((account, { position, entryValue }) => {
    if (position === 0) return;
    const profit = multiply(tickValue, position * price - entryValue);
    holders.push({ account, position, profit, isHedger: state.accounts.hedgers.has(account) });
  });
  return holders;
}

/** What rests unfilled of closing orders at the limit on which the contract stood locked (rule DEF-10). */
function declarationsAt(
  state: VenueState,
  { book }: ListedContract,
  price: Ticks,
  lockedSide: 'up' | 'down',
): Claim<AccountId, Lots>[] {
  const declared = new Map<AccountId, number>();
  const side = lockedSide === 'down' ? SELL : BUY;
  for (let slot = book.first(side); slot !== NONE; slot = book.next(slot)) {
    const details = book.isMarked(slot) ? state.details.get(book.orderOf(slot)) : undefined;
    if (book.priceOf(slot) !== price || details?.terms.reduceOnly !== true) continue;
    const account = book.accountOf(slot);
    declared.set(account, (declared.get(account) ?? 0) + book.quantityOf(slot) + details.hidden);
  }
  return [...declared].map(([id, capacity]) => ({ id, capacity: capacity as Lots }));
}

/** Takes lots off every account's position: `sign` 1 buys shorts back, −1 sells longs. */
function closeAll(
  contract: ListedContract,
  closed: readonly Closed[],
  sign: 1 | -1,
  price: Ticks,
  cause: ReductionCause,
  emit: Emit,
): void {
  for (const { account, lots } of closed) {
    if (lots === 0) continue;
    const signed = (sign * lots) as Lots;
    contract.positions.trade(account, signed, price);
    if (sign < 0) contract.openInterest = (contract.openInterest - lots) as Lots;
    emit.happened({ type: 'positionReduced', contract: contract.id, account, lots: signed, price, cause });
  }
}

/** Orders that may only reduce want no more than what is left of their positions (rule ORD-25). */
function cutReduceOnly(
  state: VenueState,
  orders: Orders,
  contract: ListedContract,
  accounts: ReadonlySet<AccountId>,
  emit: Emit,
): void {
  for (const side of [BUY, SELL] as const)
    for (const order of restingIn(contract, side)) {
      const slot = state.orders.slotOf(order);
      if (slot === NONE || !accounts.has(contract.book.accountOf(slot))) continue;
      if (state.details.get(order)?.terms.reduceOnly === true) orders.cutResting(contract, slot, emit);
    }
}
