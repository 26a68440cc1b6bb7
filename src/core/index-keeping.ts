/**
 * The commands of the index: its terms, a day's fixing, the correction of one.
 *
 * How a value comes about is the price index's business; here is when it may, and what it changes. A correction takes
 * the place of the value that it corrects wherever a mean is still to be made, and nothing that was paid is paid again.
 */
import { civilOf, dateOf } from './calendar.ts';
import type { AdoptIndexTerms, CorrectFixing, FixIndex } from './commands.ts';
import type { Emit } from './events.ts';
import type { FixedDay } from './fixings.ts';
import { evidenceFault } from './price-index/check-evidence.ts';
import { termsFault } from './price-index/check-terms.ts';
import type { Publication } from './price-index/publication.ts';
import { summaryOf } from './price-index/publish.ts';
import { refusePerson, refuseReason } from './protection/refuse-person.ts';
import type { IndexRejection } from './rejections.ts';
import type { VenueState } from './state.ts';
import type { Millis, TradeDate } from './units.ts';

/** So many days before they take effect new terms are announced (rule IDX-31). */
export const NOTICE_DAYS = 30;

/** Announces terms, or begins with the first (rules IDX-30 to IDX-32). */
export function adoptIndexTerms(
  state: VenueState,
  { terms, effective, reason, by }: AdoptIndexTerms,
  time: Millis,
  emit: Emit,
): IndexRejection | undefined {
  const { index, fixings } = state;
  const refused = refusePerson(by) ?? refuseReason(reason);
  if (refused !== undefined) return refused;
  if (termsFault(terms) !== undefined) return 'INDEX_TERMS_INVALID';
  if (index.adopted.some((one) => one.terms.version === terms.version)) return 'INDEX_TERMS_KNOWN';
  if (index.adopted.length > 0) {
    const today = dateOf(time);
    if (index.hasAnnounced(Math.max(today, fixings.at(-1)?.date ?? today) as TradeDate)) return 'INDEX_TERMS_WAITING';
    if (!isRebalanceDay(effective)) return 'NOT_A_REBALANCE_DAY';
    if (effective - today < NOTICE_DAYS) return 'NOTICE_TOO_SHORT';
  }
  index.adopt({ terms, effective });
  emit.happened({ type: 'indexTermsAdopted', terms, effective, reason, by });
  return undefined;
}

/** The index of a day that has begun, one for every calendar day (rule IDX-9). */
export function fixIndex(
  state: VenueState,
  { date, evidence }: FixIndex,
  time: Millis,
  emit: Emit,
): IndexRejection | undefined {
  const { index, fixings } = state;
  const last = fixings.at(-1);
  const inOrder = last === undefined || date === last.date + 1;
  if (!inOrder || date > dateOf(time)) return 'FIXING_DATE_NOT_NEXT';
  if (index.termsOf(date) === undefined) return 'INDEX_TERMS_MISSING';
  if (evidenceFault(evidence, date) !== undefined) return 'EVIDENCE_INVALID';
  const { inputs, publication } = index.fix(date, evidence);
  fixings.push(fixedDay(publication));
  emit.happened({ type: 'indexFixed', inputs, fixing: summaryOf(publication) });
  return undefined;
}

/** Fixes a day again, as another revision; a contract that has settled stays settled (rules IDX-33 and IDX-34). */
export function correctFixing(
  state: VenueState,
  { date, evidence, reason, by }: CorrectFixing,
  emit: Emit,
): IndexRejection | undefined {
  const refused = refusePerson(by) ?? refuseReason(reason);
  if (refused !== undefined) return refused;
  const { fixings } = state;
  const place = date - (fixings[0]?.date ?? 0);
  if (fixings[place]?.date !== date) return 'FIXING_UNKNOWN';
  if (evidenceFault(evidence, date) !== undefined) return 'EVIDENCE_INVALID';
  const again = state.index.fixAgain(date, evidence);
  if (again === undefined) return 'FIXING_TOO_OLD';
  const { inputs, publication } = again;
  fixings[place] = fixedDay(publication);
  emit.happened({ type: 'fixingCorrected', inputs, fixing: summaryOf(publication), reason, by });
  return undefined;
}

/** Of all that was published, the two values that contracts settle to (rule CON-15). */
function fixedDay({ date, index, compute }: Publication): FixedDay {
  return { date, value: index.decision.value ?? undefined, compute: compute.decision.value ?? undefined };
}

/** Terms change with a quarter, between two delivery periods (rule IDX-31). */
function isRebalanceDay(date: TradeDate): boolean {
  const { month, day } = civilOf(date);
  return day === 1 && month % 3 === 0;
}
