/**
 * What an attack costs against what position limits let it earn.
 *
 * The contract settles at the mean of the attacked days' fixings, in its ticks. The manipulator holds the largest position
 * that one account may hold in the delivery period, in every product that settles at the index and on the right side, and
 * got it at the price without an attack.
 */
import { type ProductSpecification, tickValue } from '#core/contract.ts';
import { meanInTicks, meanOfFixings } from '#core/price-index/mean.ts';
import { add, divideUp, type Lots, type Money, multiply, type Ticks } from '#core/units.ts';
import type { AttackedDay, AttackOutcome } from './attack.ts';
import { type Loss, sumOf } from './market.ts';

/** The largest position of one account in a contract in its delivery period (rules POS-1 and POS-3). */
export function largestInDelivery({ positionMax, protection }: ProductSpecification): Lots {
  return Math.min(positionMax, protection?.spotMonthMax ?? positionMax) as Lots;
}

export function costOf({ days }: Pick<AttackOutcome, 'days'>): Loss {
  return sumOf(days.map(({ loss }) => loss));
}

/** The mean fixing without and with the attack, micro-dollars; null when every fixing is withheld. */
export function means(days: readonly AttackedDay[]): {
  readonly honest: Money | null;
  readonly attacked: Money | null;
} {
  return {
    honest: meanOfFixings(days.map(({ honest }) => honest ?? undefined)) ?? null,
    attacked: meanOfFixings(days.map(({ value }) => value ?? undefined)) ?? null,
  };
}

/** By how many ticks the final settlement price of a product is moved; none when there is no price on either side. */
export function ticksMoved(days: readonly AttackedDay[], { tickSize }: ProductSpecification): Ticks {
  const honest = meanInTicks(
    days.map((day) => day.honest ?? undefined),
    tickSize,
  );
  const attacked = meanInTicks(
    days.map((day) => day.value ?? undefined),
    tickSize,
  );
  return (honest === undefined || attacked === undefined ? 0 : Math.abs(attacked - honest)) as Ticks;
}

/** What the largest positions in these products gain together. */
export function earnedIn(products: readonly ProductSpecification[], days: readonly AttackedDay[]): Money {
  return products.reduce(
    (sum, product) => add(sum, multiply(tickValue(product), largestInDelivery(product) * ticksMoved(days, product))),
    0 as Money,
  );
}

/** The largest positions in these products, in million tokens. */
export function tokensIn(products: readonly ProductSpecification[]): number {
  return products.reduce((sum, product) => sum + largestInDelivery(product) * product.lotSize, 0);
}

/** From how many lots on the move is worth what it cost; undefined when nothing is moved. */
export function paysFrom(product: ProductSpecification, moved: Ticks, cost: Money): Lots | undefined {
  return moved === 0 ? undefined : (divideUp(cost, moved * tickValue(product)) as Lots);
}
