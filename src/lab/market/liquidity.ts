/**
 * What the market offers, sampled at every look of the companies: over all months that are still hedged and trade
 * continuously.
 */
import { BUY, SELL } from '#core/commands.ts';
import type { ListedContract } from '#core/listed-contract.ts';
import { lastDay } from './hedged-year.ts';

/** Sums over samples; those of spread and depth over samples with both sides. */
export interface Liquidity {
  samples: number;
  twoSided: number;
  /** Of ask over bid as a share of the middle. */
  spread: number;
  /** Million tokens at the best price of the thinner side. */
  depth: number;
  /** Samples at which the month is worth more or less than the day's limits allow. */
  locked: number;
}

export const noLiquidity = (): Liquidity => ({ samples: 0, twoSided: 0, spread: 0, depth: 0, locked: 0 });

/** Adds a sample of every month of the study to `sums`; `worthOf` says what a month is worth by the model, in ticks. */
export function sample(
  sums: Liquidity,
  contracts: readonly ListedContract[],
  worthOf: (
    month: Pick<ListedContract, 'deliveryFrom' | 'lastTradingDay'> & { tickSize: number },
  ) => number | undefined,
): void {
  for (const contract of contracts) {
    const { expired, lastTradingDay, book, specification, limitUp, limitDown } = contract;
    if (expired || lastTradingDay > lastDay) continue;
    const [bid, ask] = [book.bestPrice(BUY), book.bestPrice(SELL)];
    sums.samples += 1;
    const { deliveryFrom } = contract;
    const value = worthOf({ deliveryFrom, lastTradingDay, tickSize: specification.tickSize }) ?? 0;
    if (value > limitUp || value < limitDown) sums.locked += 1;
    if (bid === 0 || ask === 0) continue;
    sums.twoSided += 1;
    sums.spread += (ask - bid) / ((ask + bid) / 2);
    sums.depth += Math.min(book.quantityAt(BUY, bid), book.quantityAt(SELL, ask)) * specification.lotSize;
  }
}
