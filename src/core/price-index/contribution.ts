/**
 * What a contributor posted on one day: the raw material of a fixing.
 *
 * A contribution is a posted price list entry of one model at one provider, with the quality score and the volume that
 * the registry of that day gives it. All numbers are whole: prices in micro-dollars per million tokens, scores in
 * millionths, volumes in million tokens a week.
 */
import type { Millionths, Money } from '../units.ts';

export interface Contribution {
  /** Who posts and serves the price: `openai`, `deepseek`. */
  readonly provider: string;
  readonly model: string;
  /** Posted prices, micro-dollars per million tokens. */
  readonly inputPrice: Money;
  readonly outputPrice: Money;
  /** S_i over S_SIT in millionths: 1,100,000 is a model ten per cent above the bar. */
  readonly qualityRatio: Millionths;
  /** Volume behind the weight, in million tokens a week; not negative. */
  readonly volume: number;
}
