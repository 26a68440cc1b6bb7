/**
 * A liquidation cascade: a shock closes positions by force, closing them moves the price, and that closes more.
 *
 * Prices are multiples of the price before the shock. Each round closes what stands below maintenance at the price of
 * the round, at that price, and the next price is P × (1 ∓ 0.01 × lots closed / depth): down where longs are sold, up
 * where shorts are bought back. It ends at the first price at which nobody is below maintenance, which is a fixed
 * point. How lots fall into rounds matters a little, because falls multiply: a larger shock that groups them otherwise
 * can end a little nearer. Nobody else trades: depth stands for all of them.
 */

export interface Position {
  /** Value over margin when it was opened; above 0. */
  readonly leverage: number;
  readonly lots: number;
  /** The price at which it was opened; 1 is the price before the shock. */
  readonly entry: number;
}

export interface CascadeTerms {
  readonly side: 'long' | 'short';
  readonly positions: readonly Position[];
  /** How many lots move the price by 1 %; above 0. */
  readonly depth: number;
  /** The move against the positions that begins it, as a share of the price; from 0 to below 1. */
  readonly shock: number;
  /** A position is closed when its equity is below this share of its value. */
  readonly maintenance: number;
  /** The share of a position that a round closes; 1 is all of it. What is left of less than a lot is closed with it. */
  readonly closedPerRound: number;
}

export interface Round {
  /** At which the round looks, and closes. */
  readonly price: number;
  /** Lots closed in it. */
  readonly lots: number;
}

export interface CascadeResult {
  /** The rounds in which something was closed. */
  readonly rounds: readonly Round[];
  /** Where it ends; 0 where depth is used up. */
  readonly price: number;
  /** How far that is from 1, against the positions. */
  readonly total: number;
  /** Over the shock; 1 where nothing is closed, and for no shock at all. */
  readonly amplification: number;
  readonly lots: number;
}

/** A position on its way: what it holds, and its equity but for what the price makes of what it holds. */
interface Holding {
  lots: number;
  /** Margin and what was realised, less what was paid for the lots held: equity is cash + sign × lots × price. */
  cash: number;
}

/** A position with less than this, in lots, is closed whole. */
const CRUMB = 1;

export function cascade(terms: CascadeTerms): CascadeResult {
  const { side, depth, shock, maintenance, closedPerRound } = terms;
  const sign = side === 'long' ? 1 : -1;
  const holdings: Holding[] = terms.positions.map(({ leverage, lots, entry }) => ({
    lots,
    cash: lots * entry * (1 / leverage - sign),
  }));
  const rounds: Round[] = [];
  let price = 1 - sign * shock;
  for (;;) {
    let closed = 0;
    for (const holding of holdings) {
      if (holding.lots === 0) continue;
      const equity = holding.cash + sign * holding.lots * price;
      if (equity >= maintenance * holding.lots * price) continue;
      // Whoever owes has nothing to wait for.
      const share = equity <= 0 || holding.lots * (1 - closedPerRound) < CRUMB ? 1 : closedPerRound;
      const lots = share === 1 ? holding.lots : holding.lots * share;
      holding.lots -= lots;
      holding.cash += sign * lots * price;
      closed += lots;
    }
    if (closed === 0 || price === 0) break;
    rounds.push({ price, lots: closed });
    price = Math.max(0, price * (1 - (sign * 0.01 * closed) / depth));
  }
  const total = sign * (1 - price);
  return {
    rounds,
    price,
    total,
    amplification: shock === 0 ? 1 : total / shock,
    lots: rounds.reduce((sum, { lots }) => sum + lots, 0),
  };
}

/** The price at which a whole position is closed. */
export function closedAt(
  { side, maintenance }: Pick<CascadeTerms, 'side' | 'maintenance'>,
  { leverage, entry }: Position,
): number {
  const sign = side === 'long' ? 1 : -1;
  return (entry * (1 - sign / leverage)) / (1 - sign * maintenance);
}

/** So many shocks are tried before the first that is enough is closed in on. */
const TRIED = 400;

/**
 * The smallest shock after which `position`, one of those of the terms, is closed; undefined where none does. The terms
 * close whole positions.
 */
export function smallestShock(terms: CascadeTerms, position: Position): number | undefined {
  const sign = terms.side === 'long' ? 1 : -1;
  const threshold = closedAt(terms, position);
  const reaches = (shock: number) => sign * (threshold - cascade({ ...terms, shock }).price) > 0;
  // By itself it goes at its own distance, so no more is needed.
  const most = Math.min(SHOCK_MAX, Math.abs(1 - threshold) * 1.0001);
  const first = Array.from({ length: TRIED + 1 }, (_, i) => (most * i) / TRIED).findIndex(reaches);
  if (first === -1) return undefined;
  let [low, high] = [(most * (first - 1)) / TRIED, (most * first) / TRIED];
  while (first > 0 && high - low > 1e-9) {
    const middle = (low + high) / 2;
    if (reaches(middle)) high = middle;
    else low = middle;
  }
  return high;
}

export const SHOCK_MAX = 0.99;

/**
 * Positions opened at prices spread evenly from `width` below 1 to `width` above, in slices of equal size, less those
 * that would have been closed before the shock.
 */
export function spreadOut(terms: CascadeTerms, width: number, slices: number): readonly Position[] {
  const sign = terms.side === 'long' ? 1 : -1;
  return terms.positions
    .flatMap(({ leverage, lots }) =>
      Array.from({ length: slices }, (_, i) => ({
        leverage,
        lots: lots / slices,
        entry: 1 + width * ((2 * (i + 0.5)) / slices - 1),
      })),
    )
    .filter((position) => sign * (1 - closedAt(terms, position)) >= 0);
}
