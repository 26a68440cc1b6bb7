/** What stands beside the index of a day: the paper's value and the way from it, the sub-indices, what was read. */

import { counts } from '#core/price-index/calculate.ts';
import type { Decision } from '#core/price-index/calculation.ts';
import type { Evidence } from '#core/price-index/evidence.ts';
import type { Publication } from '#core/price-index/publication.ts';
import type { Money } from '#core/units.ts';
import { section } from './explain-steps.ts';
import { moment, shortfallInWords, statusOf, stepInWords, subIndexInWords, usd } from './words.ts';

/** The two methodologies side by side, and the steps from one to the other. */
export function compared({ index, paper, differences }: Publication): readonly string[] {
  const row = ({ methodology, decision, sellers }: Publication['index']) => [
    methodology,
    statusInWords(decision),
    String(sellers.filter(counts).length),
    usd(decision.value),
  ];
  let before: Money | null = paper.decision.value;
  const walk = differences.map(({ step, value }) => {
    const change = before === null || value === null ? null : value - before;
    before = value;
    return [step, stepInWords[step], usd(change), usd(value)];
  });
  return [
    ...section('paper and ours', '', ['methodology', 'status', 'sellers', 'value'], [row(paper), row(index)], 2),
    ...section(
      'from the paper to ours',
      'One difference after the other, as if today were the first day.',
      ['step', '', 'change', 'value'],
      [['paper', '', '', usd(paper.decision.value)], ...walk],
      2,
    ),
  ];
}

/** The sub-indices, the price of compute, and the day under announced terms. */
export function parts({ subIndices, compute, spread, parallel }: Publication): readonly string[] {
  const row = (name: string, about: string, { decision, sellers }: Publication['compute']) => [
    name,
    about,
    statusInWords(decision),
    String(sellers.filter(counts).length),
    usd(decision.value),
  ];
  return [
    ...section(
      'sub-indices',
      '',
      ['name', 'of', 'status', 'sellers', 'value'],
      [
        ...subIndices.map((part) => row(part.name, subIndexInWords[part.name], part)),
        row('compute', 'an hour of H100-80GB-SXM', compute),
      ],
      3,
    ),
    `spread of tokens over compute: ${usd(spread)}`,
    ...(parallel === null ? [] : [`under the announced terms ${parallel.terms}: ${usd(parallel.decision.value)}`]),
  ];
}

/** What was read, and the hash of its bytes. */
export function documents({ documents: read, prices, gpuHours }: Evidence): readonly string[] {
  const seen = (place: number) => [...prices, ...gpuHours].filter(({ document }) => document === place).length;
  return section(
    'documents',
    '',
    ['source', 'fetched', 'sha256', 'prices'],
    read.map(({ source, fetchedAt, hash }, place) => [source, moment(fetchedAt), hash, String(seen(place))]),
    3,
  );
}

function statusInWords({ method, flags, shortfall }: Decision): string {
  const status = statusOf(method ?? 'withheld', flags);
  return shortfall === null ? status : `${status} (${shortfallInWords[shortfall]})`;
}
