/**
 * What always holds, stated in words that an operator can read at night.
 *
 * A violation is not a refusal: it means that the exchange itself is wrong. It is thrown, the sequencer halts the venue
 * and keeps the journal. `afterCommand` costs a handful of comparisons and stays on in production; `everywhere` walks
 * the whole state and runs after every end of day, and after every command in tests.
 */
import { BUY, SELL } from './commands.ts';
import type { ListedContract } from './listed-contract.ts';
import { asHeld, needsOf } from './margin/account-margin.ts';
import { NONE } from './order-book/order-book.ts';
import type { ListedSpread } from './spreads/listed-spread.ts';
import type { VenueState } from './state.ts';
import type { AccountId } from './units.ts';

/** An invariant is broken. The message says which. */
export class Violation extends Error {
  override readonly name = 'Violation';
}

export function invariant(holds: boolean, what: string): asserts holds {
  if (!holds) throw new Violation(`This no longer holds: ${what}`);
}

/** The checks of clearing 11.1 that can be made on one contract and the ledger's own totals in constant time. */
export function afterCommand(state: VenueState, contract: ListedContract | undefined): void {
  invariant(state.ledger.settlement === 0n, 'the settlement account is empty between settlements');
  if (contract === undefined) return;
  const { book } = contract;
  const bid = book.bestPrice(BUY);
  const ask = book.bestPrice(SELL);
  invariant(!contract.trades || bid === 0 || ask === 0 || bid < ask, 'the best bid is below the best ask');
  invariant(contract.positions.sum === 0, 'long and short positions of a contract sum to zero');
  invariant(contract.openInterest >= 0, 'open interest is not negative');
}

/** Everything that can be checked by looking at all of the state. */
export function everywhere(state: VenueState): void {
  invariant(state.ledger.total() === 0n, 'all ledger accounts sum to zero');
  invariant(state.ledger.settlement === 0n, 'the settlement account is empty between settlements');
  const { fees, rebates, capital } = state.ledger;
  invariant(rebates <= 0 && fees + rebates >= 0, 'rebates are paid out of fees');
  invariant(capital >= 0, "the venue's own capital is not negative");

  let detailed = 0;
  const margin = new Map<AccountId, number>();
  const least = new Map<AccountId, number>();
  for (const contract of state.contracts) {
    if (contract.expired) {
      invariant(contract.book.size === 0, 'an expired contract has no orders');
      invariant(contract.openInterest === 0, 'an expired contract has no positions');
      continue;
    }
    afterCommand(state, contract);
    const { held, found } = restingByAccount(state, contract);
    for (const spread of contract.spreads) addSpreadLots(held, spread, contract);
    detailed += found + contract.stops.size;
    for (const { order } of contract.stops.all)
      invariant(state.details.has(order) && state.orders.contractOf(order) === -1, 'a waiting order stands in no book');
    let sum = 0;
    let long = 0;
    contract.positions.forEach((account, holding) => {
      sum += holding.position;
      if (holding.position > 0) long += holding.position;
      const { buying, selling } = held.get(account) ?? { buying: 0, selling: 0 };
      invariant(holding.buying === buying, 'buying holds exactly the lots of the resting bids');
      invariant(holding.selling === selling, 'selling holds exactly the lots of the resting asks');
      const worst = Math.max(holding.position + buying, selling - holding.position);
      invariant(worst <= contract.specification.positionMax, 'no position can grow beyond its limit');
      margin.set(account, (margin.get(account) ?? 0) + worst * contract.marginPerLot);
      least.set(account, (least.get(account) ?? 0) + contract.leastVariation(account));
      const gained = contract.positions.variation(account, contract.markPrice(), contract.tickValue);
      invariant(gained >= contract.leastVariation(account), "no position stands worse than at the day's limits");
      held.delete(account);
    });
    invariant(held.size === 0, 'every resting order belongs to an account that holds margin for it');
    invariant(sum === 0 && sum === contract.positions.sum, 'positions of a contract sum to zero');
    invariant(long === contract.openInterest, 'open interest is the sum of the long positions');
  }
  for (const spread of state.spreads) checkSpread(state, spread);
  invariant(detailed === state.details.size, 'details are kept of orders that live, and of no others');
  for (let account = 0; account < state.accounts.size; account += 1) {
    const id = account as AccountId;
    invariant(
      state.accounts.outrightMargin(id) === (margin.get(id) ?? 0),
      'the outright margin of an account is the sum over its contracts',
    );
    if (state.margins.size > 0) proveNeeds(state, id);
    invariant(
      state.accounts.leastVariation(id) === (least.get(id) ?? 0),
      'the least variation of an account is the sum over its contracts',
    );
  }
}

