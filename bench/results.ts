/**
 * Results that stay: each run is one small file, and a figure can be compared with what it was the last time.
 *
 * `baseline.json` is part of the repository, so that a first run has something to compare with; later runs are kept
 * beside it on this machine. Figures of two machines are not comparable: the comparison says where the others are from.
 */
import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Figure, isMet, type PartResult, readable } from './figure.ts';

/** One run: where and of what it was taken, and what every part said. */
export interface Run {
  readonly taken: string;
  readonly conditions: Readonly<Record<string, string>>;
  readonly parts: readonly PartResult[];
}

const BASELINE = 'baseline.json';

/** Writes the run into `folder`, named by its time, and returns the file's name. */
export function saveRun(folder: string, run: Run): string {
  mkdirSync(folder, { recursive: true });
  const name = `${run.taken.replaceAll(':', '-')}.json`;
  writeFileSync(join(folder, name), `${JSON.stringify(run, undefined, 1)}\n`);
  return name;
}

/** The newest run that has this part, from the machine's own runs or else the baseline. */
export function lastRunOf(folder: string, part: string): Run | undefined {
  const own = globSync('20*.json', { cwd: folder }).sort().reverse();
  for (const name of [...own, ...globSync(BASELINE, { cwd: folder })]) {
    const run = JSON.parse(readFileSync(join(folder, name), 'utf8')) as Run;
    if (run.parts.some((result) => result.part === part)) return run;
  }
  return undefined;
}

/** One line a figure: its value, what was asked of it, and, where `before` knows it, how it has changed. */
export function figureLines({ figures }: PartResult, before?: PartResult): string[] {
  const width = Math.max(...figures.map(({ name }) => name.length));
  return figures.map((figure) => {
    const value = `${readable(figure.value)} ${figure.unit}`.padStart(18);
    const old = before?.figures.find(({ name }) => name === figure.name);
    const change = old === undefined ? '' : `   ${changeOf(figure, old)}`;
    return `  ${figure.name.padEnd(width)}${value}   ${askedOf(figure)}${change}`.trimEnd();
  });
}

function askedOf(figure: Figure): string {
  const { atLeast, atMost, unit } = figure;
  if (atLeast === undefined && atMost === undefined) return '';
  const asked = atLeast === undefined ? `at most ${readable(atMost ?? 0)}` : `at least ${readable(atLeast)}`;
  return `${isMet(figure) ? 'met' : 'NOT MET'}, ${asked} ${unit}`;
}

/** `1.12 × the last`. */
function changeOf(now: Figure, before: Figure): string {
  return before.value === 0 ? '' : `${(now.value / before.value).toFixed(2)} × the last`;
}
