/**
 * Who trades beside the companies: reference makers, speculators, and providers that sell forward.
 *
 * All of them act by the strategies of the venue's own participants. Makers value months by the price model, from the
 * latest fixing, each with a view of its own that wanders around it; they know nothing of what comes. They quote as
 * wide and as large as the settings say, and are away as often.
 */
import { SELL } from '#core/commands.ts';
import { Hedger, type HedgerTerms } from '#makers/hedger.ts';
import { MarketMaker, PLAYED } from '#makers/market-maker.ts';
import type { Strategy } from '#makers/member-view.ts';
import { Speculator, type SpeculatorTerms } from '#makers/speculator.ts';
import { MONTHS } from './hedged-year.ts';
import { OftenAway, OneSidedBeyondLimits } from './maker-habits.ts';
import type { Expectations } from './model-clock.ts';
import { byModel } from './month-value.ts';
import type { MarketSettings } from './settings.ts';

/** Somebody who trades, with the money that is brought along. */
export interface Actor {
  readonly name: string;
  /** USD millions. */
  readonly capital: number;
  /** Whether it makes the market, and whether it is exempt from limits in delivery for what it covers. */
  readonly quotes: boolean;
  readonly covers: boolean;
  readonly strategy: Strategy;
}

const PRODUCT = 'SIT';
/** Lots are scaled from those of the venue's participants. */
const LOT_OF_SIT = 1_000;
const LEVELS = [1, 2];
const STEP = 0.005;
/** Million tokens that shift a maker's quotes by one per cent. */
const TOKENS_PER_PERCENT = 2_000_000;
const SPECULATOR_CAPITAL = 20;
const SELLER_CAPITAL = 100;

const views = ['trend', 'return', 'whim', 'whim'] as const;
const memories = [72, 30, 3, 9];

/** Everybody but the companies; `seed` is that of the year. */
export function actorsOf(settings: MarketSettings, seed: number, expectations: Expectations): Actor[] {
  return [
    ...Array.from({ length: settings.makers }, (_, i) => makerOf(settings, seed, i, expectations)),
    ...Array.from({ length: settings.speculators }, (_, i) => speculatorOf(settings, seed, i)),
    ...(settings.sellers > 0 ? [sellerOf(settings, seed)] : []),
  ];
}

function makerOf(settings: MarketSettings, seed: number, number: number, expectations: Expectations): Actor {
  const { spread, backSpread, size, lot, capital, presence } = settings;
  const name = `maker-${number}`;
  const lots = Math.max(1, Math.round(size / lot));
  const terms = {
    ...{ name, product: PRODUCT, months: MONTHS, step: STEP },
    ...{ spreadFront: spread / 100, spreadBack: backSpread / 100 },
    quantities: LEVELS.map((level) => Math.max(1, Math.round(lots * level))),
    quantityKept: Math.max(1, Math.floor(lots / 2)),
    lotsPerPercent: TOKENS_PER_PERCENT / lot,
  };
  const valuation = byModel(expectations);
  const maker = new OneSidedBeyondLimits(valuation, lots, new MarketMaker(seed, terms, PLAYED, valuation));
  const kind = { quotes: true, covers: true };
  return {
    name,
    capital,
    ...kind,
    strategy: presence < 100 ? new OftenAway(seed, name, presence / 100, maker) : maker,
  };
}

function speculatorOf({ lot }: MarketSettings, seed: number, number: number): Actor {
  const name = `speculator-${number}`;
  const terms: SpeculatorTerms = {
    ...{ name, product: PRODUCT, months: 4 },
    view: views[number % views.length] as SpeculatorTerms['view'],
    memoryHours: memories[number % memories.length] as number,
    lotsMax: (100 * LOT_OF_SIT) / lot,
    lotsPerHour: (10 * LOT_OF_SIT) / lot,
  };
  return { name, capital: SPECULATOR_CAPITAL, quotes: false, covers: false, strategy: new Speculator(seed, terms) };
}

function sellerOf({ sellers, hedgers, usage, lot }: MarketSettings, seed: number): Actor {
  const terms: HedgerTerms = {
    ...{ name: 'seller', product: PRODUCT, coverNear: 0.75, coverFar: 0.2, patienceHours: 48 },
    side: SELL,
    lotsPerMonth: ((sellers / 100) * hedgers * usage) / lot,
  };
  return { name: terms.name, capital: SELLER_CAPITAL, quotes: false, covers: true, strategy: new Hedger(seed, terms) };
}
