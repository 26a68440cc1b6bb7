/** What a company bought, as its bills have it. Amounts of tokens and money are plain numbers. */
import type { TradeDate } from '#core/units.ts';

/** All of one model on one day. */
export interface Usage {
  readonly date: TradeDate;
  /** What the price list calls it: `openai/gpt-4.1`. */
  readonly model: string;
  /** Tokens; `input` includes the `cached` ones. */
  readonly input: number;
  readonly cached: number;
  readonly output: number;
  /** USD that were paid, or the posted price of the day where the table has no costs. */
  readonly cost: number;
}
