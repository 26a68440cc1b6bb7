/**
 * Figures of a design from its played years, each with an interval, and differences between two designs.
 *
 * A year is the unit of chance: its companies share an index, so years are drawn again, with all that is in them (the
 * bootstrap of Efron, 1979). Two designs are compared on the same drawn years, which have the same prices, so what both
 * owe to luck cancels. Every figure is a function of sums over years.
 */
import { Random } from '#makers/random.ts';
import type { Estimate } from '../statistics/estimate.ts';
import type { FormulaCosts } from './formula.ts';
import type { PlayedYear } from './play-year.ts';
import { type Part, partNames } from './reckoning.ts';

/** Sums over company-years and samples, by name. */
type Sums = Record<string, number>;
export type Figure = (sums: Sums) => number;

/** The interval holds 95 of 100 of them. */
const DRAWS = 2_000;

const at = (sums: Sums, name: string): number => sums[name] ?? 0;
/** Where the sums of a part are; `missed` is the name of a part and of a quantity. */
const placeOf = (part: Part): string => `part ${part}`;
const mean = (sums: Sums, name: string): number => at(sums, name) / at(sums, 'companies');
const varianceOf = (sums: Sums, name: string): number =>
  at(sums, `${name}²`) / at(sums, 'companies') - mean(sums, name) ** 2;
const kept =
  (hedged: string, unhedged: string): Figure =>
  (sums) =>
    varianceOf(sums, hedged) / varianceOf(sums, unhedged);
const share =
  (part: string, whole: string): Figure =>
  (sums) =>
    at(sums, part) / at(sums, whole);
const perYear = (name: string): Figure => share(name, 'years');

/** 1 − variance of the hedged cost over that of the unhedged one (Ederington, 1979). */
export const efficiency: Figure = (sums) => 1 - kept('paid', 'unhedged')(sums);
export const formulaEfficiency: Figure = (sums) => 1 - kept('hedged', 'unhedged')(sums);
export const stripEfficiency: Figure = (sums) => 1 - kept('strip', 'unhedged')(sums);
export const efficiencyWithoutBasis: Figure = (sums) => 1 - kept('withoutBasis', 'unhedgedWithoutBasis')(sums);
/** 1 − deviation of the hedged cost over that of the unhedged one. */
export const volatilityCut: Figure = (sums) => 1 - Math.sqrt(kept('paid', 'unhedged')(sums));
export const formulaVolatilityCut: Figure = (sums) => 1 - Math.sqrt(kept('strip', 'unhedged')(sums));
/** Efficiency by the formula, on the same prices, less that through the market. */
export const efficiencyLost: Figure = (sums) => stripEfficiency(sums) - efficiency(sums);

export const unhedgedCost: Figure = (sums) => mean(sums, 'unhedged');
export const unhedgedDeviation: Figure = (sums) => Math.sqrt(varianceOf(sums, 'unhedged'));
export const paidDeviation: Figure = (sums) => Math.sqrt(varianceOf(sums, 'paid'));
/** USD per million tokens that the market costs more than the formula, on average. */
export const cost: Figure = (sums) => mean(sums, 'paid') - mean(sums, 'strip');
/** The same in basis points of the unhedged cost. */
export const costInPoints: Figure = (sums) => (cost(sums) / mean(sums, 'unhedged')) * 1e4;
/** What is paid for certain; in basis points of the unhedged cost. */
const tolls: readonly Part[] = ['spread', 'fees', 'funding'];
export const toll: Figure = (sums) =>
  (tolls.reduce((sum, part) => sum + partCost(part)(sums), 0) / mean(sums, 'unhedged')) * 1e4;

/** What a part adds to the cost, in USD per million tokens. */
export const partCost =
  (part: Part): Figure =>
  (sums) =>
    mean(sums, placeOf(part));

/**
 * What a part takes from the efficiency. Var(paid) − Var(strip) = Σ Cov(part, strip + paid), so these sum to the whole
 * loss.
 */
export const partLoss =
  (part: Part): Figure =>
  (sums) => {
    const covariance =
      mean(sums, `${placeOf(part)}·both`) - partCost(part)(sums) * (mean(sums, 'strip') + mean(sums, 'paid'));
    return covariance / varianceOf(sums, 'unhedged');
  };

