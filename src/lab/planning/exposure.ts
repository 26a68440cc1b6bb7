/**
 * What a company is exposed to: tokens by month and model, what a million of them cost, and what comes next.
 *
 * The price that was paid mixes two things: what models cost, and which of them were used. The chained price holds the
 * second still: from month to month it moves with the models that were used in both, each weighing what it cost in the
 * two months on average (Törnqvist 1936). Months are whole: what is known of the last one counts as all of it.
 */
import { type Month, monthOf } from '#core/calendar.ts';
import type { Usage } from './usage.ts';

/** Tokens in a million: exposures are in millions of tokens. */
export const MILLION = 1_000_000;

export interface Bought {
  /** Million tokens, read and written. */
  readonly tokens: number;
  readonly cost: number;
}

export interface MonthBought extends Bought {
  readonly month: Month;
  readonly models: ReadonlyMap<string, Bought>;
  /** USD that a million tokens cost. */
  readonly paid: number;
  /** The same without the change of models, equal to `paid` in the first month that cost anything. */
  readonly chained: number;
}

/** By month, oldest first; months without tokens are left out. */
export function monthsOf(usage: readonly Usage[]): MonthBought[] {
  const months = new Map<Month, Map<string, { tokens: number; cost: number }>>();
  for (const { date, model, input, output, cost } of usage) {
    if (input + output === 0) continue;
    const month = monthOf(date);
    const models = months.get(month) ?? new Map<string, { tokens: number; cost: number }>();
    months.set(month, models);
    const sum = models.get(model) ?? { tokens: 0, cost: 0 };
    models.set(model, sum);
    sum.tokens += (input + output) / MILLION;
    sum.cost += cost;
  }
  const result: MonthBought[] = [];
  for (const [month, models] of [...months].sort(([a], [b]) => a - b)) {
    const { tokens, cost } = totalOf(models.values());
    const before = result.at(-1);
    const isFirst = before === undefined || before.chained === 0;
    const chained = isFirst ? cost / tokens : before.chained * priceChange(before.models, models);
    result.push({ month, models, tokens, cost, paid: cost / tokens, chained });
  }
  return result;
}

export function totalOf(parts: Iterable<Bought>): Bought {
  let [tokens, cost] = [0, 0];
  for (const part of parts) {
    tokens += part.tokens;
    cost += part.cost;
  }
  return { tokens, cost };
}

/** By what factor the price of the models in both months changed; 1 where they have none in common that costs anything. */
function priceChange(before: ReadonlyMap<string, Bought>, now: ReadonlyMap<string, Bought>): number {
  const common = [...now].flatMap(([model, b]) => {
    const a = before.get(model);
    return a === undefined || a.cost === 0 || b.cost === 0 ? [] : [{ a, b }];
  });
  const [costA, costB] = [totalOf(common.map(({ a }) => a)).cost, totalOf(common.map(({ b }) => b)).cost];
  const logarithm = common.reduce(
    (sum, { a, b }) =>
      sum + ((a.cost / costA + b.cost / costB) / 2) * Math.log(b.cost / b.tokens / (a.cost / a.tokens)),
    0,
  );
  return Math.exp(logarithm);
}

/** Over so many of the last months the future is said to be like. */
export const RECENT_MONTHS = 3;

export interface Projection {
  /** Million tokens in each month from `first` on. */
  readonly tokens: readonly number[];
  /** USD per million tokens now: of the last months together. */
  readonly price: number;
  /** By how much a month the tokens grew in the past, fitted to their logarithms; undefined below three months. */
  readonly grown: number | undefined;
}

/** So many months like the mean of the last three, times 1 + `growth` from month to month. At least one month bought. */
export function project(months: readonly MonthBought[], count: number, growth: number): Projection {
  const recent = months.slice(-RECENT_MONTHS);
  const { tokens, cost } = totalOf(recent);
  return {
    tokens: Array.from({ length: count }, (_, i) => (tokens / recent.length) * (1 + growth) ** i),
    price: cost / tokens,
    grown: grownBy(months),
  };
}

function grownBy(months: readonly MonthBought[]): number | undefined {
  const n = months.length;
  if (n < RECENT_MONTHS) return undefined;
  const meanMonth = months.reduce((sum, { month }) => sum + month, 0) / n;
  const slope =
    months.reduce((sum, { month, tokens }) => sum + (month - meanMonth) * Math.log(tokens), 0) /
    months.reduce((sum, { month }) => sum + (month - meanMonth) ** 2, 0);
  return Math.expm1(slope);
}
