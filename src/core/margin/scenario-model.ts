/**
 * Margin after the manner of SPAN: the worst of sixteen scenarios in which all months move together, and a charge for
 * what they do not do together.
 *
 * The scan lets a long month pay for a short one in full. The inter-month charge puts back what the curve could do: lots
 * that stand against their opposite across the border between two months cost a share of their scan risk there. Counted
 * border by border, a spread costs all the borders that it spans, and it does not matter in which order spreads are
 * formed.
 */
import { ONE_MILLION } from '../units.ts';
import { interMonthShare, type ScenarioRules } from './margin-rules.ts';
import { atMostWhole, highest, type Month, type MonthRate } from './month.ts';
import type { Leg, Risk } from './risk.ts';
import { riskArrayOfFuture, scanRisk } from './risk-array.ts';

/** The scan range, and in the delivery period the charge for it on top (rules MAR-18 and MAR-20). */
export function rateByScan({ scanRange, deliveryCharge }: ScenarioRules, { inDelivery }: Month): MonthRate {
  if (!inDelivery || deliveryCharge === 0) return highest([{ rule: 'scanRange', rate: scanRange }]);
  return highest([
    { rule: 'scanRange', rate: scanRange },
    { rule: 'deliveryPeriod', rate: atMostWhole(scanRange + deliveryCharge) },
  ]);
}

/** Scan risk and inter-month charges of legs, nearest month first, in two-millionths (rules MAR-18 and MAR-19). */
export function riskByScenarios(rules: ScenarioRules, legs: readonly Leg[]): Risk {
  const parts = 2n * BigInt(ONE_MILLION);
  const holdings = legs.map(({ lots, marginPerLot }) => ({
    units: lots,
    array: riskArrayOfFuture(marginPerLot, rules.extremeWeight),
  }));
  const { risk, scenario } = scanRisk(holdings);
  const worths = legs.map(({ lots, marginPerLot }) => BigInt(lots) * BigInt(marginPerLot));
  const alone = worths.reduce((sum, worth) => sum + size(worth), 0n);
  const all = worths.reduce((sum, worth) => sum + worth, 0n);
  let interMonth = 0n;
  let nearer = 0n;
  for (const [i, { rank }] of legs.slice(0, -1).entries()) {
    nearer += worths[i] as bigint;
    // Twice what stands on one side of the border against its opposite on the other.
    const opposed = size(nearer) + size(all - nearer) - size(all);
    if (opposed > 0n) interMonth += opposed * BigInt(sharesBetween(rules, rank, (legs[i + 1] as Leg).rank));
  }
  const scan = BigInt(risk) * parts;
  const reason = { basis: 'scenarios', scan, scenario, interMonth } as const;
  return { alone: alone * parts, together: scan + interMonth, parts, reason };
}

function sharesBetween(rules: ScenarioRules, near: number, far: number): number {
  let sum = 0;
  for (let rank = near; rank < far; rank += 1) sum += interMonthShare(rules, rank);
  return sum;
}

const size = (amount: bigint) => (amount < 0n ? -amount : amount);
