/**
 * Four sets of price rules for the one engine: ours, the paper's, and two after the manner of large exchanges.
 *
 * `tokenpit` is the default; docs/adr/0008-price-rules.md says why. Every figure stands in the chapter PRC of the
 * rulebook beside where it comes from.
 */
import { type Millionths, ONE_MILLION } from '../units.ts';
import type { PriceRules } from './price-rules.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** A market order may trade as far as the day's limits. */
const NO_COLLAR = ONE_MILLION as Millionths;
const NONE = 0 as Millionths;

export const profiles: Readonly<Record<PriceRules['profile'], PriceRules>> = {
  tokenpit: {
    profile: 'tokenpit',
    dailyLimit: perMille(100),
    spotMonthLimit: perMille(150),
    firstDayMultiple: 1,
    ladder: [perMille(30), perMille(50)],
    marginAboveLimit: perMille(20),
    halts: [],
    breaker: { move: perMille(40), windowMs: HOUR, auctionMs: 3 * MINUTE, leadHaltsAll: true },
    velocity: { move: perMille(15), windowMs: SECOND, auctionMs: 30 * SECOND },
    band: perMille(20),
    collar: perMille(10),
    closeFirst: false,
  },
  // Its margin, 12 % at most, does not cover the 15 % at which trading first stops (arXiv 2603.21690, 5.3).
  paper: {
    profile: 'paper',
    dailyLimit: perMille(250),
    spotMonthLimit: perMille(250),
    firstDayMultiple: 1,
    ladder: [],
    marginAboveLimit: NONE,
    halts: [
      { move: perMille(150), pauseMs: 10 * MINUTE },
      { move: perMille(250), pauseMs: null },
    ],
    breaker: null,
    velocity: null,
    band: null,
    collar: NO_COLLAR,
    closeFirst: false,
  },
  shanghai: {
    profile: 'shanghai',
    dailyLimit: perMille(60),
    spotMonthLimit: perMille(60),
    firstDayMultiple: 2,
    ladder: [perMille(30), perMille(50)],
    marginAboveLimit: perMille(20),
    halts: [],
    breaker: null,
    velocity: null,
    band: null,
    collar: NO_COLLAR,
    closeFirst: true,
  },
  globex: {
    profile: 'globex',
    dailyLimit: perMille(100),
    spotMonthLimit: perMille(100),
    firstDayMultiple: 1,
    ladder: [],
    marginAboveLimit: NONE,
    halts: [],
    breaker: { move: perMille(35), windowMs: HOUR, auctionMs: 2 * MINUTE, leadHaltsAll: true },
    velocity: { move: perMille(15), windowMs: SECOND, auctionMs: 10 * SECOND },
    band: perMille(20),
    collar: perMille(10),
    closeFirst: false,
  },
};

function perMille(value: number): Millionths {
  return (value * 1_000) as Millionths;
}
