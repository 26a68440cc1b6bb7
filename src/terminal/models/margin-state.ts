/** Whether an account's equity covers its margin, now and after an order (rules MAR-4 and MAR-7). */
import type { AccountSummary, OrderPreview } from '#wire/accounts.ts';
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

/**
 * What an order would lose at once if it traded at its limit price against the mark price (rule MAR-4): what is left
 * unexplained between available now and available after. Undefined for an account that is short of margin already,
 * because what is available is never told as less than zero.
 */
export function lossAtOnce(preview: OrderPreview): string | undefined {
  const before = countAmount(preview.availableBefore);
  if (before === 0n) return undefined;
  const needed = countAmount(preview.marginNeeded) + countAmount(preview.feeAtMost);
  return writeAmount(before - needed - countAmount(preview.availableAfter));
}
