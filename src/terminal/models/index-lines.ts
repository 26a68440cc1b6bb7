/** The history of the index as lines: the index and the paper's value always, and beside them what was chosen. */
import type { FixingSummary } from '#wire/price-index.ts';
import { subIndexNames } from './fixing-words.ts';

/** What can stand beside the index: things that are worth comparing with each other. */
export const lineChoices = [
  { id: 'paper', name: 'Paper', parts: [] },
  { id: 'legs', name: 'Input and output', parts: ['input', 'cached', 'output'] },
  { id: 'tiers', name: 'Tiers', parts: ['frontier', 'standard', 'openWeights'] },
  { id: 'regions', name: 'Regions', parts: ['china', 'world'] },
  { id: 'compute', name: 'Compute', parts: ['compute', 'spread'] },
] as const;

export type LineChoice = (typeof lineChoices)[number]['id'];

type Part = (typeof lineChoices)[number]['parts'][number];

export interface IndexLine {
  readonly key: 'index' | 'paper' | Part;
  readonly name: string;
  /** Oldest first; a day without a value is null. */
  readonly points: readonly { readonly date: string; readonly value: string | null }[];
}

/** The lines of a choice: the index, the paper's value, then at most three parts. `fixings` may stand in any order. */
export function indexLines(fixings: readonly FixingSummary[], choice: LineChoice): IndexLine[] {
  const days = fixings.toSorted((a, b) => (a.date < b.date ? -1 : 1));
  const line = (key: IndexLine['key'], name: string, value: (day: FixingSummary) => string | null): IndexLine => ({
    key,
    name,
    points: days.map((day) => ({ date: day.date, value: value(day) })),
  });
  const parts = lineChoices.find(({ id }) => id === choice)?.parts ?? [];
  return [
    line('index', 'Index', ({ value }) => value),
    line('paper', 'Paper', ({ paper }) => paper),
    ...parts.map((part) => line(part, nameOf(part), (day) => partOf(day, part))),
  ];
}

function nameOf(part: Part): string {
  if (part === 'compute') return 'Compute unit';
  return part === 'spread' ? 'Spread' : subIndexNames[part];
}

function partOf(day: FixingSummary, part: Part): string | null {
  if (part === 'compute' || part === 'spread') return day[part];
  return day.subIndices.find(({ name }) => name === part)?.value ?? null;
}
