/**
 * All that a company bought as one basket: what a million tokens of it were posted at on a day.
 *
 * The basket holds the mix of models, and of input, cached input and output, still. So its price moves with posted prices
 * and nothing else.
 */
import type { TradeDate } from '#core/units.ts';
import type { Usage } from '#lab/planning/usage.ts';
import { postedPrice } from './posted-prices.ts';

const MILLION = 1_000_000;

export interface Basket {
  /** USD per million tokens. */
  on(date: TradeDate): number;
  /** Models without a posted price on some day, which are left out, and their share of the tokens. */
  readonly left: readonly string[];
  readonly leftShare: number;
}

interface Amounts {
  input: number;
  cached: number;
  output: number;
}

/** The basket of `usage`; prices are asked for from `first` to `last`. */
export function basketOf(usage: readonly Usage[], first: TradeDate, last: TradeDate): Basket {
  const bought = new Map<string, Amounts>();
  for (const { model, input, cached, output } of usage) {
    const sum = bought.get(model) ?? { input: 0, cached: 0, output: 0 };
    bought.set(model, sum);
    sum.input += input;
    sum.cached += cached;
    sum.output += output;
  }
  const left = [...bought.keys()].filter((model) => !isPriced(model, first, last));
  const priced = [...bought].filter(([model]) => !left.includes(model));
  const tokens = tokensOf(priced.map(([, amounts]) => amounts));
  const prices = new Map<TradeDate, number>();
  return {
    left,
    leftShare: 1 - tokens / tokensOf([...bought.values()]),
    on(date) {
      const price = prices.get(date) ?? (tokens === 0 ? 0 : (costOn(priced, date) * MILLION) / tokens);
      prices.set(date, price);
      return price;
    },
  };
}

function isPriced(model: string, first: TradeDate, last: TradeDate): boolean {
  for (let date = first; date <= last; date = (date + 1) as TradeDate)
    if (postedPrice(model, date) === undefined) return false;
  return true;
}

const tokensOf = (amounts: readonly Amounts[]): number =>
  amounts.reduce((sum, { input, output }) => sum + input + output, 0);

function costOn(bought: readonly (readonly [string, Amounts])[], date: TradeDate): number {
  return bought.reduce((sum, [model, { input, cached, output }]) => {
    const price = postedPrice(model, date);
    return price === undefined
      ? sum
      : sum + (input - cached) * price.input + cached * price.cached + output * price.output;
  }, 0);
}
