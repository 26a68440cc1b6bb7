/**
 * The cast: who trades at a venue that would otherwise be empty, with what money and by which strategy.
 *
 * All of them are marked as simulated wherever they are shown (rule MEM-3), and act through the commands that every
 * member may send.
 */
import { BUY, SELL } from '#core/commands.ts';
import { MICRO_DOLLARS_PER_DOLLAR, type Money } from '#core/units.ts';
import { byOpinion, PublicOpinion } from './fair-value.ts';
import { Hedger, type HedgerTerms } from './hedger.ts';
import { type MakerTerms, MarketMaker, PLAYED, type Tempo } from './market-maker.ts';
import type { Strategy } from './member-view.ts';
import { Speculator, type SpeculatorTerms } from './speculator.ts';

export interface Participant {
  /** Its account name. The word before the first hyphen is its trade. */
  readonly name: string;
  /** The one product that it trades. */
  readonly product: string;
  /** What it deposits before its first order. */
  readonly capital: Money;
  /** How long it waits between two looks at the live market, in venue milliseconds. */
  readonly wakesEveryMs: number;
  readonly strategy: Strategy;
}

const millions = (dollars: number): Money => (dollars * 1_000_000 * MICRO_DOLLARS_PER_DOLLAR) as Money;

/** Every listed month of SIT and of SCU, and the two nearest ones of the paper's small contract. */
export const makers: readonly MakerTerms[] = [
  {
    name: 'maker-harbor',
    product: 'SIT',
    months: 10,
    spreadFront: 0.006,
    spreadBack: 0.014,
    step: 0.004,
    quantities: [160, 240, 320],
    quantityKept: 50,
    lotsPerPercent: 4_000,
  },
  {
    name: 'maker-lattice',
    product: 'SIT',
    months: 10,
    spreadFront: 0.009,
    spreadBack: 0.019,
    step: 0.005,
    quantities: [120, 200, 280],
    quantityKept: 50,
    lotsPerPercent: 3_000,
  },
  {
    name: 'maker-penny',
    product: 'SITP',
    months: 2,
    spreadFront: 0.012,
    spreadBack: 0.02,
    step: 0.005,
    quantities: [40_000, 60_000, 80_000],
    quantityKept: 10_000,
    lotsPerPercent: 500_000,
  },
  {
    name: 'maker-kiln',
    product: 'SCU',
    months: 5,
    spreadFront: 0.008,
    spreadBack: 0.018,
    step: 0.004,
    quantities: [60, 90],
    quantityKept: 30,
    lotsPerPercent: 800,
  },
  {
    name: 'maker-crucible',
    product: 'SCU',
    months: 5,
    spreadFront: 0.011,
    spreadBack: 0.021,
    step: 0.006,
    quantities: [50, 80],
    quantityKept: 30,
    lotsPerPercent: 600,
  },
];

export const hedgers: readonly HedgerTerms[] = [
  {
    name: 'hedger-inkwell',
    product: 'SIT',
    side: BUY,
    lotsPerMonth: 2_400,
    coverNear: 0.85,
    coverFar: 0.25,
    patienceHours: 60,
  },
  {
    name: 'hedger-triage',
    product: 'SIT',
    side: BUY,
    lotsPerMonth: 1_500,
    coverNear: 0.7,
    coverFar: 0.1,
    patienceHours: 36,
  },
  {
    name: 'provider-openfield',
    product: 'SIT',
    side: SELL,
    lotsPerMonth: 3_600,
    coverNear: 0.75,
    coverFar: 0.2,
    patienceHours: 48,
  },
  {
    name: 'hedger-foundry',
    product: 'SCU',
    side: BUY,
    lotsPerMonth: 400,
    coverNear: 0.8,
    coverFar: 0.2,
    patienceHours: 48,
  },
  {
    name: 'provider-turbine',
    product: 'SCU',
    side: SELL,
    lotsPerMonth: 450,
    coverNear: 0.7,
    coverFar: 0.2,
    patienceHours: 60,
  },
];

const speculators: readonly SpeculatorTerms[] = [
  { name: 'trend-tidewater', product: 'SIT', months: 4, view: 'trend', memoryHours: 72, lotsMax: 400, lotsPerHour: 40 },
  { name: 'trend-kestrel', product: 'SIT', months: 2, view: 'trend', memoryHours: 10, lotsMax: 400, lotsPerHour: 160 },
  { name: 'return-plumb', product: 'SIT', months: 5, view: 'return', memoryHours: 30, lotsMax: 400, lotsPerHour: 40 },
  { name: 'whim-almanac', product: 'SIT', months: 3, view: 'whim', memoryHours: 3, lotsMax: 400, lotsPerHour: 160 },
  { name: 'whim-juniper', product: 'SIT', months: 8, view: 'whim', memoryHours: 9, lotsMax: 120, lotsPerHour: 20 },
  {
    name: 'whim-pebble',
    product: 'SITP',
    months: 2,
    view: 'whim',
    memoryHours: 6,
    lotsMax: 30_000,
    lotsPerHour: 4_000,
  },
  { name: 'whim-ember', product: 'SCU', months: 5, view: 'whim', memoryHours: 5, lotsMax: 60, lotsPerHour: 12 },
];

/** The participants of a venue with this seed, in the order in which they open their accounts. */
export function castOf(seed: number, tempo: Tempo = PLAYED): Participant[] {
  const valuation = byOpinion(new PublicOpinion(seed));
  return [
    ...makers.map((terms) => ({
      name: terms.name,
      product: terms.product,
      capital: millions(50),
      wakesEveryMs: 500,
      strategy: new MarketMaker(seed, terms, tempo, valuation),
    })),
    ...hedgers.map((terms) => ({
      name: terms.name,
      product: terms.product,
      capital: millions(25),
      wakesEveryMs: 20_000,
      strategy: new Hedger(seed, terms),
    })),
    ...speculators.map((terms) => ({
      name: terms.name,
      product: terms.product,
      capital: millions(20),
      wakesEveryMs: 6_000,
      strategy: new Speculator(seed, terms),
    })),
  ];
}
