/**
 * Workloads that leave the crowded middle of the documented one: many levels, far apart, gone all at once.
 *
 * Each is written from a seed and carries its own answer: how many trades it makes follows from how it is built, and the
 * plain twin agrees on small ones (`tests/bench/wide.test.ts`).
 */
import { BUY, SELL, type Side } from '#core/commands.ts';
import { Dice } from './dice.ts';
import { type Workload, WorkloadBuilder } from './workload.ts';

const MIDDLE = 131_072;

export interface WideWorkload {
  readonly name: string;
  readonly says: string;
  readonly build: (size: number) => Workload;
  /** What `build` is given in the bench. */
  readonly size: number;
}

export const wideWorkloads: readonly WideWorkload[] = [
  {
    name: 'sweep',
    says: 'one ask at each of 200,000 prices, placed in random order; one order buys them all; three times',
    build: sweep,
    size: 200_000,
  },
  {
    name: 'swing',
    says: 'the middle goes up by 40 % and back, tick by tick; orders are placed around it, taken, and left behind',
    build: swing,
    size: 52_429,
  },
  {
    name: 'crash',
    says: 'bids over 60,000 prices are sold through to the bottom and quoted again, five times',
    build: crash,
    size: 60_000,
  },
  {
    name: 'static',
    says: '100,000 orders rest over 100,000 prices; others come behind them and go again, in random places',
    build: still,
    size: 100_000,
  },
];

/** `levels` asks, one a price, in random order, and one order that buys them all; three rounds. */
export function sweep(levels: number): Workload {
  const rounds = 3;
  const workload = new WorkloadBuilder(rounds * (levels + 1));
  const dice = new Dice(7);
  for (let round = 0; round < rounds; round += 1) {
    for (const level of shuffled(levels, dice)) workload.place(SELL, 1 + level, 1, false);
    workload.place(BUY, levels, levels, false);
  }
  return workload;
}

/** The middle walks `distance` ticks up and back; at each tick both sides are quoted, taken from, and pulled. */
export function swing(distance: number): Workload {
  const perTick = 8;
  const workload = new WorkloadBuilder(2 * distance * perTick);
  const dice = new Dice(7);
  const quotes: number[] = [];
  for (let step = 0; step < 2 * distance; step += 1) {
    const middle = MIDDLE + (step < distance ? step : 2 * distance - step);
    for (let i = 0; i < 4; i += 1) {
      const side = dice.coin() ? BUY : SELL;
      const away = 1 + dice.below(200);
      quotes.push(workload.place(side, side === BUY ? middle - away : middle + away, 1 + dice.below(50), false));
    }
    const taker: Side = step < distance ? BUY : SELL;
    workload.place(taker, middle, 1 + dice.below(100), true);
    for (let i = 0; i < 3; i += 1) workload.cancel(quotes[dice.below(quotes.length)] as number);
  }
  return workload;
}

/** Bids at each of `levels` prices below the middle fall to sellers that get larger; then they are quoted again. */
export function crash(levels: number): Workload {
  const rounds = 5;
  const sellers = 100;
  const workload = new WorkloadBuilder(rounds * (levels + sellers));
  const dice = new Dice(7);
  for (let round = 0; round < rounds; round += 1) {
    for (const level of shuffled(levels, dice)) workload.place(BUY, MIDDLE - 1 - level, 10, false);
    for (let seller = 0; seller < sellers; seller += 1) workload.place(SELL, 1, (10 * levels) / sellers, true);
  }
  return workload;
}

/** `resting` orders that nobody touches; half a million times one more comes to a random place or goes again. */
export function still(resting: number): Workload {
  const visitors = 5 * resting;
  const workload = new WorkloadBuilder(resting + 2 * visitors);
  const dice = new Dice(7);
  const place = (): number => {
    const side = dice.coin() ? BUY : SELL;
    const away = 1 + dice.below(resting >> 1);
    return workload.place(side, side === BUY ? MIDDLE - away : MIDDLE + away, 1 + dice.below(100), false);
  };
  for (let i = 0; i < resting; i += 1) place();
  for (let i = 0; i < visitors; i += 1) workload.cancel(place());
  return workload;
}

/** The numbers from 0 to `count` − 1 in random order. */
function shuffled(count: number, dice: Dice): Int32Array {
  const numbers = Int32Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i -= 1) {
    const j = dice.below(i + 1);
    const swapped = numbers[i] as number;
    numbers[i] = numbers[j] as number;
    numbers[j] = swapped;
  }
  return numbers;
}
