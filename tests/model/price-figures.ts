/** Prices, shares and times of day as the examples of the rulebook write them. */
import type { Limits } from '#core/price-rules/distance.ts';
import { type Millionths, type Millis, millis, type Ticks } from '#core/units.ts';

export function ticks(price: number): Ticks {
  return price as Ticks;
}

/** Percent as millionths. */
export function share(points: number): Millionths {
  return (points * 10_000) as Millionths;
}

export function limits(down: number, up: number): Limits {
  return { down: ticks(down), up: ticks(up) };
}

/** A time of day of 1970-01-01, of which 24:00 is the end. */
export function at(clock: string): Millis {
  const [, hours, minutes, seconds, thousandths] = (/^(\d+):(\d+):(\d+)\.(\d+)$/.exec(clock) ?? []).map(Number);
  return millis(((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1_000 + Number(thousandths));
}
