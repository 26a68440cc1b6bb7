/** How fast the whole exchange decides: every check, margin, clearing and fees, on one core. */
import type { ProductSpecification } from '#core/contract.ts';
import { listedProducts } from '#core/products.ts';
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
  workload:
    "the documented workload of one contract, and one like it in each of 10 contracts; 1,000 accounts; where SIT's rules are named also its protection, price guards, spreads and margin by history, at 50,000 commands a second of venue time",
  warmUp: 'at least a million commands before the clock starts; medians of seven passes, each on a fresh exchange',
  leftOut: 'bytes in and out, journal, network; events are heard, not encoded',
  jobs: {
    ten: () =>
      figures('10 contracts', generateMarket(CONTRACTS, 1_000_000, 42), { contracts: CONTRACTS, atLeast: 2_000_000 }),
    rules: () => {
      const sit = listedProducts.find(({ code }) => code === 'SIT');
      if (sit === undefined) throw new Wrong('SIT is not listed');
      return figures("10 contracts by SIT's rules", generateMarket(CONTRACTS, 1_000_000, 42), {
        contracts: CONTRACTS,
        rules: sit,
      });
    },
    one: () => {
      const known = documentedWorkloads[2];
      if (known === undefined) throw new Wrong('the documented workload is missing');
      return figures('1 contract', generateWorkload(known.profile, known.commands, known.seed), {
        contracts: 1,
        atLeast: 2_000_000,
        digest: known.digest,
      });
    },
  },
};

interface Asked {
  readonly contracts: number;
  readonly rules?: ProductSpecification | undefined;
  readonly atLeast?: number;
  readonly digest?: string;
}

function figures(
  name: string,
  workload: Workload | MarketWorkload,
  { contracts, rules, atLeast, digest }: Asked,
): Figure[] {
  const m = measure(workload.commands, () => new ExchangeEngine(workload, contracts, rules));
  if (digest !== undefined && m.digest !== digest) throw new Wrong(`the trades are not the documented ${digest}`);
  return [
    { name, value: m.commandsPerSecond, unit: '/s', ...(atLeast === undefined ? {} : { atLeast }) },
    { name: `${name}, p50`, value: m.p50Ns, unit: 'ns' },
    { name: `${name}, p99`, value: m.p99Ns, unit: 'ns' },
    { name: `${name}, p99.9`, value: m.p999Ns, unit: 'ns' },
  ];
}
