/**
 * Series from posted prices that carry dates: the index on every trading day, and single models that were repriced.
 *
 * An undated price is taken to have always held, so before a provider's first dated change the index stands still, and
 * models have prices from before they were offered. The single models are shown because their repricings are real,
 * not because anybody trades them.
 */
import { dateOfCivil, formatDate, isTradingDay } from '#core/calendar.ts';
import { fixIndex, INPUT_SHARE, OUTPUT_SHARE } from '#core/price-index/fix-index.ts';
import { ONE_MILLION, type Ticks, type TradeDate } from '#core/units.ts';
import { collectContributions, fixingTime } from '#feeds/contributions.ts';
import { postedPrice, priceSource } from '#feeds/posted-price.ts';
import { registry, registryVersion } from '#feeds/registry.ts';
import type { PriceSeries } from '#lab/series/price-series.ts';

/** A year before the first price change that the package dates, 2025-05-22, and the warm-up before that. */
const FIRST_DAY = dateOfCivil(2024, 0, 1);

/** Models whose price for input or output the package dates a change of. */
const repriced = [
  ['openai', 'o3'],
  ['openai', 'gpt-5.6-luna'],
  ['deepseek', 'deepseek-v4-pro'],
  ['mistral', 'mistral-medium-latest'],
] as const;

/** The index and the repriced models from 2024 until `until`; `say` is told how far it is. */
export function realSeries(until: TradeDate, say: (line: string) => void): PriceSeries[] {
  const days = tradingDays(FIRST_DAY, until);
  say(`prices posted on ${days.length} trading days from ${formatDate(FIRST_DAY)} until ${formatDate(until)}`);
  const index = series(
    'index',
    `The Token Price Index from dated posted prices (${registryVersion}, ${priceSource}), every trading day.`,
    days,
    (date) => fixIndex(date, collectContributions(registry, fixingTime(date)).contributions).value,
  );
  const single = repriced.map(([provider, model]) =>
    series(model, `What ${provider} asks for ${model}, four fifths input and one fifth output.`, days, (date) =>
      blendedPrice(provider, model, date),
    ),
  );
  return [index, ...single];
}

function series(
  name: string,
  about: string,
  days: readonly TradeDate[],
  priceOn: (date: TradeDate) => number | undefined,
): PriceSeries {
  const priced = days.flatMap((date) => {
    const price = priceOn(date);
    return price === undefined ? [] : [{ date, price: price as Ticks }];
  });
  return { name, about, prices: priced.map(({ price }) => price), dates: priced.map(({ date }) => date) };
}

/** The reference workload at one provider's prices, in micro-dollars per million tokens. */
function blendedPrice(provider: string, model: string, date: TradeDate): number | undefined {
  const price = postedPrice(provider, model, fixingTime(date));
  if (price === undefined) return undefined;
  return Math.round((price.input * INPUT_SHARE + price.output * OUTPUT_SHARE) / ONE_MILLION);
}

function tradingDays(from: TradeDate, until: TradeDate): TradeDate[] {
  return Array.from({ length: Math.max(0, until - from + 1) }, (_, day) => (from + day) as TradeDate).filter(
    isTradingDay,
  );
}
