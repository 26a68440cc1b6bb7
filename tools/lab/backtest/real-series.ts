/**
 * Series from posted prices that carry dates: the index on every trading day, and single models that were repriced.
 *
 * An undated price is taken to have always held, so before a provider's first dated change the index stands still, and
 * models have prices from before they were offered. The single models are shown because their repricings are real,
 * not because anybody trades them.
 */
import { dateOfCivil, isTradingDay } from '#core/calendar.ts';
import { IndexState } from '#core/price-index/index-state.ts';
import { paper } from '#core/price-index/methodology.ts';
import { ONE_MILLION, type Ticks, type TradeDate } from '#core/units.ts';
import { embeddedEvidence, embeddedPackage } from '#feeds/embedded.ts';
import { indexTerms, registry } from '#feeds/registry.ts';
import { tariffOf } from '#feeds/tariff.ts';
import type { PriceSeries } from '#lab/series/price-series.ts';

/** A year before the first price change that the package dates, 2025-05-22, and the warm-up before that. */
const FIRST_DAY = dateOfCivil(2024, 0, 1);

/** Models whose price for input or output the package dates a change of. */
const SOURCE = `${embeddedPackage.name} ${embeddedPackage.version}`;

const repriced = [
  ['openai', 'o3'],
  ['openai', 'gpt-5.6-luna'],
  ['deepseek', 'deepseek-v4-pro'],
  ['mistral', 'mistral-medium-latest'],
] as const;

/** Their names, in order. */
export const realSeriesNames: readonly string[] = ['index', ...repriced.map(([, model]) => model)];

/** The index and the repriced models on every trading day from 2024 until `until`, or those of `names`. */
export function realSeries(until: TradeDate, names: readonly string[] = realSeriesNames): PriceSeries[] {
  const days = tradingDays(FIRST_DAY, until);
  const single = repriced
    .filter(([, model]) => names.includes(model))
    .map(([provider, model]) =>
      series(model, `What ${provider} asks for ${model}, four fifths input and one fifth output.`, days, (date) =>
        blendedPrice(provider, model, date),
      ),
    );
  return names.includes('index') ? [indexSeries(days), ...single] : single;
}

function indexSeries(days: readonly TradeDate[]): PriceSeries {
  const state = new IndexState();
  state.adopt({ terms: indexTerms, effective: FIRST_DAY });
  return series(
    'index',
    `The Token Price Index from dated posted prices (${indexTerms.version}, ${registry.version}, ${SOURCE}), every trading day.`,
    days,
    (date) => state.fix(date, embeddedEvidence(registry.listings, date)).publication.index.decision.value ?? undefined,
  );
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
  const price = tariffOf({ seller: provider, listing: model }, date)[0];
  if (price === undefined) return undefined;
  const { input, output } = paper.workload;
  return Math.round((price.input * input + price.output * output) / ONE_MILLION);
}

function tradingDays(from: TradeDate, until: TradeDate): TradeDate[] {
  return Array.from({ length: Math.max(0, until - from + 1) }, (_, day) => (from + day) as TradeDate).filter(
    isTradingDay,
  );
}
