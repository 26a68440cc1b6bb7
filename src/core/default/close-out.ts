/**
 * How much of an account is closed out when its equity no longer covers its maintenance margin.
 *
 * No more than brings the account back to its target margin, which is above the maintenance margin so that the next tick
 * does not call it again. Closing at the mark price changes equity by the fee alone, so every lot closed frees its target
 * margin less its fee. Requirement and fee are counted lot by lot, each rounded up to a micro-dollar: what has been
 * closed is then enough in whole money, too. When and at what price the lots are traded is left to others.
 */
import {
  add,
  type ContractId,
  divideUp,
  type Lots,
  type Millionths,
  type Money,
  multiply,
  NO_MONEY,
  notional,
  shareUp,
  subtract,
  type Ticks,
} from '../units.ts';

/** A position that may be closed out, and what one of its lots asks and costs. */
export interface OpenHolding {
  readonly contract: ContractId;
  /** Signed; not 0. */
  readonly position: Lots;
  /** The mark price, positive. */
  readonly price: Ticks;
  readonly tickValue: Money;
  /** What equity shall cover again for each lot that stays. */
  readonly targetPerLot: Money;
  /** The close-out fee as a share of value at the mark price. */
  readonly feeRate: Millionths;
}

/** Lots of one contract to be closed: positive, against the position. */
export interface CloseOut {
  readonly contract: ContractId;
  readonly lots: Lots;
}

/**
 * The lots to close: nothing while equity covers the maintenance margin, otherwise contract by contract, the largest
 * target margin first and of equals the lower contract, each as far as is needed and no further (rules DEF-1, DEF-2).
 * Afterwards equity less fees covers the target margin of what stays, or nothing stays.
 */
export function closeOutPlan(account: {
  readonly equity: Money;
  readonly maintenanceMargin: Money;
  readonly holdings: readonly OpenHolding[];
}): CloseOut[] {
  const { equity, maintenanceMargin, holdings } = account;
  if (equity >= maintenanceMargin) return [];

  const target = holdings.reduce((sum, holding) => add(sum, targetOf(holding)), NO_MONEY);
  let missing = subtract(target, equity);
  const plan: CloseOut[] = [];
  for (const holding of [...holdings].sort(largestTargetFirst)) {
    if (missing <= 0) break;
    const freed = freedByLot(holding);
    // Where closing a lot costs what it frees, no part of the position would do.
    const needed = freed > 0 ? divideUp(missing, freed) : Number.POSITIVE_INFINITY;
    const lots = Math.min(needed, Math.abs(holding.position)) as Lots;
    missing = subtract(missing, multiply(freed, lots));
    plan.push({ contract: holding.contract, lots });
  }
  return plan;
}

function targetOf({ targetPerLot, position }: OpenHolding): Money {
  return multiply(targetPerLot, Math.abs(position));
}

function largestTargetFirst(a: OpenHolding, b: OpenHolding): number {
  return targetOf(b) - targetOf(a) || a.contract - b.contract;
}

/** By how much closing one lot brings the account nearer to its target: the lot's own target less the fee. */
function freedByLot({ price, tickValue, targetPerLot, feeRate }: OpenHolding): Money {
  return subtract(targetPerLot, shareUp(notional(price, 1 as Lots, tickValue), feeRate));
}
