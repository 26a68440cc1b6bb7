/**
 * Days of trading, as tests of settlement write them down: what is not said did not happen.
 */
import type { SettlementRules, SettlementTier } from '#core/settlement/settlement-rules.ts';
import type { SpreadOfDay, TradedDay, TradesOfWindow } from '#core/settlement/traded-day.ts';
import type { ContractId, Lots, Millionths, Ticks } from '#core/units.ts';

/** `[price, lots]` of each trade of the whole day. */
type Trades = readonly (readonly [price: number, lots: number])[];

export interface Said {
  readonly previous?: number;
  readonly limits?: readonly [down: number, up: number];
  readonly trades?: Trades;
  /** Best prices that the day has left. */
  readonly bid?: number;
  readonly ask?: number;
  /** Price and milliseconds. */
  readonly bidStood?: readonly [number, number];
  readonly askStood?: readonly [number, number];
  readonly auction?: readonly [price: number, lots: number];
  /** Of 15 minutes. */
  readonly window?: { readonly trades: Trades; readonly buyers: number; readonly sellers: number };
}

/** The day of the month with that number, which came from 1,500 and may move to 1,350 or 1,650. */
export function dayOfMonth(contract: number, said: Said = {}): TradedDay {
  const { previous = 1_500, limits = [1_350, 1_650], trades = [], bid = 0, ask = 0 } = said;
  const { bidStood = [0, 0], askStood = [0, 0], auction = [0, 0], window } = said;
  const quote = ([price, stoodMs]: readonly [number, number]) => ({ price: price as Ticks, stoodMs });
  const { buyers = 0, sellers = 0 } = window ?? {};
  const inWindow: TradesOfWindow = { ...sums(window?.trades ?? []), buyers, sellers };
  return {
    contract: contract as ContractId,
    previous: previous as Ticks,
    limits: { down: limits[0] as Ticks, up: limits[1] as Ticks },
    tradedValue: sums(trades).value,
    volume: sums(trades).lots,
    lastPrice: (trades.at(-1)?.[0] ?? 0) as Ticks,
    bid: bid as Ticks,
    ask: ask as Ticks,
    windows: new Map([[15, inWindow]]),
    auction: { price: auction[0] as Ticks, lots: auction[1] as Lots },
    quotes: { bid: quote(bidStood), ask: quote(askStood) },
  };
}

function sums(trades: Trades) {
  return {
    trades: trades.length,
    lots: trades.reduce((sum, [, lots]) => sum + lots, 0) as Lots,
    value: trades.reduce((sum, [price, lots]) => sum + price * lots, 0),
  };
}

/** A spread whose price is that of the near month less that of the far one. */
export function spreadOf(near: number, far: number, price: number): SpreadOfDay {
  return { near: near as ContractId, far: far as ContractId, halfTicks: 2 * price };
}

/** Rules with these tiers, and the end of a contract as everywhere. */
export function rulesWith(...tiers: readonly SettlementTier[]): SettlementRules {
  return { profile: 'tokenpit', tiers, final: { validShare: 900_000 as Millionths, lastFixings: 5 } };
}
