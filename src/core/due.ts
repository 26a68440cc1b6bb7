/**
 * What the clock asks for: the next command that is due, one at a time.
 *
 * Whoever keeps a venue's time asks, carries out, and asks again until nothing is due; so a venue that was down catches
 * up in order. Nothing here changes anything, and the exchange judges these commands like any others.
 */
import { dateOf } from './calendar.ts';
import type { ChangePhase, CheckMargin, CloseOut, EndDay, HaltContract, ResumeContract } from './commands.ts';
import { LARGE_MOVE, MARGIN_CHECK_MS } from './default/parameters.ts';
import type { RiskWatch } from './default/risk-watch.ts';
import type { ListedContract } from './listed-contract.ts';
import { followsSchedule, type Phase } from './phase.ts';
import { nextPoint, type Schedule, scheduledPhase } from './schedule.ts';
import type { DayStep } from './settlement/day-steps.ts';
import type { TradingCalendar } from './trading-calendar.ts';
import { endOfTradingDay, minuteAt, startOfTradingDay, timeOfMinute } from './trading-clock.ts';
import { type Millis, ONE_MILLION, type TradeDate } from './units.ts';

/** What is looked at. */
export interface Days {
  readonly calendar: TradingCalendar;
  readonly tradeDate: TradeDate | undefined;
  readonly nextStep: DayStep;
  readonly fixings: readonly { readonly date: TradeDate }[];
  readonly contracts: readonly Pick<ListedContract, 'id' | 'specification' | 'phase' | 'phaseUntil' | 'expired'>[];
}

/** The next step of the end of the trading day, when it is over and the fixings before its end are there (rule SET-6). */
export function dueEndOfDay({ calendar, tradeDate, nextStep, fixings }: Days, now: Millis): EndDay | undefined {
  if (tradeDate === undefined) return undefined;
  const fixed = fixings.at(-1)?.date;
  const isReady = fixed !== undefined && fixed >= lastFixingOf(calendar, tradeDate);
  if (!isReady || now < endOfTradingDay(calendar, tradeDate)) return undefined;
  return { type: 'endDay', date: tradeDate, step: nextStep };
}

/** The last day whose index belongs to the trading day: that of the last calendar day that is over when it ends. */
export function lastFixingOf(calendar: TradingCalendar, tradeDate: TradeDate): TradeDate {
  return (dateOf(endOfTradingDay(calendar, tradeDate)) - 1) as TradeDate;
}

/** A phase that a schedule asks for by now, or the end of an interruption whose time has passed (AUC-6, AUC-13). */
export function duePhase(days: Days, now: Millis): ChangePhase | ResumeContract | undefined {
  const { calendar, tradeDate, contracts } = days;
  if (tradeDate === undefined || now < startOfTradingDay(calendar, tradeDate)) return undefined;
  if (now >= endOfTradingDay(calendar, tradeDate)) return undefined;
  let minute: number | undefined;
  for (const { id, specification, phase, phaseUntil, expired } of contracts) {
    if (expired) continue;
    const { schedule, code } = specification;
    if (schedule !== undefined) {
      minute ??= minuteAt(calendar, now) ?? 0;
      const wanted = stepTowards(schedule, minute, phase);
      if (wanted !== undefined) return { type: 'changePhase', product: code, phase: wanted };
    }
    if (phaseUntil !== null && phaseUntil <= now) return { type: 'resumeContract', contract: id };
  }
  return undefined;
}

/** The phase into which the schedule may lead from `phase` on the way to where it is at `minute`; undefined: none. */
function stepTowards(schedule: Schedule, minute: number, phase: Phase): Phase | undefined {
  const wanted = scheduledPhase(schedule, minute);
  if (phase === wanted) return undefined;
  if (followsSchedule(phase, wanted)) return wanted;
  const passed = schedule.filter((point) => point.minute <= minute);
  return passed.findLast((point) => followsSchedule(phase, point.phase))?.phase;
}

