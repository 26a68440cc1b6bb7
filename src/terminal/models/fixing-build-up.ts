/**
 * How a fixing was built, ready to be read: rows by weight, and bars that can be compared with one another.
 */
import type { FixingDetail, FixingRow } from '#wire/market.ts';

export interface BuildUpRow extends FixingRow {
  /** Length of the bars, 0 to 1: the largest share of any row, before or after the cap, is 1. */
  readonly bar: number;
  readonly barBeforeCap: number;
  /** True when the cap took weight from this row's provider. */
  readonly capped: boolean;
}

export interface ProviderShare {
  readonly provider: string;
  /** Shares of one, before and after the cap per provider. */
  readonly beforeCap: number;
  readonly weight: number;
}

/** Rows by weight, the largest first; ties stand as the venue sent them. */
export function buildUp(fixing: Pick<FixingDetail, 'rows'>): BuildUpRow[] {
  const largest = Math.max(...fixing.rows.flatMap((row) => [Number(row.weight), Number(row.weightBeforeCap)]), 1e-9);
  return fixing.rows
    .map((row) => ({
      ...row,
      bar: Number(row.weight) / largest,
      barBeforeCap: Number(row.weightBeforeCap) / largest,
      capped: Number(row.weight) < Number(row.weightBeforeCap),
    }))
    .sort((a, b) => Number(b.weight) - Number(a.weight));
}

/** What each provider weighs in all, the largest first. */
export function providerShares(rows: readonly FixingRow[]): ProviderShare[] {
  const shares = new Map<string, ProviderShare>();
  for (const row of rows) {
    const sum = shares.get(row.provider) ?? { provider: row.provider, beforeCap: 0, weight: 0 };
    shares.set(row.provider, {
      provider: row.provider,
      beforeCap: sum.beforeCap + Number(row.weightBeforeCap),
      weight: sum.weight + Number(row.weight),
    });
  }
  return [...shares.values()].sort((a, b) => b.weight - a.weight);
}

/** Why a fixing was withheld, as a sentence. */
export function withheldSentence(reason: string): string {
  const sentences: Readonly<Record<string, string>> = {
    TOO_FEW_PROVIDERS: 'Withheld: too few providers posted a price.',
    NO_VOLUME: 'Withheld: no contribution has volume behind it.',
  };
  return sentences[reason] ?? `Withheld: ${reason}.`;
}
