/**
 * How a maker wishes to be protected: the width of the window, the limits in it, and how long a freeze lasts.
 *
 * Valid settings have at least one limit. What they do is in `protection-window.ts`.
 */
import { MILLIS_PER_DAY } from '../calendar.ts';
import type { Lots } from '../units.ts';
import { isWholeWithin, LOTS_MAX } from './bounds.ts';

/** Limits are independent; one that is null does not exist. */
export interface ProtectionSettings {
  /** The width of the window: at least 1 ms, at most a day. */
  readonly intervalMs: number;
  /** How long a maker stays frozen; 0 until it is reset. */
  readonly frozenMs: number;
  /** Lots filled, bought and sold together, that freeze. */
  readonly quantity: Lots | null;
  /** Lots bought less lots sold, of either sign, that freeze. */
  readonly delta: Lots | null;
}

/** Why settings are refused. */
export const protectionRejections = { PROTECTION_INVALID: 'MMK-13' } as const;
export type ProtectionRejection = keyof typeof protectionRejections;

/** Why these settings cannot be taken, or undefined. Settings without a limit protect from nothing, and are refused. */
export function refuseProtection(settings: ProtectionSettings): ProtectionRejection | undefined {
  const { intervalMs, frozenMs, quantity, delta } = settings;
  const isValid =
    isWholeWithin(intervalMs, 1, MILLIS_PER_DAY) &&
    isWholeWithin(frozenMs, 0, MILLIS_PER_DAY) &&
    (quantity !== null || delta !== null) &&
    [quantity, delta].every((limit) => limit === null || isWholeWithin(limit, 1, LOTS_MAX));
  return isValid ? undefined : 'PROTECTION_INVALID';
}