/** What the market offered, in basis points of the middle, in million tokens, and as shares of samples. */
export const quotedSpread: Figure = (sums) => share('spreadSum', 'twoSided')(sums) * 1e4;
export const depth: Figure = share('depth', 'twoSided');
export const twoSided: Figure = share('twoSided', 'samples');
export const locked: Figure = share('locked', 'samples');
/** What orders paid beyond the middle, in basis points of the unhedged cost of as many tokens. */
export const paidBeyondMiddle: Figure = (sums) => (share('slippage', 'traded')(sums) / mean(sums, 'unhedged')) * 1e4;
export const missedShare: Figure = share('missed', 'planned');
/** For each company and year. */
export const callsOfCompany: Figure = share('companyCalls', 'companies');
export const closeOutsOfCompany: Figure = share('companyCloseOuts', 'companies');
/** For each year of the whole market. */
export const haltsAYear: Figure = perYear('halts');
export const volumeAYear: Figure = perYear('volume');
export const defaultsAYear: Figure = perYear('defaults');
export const defaultLossAYear: Figure = perYear('defaultLoss');

/** Sums of one company's costs; the same names for played years and for the formula alone. */
function addCosts(sums: Sums, costs: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(costs)) {
    sums[name] = at(sums, name) + value;
    sums[`${name}²`] = at(sums, `${name}²`) + value * value;
  }
}

/** The sums of one year of the formula alone. */
export function sumsOfFormula(costs: readonly FormulaCosts[]): Sums {
  const sums: Sums = { years: 1, companies: costs.length };
  for (const one of costs) addCosts(sums, { ...one });
  return sums;
}

/** The sums of one year. */
export function sumsOf(played: PlayedYear): Sums {
  const { liquidity, halts, volume, defaults, defaultLoss } = played;
  const { samples, twoSided, locked } = liquidity;
  const sums: Sums = { years: 1, companies: played.companies.length, halts, volume, defaults, defaultLoss };
  Object.assign(sums, { samples, twoSided, locked, spreadSum: liquidity.spread, depth: liquidity.depth });
  for (const one of played.companies) {
    const { unhedged, hedged, strip, withoutBasis, unhedgedWithoutBasis, paid } = one;
    addCosts(sums, { unhedged, hedged, strip, withoutBasis, unhedgedWithoutBasis, paid });
    for (const part of partNames) {
      const [place, product] = [placeOf(part), `${placeOf(part)}·both`];
      sums[place] = at(sums, place) + one.parts[part];
      sums[product] = at(sums, product) + one.parts[part] * (strip + paid);
    }
    const { planned, missed, traded, slippage, calls, closeOuts } = one;
    const counted = { planned, missed, traded, slippage, companyCalls: calls, companyCloseOuts: closeOuts };
    for (const [name, value] of Object.entries(counted)) sums[name] = at(sums, name) + value;
  }
  return sums;
}

/** A design's years, drawn again many times; the same draws for every design with as many years. */
export class Redrawn {
  readonly #whole: Sums;
  readonly #draws: readonly Sums[];

  /** `years` are the sums of each year, `seed` that of the study. */
  constructor(years: readonly Sums[], seed: number) {
    const random = Random.of(seed, 'years drawn again');
    const names = Object.keys(years[0] ?? {});
    const table = years.map((sums) => Float64Array.from(names, (name) => at(sums, name)));
    const all = Int32Array.from(years.keys());
    this.#whole = summed(names, table, all);
    this.#draws = Array.from({ length: DRAWS }, () =>
      summed(
        names,
        table,
        all.map(() => Math.floor(random.next() * years.length)),
      ),
    );
  }

  estimate(figure: Figure): Estimate {
    return within(figure(this.#whole), this.#draws.map(figure));
  }

  /** By how much the figure is larger here than there, on the same years. */
  difference(figure: Figure, there: Redrawn): Estimate {
    const draws = this.#draws.map((sums, i) => figure(sums) - figure(there.#draws[i] as Sums));
    return within(figure(this.#whole) - figure(there.#whole), draws);
  }

  /**
   * `figure` here, where `lost` is taken from what `figure` is in a much larger study without a market: the difference on
   * the same prices is known far better than either side of it (a control variate).
   */
  steadied(larger: Redrawn, figure: Figure, lost: Figure): Estimate {
    const draws = this.#draws.map((sums, i) => figure(larger.#draws[i] as Sums) - lost(sums));
    return within(figure(larger.#whole) - lost(this.#whole), draws);
  }
}

function summed(names: readonly string[], table: readonly Float64Array[], rows: Int32Array): Sums {
  const total = new Float64Array(names.length);
  for (const row of rows) {
    const values = table[row] as Float64Array;
    for (let i = 0; i < total.length; i += 1) total[i] = (total[i] as number) + (values[i] as number);
  }
  return Object.fromEntries(names.map((name, i) => [name, total[i] as number]));
}

/** A draw of one year over and over has no variance to share out, and is left out. */
function within(value: number, draws: readonly number[]): Estimate {
  const sorted = draws.filter(Number.isFinite).sort((a, b) => a - b);
  const quantile = (share: number) => sorted[Math.floor(share * (sorted.length - 1))] as number;
  return { value, low: quantile(0.025), high: quantile(0.975) };
}
