/** How fast the order book is: alone, with all that an order record says, and against others. */

import { LadderBook } from '#core/order-book/ladder-book.ts';
import type { Ticks } from '#core/units.ts';
import type { Engine } from '../engines/engine.ts';
import { ReportingEngine } from '../engines/reports.ts';
import { RivalEngine } from '../engines/rival.ts';
import type { Figure } from '../figure.ts';
import { measure, percentile, throughput } from '../measure.ts';
import { type Part, Wrong } from '../part.ts';
import { compareWithTwin, ladderEngine } from '../twin.ts';
import { type DocumentedWorkload, documentedWorkloads } from '../workloads/documented.ts';
import { generateWorkload } from '../workloads/generator.ts';
import { PRICE_MAX, type Workload } from '../workloads/workload.ts';

/** Two million commands take the rival half a minute: it gets them in so many turns, each with a pass of the book after it. */
const RIVAL_TURNS = 10;
const RIVAL_WARM_UP_COMMANDS = 50_000;
const BOOK_WARM_UP_PASSES = 3;

export const book: Part = {
  workload: 'the documented workload, 2,000,000 commands of one contract, seed 42, profiles mixed and deep',
  warmUp: 'at least a million commands before the clock starts; medians of seven passes, each on a fresh book',
  leftOut: 'limits, margin, clearing, journal, network; "alone" also accounts, client ids and events',
  jobs: {
    reports: () => [
      ...measured('mixed', 'with reports', reporting, true),
      ...measured('deep', 'with reports', reporting),
    ],
    alone: () => [...measured('mixed', 'alone', ladderEngine), ...measured('deep', 'alone', ladderEngine)],
    twin: () => {
      const { ladder, twin, agree } = compareWithTwin(generateWorkload('mixed', 200_000, 7));
      if (!agree) throw new Wrong('the book and its plain twin make different trades');
      return [{ name: 'times its plain twin', value: ladder / twin, unit: '×' }];
    },
    rival: againstRival,
  },
};

/** Medians over the turns, because neither a quiet minute nor a noisy one should be given to one of them alone. */
function againstRival(): Figure[] {
  const known = documented('mixed');
  const workload = generateWorkload(known.profile, known.commands, known.seed);
  throughput(new RivalEngine(workload), RIVAL_WARM_UP_COMMANDS);
  for (let pass = 0; pass < BOOK_WARM_UP_PASSES; pass += 1) throughput(reporting(workload), known.commands);

  const rival = new RivalEngine(workload);
  const [theirs, ours] = [new Float64Array(RIVAL_TURNS), new Float64Array(RIVAL_TURNS)];
  const share = known.commands / RIVAL_TURNS;
  for (let turn = 0; turn < RIVAL_TURNS; turn += 1) {
    theirs[turn] = throughput(rival, (turn + 1) * share, turn * share);
    ours[turn] = throughput(reporting(workload), known.commands);
  }
  if (rival.tally.digest !== known.digest) throw new Wrong('nodejs-order-book does not make the documented trades');
  const [their, our] = [percentile(theirs.sort(), 0.5), percentile(ours.sort(), 0.5)];
  return [
    { name: 'nodejs-order-book, mixed', value: their, unit: '/s' },
    { name: 'with reports, in turns with it', value: our, unit: '/s' },
    { name: 'with reports, times nodejs-order-book', value: our / their, unit: '×', atLeast: 100 },
  ];
}

function reporting(workload: Workload): Engine {
  return new ReportingEngine(workload, new LadderBook(PRICE_MAX as Ticks));
}

/** Two million commands of the profile. */
function documented(profile: DocumentedWorkload['profile']): DocumentedWorkload {
  const known = documentedWorkloads.find((each) => each.profile === profile && each.commands === 2_000_000);
  if (known === undefined) throw new Wrong(`no documented workload has the profile ${profile}`);
  return known;
}

/** Measures the engine on the documented workload of the profile and proves its trades. */
function measured(
  profile: DocumentedWorkload['profile'],
  name: string,
  start: (workload: Workload) => Engine,
  isAsked = false,
): Figure[] {
  const known = documented(profile);
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
