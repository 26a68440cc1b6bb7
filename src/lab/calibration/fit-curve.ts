/**
 * The model read out of a futures curve: what the market says of reversion, level, trend and season.
 *
 * Given κ, ln F is a straight sum of level, trend and season, so only κ is searched for and the rest is least squares
 * (variable projection, Golub and Pereyra 1973). Volatility and jumps are given, and no band counts with
 * an error of theirs. Which terms are
 * asked for depends on how many months there are and how far they reach. The bands of the others hold over the whole band
 * of κ, so a direction in which the curve is flat shows as a wide band and not as a confident number. What is found is the
 * market's model with its premium for risk in it, because a curve cannot tell the two apart.
 */
import { futuresTerm } from '../jump-diffusion/futures-price.ts';
import type { Jumps, Parameters } from '../jump-diffusion/parameters.ts';
import { leftAfter, pull } from '../jump-diffusion/transition.ts';
import type { Band } from './bands.ts';
import { type LinearFit, leastSquares } from './least-squares.ts';

export interface CurvePoint {
  /** How many months ahead it settles. */
  readonly month: number;
  /** USD per million tokens. */
  readonly price: number;
}

export interface Shocks {
  readonly volatility: number;
  readonly jumps: Jumps;
}

const terms = ['level', 'trend', 'season'] as const;
export type Term = (typeof terms)[number];

export interface CurveFit {
  readonly parameters: Parameters;
  readonly reversion: Band;
  /** Of the logarithm of the level, of the trend a year, and of the season; only of those that were asked for. */
  readonly bands: ReadonlyMap<Term, Band>;
  /** Whether the band of κ ends only where the search does. */
  readonly flatBelow: boolean;
  readonly flatAbove: boolean;
  /** What each price is above the fitted one, as a logarithm; and the deviation that the bands rest on. */
  readonly residuals: readonly number[];
  readonly noise: number;
  /** The sum of squares at each κ that was tried, in units of the noise, above the best. */
  readonly profile: readonly (readonly [reversion: number, above: number])[];
}

export const SLOWEST = 0.05;
export const FASTEST = 50;
/** κ is tried at so many places, in equal ratios. */
const PLACES = 240;
/** No quote is better than this: a tick of 0.001 at a price of one. */
const NOISE_MIN = 0.001;
/** The 95 % point of a chi-square number of one degree of freedom. */
const CHI_SQUARE_95 = 3.8415;
export const POINTS_MIN = 4;

/** The model that fits `points`, at least `POINTS_MIN` of different months, from a spot price of `spot` on. */
export function fitCurve(points: readonly CurvePoint[], spot: number, shocks: Shocks): CurveFit {
  const asked = askedOf(points);
  const tried = Array.from({ length: PLACES + 1 }, (_, i) => {
    const reversion = SLOWEST * (FASTEST / SLOWEST) ** (i / PLACES);
    return { reversion, fit: fitAt(reversion, points, spot, shocks, asked) };
  });
  const usable = tried.filter((one): one is Tried => one.fit !== undefined);
  const coarse = usable.reduce((a, b) => (b.fit.squares < a.fit.squares ? b : a));
  const best = refined(coarse, (reversion) => fitAt(reversion, points, spot, shocks, asked));
  const free = points.length - asked.length - 1;
  const noise = Math.max(Math.sqrt(best.fit.squares / Math.max(free, 1)), NOISE_MIN);
  const above = ({ fit }: Tried) => (fit.squares - best.fit.squares) / (noise * noise);
  const likely = [best, ...usable.filter((one) => above(one) <= CHI_SQUARE_95)];
  const reversions = likely.map(({ reversion }) => reversion);
  const bandOf = (at: number): Band => ({
    low: Math.min(...likely.map(({ fit }) => endOf(fit, at, -noise))),
    high: Math.max(...likely.map(({ fit }) => endOf(fit, at, noise))),
  });
  const parameters = parametersAt(best, shocks);
  return {
    parameters,
    reversion: { low: Math.min(...reversions), high: Math.max(...reversions) },
    bands: new Map(asked.map((term, at) => [term, bandOf(at)])),
    flatBelow: Math.min(...reversions) <= SLOWEST * 1.0001,
    flatAbove: Math.max(...reversions) >= FASTEST / 1.0001,
    residuals: points.map(({ month, price }) => Math.log(price) - logFuture(parameters, spot, month / 12)),
    noise,
    profile: usable.map((one) => [one.reversion, above(one)] as const),
  };
}

/** ln F of the model, `years` ahead. */
export function logFuture(parameters: Parameters, spot: number, years: number): number {
  return leftAfter(parameters, years) * Math.log(spot) + futuresTerm(parameters, 0, years);
}

/** A trend takes half a year of months, a season a whole one; and there is always more than one month to spare. */
function askedOf(points: readonly CurvePoint[]): readonly Term[] {
  const reach = Math.max(...points.map(({ month }) => month));
  if (points.length >= 6 && reach >= 12) return terms;
  return points.length >= 4 && reach >= 6 ? ['level', 'trend'] : ['level'];
}

interface Tried {
  readonly reversion: number;
  readonly fit: LinearFit;
}

function fitAt(
  reversion: number,
  points: readonly CurvePoint[],
  spot: number,
  shocks: Shocks,
  asked: readonly Term[],
): LinearFit | undefined {
  const bare = withValues(reversion, shocks, []);
  const columns = asked.map((_, at) => {
    const unit = withValues(
      reversion,
      shocks,
      asked.map((_, other) => (other === at ? 1 : 0)),
    );
    return Float64Array.from(points, ({ month }) => pull(unit, 0, month / 12));
  });
  const wanted = Float64Array.from(points, ({ month, price }) => Math.log(price) - logFuture(bare, spot, month / 12));
  return leastSquares(columns, wanted);
}

function parametersAt({ reversion, fit }: Tried, shocks: Shocks): Parameters {
  return withValues(reversion, shocks, fit.values);
}

function withValues(reversion: number, shocks: Shocks, [level = 0, trend = 0, season = 0]: readonly number[]) {
  return {
    ...shocks,
    reversion,
    level,
    trend: [{ from: 0, perYear: trend }],
    season: { size: season, period: 1 },
  };
}

function endOf({ values, variances }: LinearFit, at: number, noise: number): number {
  return (values[at] as number) + Math.sqrt(CHI_SQUARE_95 * (variances[at] as number)) * noise;
}

/** The best place near `coarse`, by golden sections of the logarithm of κ. */
function refined(coarse: Tried, fitAtReversion: (reversion: number) => LinearFit | undefined): Tried {
  const golden = (Math.sqrt(5) - 1) / 2;
  const width = Math.log(FASTEST / SLOWEST) / PLACES;
  const at = Math.log(coarse.reversion);
  let [low, high] = [Math.max(at - width, Math.log(SLOWEST)), Math.min(at + width, Math.log(FASTEST))];
  let best = coarse;
  for (let round = 0; round < 40; round += 1) {
    const [a, b] = [high - golden * (high - low), low + golden * (high - low)];
    const [one, other] = [a, b].map((place) => ({ reversion: Math.exp(place), fit: fitAtReversion(Math.exp(place)) }));
    for (const tried of [one, other]) {
      if (tried?.fit !== undefined && tried.fit.squares < best.fit.squares) best = tried as Tried;
    }
    if ((one?.fit?.squares ?? Number.POSITIVE_INFINITY) < (other?.fit?.squares ?? Number.POSITIVE_INFINITY)) high = b;
    else low = a;
  }
  return best;
}
