/**
 * The plain twin of the price guard: it keeps every trade since trading last began, and looks through all of them.
 *
 * Nothing is rounded: a move of d ticks is compared with a share m of the settlement price S as d × 1,000,000 with
 * S × m. Where the rule says that the share is rounded down to ticks, a move reaches it when one tick more exceeds it.
 */
import type { Breach } from '#core/price-rules/price-guard.ts';
import type { PriceRules, WindowedMove } from '#core/price-rules/price-rules.ts';

export class NaiveGuard {
  readonly rules: PriceRules;
  settlement: number;
  trades: { readonly time: number; readonly price: number }[] = [];
  stopped: number[] = [];

  constructor(rules: PriceRules, settlement: number) {
    this.rules = rules;
    this.settlement = settlement;
  }

  startDay(settlement: number): void {
    this.settlement = settlement;
    this.stopped = [];
  }

  check(price: number, time: number): Breach | undefined {
    const { halts, breaker, velocity } = this.rules;
    const away = Math.abs(price - this.settlement);
    const tiers = halts
      .map(({ move, pauseMs }, i) => ({ cause: 'halt' as const, pauseMs, tier: i + 1, move }))
      .filter(({ move }) => away > 1 && this.exceeds(away + 1, move))
      .filter(({ tier }) => this.stopped.every((used) => used < tier));
    const highest = tiers.pop();
    if (highest !== undefined) return { cause: 'halt', pauseMs: highest.pauseMs, tier: highest.tier };
    if (this.moved(breaker, price, time)) return { cause: 'breaker', pauseMs: breaker.auctionMs, tier: 0 };
    if (this.moved(velocity, price, time)) return { cause: 'velocity', pauseMs: velocity.auctionMs, tier: 0 };
    return undefined;
  }

  traded(price: number, time: number): void {
    this.trades.push({ time, price });
  }

  paused({ tier }: Breach): void {
    this.stopped.push(tier);
  }

  restart(time: number, price: number | undefined): void {
    this.trades = price === undefined ? [] : [{ time, price }];
  }

  private moved(rule: WindowedMove | null, price: number, time: number): rule is WindowedMove {
    if (rule === null) return false;
    return this.trades
      .filter((trade) => time - trade.time < rule.windowMs)
      .map((trade) => Math.abs(price - trade.price))
      .some((move) => move > 1 && this.exceeds(move, rule.move));
  }

  private exceeds(move: number, share: number): boolean {
    return move * 1_000_000 > this.settlement * share;
  }
}
