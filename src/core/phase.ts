/**
 * The phases of a contract's day, and what each of them allows.
 */

export const phases = [
  'closed',
  'preOpen',
  'openingAuction',
  'openingFreeze',
  'continuous',
  'volatilityAuction',
  'resumingAuction',
  'halted',
  'closingAuction',
  'closingFreeze',
  'settlement',
] as const;
export type Phase = (typeof phases)[number];

export interface PhaseRules {
  readonly takesOrders: boolean;
  readonly takesCancels: boolean;
  /** Orders trade as they come. */
  readonly trades: boolean;
  /** Orders are collected, and trade at one price when the phase is over. */
  readonly isAuction: boolean;
}
const rules: Readonly<Record<Phase, PhaseRules>> = {
  closed: { takesOrders: false, takesCancels: true, trades: false, isAuction: false },
  preOpen: { takesOrders: true, takesCancels: true, trades: false, isAuction: false },
  openingAuction: { takesOrders: true, takesCancels: true, trades: false, isAuction: true },
  openingFreeze: { takesOrders: true, takesCancels: false, trades: false, isAuction: true },
  continuous: { takesOrders: true, takesCancels: true, trades: true, isAuction: false },
  volatilityAuction: { takesOrders: true, takesCancels: true, trades: false, isAuction: true },
  resumingAuction: { takesOrders: true, takesCancels: true, trades: false, isAuction: true },
  halted: { takesOrders: false, takesCancels: true, trades: false, isAuction: false },
  closingAuction: { takesOrders: true, takesCancels: true, trades: false, isAuction: true },
  closingFreeze: { takesOrders: true, takesCancels: false, trades: false, isAuction: true },
  settlement: { takesOrders: false, takesCancels: false, trades: false, isAuction: false },
};
export const rulesOf = (phase: Phase): PhaseRules => rules[phase];

const next: Readonly<Record<Phase, readonly Phase[]>> = {
  closed: ['preOpen', 'openingAuction', 'continuous', 'settlement'],
  preOpen: ['openingAuction', 'continuous', 'closed', 'halted'],
  openingAuction: ['openingFreeze', 'continuous', 'closed', 'halted'],
  openingFreeze: ['continuous', 'closed', 'halted'],
  continuous: ['volatilityAuction', 'halted', 'closingAuction', 'closed', 'settlement'],
  volatilityAuction: ['continuous', 'halted', 'closingAuction', 'closed', 'settlement'],
  resumingAuction: ['continuous', 'halted', 'closingAuction', 'closed', 'settlement'],
  halted: ['resumingAuction', 'closingAuction', 'closed', 'settlement'],
  closingAuction: ['closingFreeze', 'closed', 'settlement', 'halted'],
  closingFreeze: ['closed', 'settlement', 'halted'],
  settlement: ['closed', 'preOpen'],
};
export const mayFollow = (from: Phase, to: Phase): boolean => next[from].includes(to);
