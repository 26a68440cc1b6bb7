/**
 * Who pays for a default: the layers in their order, and what each member gives.
 *
 * A layer is asked only when the ones before it are empty, and within a layer everybody gives in proportion to what they
 * have in it. Pieces and remainder sum to the loss exactly. The initial margin of members who have not defaulted is in no
 * layer: it can never be reached. Moving the money, and tearing up contracts for what remains, is left to others.
 */
import { type AccountId, type Money, multiply, subtract } from '../units.ts';
import { ASSESSMENT_TIMES } from './parameters.ts';
import { type Claim, shareOut } from './pro-rata.ts';

/** The layers, in the order in which they are asked (rule DEF-8). */
export const waterfallLayers = [
  'defaulterMargin',
  'defaulterContribution',
  'venueCapital',
  'memberContributions',
  'assessments',
  'variationGains',
] as const;
export type WaterfallLayer = (typeof waterfallLayers)[number];

/** Stands for the venue itself among those who give. */
export const VENUE = -1 as AccountId;

/** What a member who has not defaulted has at stake; nothing is negative. */
export interface MemberAtStake {
  readonly account: AccountId;
  /** What is left of its contribution to the default fund. */
  readonly contribution: Money;
  /** What it can still be assessed for in this default (`assessable`). */
  readonly assessable: Money;
  /** The variation it is about to be paid. */
  readonly gain: Money;
}

/** Everything that may be asked for one default; nothing is negative. */
export interface Resources {
  readonly defaulter: AccountId;
  /** What is left of the defaulter's margin and cash. */
  readonly margin: Money;
  readonly contribution: Money;
  /** The venue's own capital that is set aside for defaults. */
  readonly venueCapital: Money;
  readonly members: readonly MemberAtStake[];
}

/** What a layer gave: the pieces sum to `total`, and those who gave nothing are left out. */
export interface Absorbed {
  readonly layer: WaterfallLayer;
  readonly total: Money;
  readonly pieces: readonly { readonly account: AccountId; readonly amount: Money }[];
}

/** Shares `loss`, not negative, out over the layers. What no layer bears is the remainder (rules DEF-8, DEF-9). */
export function absorb(loss: Money, resources: Resources): { readonly layers: Absorbed[]; readonly remainder: Money } {
  let remainder = loss;
  const layers = waterfallLayers.map((layer): Absorbed => {
    const claims = claimsOn(layer, resources);
    const shares = shareOut(remainder, claims);
    const pieces = claims.map(({ id }, i) => ({ account: id, amount: shares[i] as Money }));
    const after = shares.reduce((left, share) => subtract(left, share), remainder);
    const total = subtract(remainder, after);
    remainder = after;
    return { layer, total, pieces: pieces.filter(({ amount }) => amount > 0).sort((a, b) => a.account - b.account) };
  });
  return { layers, remainder };
}

/** What a member can be assessed for in one default: so many times the contribution that is asked of it (rule DEF-9). */
export function assessable(contributionAsked: Money): Money {
  return multiply(contributionAsked, ASSESSMENT_TIMES);
}

function claimsOn(layer: WaterfallLayer, resources: Resources): Claim<AccountId, Money>[] {
  const { defaulter, members } = resources;
  const ofMembers = (capacity: (member: MemberAtStake) => Money) =>
    members.map((member) => ({ id: member.account, capacity: capacity(member) }));
  switch (layer) {
    case 'defaulterMargin':
      return [{ id: defaulter, capacity: resources.margin }];
    case 'defaulterContribution':
      return [{ id: defaulter, capacity: resources.contribution }];
    case 'venueCapital':
      return [{ id: VENUE, capacity: resources.venueCapital }];
    case 'memberContributions':
      return ofMembers(({ contribution }) => contribution);
    case 'assessments':
      return ofMembers(({ assessable }) => assessable);
    case 'variationGains':
      return ofMembers(({ gain }) => gain);
  }
}
