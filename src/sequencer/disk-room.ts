/**
 * What a venue still takes when its disk runs low (rule JRN-15): new business stops first, what ends business last.
 *
 * The reserve is counted in segments, because that is what a journal asks of a disk at once. Below the reserve only
 * commands that end business are taken; below half of it none, so that what is under way still fits and no write
 * meets a full disk. Everything is taken again when there is one segment more than the reserve.
 */
import type { Command } from '#core/commands.ts';

const RESERVE_SEGMENTS = 4;
const FULL_SEGMENTS = 2;
const AMPLE_SEGMENTS = 5;

/** Commands that free margin, money or a day, and open nothing. */
const endsBusiness: ReadonlySet<Command['type']> = new Set([
  'cancelOrder',
  'cancelOrders',
  'changePhase',
  'haltContract',
  'resumeContract',
  'throwSwitch',
  'checkMargin',
  'closeOut',
  'fixIndex',
  'endDay',
]);

export type RoomLevel = 'ample' | 'low' | 'full';

export class DiskRoom {
  level: RoomLevel = 'ample';
  readonly #segmentBytes: number;

  constructor(segmentBytes: number) {
    this.#segmentBytes = segmentBytes;
  }

  /** Looks at `free` bytes; true when the level changed. */
  look(free: number): boolean {
    const before = this.level;
    const segments = free / this.#segmentBytes;
    if (segments < FULL_SEGMENTS) this.level = 'full';
    else if (segments < RESERVE_SEGMENTS || (before !== 'ample' && segments < AMPLE_SEGMENTS)) this.level = 'low';
    else this.level = 'ample';
    return this.level !== before;
  }

  takes(command: Command): boolean {
    return this.level === 'ample' || (this.level === 'low' && endsBusiness.has(command.type));
  }

  /** One sentence for the operator about `free` bytes. */
  sentence(free: number): string {
    const left = `${mebibytes(free)} left for the journal`;
    if (this.level === 'ample') return `The disk has room again, ${left}; everything is taken.`;
    const enough = mebibytes(AMPLE_SEGMENTS * this.#segmentBytes);
    const taken = this.level === 'low' ? 'only cancellations and the ends of days are taken' : 'nothing is taken';
    return `The disk runs low, ${left}: ${taken} until ${enough} are free.`;
  }
}

function mebibytes(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(1)} MiB`;
}
