/**
 * What happens to files while nobody looks: bits turn, sectors get lost or land elsewhere, files disappear.
 *
 * A harm to the journal touches only what somebody vouches for: the watermark on the disk, or a later record that stays
 * whole. After a power cut the last records may lie alone, and harm there looks exactly like a write that was never
 * finished; `docs/guarantees.md` says so. Every harm can be repaired, as an operator does from a copy.
 */
import type { Dice } from './dice.ts';
import { type Medium, SECTOR_BYTES } from './medium.ts';

export interface Harm {
  /** Whether it may keep the venue from starting. Harmed snapshots may not: they can be done without. */
  readonly isGrave: boolean;
  /** What was done, in words. */
  readonly what: string;
  /** Undoes it, where it still stands. */
  readonly repair: () => void;
}

/** The file as it will be; undefined when it disappears. */
type Bytes = Uint8Array | undefined;
interface Deed {
  readonly what: string;
  readonly files: readonly (readonly [file: string, after: Bytes])[];
}
type Harmer = (medium: Medium, dice: Dice) => Deed | undefined;

const harmers = {
  turnedBit: (medium, dice) =>
    inJournal(medium, dice, 'a bit turned', (bytes, at) => withBitTurned(bytes, at, dice), medium.witnessed),
  lostSector: (medium, dice) =>
    inJournal(medium, dice, 'the sector was lost', (bytes, at) =>
      bytes.fill(0, sectorAt(at), sectorAt(at) + SECTOR_BYTES),
    ),
  misdirectedSector: (medium, dice) =>
    inJournal(medium, dice, 'a sector was written here that belongs elsewhere', (bytes, at) => {
      const from = sectorAt(dice.below(bytes.length));
      return bytes.copyWithin(sectorAt(at), from, from + SECTOR_BYTES);
    }),
  cutSegment: (medium, dice) => inJournal(medium, dice, 'the file was cut off', (bytes, at) => bytes.subarray(0, at)),
  missingSegment: (medium, dice) => inJournal(medium, dice, 'the file disappeared', () => undefined),
  swappedSegments: (medium, dice) => {
    const segments = vouchedSegments(medium).map(({ file }) => file);
    if (segments.length < 2) return undefined;
    const one = dice.oneOf(segments);
    const other = dice.oneOf(segments.filter((file) => file !== one));
    const files = [[one, medium.read(other)] as const, [other, medium.read(one)] as const];
    return { what: `${one} and ${other} changed places`, files };
  },
  turnedBitInWatermark: (medium, dice) =>
    inFile(medium, WATERMARK, 'a bit turned', (bytes) => withBitTurned(bytes, dice.below(bytes.length), dice)),
  missingWatermark: (medium) => inFile(medium, WATERMARK, 'the file disappeared', () => undefined),
  turnedBitInSnapshot: (medium, dice) =>
    inFile(medium, newestSnapshot(medium), 'a bit turned', (bytes) =>
      withBitTurned(bytes, dice.below(bytes.length), dice),
    ),
  cutSnapshot: (medium, dice) =>
    inFile(medium, newestSnapshot(medium), 'the file was cut off', (bytes) =>
      bytes.subarray(0, dice.below(bytes.length)),
    ),
  missingSnapshots: (medium) => {
    const files = snapshots(medium).map((file) => [file, undefined] as const);
    return files.length === 0 ? undefined : { what: 'all snapshots disappeared', files };
  },
} satisfies Record<string, Harmer>;

export type HarmKind = keyof typeof harmers;
export const harmKinds = Object.keys(harmers) as HarmKind[];

/** Does this harm; undefined when there is nothing to do it to. */
export function harm(kind: HarmKind, medium: Medium, dice: Dice): Harm | undefined {
  const harmer: Harmer = harmers[kind];
  const deed = harmer(medium, dice);
  if (deed === undefined) return undefined;
  const repairs = deed.files.map(([file, after]) => {
    const before = medium.read(file);
    medium.replace(file, after);
    return () => medium.replace(file, repaired(medium.read(file), before, after));
  });
  return {
    isGrave: deed.files.some(([file]) => !isSnapshot(file)),
    what: deed.what,
    repair: () => {
      for (const repair of repairs) repair();
    },
  };
}

/** The file as it was before; where it was written to since, as it is `now` with everything back that the harm took. */
function repaired(now: Bytes, before: Bytes, after: Bytes): Bytes {
  if (before === undefined || now === undefined || after === undefined)
    return after === undefined ? (now ?? before) : now;
  if (now.length === after.length && now.every((byte, at) => byte === after[at])) return before;
  const isHarmed = (byte: number, at: number) => byte === after[at] && at < before.length;
  return now.map((byte, at) => (isHarmed(byte, at) ? (before[at] as number) : byte));
}

const WATERMARK = 'watermark';

/**
 * The segments of which the watermark on the disk, or a witness up to `witnessed`, vouches for at least a part, and up to
 * which byte.
 */
function vouchedSegments(medium: Medium, witnessed = 0): { file: string; vouched: number }[] {
  const watermark = medium.read(WATERMARK)?.slice(0, 4) ?? new Uint8Array(4);
  const upTo = Math.max(witnessed, new DataView(watermark.buffer).getUint32(0, true));
  const segments = medium
    .list()
    .filter((file) => /^segment-\d+\.journal$/.test(file))
    .sort();
  const length = (file: string) => medium.read(file)?.length ?? 0;
  const segmentBytes = Math.max(0, ...segments.map(length));
  return segments
    .map((file) => ({ file, vouched: Math.min(upTo - Number(/\d+/.exec(file)) * segmentBytes, length(file)) }))
    .filter(({ vouched }) => vouched > 0);
}

function inJournal(
  medium: Medium,
  dice: Dice,
  what: string,
  change: (bytes: Uint8Array, at: number) => Bytes,
  witnessed = 0,
): Deed | undefined {
  const segments = vouchedSegments(medium, witnessed);
  if (segments.length === 0) return undefined;
  // At the end, where a loss looks most like a write that was never finished, or anywhere.
  const isAtTheEnd = dice.happens(0.5);
  const { file, vouched } = isAtTheEnd ? (segments.at(-1) as (typeof segments)[number]) : dice.oneOf(segments);
  const at = isAtTheEnd ? vouched - 1 - dice.below(Math.min(vouched, 256)) : dice.below(vouched);
  return inFile(medium, file, `at byte ${at} ${what}`, (bytes) => change(bytes, at));
}

function inFile(medium: Medium, file: string, what: string, change: (bytes: Uint8Array) => Bytes): Deed | undefined {
  const bytes = medium.read(file);
  return bytes === undefined ? undefined : { what: `${file}: ${what}`, files: [[file, change(bytes)]] };
}

function snapshots(medium: Medium): string[] {
  return medium.list().filter(isSnapshot);
}

function isSnapshot(file: string): boolean {
  return /^snapshot-\d+\.json$/.test(file);
}

function newestSnapshot(medium: Medium): string {
  return snapshots(medium).sort().at(-1) ?? '';
}

function sectorAt(position: number): number {
  return position - (position % SECTOR_BYTES);
}

function withBitTurned(bytes: Uint8Array, at: number, dice: Dice): Uint8Array {
  return bytes.with(at, (bytes[at] as number) ^ (1 << dice.below(8)));
}
