/** How fast the whole exchange decides: every check, margin, clearing and fees, on one core. */
import { ExchangeEngine } from '../engines/exchange.ts';
import type { Figure } from '../figure.ts';
import { measure } from '../measure.ts';
import { type Part, Wrong } from '../part.ts';
import { documentedWorkloads } from '../workloads/documented.ts';
import { generateWorkload } from '../workloads/generator.ts';
import { generateMarket, type MarketWorkload } from '../workloads/market.ts';
import type { Workload } from '../workloads/workload.ts';

const CONTRACTS = 10;

export const exchange: Part = {
  workload: 'the documented workload of one contract, and one like it in each of 10 contracts; 1,000 accounts',
  warmUp: 'at least a million commands before the clock starts; medians of seven passes, each on a fresh exchange',
  leftOut: 'bytes in and out, journal, network; events are heard, not encoded',
  jobs: {
    ten: () => figures('10 contracts', generateMarket(CONTRACTS, 1_000_000, 42), CONTRACTS, 2_000_000),
    one: () => {
      const known = documentedWorkloads[2];
      if (known === undefined) throw new Wrong('the documented workload is missing');
      return figures(
        '1 contract',
        generateWorkload(known.profile, known.commands, known.seed),
        1,
        2_000_000,
        known.digest,
      );
    },
  },
};

function figures(
  name: string,
  workload: Workload | MarketWorkload,
  contracts: number,
  atLeast: number,
  digest?: string,
): Figure[] {
  const m = measure(workload.commands, () => new ExchangeEngine(workload, contracts));
  if (digest !== undefined && m.digest !== digest) throw new Wrong(`the trades are not the documented ${digest}`);
  return [
    { name, value: m.commandsPerSecond, unit: '/s', atLeast },
    { name: `${name}, p50`, value: m.p50Ns, unit: 'ns' },
    { name: `${name}, p99`, value: m.p99Ns, unit: 'ns' },
    { name: `${name}, p99.9`, value: m.p999Ns, unit: 'ns' },
  ];
}
