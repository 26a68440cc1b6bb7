/**
 * What a contributor posted on one day: the raw material of a fixing.
 *
 * A contribution is a posted price list entry of one model at one provider, with the quality ratio and the volume that
 * the registry of that day gives it. All numbers are whole: prices in micro-dollars per million tokens, ratios in
 * millionths, volumes in million tokens a week. Where they come from is the feed's business.
 */
import { type Millionths, type Money, ONE_MILLION } from '../units.ts';

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

/**
 * Whether a contribution counts (rule IDX-2): the model reaches the bar, both prices are above zero, because a price of
 * zero is an invitation and not a price, and there is volume behind it.
 */
export function counts({ inputPrice, outputPrice, qualityRatio, volume }: Contribution): boolean {
  const whole = [inputPrice, outputPrice, qualityRatio, volume].every(Number.isSafeInteger);
  return whole && inputPrice > 0 && outputPrice > 0 && qualityRatio >= ONE_MILLION && volume > 0;
}

/** The order of contributions in a fixing: by provider, then by model. It owes nothing to the order of arrival. */
export function byProviderAndModel(a: Contribution, b: Contribution): number {
  return (
    compare(a.provider, b.provider) ||
    compare(a.model, b.model) ||
    a.inputPrice - b.inputPrice ||
    a.outputPrice - b.outputPrice ||
    a.qualityRatio - b.qualityRatio ||
    a.volume - b.volume
  );
}

/** By code unit, because the order of a locale is not the same on every machine. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
