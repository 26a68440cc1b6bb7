/** How far the calibration is off where the truth is known: one table, and sentences. */
import type { Table } from '../experiment/report.ts';
import { shareOf } from '../statistics/estimate.ts';
import { quantities } from './fit-series.ts';
import { type Recovered, truth } from './recovery.ts';

export function recoveryTable(recovered: readonly Recovered[], years: number): Table {
  return {
    name: 'recovery',
    title: `${recovered.length} series of ${years === 1 ? 'a year' : `${years} years`} with a known truth`,
    columns: [
      { name: 'quantity', label: 'quantity' },
      { name: 'truth', label: 'truth', places: 2 },
      { name: 'mean', label: 'found on average', places: 2 },
      { name: 'low', label: '5 % found below', places: 2 },
      { name: 'high', label: '5 % found above', places: 2 },
      { name: 'held_percent', label: 'band held it %', places: 0 },
    ],
    rows: quantities.map((quantity) => {
      const found = recovered.map((one) => one.found[quantity]).sort((a, b) => a - b);
      const mean = found.reduce((sum, value) => sum + value, 0) / found.length;
      const at = (share: number) => found[Math.floor(share * found.length)] as number;
      return [quantity, truth[quantity], mean, at(0.05), at(0.95), 100 * heldShare(recovered, quantity)];
    }),
  };
}

export function recoveryAnswer(recovered: readonly Recovered[], years: number): string {
  const mean = recovered.reduce((sum, { found }) => sum + found.reversion, 0) / recovered.length;
  const held = shareOf(recovered.filter((one) => one.held.reversion).length, recovered.length);
  const percent = (share: number) => Math.round(100 * share);
  const weakest = quantities.reduce((a, b) => (heldShare(recovered, b) < heldShare(recovered, a) ? b : a));
  return `From ${years === 1 ? 'a year' : `${years} years`} of days reversion is found ${mean.toPrecision(2)} a year on average where ${truth.reversion} is true; its band of 95 % holds the truth in ${percent(held.value)} % of the series (${percent(held.low)} to ${percent(held.high)}). The weakest band, that of ${weakest}, holds it in ${percent(heldShare(recovered, weakest))} %.`;
}

function heldShare(recovered: readonly Recovered[], quantity: keyof Recovered['held']): number {
  return recovered.filter(({ held }) => held[quantity]).length / recovered.length;
}
