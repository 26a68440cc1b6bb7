/** How a report of the lab is written on the screen: its figures, verdicts, and where its files are. */
import type { LabExperiment, ShownReport } from '#wire/lab.ts';
import { decimal, MISSING } from './figures.ts';

type ShownTable = ShownReport['tables'][number];
export type Cell = ShownTable['rows'][number][number];

/** A cell with the places of its column; what is missing is a dash. */
export function cellText(cell: Cell, places: number | undefined): string {
  if (cell === null) return MISSING;
  if (typeof cell === 'boolean') return cell ? 'yes' : 'no';
  if (typeof cell === 'string') return cell;
  // A number that is so large or so small that it would be written with an exponent is left in that form.
  const text = places === undefined ? String(cell) : cell.toFixed(places);
  return /e/.test(text) ? text : decimal(text);
}

/** The class of a verdict: a colour beside the words, never instead of them. */
export const verdictTone = {
  holds: 'up',
  'holds under a stated reading': 'reading',
  'does not hold': 'down',
} as const;

/** What the list says of an experiment beside its name. */
export const stateNames: Readonly<Record<LabExperiment['state'], string>> = {
  run: 'run',
  notRun: 'not run',
  unreadable: 'cannot be read',
};

export function fileAddress(experiment: string, file: string): string {
  return `/api/v1/lab/${experiment}/files/${file}`;
}

/** `3 of 12 claims hold, 4 under a stated reading`; undefined where nobody claims anything. */
export function claimsInShort(claims: ShownReport['claims']): string | undefined {
  if (claims.length === 0) return undefined;
  const count = (verdict: keyof typeof verdictTone) => claims.filter((claim) => claim.verdict === verdict).length;
  return `${count('holds')} of ${claims.length} hold, ${count('holds under a stated reading')} under a stated reading`;
}