/** Offsets only take off, and positions never need more for maintenance than for everything that they and orders are. */
function proveNeeds(state: VenueState, account: AccountId): void {
  const needs = needsOf(state, account, asHeld);
  const outright = needs.reduce((sum, { contracts }) => sum + contracts.reduce((all, one) => all + one.outright, 0), 0);
  invariant(outright === state.accounts.outrightMargin(account), 'outright margin worked out anew is the running sum');
  for (const { contracts, offset, amount } of needs) {
    invariant(offset >= 0 && amount >= 0, 'an offset is not negative, and takes off no more than there is');
    invariant(
      amount + offset === contracts.reduce((sum, one) => sum + one.outright + one.concentration, 0),
      'margin is outright less offset plus concentration',
    );
  }
  invariant(
    state.maintenanceMargin(account) <= state.initialMargin(account),
    'maintenance margin is not above initial margin',
  );
}

type Held = Map<AccountId, { buying: number; selling: number }>;

/** Counts into `held` what the orders of a spread hold in one of its legs. */
function addSpreadLots(held: Held, spread: ListedSpread, leg: ListedContract): void {
  const { book, near } = spread;
  for (const slot of spread.slots()) {
    const account = book.accountOf(slot);
    const lots = held.get(account) ?? { buying: 0, selling: 0 };
    if ((book.sideOf(slot) === BUY) === (leg === near)) lots.buying += book.quantityOf(slot);
    else lots.selling += book.quantityOf(slot);
    held.set(account, lots);
  }
}

function checkSpread(state: VenueState, spread: ListedSpread): void {
  const { book, expired, near, far } = spread;
  invariant(!expired || book.size === 0, 'an expired spread has no orders');
  invariant(expired || !(near.expired || far.expired), 'a spread lives no longer than its legs');
  const [bid, ask] = [spread.bestPrice(BUY), spread.bestPrice(SELL)];
  invariant(bid === undefined || ask === undefined || bid < ask, 'the best bid of a spread is below its best ask');
  for (const slot of spread.slots()) {
    const order = book.orderOf(slot);
    invariant(book.quantityOf(slot) > 0, 'no empty order rests in a spread');
    invariant(state.orders.contractOf(order) === spread.id, 'a spread order can be found by its number');
    invariant(state.orders.slotOf(order) === slot, 'a spread order can be found by its number');
    invariant(spread.isWithinLimits(spread.priceOf(slot)), 'the legs of a spread order can be within their limits');
  }
}

function restingByAccount(state: VenueState, contract: ListedContract) {
  const { book } = contract;
  const held: Held = new Map();
  let found = 0;
  for (const side of [BUY, SELL] as const) {
    let previous = book.first(side);
    for (let slot = previous; slot !== NONE; slot = book.next(slot)) {
      const order = book.orderOf(slot);
      const price = book.priceOf(slot);
      const quantity = book.quantityOf(slot);
      invariant(quantity > 0, 'no empty order rests');
      invariant(price >= contract.limitDown && price <= contract.limitUp, 'every resting order is within the limits');
      const worse = side === BUY ? price <= book.priceOf(previous) : price >= book.priceOf(previous);
      invariant(worse, 'a side stands in order of price');
      // Orders that were amended or show their next lots came later than their numbers say; both are marked.
      const isPlain = !book.isMarked(slot) && !book.isMarked(previous);
      const older = !isPlain || price !== book.priceOf(previous) || book.orderOf(previous) <= book.orderOf(slot);
      invariant(older, 'at one price the older order stands first');
      invariant(state.orders.slotOf(order) === slot, 'every resting order can be found by its number');
      const lots = held.get(book.accountOf(slot)) ?? { buying: 0, selling: 0 };
      const details = state.details.get(order);
      invariant(details === undefined || book.isMarked(slot), 'an order with details is marked in its book');
      const resting = quantity + (details?.hidden ?? 0);
      invariant(resting <= book.originalQuantityOf(slot), 'no order wants more than it asked for');
      found += details === undefined ? 0 : 1;
      if (side === BUY) lots.buying += resting;
      else lots.selling += resting;
      held.set(book.accountOf(slot), lots);
      previous = slot;
    }
  }
  return { held, found };
}
