/**
 * The phases of a product by the clock: plain data, read for a minute of the trading day.
 *
 * A schedule repeats every trading day, and a contract is closed before its first point. It never names an
 * interruption, and never asks for a step that `phase.ts` forbids. Which minute it is, `trading-clock.ts` says; what an
 * interruption does to the plan, the exchange decides.
 */
import { mayFollow, type Phase, phases, rulesOf } from './phase.ts';
import { MINUTES_PER_DAY } from './trading-calendar.ts';

/** From `minute` on, the phase is `phase`. Minutes count from the start of the trading day: 0 to 1,439. */
export interface SchedulePoint {
  readonly minute: number;
  readonly phase: Phase;
}

/** Points in ascending order; without any, trading is continuous all day (rule CON-12). */
export type Schedule = readonly SchedulePoint[];

export type ScheduleRejection = 'SCHEDULE_INVALID';

/** The phase that the schedule wants at `minute` of the trading day. */
export function scheduledPhase(schedule: Schedule, minute: number): Phase {
  if (schedule.length === 0) return 'continuous';
  return schedule.findLast((point) => point.minute <= minute)?.phase ?? 'closed';
}

/** The first point after `minute`, undefined when the trading day has no more; −1 asks for the first of all. */
export function nextPoint(schedule: Schedule, minute: number): SchedulePoint | undefined {
  return schedule.find((point) => point.minute > minute);
}

/**
 * Why no product can have this schedule, or undefined (rule CON-14): its minutes ascend within the day, each step may
 * follow the one before it, the first one follows `closed`, nothing is an interruption, settlement comes once and only
 * `closed` after it, and no auction is still open when the day ends.
 */
export function refuseSchedule(schedule: Schedule): ScheduleRejection | undefined {
  let before: SchedulePoint = { minute: -1, phase: 'closed' };
  let isSettled = false;
  for (const point of schedule) {
    const { minute, phase } = point;
    if (!Number.isSafeInteger(minute) || minute <= before.minute || minute >= MINUTES_PER_DAY)
      return 'SCHEDULE_INVALID';
    if (!phases.includes(phase) || rulesOf(phase).isInterruption) return 'SCHEDULE_INVALID';
    if (!mayFollow(before.phase, phase) || (isSettled && phase !== 'closed')) return 'SCHEDULE_INVALID';
    isSettled ||= phase === 'settlement';
    before = point;
  }
  return ['closed', 'continuous', 'settlement'].includes(before.phase) ? undefined : 'SCHEDULE_INVALID';
}
