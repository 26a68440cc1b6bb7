/** How fast the order book is: alone, with all that an order record says, and against others. */

import { LadderBook } from '#core/order-book/ladder-book.ts';
import type { Ticks } from '#core/units.ts';
import type { Engine } from '../engines/engine.ts';
import { ReportingEngine } from '../engines/reports.ts';
import { RivalEngine } from '../engines/rival.ts';
import type { Figure } from '../figure.ts';
import { measure, throughput } from '../measure.ts';
import { type Part, Wrong } from '../part.ts';
import { compareWithTwin, ladderEngine } from '../twin.ts';
import { type DocumentedWorkload, documentedWorkloads } from '../workloads/documented.ts';
import { generateWorkload } from '../workloads/generator.ts';
import { PRICE_MAX, type Workload } from '../workloads/workload.ts';

/** What the rival gets: two million commands would take it half a minute. */
const RIVAL_COMMANDS = 200_000;
const RIVAL_WARM_UP_COMMANDS = 50_000;

export const book: Part = {
  workload: 'the documented workload, 2,000,000 commands of one contract, seed 42, profiles mixed and deep',
  warmUp: 'at least a million commands before the clock starts; medians of seven passes, each on a fresh book',
  leftOut: 'limits, margin, clearing, journal, network; "alone" also accounts, client ids and events',
  jobs: {
    reports: () => [
      ...documented('mixed', 'with reports', reporting, true),
      ...documented('deep', 'with reports', reporting),
    ],
    alone: () => [...documented('mixed', 'alone', ladderEngine), ...documented('deep', 'alone', ladderEngine)],
    twin: () => {
      const { ladder, twin, agree } = compareWithTwin(generateWorkload('mixed', 200_000, 7));
      if (!agree) throw new Wrong('the book and its plain twin make different trades');
      return [{ name: 'times its plain twin', value: ladder / twin, unit: '×' }];
    },
    rival: () => {
      const known = documentedWorkloads[0] as DocumentedWorkload;
      const workload = generateWorkload(known.profile, RIVAL_COMMANDS, known.seed);
      throughput(new RivalEngine(workload), RIVAL_WARM_UP_COMMANDS);
      const engine = new RivalEngine(workload);
      const rate = throughput(engine, RIVAL_COMMANDS);
      if (engine.tally.digest !== known.digest)
        throw new Wrong('nodejs-order-book does not make the documented trades');
      return [{ name: 'nodejs-order-book, mixed, 200,000 commands', value: rate, unit: '/s' }];
    },
  },
  conclude: (figureOf) => [
    {
      name: 'with reports, times nodejs-order-book',
      value: figureOf('with reports, mixed') / figureOf('nodejs-order-book, mixed, 200,000 commands'),
      unit: '×',
      atLeast: 100,
    },
  ],
};

function reporting(workload: Workload): Engine {
  return new ReportingEngine(workload, new LadderBook(PRICE_MAX as Ticks));
}

/** Measures the engine on two million commands of the profile and proves its trades. */
function documented(
  profile: DocumentedWorkload['profile'],
  name: string,
  start: (workload: Workload) => Engine,
  isAsked = false,
): Figure[] {
  const known = documentedWorkloads.find((each) => each.profile === profile && each.commands === 2_000_000);
  if (known === undefined) throw new Wrong(`no documented workload has the profile ${profile}`);
  const workload = generateWorkload(profile, known.commands, known.seed);
  const m = measure(known.commands, () => start(workload));
  if (m.digest !== known.digest) throw new Wrong(`${name}: the trades are not the documented ${known.digest}`);
  return [
    { name: `${name}, ${profile}`, value: m.commandsPerSecond, unit: '/s', ...(isAsked ? { atLeast: 8_000_000 } : {}) },
    { name: `${name}, ${profile}, p50`, value: m.p50Ns, unit: 'ns' },
    { name: `${name}, ${profile}, p99`, value: m.p99Ns, unit: 'ns', ...(isAsked ? { atMost: 1_000 } : {}) },
    { name: `${name}, ${profile}, p99.9`, value: m.p999Ns, unit: 'ns' },
  ];
}
