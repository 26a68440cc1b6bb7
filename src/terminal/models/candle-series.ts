/**
 * The candles of one chart, kept current by the one-minute candle that the venue streams.
 *
 * The venue draws candles of every interval on request, but streams only minutes. A minute that belongs to the last
 * candle widens it; a minute beyond it opens the next. Volume counts what the minute has gained since it was last seen,
 * so hearing the same minute again changes nothing.
 */
import type { Candle, CandleInterval } from '#wire/market.ts';

export const intervalMillis: Readonly<Record<CandleInterval, number>> = {
  '1m': 60_000,
  '1h': 3_600_000,
  '1d': 86_400_000,
};

export interface CandleSeries {
  readonly interval: CandleInterval;
  /** Oldest first. */
  readonly candles: readonly Candle[];
  /** The newest minute seen, whose volume is already counted. */
  readonly minute: Candle | undefined;
}

/** `minute` is the newest one-minute candle at the time the candles were drawn. */
export function startSeries(
  interval: CandleInterval,
  candles: readonly Candle[],
  minute: Candle | undefined,
): CandleSeries {
  return { interval, candles: [...candles].sort((a, b) => (a.time < b.time ? -1 : 1)), minute };
}

/** The series after the venue has said how `minute` stands now. A minute older than the newest changes nothing. */
export function foldMinute(series: CandleSeries, minute: Candle): CandleSeries {
  const { interval, candles } = series;
  if (series.minute !== undefined && minute.time < series.minute.time) return series;

  const start = bucketStart(minute.time, interval);
  const last = candles.at(-1);
  if (last !== undefined && last.time > start) return series;
  const counted = series.minute?.time === minute.time ? series.minute.volume : 0;
  const next: Candle =
    last?.time === start
      ? {
          ...last,
          high: larger(last.high, minute.high),
          low: larger(last.low, minute.low) === last.low ? minute.low : last.low,
          close: minute.close,
          volume: last.volume + minute.volume - counted,
        }
      : { ...minute, time: start };
  return { interval, candles: [...(last?.time === start ? candles.slice(0, -1) : candles), next], minute };
}

function bucketStart(time: string, interval: CandleInterval): string {
  const millis = Date.parse(time);
  return new Date(millis - (millis % intervalMillis[interval])).toISOString();
}

/** Prices of one contract have the same number of places, so the longer text, then the later one, is the larger. */
function larger(a: string, b: string): string {
  if (a.length !== b.length) return a.length > b.length ? a : b;
  return a > b ? a : b;
}
