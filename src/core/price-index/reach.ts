/**
 * How far one set of colluding sellers can move a fixing, up or down.
 *
 * Told for the way up, of which the way down is the mirror image: of all that colluders can do, this is the most.
 *
 * 1. A colluder does most at the upper edge of the band with all of its volume. There it stands above every price that
 *    counts, so that its weight comes from those below; and it counts in the reference as one above it. Whoever stands
 *    lower, sells less, leaves the band or drops out does less.
 * 2. What is left to choose is the reference. It lies between the weighted median with all colluders at the bottom and
 *    that with all at the top. As it rises, others fall out at the bottom of the band and come in at its top, each at a
 *    reference that is known beforehand. Between two of these only the edge moves, so the end of each piece is its worst.
 *
 * A colluder that was an outlier is treated as if it had the whole band, and a gate on dispersion as if it were open:
 * that can only make the bound wider. So does a slack for the rounding of weights, which also covers plain numbers.
 */
import { type Millionths, ONE_MILLION } from '../units.ts';

export type Direction = 'up' | 'down';

/** A seller that does not collude and whose price is fresh. */
export interface Bystander {
  readonly seller: string;
  readonly price: number;
  readonly claim: number;
  /** It is inside the band while the reference is neither below the first nor above the second. */
  readonly inFrom: number;
  readonly inUpTo: number;
}

/** What a bound depends on besides the sellers. */
export interface Rules {
  readonly cap: Millionths;
  /** Null: nobody is out. */
  readonly band: Millionths | null;
  readonly average: 'weightedMedian' | 'weightedMean';
  /** So many sellers make a value. */
  readonly sellersMin: number;
}

const HALF = 0.5;
const LOWEST_PRICE = 1;

/**
 * The furthest value that colluders with these claims can bring about, micro-dollars; infinite when there is no bound,
 * undefined when no value comes about. `bystanders` stand in the order of the direction, the first ones first passed,
 * and `ends` are the references at which a piece can end (see `endsOf`).
 */
export function reach(
  direction: Direction,
  bystanders: readonly Bystander[],
  claims: readonly number[],
  ends: readonly number[],
  rules: Rules,
): number | undefined {
  if (rules.band === null) return valueAt(furthest(direction), direction, bystanders, claims, rules);
  const [near, far] = references(direction, bystanders, claims, rules);
  const [low, high] = direction === 'up' ? [near, far] : [far, near];
  let best: number | undefined;
  for (const reference of [far, ...ends]) {
    if (reference < low || reference > high) continue;
    const value = valueAt(reference, direction, bystanders, claims, rules);
    if (value === undefined) continue;
    if (best === undefined || (direction === 'up' ? value > best : value < best)) best = value;
  }
  return best;
}

/** The last reference of each piece on which the same bystanders count, whoever they are. */
export function endsOf(direction: Direction, bystanders: readonly Bystander[]): number[] {
  const ends = bystanders.flatMap(({ inFrom, inUpTo }) =>
    direction === 'up' ? [inUpTo, inFrom - 1] : [inFrom, inUpTo + 1],
  );
  return [...new Set(ends)];
}

/** The references that colluders can bring about: the nearest, with all of them behind, and the furthest. */
function references(
  direction: Direction,
  bystanders: readonly Bystander[],
  claims: readonly number[],
  { cap }: Rules,
): readonly [near: number, far: number] {
  const weights = weightsOf(bystanders, claims, cap);
  const slack = slackOf(weights);
  let passed = 0;
  let behind = weights.slice(bystanders.length).reduce((a, b) => a + b, 0);
  let near = behind >= HALF - slack ? furthest(direction === 'up' ? 'down' : 'up') : undefined;
  let far: number | undefined;
  bystanders.forEach(({ price }, i) => {
    passed += weights[i] as number;
    behind += weights[i] as number;
    if (near === undefined && behind >= HALF - slack) near = price;
    if (far === undefined && passed > HALF + slack) far = price;
  });
  return [near ?? furthest(direction), far ?? furthest(direction)];
}

/** The furthest value while the reference is `reference`; undefined when too few sellers are left for one. */
function valueAt(
  reference: number,
  direction: Direction,
  bystanders: readonly Bystander[],
  claims: readonly number[],
  { cap, band, average, sellersMin }: Rules,
): number | undefined {
  const counting = bystanders.filter(({ inFrom, inUpTo }) => inFrom <= reference && reference <= inUpTo);
  if (counting.length + claims.length < sellersMin) return undefined;
  const weights = weightsOf(counting, claims, cap);
  const edge = edgeOf(direction, reference, band);
  return average === 'weightedMedian'
    ? medianTowards(counting, weights, edge)
    : meanTowards(direction, counting, weights, edge);
}

/** The first price that more than half of the weight does not lie beyond: a bystander's, or that of the colluders. */
function medianTowards(counting: readonly Bystander[], weights: readonly number[], edge: number): number {
  const slack = slackOf(weights);
  let passed = 0;
  for (let i = 0; i < counting.length; i += 1) {
    passed += weights[i] as number;
    if (passed > HALF + slack) return (counting[i] as Bystander).price;
  }
  return edge;
}

function meanTowards(
  direction: Direction,
  counting: readonly Bystander[],
  weights: readonly number[],
  edge: number,
): number {
  const ofBystanders = counting.reduce((sum, { price }, i) => sum + price * (weights[i] as number), 0);
  const ofColluders = weights.slice(counting.length).reduce((a, b) => a + b, 0);
  const dearest = Math.max(edge, ...counting.map(({ price }) => price));
  const exact = ofBystanders + (ofColluders > 0 ? ofColluders * edge : 0);
  const off = slackOf(weights) * dearest;
  return direction === 'up' ? Math.ceil(exact + off) : Math.max(LOWEST_PRICE, Math.floor(exact - off));
}

/** The edge of the band on the side of the colluders; a micro-dollar is given for plain numbers. */
function edgeOf(direction: Direction, reference: number, band: Millionths | null): number {
  if (band === null) return furthest(direction);
  const ratio = band / ONE_MILLION;
  if (direction === 'up') return Math.floor(reference * ratio) + 1;
  return Math.max(LOWEST_PRICE, Math.ceil(reference / ratio) - 1);
}

const furthest = (direction: Direction): number => (direction === 'up' ? Number.POSITIVE_INFINITY : LOWEST_PRICE);

/** Weights are published in whole millionths, each less than one off. */
const slackOf = (weights: readonly number[]): number => (weights.length + 1) / ONE_MILLION;

/** Weights under the cap as fractions, those of bystanders first; equal where so few cannot share the whole under it. */
function weightsOf(bystanders: readonly Bystander[], claims: readonly number[], cap: Millionths): number[] {
  const all = bystanders.map(({ claim }) => claim);
  all.push(...claims);
  if (all.length * cap < ONE_MILLION) return all.fill(1 / all.length);

  const most = cap / ONE_MILLION;
  let [room, sum, perClaim] = [1, all.reduce((a, b) => a + b, 0), 0];
  const capped = all.map(() => false);
  for (let over = true; over; ) {
    over = false;
    perClaim = sum > 0 ? room / sum : 0;
    for (let i = 0; i < all.length; i += 1) {
      const claim = all[i] as number;
      if (capped[i] || claim * perClaim <= most) continue;
      [capped[i], over] = [true, true];
      room -= most;
      sum -= claim;
    }
  }
  return all.map((claim, i) => (capped[i] ? most : claim * perClaim));
}