/** What is looked at for the risk of accounts. */
export interface Risks extends Days {
  readonly contracts: readonly ListedContract[];
  readonly risk: Pick<RiskWatch, 'calls' | 'closeOuts' | 'checkedAt' | 'checkedPrices'>;
}

/**
 * The next slice of a close-out, or a look at everybody's margin: every hour, when a call has become overdue, and when a
 * price has moved by half of its limit since the last look (rules DEF-21 and DEF-24). Only while the market is open.
 */
export function dueRisk(risks: Risks, now: Millis): CheckMargin | CloseOut | undefined {
  const { calendar, tradeDate, contracts, risk } = risks;
  if (tradeDate === undefined || now < startOfTradingDay(calendar, tradeDate)) return undefined;
  if (now >= endOfTradingDay(calendar, tradeDate)) return undefined;
  for (const [account, { nextAt }] of risk.closeOuts) if (nextAt <= now) return { type: 'closeOut', account };
  const { checkedAt } = risk;
  const isOverdue = [...risk.calls.values()].some(({ due }) => due > checkedAt && due <= now);
  const isDue = now - checkedAt >= MARGIN_CHECK_MS || isOverdue || contracts.some((one) => hasMoved(one, risk));
  return isDue ? { type: 'checkMargin' } : undefined;
}

function hasMoved(contract: ListedContract, { checkedPrices }: Risks['risk']): boolean {
  const { expired, id, limitUp, termsPrice, settlementPrice } = contract;
  if (expired) return false;
  const moved = Math.abs(contract.markPrice() - (checkedPrices.get(id) ?? settlementPrice));
  return moved * ONE_MILLION >= (limitUp - termsPrice) * LARGE_MOVE;
}

/** An outage of so long ends with an auction (rule AUC-14). */
export const OUTAGE_MS = 600_000;

/**
 * What a venue does that comes back at `now` and was last there at `lastSeen`: where trading went on while nobody could
 * take part in it, orders are collected before they trade again. Only products with price rules ask for that.
 */
export function afterOutage(days: Days, lastSeen: Millis, now: Millis): (HaltContract | ResumeContract)[] {
  const { calendar, tradeDate, contracts } = days;
  if (tradeDate === undefined || now - lastSeen < OUTAGE_MS || now >= endOfTradingDay(calendar, tradeDate)) return [];
  return contracts.flatMap(({ id, specification, phase, expired }): (HaltContract | ResumeContract)[] => {
    if (expired || phase !== 'continuous' || specification.prices === undefined) return [];
    return [
      { type: 'haltContract', contract: id, until: null },
      { type: 'resumeContract', contract: id },
    ];
  });
}

/** When something is next due at the earliest, after `now`; a venue that looks then misses nothing but breaches. */
export function nextDue(days: Days, now: Millis): Millis {
  const { calendar, tradeDate, contracts } = days;
  const midnight = ((dateOf(now) + 1) * 86_400_000) as Millis;
  if (tradeDate === undefined) return midnight;
  const ends = endOfTradingDay(calendar, tradeDate);
  const begins = startOfTradingDay(calendar, tradeDate);
  let next = Math.min(midnight, ...[begins, ends].filter((time) => time > now));
  const minute = minuteAt(calendar, now) ?? -1;
  const products = new Set<string>();
  for (const { specification, phaseUntil, expired } of contracts) {
    if (expired) continue;
    if (phaseUntil !== null && phaseUntil > now) next = Math.min(next, phaseUntil);
    const { schedule, code } = specification;
    if (schedule === undefined || products.has(code)) continue;
    products.add(code);
    const point = nextPoint(schedule, now < begins ? -1 : minute);
    if (point !== undefined) next = Math.min(next, Math.max(now + 1, timeOfMinute(calendar, tradeDate, point.minute)));
  }
  return next as Millis;
}
