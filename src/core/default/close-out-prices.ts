/**
 * The prices of a close-out: which one judges an account, and at which ones its margin and its money end.
 *
 * Equity moves by the tick value for every lot and tick, so both ends are exact fractions, each rounded once to a tick
 * in the direction that its rule names. Equity, position and price are those of one account with one contract; where it
 * has several, the others are thought to stand still.
 */
import { divideDown, divideUp, type Lots, type Money, subtract, type Ticks } from '../units.ts';

/** An account with one contract, at the mark price. The position is signed and not 0. */
export interface Exposure {
  readonly equity: Money;
  readonly position: Lots;
  readonly price: Ticks;
  readonly tickValue: Money;
}

/**
 * The price by which an account is judged: the median of the last price, the middle of the quotes and the day's average
 * price (rule DEF-4). What is missing counts as the settlement price, so a lone price never moves the median beyond the
 * other two. `averagePrice` is handed in only if enough trades made it; a middle between two ticks is the one nearer to
 * the settlement price.
 */
export function closeOutMark(prices: {
  readonly settlementPrice: Ticks;
  readonly lastPrice?: Ticks | undefined;
  readonly bestBid?: Ticks | undefined;
  readonly bestAsk?: Ticks | undefined;
  readonly averagePrice?: Ticks | undefined;
}): Ticks {
  const { settlementPrice, lastPrice, bestBid, bestAsk, averagePrice } = prices;
  const middle =
    bestBid === undefined || bestAsk === undefined ? undefined : middleOf(bestBid, bestAsk, settlementPrice);
  const three = [lastPrice, middle, averagePrice].map((price) => price ?? settlementPrice);
  return three.sort((a, b) => a - b)[1] as Ticks;
}

function middleOf(bid: number, ask: number, settlementPrice: Ticks): Ticks {
  const lower = divideDown(bid + ask, 2);
  return (lower < settlementPrice ? divideUp(bid + ask, 2) : lower) as Ticks;
}

/**
 * The price at which closing the whole position leaves nothing: P − E / (tick value × position) (rule DEF-5). Rounded
 * up for a long position and down for a short one, so that a position closed there never costs anybody else a
 * micro-dollar. It is not positive where a long account holds at least what its position is worth.
 */
export function bankruptcyPrice({ equity, position, price, tickValue }: Exposure): Ticks {
  const distance = equityInTicks(equity, tickValue, position);
  return Number(position > 0 ? BigInt(price) - distance : BigInt(price) + distance) as Ticks;
}

/** How many whole ticks equity can bear: rounded down, towards ruin also where it is negative. */
function equityInTicks(equity: Money, tickValue: Money, position: Lots): bigint {
  return floorOf(BigInt(equity), perTick(tickValue, position));
}

/**
 * The first price, going against the position tick by tick, at which equity is below `maintenanceMargin` (rule DEF-6),
 * which stays what it is until the day has ended (MAR-9): one tick beyond the price at which equity is just that.
 */
export function closeOutPrice(exposure: Exposure & { readonly maintenanceMargin: Money }): Ticks {
  const equity = subtract(exposure.equity, exposure.maintenanceMargin);
  return (bankruptcyPrice({ ...exposure, equity }) - Math.sign(exposure.position)) as Ticks;
}

/** What one tick of the whole position is worth. */
function perTick(tickValue: Money, position: Lots): bigint {
  return BigInt(tickValue) * BigInt(Math.abs(position));
}

function floorOf(dividend: bigint, divisor: bigint): bigint {
  const quotient = dividend / divisor;
  return quotient * divisor > dividend ? quotient - 1n : quotient;
}
