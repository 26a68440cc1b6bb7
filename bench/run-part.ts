/** Runs the jobs of a part, each in a process of its own, and puts their figures together. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { Figure, PartResult } from './figure.ts';
import { type Part, Wrong } from './part.ts';

type Answer = { readonly figures: readonly Figure[] } | { readonly wrong: string };

const JOB = join(import.meta.dirname, 'job.ts');

/** Throws `Wrong` with what a job found wrong. */
export function runPart(name: string, part: Part): PartResult {
  const figures = Object.keys(part.jobs).flatMap((job) => runJob(name, job));
  const figureOf = (figure: string): number => {
    const found = figures.find((each) => each.name === figure);
    if (found === undefined) throw new Wrong(`${name} has no figure ${figure}`);
    return found.value;
  };
  const { workload, warmUp, leftOut } = part;
  return { part: name, workload, warmUp, leftOut, figures: [...figures, ...(part.conclude?.(figureOf) ?? [])] };
}

function runJob(part: string, job: string): readonly Figure[] {
  const { stdout, status } = spawnSync(process.execPath, [...process.execArgv, JOB, part, job], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const line = stdout.trimEnd().split('\n').at(-1) ?? '';
  if (status !== 0 || line === '') throw new Wrong(`${part} ${job} ended with ${status}`);
  const answer = JSON.parse(line) as Answer;
  if ('wrong' in answer) throw new Wrong(`${part} ${job}: ${answer.wrong}`);
  return answer.figures;
}
