/**
 * Whether an agreement can be signed: its figures lie within bounds in which everything counts exactly, and the maker is
 * large enough. Whether account and product exist, and whether there is one already, is asked elsewhere.
 */
import { MONEY_MAX, ONE_MILLION } from '../units.ts';
import type { Agreement, AgreementTerms, Obligation, RebateTier } from './agreement.ts';
import { isWholeWithin } from './bounds.ts';

/** Why an agreement is refused, in the order in which it is looked for. */
export const agreementRejections = {
  AGREEMENT_INVALID: 'MMK-1',
  NET_CAPITAL_INSUFFICIENT: 'MMK-2',
} as const;
export type AgreementRejection = keyof typeof agreementRejections;

/** Why this agreement cannot be signed, or undefined. */
export function refuseAgreement({ netCapital, terms }: Agreement): AgreementRejection | undefined {
  if (!isWholeWithin(netCapital, 0, MONEY_MAX) || !areTermsValid(terms)) return 'AGREEMENT_INVALID';
  return netCapital < terms.netCapitalMin ? 'NET_CAPITAL_INSUFFICIENT' : undefined;
}

function areTermsValid({ front, others, shareMin, netCapitalMin, stress, rebates }: AgreementTerms): boolean {
  return (
    [front, others].every(isObligationValid) &&
    isShare(shareMin, 1) &&
    isWholeWithin(netCapitalMin, 0, MONEY_MAX) &&
    isWholeWithin(stress.spreadTimes, 1, 10) &&
    isShare(stress.lotsShare, 1) &&
    isWholeWithin(stress.timeTimes, 1, 10) &&
    rebates.every((tier, i) => isTierValid(tier, rebates[i - 1]))
  );
}

function isObligationValid({ spreadMax, lotsMin, comparableMin }: Obligation): boolean {
  return isShare(spreadMax, 1) && isWholeWithin(lotsMin, 1, 1_000_000_000) && isShare(comparableMin, 0);
}

/** A tier begins above the one before it, and gives back at least as much. */
function isTierValid(tier: RebateTier, before: RebateTier | undefined): boolean {
  const { shareMin, rebate } = before ?? { shareMin: 0, rebate: 0 };
  return isShare(tier.shareMin, shareMin + 1) && isShare(tier.rebate, rebate);
}

const isShare = (value: number, least: number): boolean => isWholeWithin(value, least, ONE_MILLION);
