/**
 * Whether an account lacks the margin for lots that it wants (rule MAR-4): the one judgement for orders, quotes, spreads.
 *
 * Nearly every answer comes from two running sums. Only where products have margin rules, and the outright margin of
 * everything is not covered, is the account's margin worked out.
 */
import type { VenueState } from '../state.ts';
import { type AccountId, add, type Money } from '../units.ts';
import { asHeld, concentrationOf, ifAllFilled, ifResting, needsOf, sumOf, type WantedLots } from './account-margin.ts';

/**
 * Whether equity does not cover the margin with these lots resting and `cost`, which is paid or lost at once. Lots that
 * add nothing at risk, or that leave the account with no more to cover once they are filled, need nothing.
 */
export function isShortOfMargin(
  state: VenueState,
  account: AccountId,
  wanted: readonly WantedLots[],
  cost: Money,
): boolean {
  let outright: number = state.accounts.outrightMargin(account);
  let adds = false;
  let ruled = false;
  for (const { contract, buying, selling } of wanted) {
    const { positions, marginPerLot } = contract;
    const added = positions.worst(account, buying, selling) - positions.worst(account);
    adds ||= added > 0;
    ruled ||= contract.margin !== undefined;
    outright += added * marginPerLot;
  }
  if (!adds && !ruled) return false;
  if (state.margins.size === 0) return !state.covers(account, add(outright as Money, cost));
  // Offsets only lower what is needed, so whoever covers the rest covers it all.
  const concentration = concentrationOf(state, account, wanted);
  if (state.covers(account, (outright + concentration + cost) as Money)) return false;
  const needed = sumOf(needsOf(state, account, ifResting(account, wanted), wanted));
  if (state.covers(account, add(needed, cost))) return false;
  const before = sumOf(needsOf(state, account, asHeld));
  if (!adds && needed <= before) return false;
  const isOneWay = wanted.every(({ buying, selling }) => buying === 0 || selling === 0);
  return !isOneWay || sumOf(needsOf(state, account, ifAllFilled(account, wanted), wanted)) > before;
}
