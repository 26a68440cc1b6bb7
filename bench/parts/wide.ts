/**
 * How fast the book is when prices lie far apart.
 *
 * A sweep is one command that makes 200,000 trades, so commands alone say nothing of its cost: a step here is a command
 * taken or a trade made.
 */
import type { Figure } from '../figure.ts';
import { measure } from '../measure.ts';
import type { Part } from '../part.ts';
import { ladderEngine } from '../twin.ts';
import { wideWorkloads } from '../workloads/wide.ts';

export const wide: Part = {
  workload: wideWorkloads.map(({ name, says }) => `${name}: ${says}`).join('; '),
  warmUp: 'at least a million commands before the clock starts; medians of seven passes, each on a fresh book',
  leftOut: 'accounts, limits, margin, clearing, events, journal, network; a step is a command taken or a trade made',
  jobs: Object.fromEntries(wideWorkloads.map((each) => [each.name, () => figures(each)])),
};

function figures({ name, build, size }: (typeof wideWorkloads)[number]): Figure[] {
  const workload = build(size);
  const m = measure(workload.commands, () => ladderEngine(workload));
  const steps = (m.commandsPerSecond * (m.commands + m.trades)) / m.commands;
  return [
    { name: `${name}, steps`, value: steps, unit: '/s', atLeast: 5_000_000 },
    { name: `${name}, commands`, value: m.commandsPerSecond, unit: '/s' },
    { name: `${name}, p99`, value: m.p99Ns, unit: 'ns' },
  ];
}
