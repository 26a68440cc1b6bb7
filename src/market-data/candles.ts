/**
 * Candles: the first, highest, lowest and last price of an interval, and the lots traded in it.
 *
 * An interval begins at a whole multiple of its length since 1970, so minutes, hours and days are UTC ones, and a day's
 * candle is a trade date's. An interval without a trade has no candle (rule MKT-3).
 */
import { MILLIS_PER_DAY } from '#core/calendar.ts';
import type { Lots, Millis, Ticks } from '#core/units.ts';
import { keepLast } from './fold.ts';

export interface Candle {
  /** The first millisecond of the interval. */
  readonly time: Millis;
  readonly open: Ticks;
  readonly high: Ticks;
  readonly low: Ticks;
  readonly close: Ticks;
  readonly volume: Lots;
}

/** The intervals, with their lengths, and how many candles of each are kept for a contract. */
export const candleIntervals = {
  '1m': { millis: 60_000, kept: 1_500 },
  '1h': { millis: 3_600_000, kept: 2_500 },
  '1d': { millis: MILLIS_PER_DAY, kept: Number.POSITIVE_INFINITY },
} as const;
export type CandleInterval = keyof typeof candleIntervals;

/** A candle while trades may still come into it. */
type Growing = { -readonly [Part in keyof Candle]: Candle[Part] };

export class CandleSeries {
  readonly #millis: number;
  readonly #kept: number;
  #candles: Growing[] = [];

  constructor(interval: CandleInterval) {
    this.#millis = candleIntervals[interval].millis;
    this.#kept = candleIntervals[interval].kept;
  }

  /** A trade of `quantity` at `price`; `time` is not before that of the last one. */
  add(time: Millis, price: Ticks, quantity: Lots): void {
    const candle = this.#candles.at(-1);
    if (candle !== undefined && time < candle.time + this.#millis) {
      candle.high = Math.max(candle.high, price) as Ticks;
      candle.low = Math.min(candle.low, price) as Ticks;
      candle.close = price;
      candle.volume = (candle.volume + quantity) as Lots;
    } else {
      const start = (Math.floor(time / this.#millis) * this.#millis) as Millis;
      this.#candles.push({ time: start, open: price, high: price, low: price, close: price, volume: quantity });
      keepLast(this.#candles, this.#kept);
    }
  }

  /** Oldest first; the last one goes on changing. */
  get all(): readonly Candle[] {
    return this.#candles;
  }

  clear(): void {
    this.#candles = [];
  }

  snapshot(): CandleRow[] {
    return this.#candles.map(({ time, open, high, low, close, volume }) => [time, open, high, low, close, volume]);
  }

  restore(rows: readonly CandleRow[]): void {
    this.#candles = rows.map(([time, open, high, low, close, volume]) => ({ time, open, high, low, close, volume }));
  }
}

/** A candle as it stands in a snapshot. */
export type CandleRow = readonly [time: Millis, open: Ticks, high: Ticks, low: Ticks, close: Ticks, volume: Lots];
