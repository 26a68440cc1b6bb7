/**
 * The venue's time and what it means: which phase, until when.
 *
 * The venue says its time now and then; in between, the clock runs on with the time that this screen has seen pass,
 * times the venue's speed. All times are UTC, as the exchange keeps them.
 */
import type { VenueInfo } from '#wire/market.ts';

export interface ClockReading {
  /** Venue time in milliseconds since 1970 when the venue last said it. */
  readonly venueTime: number;
  /** The screen's own steady milliseconds at that moment. */
  readonly seenAt: number;
  readonly speed: number;
}

export function readClock(venue: Pick<VenueInfo, 'time' | 'speed'>, seenAt: number): ClockReading {
  return { venueTime: Date.parse(venue.time), seenAt, speed: venue.speed };
}

/** Venue time in milliseconds, when the screen's steady clock shows `now`. */
export function venueTimeAt(clock: ClockReading, now: number): number {
  return clock.venueTime + (now - clock.seenAt) * clock.speed;
}

/** `14:03:09`. */
export function timeOfDay(time: number): string {
  return new Date(time).toISOString().slice(11, 19);
}

/** `Mon 23 Nov 2026`, from a date or a timestamp. */
export function dayName(date: string): string {
  const at = new Date(date.length === 10 ? `${date}T00:00:00Z` : date);
  const weekday = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'][at.getUTCDay()] ?? '';
  return `${weekday} ${at.getUTCDate()} ${monthName(at.getUTCMonth())} ${at.getUTCFullYear()}`;
}

/** `23 Nov 14:03:09`: a time that may lie on another day. */
export function momentName(time: string): string {
  const at = new Date(time);
  return `${at.getUTCDate()} ${monthName(at.getUTCMonth())} ${timeOfDay(at.getTime())}`;
}

/** `Dec 2026`, from a contract month `2026-12`. */
export function contractMonthName(month: string): string {
  const [year = '', number = '1'] = month.split('-');
  return `${monthName(Number(number) - 1)} ${year}`;
}

/** `3 h 04 min`, `12 min`, `41 s`: how long until something happens, rounded down. */
export function duration(millis: number): string {
  const seconds = Math.max(0, Math.floor(millis / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return `${hours} h ${String(minutes % 60).padStart(2, '0')} min`;
  return `${Math.floor(hours / 24)} days`;
}

export interface PhaseWords {
  readonly name: string;
  /** What happens next and when; empty when nothing is planned. */
  readonly next: string;
}

/** What the phase is called, and what ends it. `now` is venue time. */
export function phaseWords(venue: Pick<VenueInfo, 'phase' | 'opensAt' | 'settlesAt'>, now: number): PhaseWords {
  if (venue.phase === 'halted') return { name: 'Halted', next: 'Orders are not taken until the operator resumes.' };
  if (venue.phase === 'closed')
    return { name: 'Closed', next: venue.opensAt === null ? '' : `Opens ${openingName(venue.opensAt, now)}` };
  const left = venue.settlesAt === null ? '' : `Settles in ${duration(Date.parse(venue.settlesAt) - now)}`;
  return { name: 'Trading', next: left };
}

/** `Mon 30 Nov 2026, 00:00 UTC, in 14 h 20 min`. */
function openingName(opensAt: string, now: number): string {
  return `${dayName(opensAt)}, ${opensAt.slice(11, 16)} UTC, in ${duration(Date.parse(opensAt) - now)}`;
}

function monthName(month: number): string {
  return ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'][month] ?? '';
}
