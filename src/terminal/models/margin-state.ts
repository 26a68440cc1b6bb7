/** Whether an account's equity covers its margin (rules MAR-4 and MAR-7). */
import type { AccountSummary } from '#wire/accounts.ts';
import { countAmount, writeAmount } from './amounts.ts';
import { dollars } from './figures.ts';

/** A sentence for an account that is short of margin; undefined while equity covers the initial margin. */
export function shortfallSentence(summary: AccountSummary): string | undefined {
  const equity = countAmount(summary.equity);
  const belowMaintenance = countAmount(summary.maintenanceMargin) - equity;
  const belowInitial = countAmount(summary.initialMargin) - equity;
  if (belowMaintenance > 0n)
    return `Equity is USD ${dollars(writeAmount(belowMaintenance))} below the maintenance margin: when the day ends, that is a margin call.`;
  if (belowInitial > 0n)
    return `Equity is USD ${dollars(writeAmount(belowInitial))} below the initial margin: orders that add risk are refused.`;
  return undefined;
}
