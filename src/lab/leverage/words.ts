/** How this room says gains and losses: with their sign, so that both look equally large. */
import { percent } from '../experiment/words.ts';

/** `+150 %` of 1.5 with no place, `−150 %` of −1.5. */
export function signed(share: number, places: number): string {
  const text = percent(share, places);
  return share > 0 && Number.parseFloat(text) !== 0 ? `+${text}` : text;
}

/**
 * As much of a chance as anybody can use: whole per cents, one place below ten and above ninety, and no false 0 or
 * 100.
 */
export function chance(share: number): string {
  if (share > 0 && share < 0.0005) return 'below 0.1 %';
  if (share < 1 && share > 0.9995) return 'above 99.9 %';
  return percent(share, share < 0.1 || share > 0.9 ? 1 : 0);
}

/** A time in the unit that suits it; a day has 24 hours here. */
export function duration(days: number): string {
  const units = [
    ['days', 1],
    ['hours', 24],
    ['minutes', 1_440],
  ] as const;
  const [name, perDay] = units.find(([, each]) => days * each >= 2) ?? ['seconds', 86_400];
  const count = days * perDay;
  return `${count.toFixed(count < 9.5 ? 1 : 0)} ${name}`;
}

/** A share as people say it, without needless places. */
export function shown(share: number): string {
  return `${Number((100 * share).toFixed(3))} %`;
}
