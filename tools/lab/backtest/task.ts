/** One model on one series, as a task for a thread: a model is named, because functions do not travel. */
import { type BacktestResult, backtest } from '#lab/backtest/backtest.ts';
import { coreModels } from '#lab/models/core-models.ts';
import type { MarginModel } from '#lab/models/margin-model.ts';
import type { PriceSeries } from '#lab/series/price-series.ts';

export interface BacktestTask {
  readonly series: PriceSeries;
  readonly model: string;
  /** At most so many tested days; undefined is all. */
  readonly days: number | undefined;
}

export type BacktestFigures = Pick<BacktestResult, 'days' | 'sides' | 'rate'>;

export function backtestOne({ series, model, days: most }: BacktestTask): BacktestFigures {
  const { days, sides, rate } = backtest(series, coreModels.find(({ name }) => name === model) as MarginModel, most);
  return { days, sides, rate };
}
