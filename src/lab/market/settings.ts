/**
 * What a played market is made of: the contract, who makes it, who else trades, and the companies that hedge.
 *
 * Every setting is something a designer of a contract decides, or something that a hedger brings along. Quantities are
 * in million tokens, so that a change of the lot changes the lot and nothing else. What a setting does is the business
 * of the room that reads it; which values make sense is judged by `refuseSettings`.
 */

export const marginModels = ['paper', 'rate', 'scenario', 'historical'] as const;
export const limitProfiles = ['tokenpit', 'paper', 'shanghai', 'globex', 'none'] as const;
export const hedges = ['strip', 'stack'] as const;

export interface MarketSettings {
  /** USD per million tokens. */
  readonly tick: number;
  /** Million tokens in one lot. */
  readonly lot: number;
  readonly margin: (typeof marginModels)[number];
  readonly limits: (typeof limitProfiles)[number];
  /** Basis points of the value of a fill. */
  readonly takerFee: number;
  readonly makerFee: number;

  readonly makers: number;
  /** How far a maker's ask stands above its bid, in per cent: in the front month, and nine months out. */
  readonly spread: number;
  readonly backSpread: number;
  /** Million tokens at a maker's best price on either side. */
  readonly size: number;
  /** Per cent of its looks at the market at which a maker quotes. */
  readonly presence: number;
  /** USD millions of each maker. */
  readonly capital: number;

  readonly speculators: number;
  /** Providers that sell forward as many tokens as the companies use, in per cent of that. */
  readonly sellers: number;
  /** Companies that are short the tokens they will need. */
  readonly hedgers: number;

  /** Million tokens that a company uses in a month. */
  readonly usage: number;
  /** The share of its usage that a company hedges. */
  readonly ratio: number;
  /** Deviation over a year of the logarithm of its own price over the index price. */
  readonly basis: number;
  readonly hedge: (typeof hedges)[number];
  /** Trading days over which a hedge is bought. */
  readonly build: number;
  /** What a company can pay in at most, in per cent of a year's bill. */
  readonly credit: number;
  /** Per cent a year for what it has paid in. */
  readonly funding: number;
}

/** What every figure is unless somebody says otherwise: the venue's own contract, and makers who do what they owe. */
export const usualSettings: MarketSettings = {
  tick: 0.001,
  lot: 1_000,
  margin: 'historical',
  limits: 'tokenpit',
  takerFee: 1,
  makerFee: 0.2,
  makers: 3,
  spread: 1.5,
  backSpread: 2.5,
  size: 20_000,
  presence: 90,
  capital: 50,
  speculators: 4,
  sellers: 100,
  hedgers: 6,
  usage: 24_000,
  ratio: 0.85,
  basis: 0.31,
  hedge: 'strip',
  build: 10,
  credit: 50,
  funding: 8,
};

/** Contracts to begin with, by name. */
export const designs: Readonly<Record<string, { readonly about: string; readonly settings: MarketSettings }>> = {
  tokenpit: { about: 'the venue’s own contract, makers who do what they owe', settings: usualSettings },
  paper: {
    about: 'the paper’s contract: 1 million tokens a lot, a tick of a cent, its margin, halts and makers',
    settings: {
      ...usualSettings,
      ...{ tick: 0.01, lot: 1, margin: 'paper', limits: 'paper', spread: 2, backSpread: 5, size: 50, presence: 80 },
    },
  },
  frictionless: {
    about: 'no fees, no funding, no limits, hardly a spread, all the depth there is',
    settings: {
      ...usualSettings,
      ...{ tick: 0.0002, lot: 10, limits: 'none', margin: 'scenario', takerFee: 0, makerFee: 0, funding: 0 },
      ...{ makers: 1, spread: 0.01, backSpread: 0.01, size: 1_000_000, presence: 100, capital: 5_000 },
      ...{ speculators: 0, sellers: 0, build: 1, credit: 1_000 },
    },
  },
};

type Range = readonly [least: number, most: number, whole?: 'whole'];

const ranges: Readonly<Partial<Record<keyof MarketSettings, Range>>> = {
  tick: [0.0002, 0.5],
  lot: [1, 100_000, 'whole'],
  takerFee: [0, 100],
  makerFee: [0, 100],
  makers: [0, 10, 'whole'],
  spread: [0.01, 50],
  backSpread: [0.01, 50],
  size: [1, 2_000_000],
  presence: [0, 100],
  capital: [0.001, 5_000],
  speculators: [0, 12, 'whole'],
  sellers: [0, 1_000],
  hedgers: [1, 40, 'whole'],
  usage: [1, 10_000_000],
  ratio: [0, 2],
  basis: [0, 2],
  build: [1, 200, 'whole'],
  credit: [0, 10_000],
  funding: [0, 100],
};

/** Why nobody can play a market with these settings, in words, or undefined. */
export function refuseSettings(settings: MarketSettings): string | undefined {
  for (const [name, [least, most, whole]] of Object.entries(ranges)) {
    const value = settings[name as keyof MarketSettings] as number;
    if (!(value >= least && value <= most)) return `${name} is ${value}, and must be from ${least} to ${most}`;
    if (whole !== undefined && !Number.isInteger(value)) return `${name} is ${value}, and must be a whole number`;
  }
  const microDollars = Math.round(settings.tick * 1e6);
  if (Math.abs(settings.tick * 1e6 - microDollars) > 1e-6)
    return `tick is ${settings.tick}, and must be a whole number of micro-dollars`;
  return undefined;
}
