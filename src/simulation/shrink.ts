/**
 * Makes a failing script short: leaves out as many steps as it can while the same promise is still broken.
 *
 * It tries large pieces first and single steps last (delta debugging, Zeller and Hildebrandt 2002). Steps keep their
 * times and their dice, so what remains happens as it happened before.
 */
import type { Finding } from './record.ts';
import { rehearse } from './rehearsal.ts';
import type { Script, Step } from './script.ts';
import type { Seams } from './simulated-venue.ts';

export interface Shrunk {
  readonly script: Script;
  readonly finding: Finding;
}

/** How often it may try. A try takes as long as a run, and less the shorter the script becomes. */
const TRIES_MAX = 400;

/** The shortest script that it finds. `script` fails with `finding` after `steps` of its steps. */
export async function shrink(script: Script, finding: Finding, steps: number, seams: () => Seams): Promise<Shrunk> {
  let shortest: Shrunk = { script: { ...script, steps: script.steps.slice(0, steps) }, finding };
  let tries = 0;
  const without = async (from: number, count: number): Promise<boolean> => {
    tries += 1;
    const shorter = { ...script, steps: leftOut(shortest.script.steps, from, count) };
    const { finding: found } = await rehearse(shorter, { seams: seams() });
    if (found?.promise !== finding.promise) return false;
    shortest = { script: shorter, finding: found };
    return true;
  };

  let size = shortest.script.steps.length;
  while (size > 0 && tries < TRIES_MAX) {
    let from = 0;
    while (from < shortest.script.steps.length && tries < TRIES_MAX) if (!(await without(from, size))) from += size;
    size = Math.floor(size / 2);
  }
  return shortest;
}

function leftOut(steps: readonly Step[], from: number, count: number): readonly Step[] {
  return [...steps.slice(0, from), ...steps.slice(from + count)];
}
