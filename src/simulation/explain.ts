/**
 * Tells a failing seed to a person: what is broken, how to see it again, and the shortest story in which it happens.
 */
import { rehearse } from './rehearsal.ts';
import { scriptOf } from './script.ts';
import { shrink } from './shrink.ts';
import type { Seams } from './simulated-venue.ts';

/** The lines to print for `seed`; undefined when it does not fail. `seams` makes the seams of one more run. */
export async function explain(seed: number, seams: () => Seams = () => ({})): Promise<string[] | undefined> {
  const script = scriptOf(seed);
  const { finding, steps } = await rehearse(script, { seams: seams() });
  if (finding === undefined) return undefined;
  const short = await shrink(script, finding, steps, seams);
  const story: string[] = [];
  await rehearse(short.script, { seams: seams(), tell: (line) => story.push(line) });
  return [
    `seed ${seed} fails: ${finding.message}; replay it with: SEED=${seed} npm run simulate`,
    `${short.script.steps.length} of its ${script.steps.length} steps are enough:`,
    ...story.map((line) => `  ${line}`),
    `  ${short.finding.message}`,
  ];
}
