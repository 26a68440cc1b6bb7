/**
 * Prints the fixing of one date as the table it was built from: `node tools/index.ts --date 2026-11-20`.
 */
import { parseArgs } from 'node:util';
import { formatDate, readDate } from '#core/calendar.ts';
import { fixIndex } from '#core/price-index/fix-index.ts';
import type { FixingRow } from '#core/price-index/fixing.ts';
import { MICRO_DOLLARS_PER_DOLLAR, ONE_MILLION } from '#core/units.ts';
import { collectContributions, fixingTime } from '#feeds/contributions.ts';
import { priceSource } from '#feeds/posted-price.ts';
import { registry, registryVersion } from '#feeds/registry.ts';
import { tableOf } from './table.ts';

const { values } = parseArgs({ options: { date: { type: 'string' } } });
const date = readDate(values.date ?? '');
if (date === undefined) {
  console.error('usage: node tools/index.ts --date 2026-11-20');
  process.exit(2);
}
const { contributions, missing } = collectContributions(registry, fixingTime(date));
const fixing = fixIndex(date, contributions);

const columns = ['provider', 'model', 'input', 'output', 'blended', 'S_i/S_SIT', 'adjusted', 'weight', 'capped'];
console.log(tableOf([columns, ...fixing.rows.map(cells)], 2));
for (const { provider, model } of missing) console.log(`left out, no posted price: ${provider} ${model}`);
console.log(`\n${formatDate(date)}, registry ${registryVersion}, prices ${priceSource}`);
console.log(
  fixing.value === undefined
    ? `withheld: ${fixing.withheld}`
    : `TPI ${(fixing.value / MICRO_DOLLARS_PER_DOLLAR).toFixed(6)} USD per million SIT`,
);

function cells({ contribution, blendedPrice, adjustedPrice, weightBeforeCap, weight }: FixingRow): string[] {
  const { provider, model, inputPrice, outputPrice, qualityRatio } = contribution;
  const dollars = (amount: number): string => (amount / MICRO_DOLLARS_PER_DOLLAR).toFixed(4);
  const perCent = (share: number): string => `${((100 * share) / ONE_MILLION).toFixed(4)} %`;
  return [
    provider,
    model,
    dollars(inputPrice),
    dollars(outputPrice),
    dollars(blendedPrice),
    (qualityRatio / ONE_MILLION).toFixed(4),
    dollars(adjustedPrice),
    perCent(weightBeforeCap),
    perCent(weight),
  ];
}
