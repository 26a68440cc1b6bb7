/** What a cascade cannot be computed from, in a sentence for a person. */
import { percent } from '../experiment/words.ts';
import { LEVERAGE_MAX } from '../leverage/terms.ts';
import { SHOCK_MAX } from './cascade.ts';
import type { CascadeStudy } from './study.ts';

const GROUPS_MAX = 50;
const LOTS_MAX = 1e9;
const DEPTH_MIN = 0.01;
const ENTRIES_MAX = 0.5;

/** Undefined where nothing is wrong. */
export function faultInCascade({ terms, entries }: CascadeStudy): string | undefined {
  const { positions, depth, shock, maintenance, closedPerRound } = terms;
  if (positions.length === 0) return 'Without a position there is nothing to liquidate: give some as 50x:400,20x:600.';
  if (positions.length > GROUPS_MAX) return `At most ${GROUPS_MAX} groups of positions fit, not ${positions.length}.`;
  if (!(depth >= DEPTH_MIN && depth <= LOTS_MAX))
    return `Depth is how many lots move the price by 1 %, from ${DEPTH_MIN} to ${LOTS_MAX}, not ${depth}.`;
  if (!(shock > 0 && shock <= SHOCK_MAX))
    return `A shock is a share of the price above 0 and up to ${SHOCK_MAX}, not ${shock}.`;
  if (!(maintenance >= 0 && maintenance < 1)) return `Maintenance is a share from 0 to below 1, not ${maintenance}.`;
  if (!(closedPerRound >= 0.01 && closedPerRound <= 1))
    return `A round closes a share from 0.01 to 1 of a position, not ${closedPerRound}.`;
  if (!(entries >= 0 && entries <= ENTRIES_MAX))
    return `Entries spread by a share from 0 to ${ENTRIES_MAX}, not ${entries}.`;
  for (const { leverage, lots } of positions) {
    if (!(leverage >= 1 && leverage <= LEVERAGE_MAX))
      return `The leverage of a position is a number from 1 to ${LEVERAGE_MAX}, not ${leverage}.`;
    if (!(lots > 0 && lots <= LOTS_MAX)) return `A position has lots above 0 and up to ${LOTS_MAX}, not ${lots}.`;
    if (maintenance >= 1 / leverage)
      return `At ${leverage}x the margin is ${percent(1 / leverage, 3)}, not above the maintenance of ${percent(maintenance, 3)}: such a position is liquidated as it opens.`;
  }
  return undefined;
}
