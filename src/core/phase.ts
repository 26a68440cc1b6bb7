/**
 * The phases of a contract's day, what each of them allows, and which may follow which (rule CON-13).
 *
 * Three of them interrupt: only the exchange itself enters them. Where orders gather they may cross, and the way from
 * there to trading is an auction; a contract that was halted therefore resumes with one, be it on a later day. When a
 * phase begins is said by the schedule or decided by the exchange, not here.
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
  /** Orders are taken, and changes of orders. */
  readonly takesOrders: boolean;
  readonly takesCancels: boolean;
  /** Orders trade as they arrive. */
  readonly trades: boolean;
  /** Orders gather and trade at one price when the auction is over: see `uncrosses`. */
  readonly isAuction: boolean;
  /** Only the exchange itself enters it; no schedule names it. */
  readonly isInterruption: boolean;
  /** The phases that may follow. */
  readonly next: readonly Phase[];
}

const still = { takesOrders: false, takesCancels: false, trades: false, isAuction: false, isInterruption: false };
const gathers = { ...still, takesOrders: true, takesCancels: true };
const auction = { ...gathers, isAuction: true };
/** What may follow once trading has begun, whatever goes on. */
const stops: readonly Phase[] = ['halted', 'closed', 'settlement'];

const rules: Readonly<Record<Phase, PhaseRules>> = {
  closed: {
    ...still,
    takesCancels: true,
    next: ['preOpen', 'openingAuction', 'continuous', 'resumingAuction', 'halted', 'settlement'],
  },
  preOpen: { ...gathers, next: ['openingAuction', 'halted'] },
  openingAuction: { ...auction, next: ['openingFreeze', 'continuous', 'halted', 'closed'] },
  // An order that could be taken back at the last moment would be there only to move the price.
  openingFreeze: { ...auction, takesCancels: false, next: ['continuous', 'halted', 'closed'] },
  continuous: { ...gathers, trades: true, next: ['volatilityAuction', 'closingAuction', ...stops] },
  volatilityAuction: { ...auction, isInterruption: true, next: ['continuous', 'closingAuction', ...stops] },
  resumingAuction: { ...auction, isInterruption: true, next: ['continuous', 'closingAuction', ...stops] },
  halted: { ...still, takesCancels: true, isInterruption: true, next: ['resumingAuction', 'closed', 'settlement'] },
  closingAuction: { ...auction, next: ['closingFreeze', ...stops] },
  closingFreeze: { ...auction, takesCancels: false, next: stops },
  // A settlement price may come from the orders that rest (rule SET-1), so they stay as they are until it is known.
  settlement: { ...still, next: ['closed'] },
};

/** What `phase` allows. */
export const rulesOf = (phase: Phase): PhaseRules => rules[phase];

/** Whether a contract may go from one phase directly to the other. A phase does not follow itself. */
export function mayFollow(from: Phase, to: Phase): boolean {
  return rules[from].next.includes(to);
}

/** Whether the step ends an auction, so that its orders trade. They wait where it goes on, and where it is halted. */
export function uncrosses(from: Phase, to: Phase): boolean {
  return rules[from].isAuction && !rules[to].isAuction && to !== 'halted';
}

/** Whether a schedule leads from one phase to the other. It does not end an interruption before its time, but a day does. */
export function followsSchedule(from: Phase, to: Phase): boolean {
  if (rules[to].isInterruption || !mayFollow(from, to)) return false;
  return !(rules[from].isInterruption && to === 'continuous');
}
