/**
 * Prints the fixing of one date as the table it was built from: `node tools/index.ts --date 2026-11-20`.
 */
import { parseArgs } from 'node:util';
import { dateOfCivil, formatDate } from '#core/calendar.ts';
import { fixIndex } from '#core/price-index/fix-index.ts';
import type { FixingRow } from '#core/price-index/fixing.ts';
import { MICRO_DOLLARS_PER_DOLLAR, ONE_MILLION, type TradeDate } from '#core/units.ts';
import { collectContributions, fixingTime } from '#feeds/contributions.ts';
import { priceSource } from '#feeds/posted-price.ts';
import { registry, registryVersion } from '#feeds/registry.ts';

const { values } = parseArgs({ options: { date: { type: 'string' } } });
const date = readDate(values.date);
const { contributions, missing } = collectContributions(registry, fixingTime(date));
const fixing = fixIndex(date, contributions);

const columns = ['provider', 'model', 'input', 'output', 'blended', 'S_i/S_SIT', 'adjusted', 'weight', 'capped'];
printTable([columns, ...fixing.rows.map(cells)]);
for (const { provider, model } of missing) console.log(`left out, no posted price: ${provider} ${model}`);
console.log(`\n${formatDate(date)}, registry ${registryVersion}, prices ${priceSource}`);
console.log(
  fixing.value === undefined
    ? `withheld: ${fixing.withheld}`
    : `TPI ${(fixing.value / MICRO_DOLLARS_PER_DOLLAR).toFixed(6)} USD per million SIT`,
);

function readDate(text: string | undefined): TradeDate {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text ?? '') ?? [];
  const read = dateOfCivil(Number(year), Number(month) - 1, Number(day));
  if (year !== undefined && formatDate(read) === text) return read;
  console.error('usage: node tools/index.ts --date 2026-11-20');
  process.exit(2);
}

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

/** Names to the left, numbers to the right. */
function printTable(rows: readonly string[][]): void {
  const widths = columns.map((_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0)));
  for (const row of rows)
    console.log(row.map((cell, i) => (i < 2 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join('  '));
}
