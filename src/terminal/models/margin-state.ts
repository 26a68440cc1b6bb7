/** How an account stands with its margin: short, called, closed out, in default; and what follows from it, in words. */
import type { AccountSummary } from '#wire/accounts.ts';
import { countAmount, writeAmount } from './amounts.ts';
import { dollars } from './figures.ts';
import { duration, momentName } from './venue-clock.ts';

/** What the owner of an account is told first. */
export interface Standing {
  readonly state: 'short' | 'called' | 'overdue' | 'closedOut' | 'inDefault';
  /** Empty for an account that is short and nothing more. */
  readonly title: string;
  /** What happens now, or then. */
  readonly sentence: string;
  readonly rule: string;
  /** What a call lacks, and when it is due; undefined without a call that can still be met. */
  readonly missing?: string;
  readonly due?: string;
}

/** Undefined for an account that nobody wants anything of. `now` is venue time (rules TRM-16 and TRM-20). */
export function standingOf(summary: AccountSummary, now: number): Standing | undefined {
  const { call, closedOut, inDefault } = summary;
  if (inDefault)
    return {
      state: 'inDefault',
      title: 'In default',
      sentence:
        'The account could not pay what it owed. It can send no order, its positions are closed for it, and others bear the loss.',
      rule: 'DEF-25',
    };
  if (closedOut)
    return {
      state: 'closedOut',
      title: 'Close-out under way',
      sentence:
        'Orders are cancelled, and positions are offered to the market slice by slice, for a fee, until the account has its margin again.',
      rule: 'DEF-24',
      ...(call !== null && { missing: missingText(call.missing) }),
    };
  if (call !== null) {
    const left = Date.parse(call.due) - now;
    const isOverdue = left <= 0;
    const when = isOverdue ? 'As soon as' : 'If by then';
    return {
      state: isOverdue ? 'overdue' : 'called',
      title: isOverdue ? 'Margin call overdue' : 'Margin call',
      sentence: `Deposit what is missing, or close positions until equity covers the initial margin. ${when} equity is below the maintenance margin, the venue closes positions.`,
      rule: 'DEF-21',
      missing: missingText(call.missing),
      due: isOverdue ? `since ${momentName(call.due)} UTC` : `due ${momentName(call.due)} UTC, in ${duration(left)}`,
    };
  }
  const sentence = shortfallSentence(summary);
  return sentence === undefined ? undefined : { state: 'short', title: '', sentence, rule: 'MAR-4' };
}

function missingText(missing: string): string {
  return `USD ${dollars(missing)} missing`;
}

/** A sentence for an account that is short of margin; undefined while equity covers the initial margin. */
export function shortfallSentence(summary: AccountSummary): string | undefined {
  const equity = countAmount(summary.equity);
  const belowMaintenance = countAmount(summary.maintenanceMargin) - equity;
  const belowInitial = countAmount(summary.initialMargin) - equity;
  if (belowMaintenance > 0n)
    return `Equity is USD ${dollars(writeAmount(belowMaintenance))} below the maintenance margin: the next look at margin makes that a margin call.`;
  if (belowInitial > 0n)
    return `Equity is USD ${dollars(writeAmount(belowInitial))} below the initial margin: orders that add risk are refused.`;
  return undefined;
}
