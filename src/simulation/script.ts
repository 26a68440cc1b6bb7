/**
 * What a seed means: who takes part, on what kind of house, and everything that is going to be tried.
 *
 * Not every seed gets every fault: each draws a few kinds and how often they come, so that rare ones meet each other
 * (swarm testing, Groce et al. 2012). A step has dice of its own, by its number: a script that is shortened does the
 * remaining steps as it did them before.
 */
import { dateOfCivil, isTradingDay, MILLIS_PER_DAY, startOf } from '#core/calendar.ts';
import type { TradeDate } from '#core/units.ts';
import { type Character, characters } from './clients/wishes.ts';
import { Dice } from './world/dice.ts';
import { type HarmKind, harmKinds } from './world/harm.ts';
import { CALM, type NetworkWeather } from './world/network.ts';
import type { DiskWeather } from './world/simulated-disk.ts';
import type { Moment, Sentence } from './world/simulated-process.ts';

export interface Script {
  readonly seed: number;
  /** The day on which it begins, a trading day. */
  readonly from: TradeDate;
  readonly clients: readonly Character[];
  readonly products: number;
  readonly segmentBytes: number;
  /** A flush takes up to so many milliseconds on a good day. */
  readonly flushMsMax: number;
  /** How often the next segment is prepared while nothing waits, from 0 to 1. */
  readonly prepares: number;
  readonly snapshotEvery: number;
  readonly steps: readonly Step[];
}

/** `at` is in milliseconds from the beginning. */
export type Step = Act & { readonly number: number; readonly at: number };

export type Act =
  | { readonly type: 'ask'; readonly client: number }
  /** The process ends, now or some moments later; it is started again after a while, and may end in starting, too. */
  | ({ readonly type: 'crash'; readonly harms: readonly HarmKind[]; readonly again: Sentence | undefined } & Sentence &
      Down)
  | ({ readonly type: 'stop' } & Down)
  | { readonly type: 'snapshot' }
  | { readonly type: 'clock'; readonly jumpMs: number }
  | { readonly type: 'network'; readonly weather: NetworkWeather }
  | { readonly type: 'disk'; readonly weather: Omit<DiskWeather, 'prepares'> }
  /** A client hangs up, or does not read for a while. */
  | { readonly type: 'connection'; readonly client: number; readonly deafMs: number }
  /** The market for tokens moves, and its observers say nothing for some days. */
  | { readonly type: 'index'; readonly factor: number; readonly silentDays: number };

interface Down {
  readonly downMs: number;
}

type Fault = Exclude<Act['type'], 'ask'>;
const faults: Readonly<Record<Fault, (dice: Dice, harms: readonly HarmKind[], clients: number) => Act>> = {
  crash: (dice, harms) => ({
    type: 'crash',
    ...sentence(dice),
    again: dice.happens(0.4) ? { ...sentence(dice), from: undefined } : undefined,
    harms: harms.length > 0 && dice.happens(0.5) ? [dice.oneOf(harms)] : [],
    downMs: downMs(dice),
  }),
  stop: (dice) => ({ type: 'stop', downMs: downMs(dice) }),
  snapshot: () => ({ type: 'snapshot' }),
  clock: (dice) => ({
    type: 'clock',
    jumpMs: dice.oneOf([-1, 1]) * dice.below(dice.oneOf([1_000, HOUR_MS, MILLIS_PER_DAY, 9 * MILLIS_PER_DAY])),
  }),
  network: (dice) => ({
    type: 'network',
    weather: dice.happens(0.3)
      ? CALM
      : {
          lost: dice.below(40) / 100,
          doubled: dice.below(40) / 100,
          broken: dice.below(20) / 100,
          delayMsMax: dice.oneOf([5, 500, 30_000]),
        },
  }),
  connection: (dice, _, clients) => ({
    type: 'connection',
    client: dice.below(clients),
    deafMs: dice.oneOf([0, 0, 60_000, HOUR_MS]),
  }),
  disk: (dice) => ({
    type: 'disk',
    weather: {
      flushMsMax: dice.oneOf([2, 20, 1_000, 60_000]),
      failsOn: dice.oneOf([undefined, 'write', 'sync', 'sync']),
      freeSegments: dice.oneOf([ENDLESS, ENDLESS, 3, 1]),
    },
  }),
  index: (dice) => ({ type: 'index', factor: dice.between(50, 180) / 100, silentDays: dice.below(8) }),
};

const HOUR_MS = 3_600_000;
export const ENDLESS = 1_000_000;

export function scriptOf(seed: number): Script {
  const dice = new Dice(seed, 'script');
  const kinds = (Object.keys(faults) as Fault[]).filter(() => dice.happens(0.5));
  // Crashes are what this is about.
  const used = dice.happens(0.9) ? ([...kinds, 'crash', 'crash'] as const) : kinds;
  const harms = harmKinds.filter(() => dice.happens(0.4));
  const faultChance = used.length === 0 ? 0 : dice.oneOf([0.03, 0.08, 0.15]);
  const clients = ['stranger', 'stranger', ...characters.filter(() => dice.happens(0.6))] as const;
  const gapMsMax = dice.oneOf([HOUR_MS, 4 * HOUR_MS, 8 * HOUR_MS]);

  const steps: Step[] = [];
  const count = dice.between(60, 220);
  let at = 0;
  for (let number = 1; number <= count; number += 1) {
    // Most things come in quick succession, so that they share a flush, or a restart.
    at += dice.happens(0.7) ? dice.below(20) : dice.below(gapMsMax);
    const act: Act = dice.happens(faultChance)
      ? faults[dice.oneOf(used)](dice, harms, clients.length)
      : { type: 'ask', client: dice.below(clients.length) };
    steps.push({ number, at, ...act });
  }
  return {
    seed,
    from: firstDay(dice),
    clients,
    products: dice.between(1, 2),
    segmentBytes: dice.oneOf([4_096, 8_192, 32_768]),
    flushMsMax: dice.oneOf([5, 500, 5_000]),
    prepares: dice.oneOf([0, 0.3, 1]),
    snapshotEvery: dice.oneOf([12, 50, 1_000]),
    steps,
  };
}

/** Some days before a month expires, so that many runs see it expire; the participants' opinions begin in that month. */
function firstDay(dice: Dice): TradeDate {
  let date = (dateOfCivil(2025, 0, 15) - dice.below(8)) as TradeDate;
  while (!isTradingDay(date)) date = (date - 1) as TradeDate;
  return date;
}

function sentence(dice: Dice): Sentence {
  const from = dice.oneOf<Moment | undefined>([
    undefined,
    undefined,
    'append',
    'sync',
    'sync',
    'sync',
    'answer',
    'endDay',
    'saveAside',
    'rename',
    'syncFolder',
  ]);
  return { how: dice.oneOf(['kill', 'powerCut', 'powerCut']), from, moments: dice.below(dice.oneOf([1, 10, 60])) };
}

function downMs(dice: Dice): number {
  return dice.below(dice.oneOf([10, 60_000, HOUR_MS, 3 * MILLIS_PER_DAY]));
}

/** The moment at which a script begins. */
export function beginningOf({ from }: Script): number {
  return startOf(from);
}

/** What a client is called. */
export function nameOf({ clients }: Script, account: number): string {
  return `${clients[account]}-${account}`;
}
