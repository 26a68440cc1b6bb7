/**
 * The settlement prices of all months of a product, by the tiers of its rules (rule SET-8).
 *
 * Every month first tries the tiers that look at itself alone, up to the first that looks at others. Months that have
 * found nothing by then wait until their neighbours are settled, and are looked at from the settled ones outwards. What
 * a tier comes to is brought within the limits of the day, whichever it is (rule SET-15).
 */
import { broughtWithin } from '../price-rules/distance.ts';
import type { ContractId, Ticks } from '../units.ts';
import { nearestTick } from './settlement-price.ts';
import { LOOKS_AT_OTHERS, type SettlementRules, type SettlementTier } from './settlement-rules.ts';
import {
  type Found,
  type OwnTier,
  ownPrice,
  type PassedOver,
  type PassedTier,
  type SettlementInputs,
} from './tiers.ts';
import type { SpreadOfDay, TradedDay } from './traded-day.ts';

/** What a month settles at: the tier that gave the price, what it was made of, and what was tried before. */
export interface DayPrice {
  readonly price: Ticks;
  readonly method: SettlementTier['method'];
  readonly inputs: SettlementInputs;
  readonly passed: readonly PassedTier[];
}

/** `days` are the living months of one product, the nearest first; what is returned stands in the same order. */
export function settlementPrices(
  rules: SettlementRules,
  days: readonly TradedDay[],
  spreads: readonly SpreadOfDay[],
): DayPrice[] {
  const firstOfOthers = rules.tiers.findIndex(({ method }) => LOOKS_AT_OTHERS.includes(method));
  const own = firstOfOthers === -1 ? rules.tiers : rules.tiers.slice(0, firstOfOthers);
  const settled = new Map<TradedDay, DayPrice>();
  for (const day of days) {
    const price = firstThatGives(own, day, (tier) => ownPrice(tier as OwnTier, day));
    if (price !== undefined) settled.set(day, price);
  }
  // A change is taken from months that have traded; one that was moved itself, or was only quoted, moves no other.
  const traded = days.filter((day) => day.volume > 0 && settled.has(day));
  const look: Look = { days, spreads, settled, traded };
  for (const day of outwards(days, settled))
    settled.set(day, firstThatGives(rules.tiers, day, (tier) => anyPrice(tier, day, look)) as DayPrice);
  return days.map((day) => settled.get(day) as DayPrice);
}

/** What a tier that looks at others sees. */
interface Look {
  readonly days: readonly TradedDay[];
  readonly spreads: readonly SpreadOfDay[];
  readonly settled: ReadonlyMap<TradedDay, DayPrice>;
  readonly traded: readonly TradedDay[];
}

/** The price of the first tier that gives one, brought within the limits of the day. */
function firstThatGives(
  tiers: readonly SettlementTier[],
  { limits }: TradedDay,
  priceOf: (tier: SettlementTier) => Found | PassedOver,
): DayPrice | undefined {
  const passed: PassedTier[] = [];
  for (const tier of tiers) {
    const { method } = tier;
    const found = priceOf(tier);
    if (typeof found === 'string') {
      passed.push({ method, reason: found });
      continue;
    }
    const price = broughtWithin(found.price, limits);
    const inputs = price === found.price ? found.inputs : { ...found.inputs, unlimited: found.price };
    return { price, method, inputs, passed };
  }
  return undefined;
}

function anyPrice(tier: SettlementTier, day: TradedDay, look: Look): Found | PassedOver {
  if (tier.method === 'spreads') return bySpread(day, look) ?? 'noSpread';
  if (tier.method === 'neighbour') return byNeighbour(day, look) ?? 'noNeighbour';
  return ownPrice(tier, day);
}

/** The price of a neighbour that has one of today, and the difference; of two the earlier month's (rule SET-13). */
function bySpread({ contract, previous }: TradedDay, { days, spreads, settled }: Look): Found | undefined {
  for (const other of days) {
    const spread = spreads.find(({ near, far }) => areThese([near, far], [contract, other.contract]));
    const price = settled.get(other);
    if (spread === undefined || price === undefined || SAYS_NOTHING.includes(price.method)) continue;
    const { halfTicks } = spread;
    const twice = 2 * price.price + (spread.near === contract ? halfTicks : -halfTicks);
    return {
      price: nearestTick(twice, 2, previous),
      inputs: { neighbour: other.contract, neighbourPrice: price.price, spreadHalfTicks: halfTicks, previous },
    };
  }
  return undefined;
}

/** Prices of today that only repeat or guess. */
const SAYS_NOTHING: readonly SettlementTier['method'][] = ['previous', 'neighbour'];

function areThese(legs: readonly ContractId[], these: readonly ContractId[]): boolean {
  return legs.every((leg) => these.includes(leg));
}

/** Moved by as many per cent as the nearest month that traded; of two as near the earlier one (rule SET-14). */
function byNeighbour(day: TradedDay, { days, settled, traded }: Look): Found | undefined {
  const nearest = nearestOf(days, day, traded);
  const price = nearest && settled.get(nearest)?.price;
  if (nearest === undefined || price === undefined) return undefined;
  const { contract: neighbour, previous: neighbourPrevious } = nearest;
  const { previous } = day;
  return {
    price: nearestTick(previous * price, neighbourPrevious, previous),
    inputs: { neighbour, neighbourPrice: price, neighbourPrevious, previous },
  };
}

/** Months without a price, those nearest to one that has one first, and of two as near the earlier one. */
function outwards(days: readonly TradedDay[], settled: ReadonlyMap<TradedDay, DayPrice>): TradedDay[] {
  const has = days.flatMap((day, i) => (settled.has(day) ? [i] : []));
  const distance = (day: TradedDay) => Math.min(...has.map((i) => Math.abs(i - days.indexOf(day))));
  const waiting = days.filter((day) => !settled.has(day));
  return has.length === 0 ? waiting : waiting.sort((a, b) => distance(a) - distance(b));
}

function nearestOf(days: readonly TradedDay[], day: TradedDay, among: readonly TradedDay[]): TradedDay | undefined {
  const away = (other: TradedDay) => Math.abs(days.indexOf(other) - days.indexOf(day));
  // `reduce` keeps the first of equals, and the earlier month comes first.
  return among.reduce<TradedDay | undefined>((best, one) => (best && away(best) <= away(one) ? best : one), undefined);
}
