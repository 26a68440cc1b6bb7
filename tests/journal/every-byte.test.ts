/**
 * A journal of a thousand commands, harmed at every byte: turned, zeroed from there on, and cut off there.
 *
 * The table of `docs/guarantees.md` says what each stretch of bytes comes to; it is made from the run, and the test
 * fails when the two differ.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { CancelOrder } from '#core/commands.ts';
import { tradeDate } from '#core/units.ts';
import { JournalCorrupt } from '#journal/errors.ts';
import { type Header, readHeader } from '#journal/header.ts';
import { MemoryDisk, MemoryStorage } from '#journal/memory-storage.ts';
import { scan } from '#journal/scan.ts';
import { segmentFile, WATERMARK_FILE } from '#journal/segments.ts';
import { isTorn } from '#journal/tail.ts';
import { recover } from '#sequencer/recovery.ts';
import { deposit, Tally, toyMachines } from '../sequencer/toy-machine.ts';
import { amountOf, copyOf, openToy } from './toy-journal.ts';

const SEGMENT_BYTES = 16 * 1024;
const [ACKNOWLEDGED, ALL] = [900, 1_000];

type Verdict = 'found' | 'cut back' | 'no harm';

test('JRN-3, JRN-6 a thousand commands, harmed at every byte, come to what the table says', async () => {
  const journal = await thousand();
  const { disk, header, files, size } = journal;
  const turned: Verdict[] = [];
  const cut: Verdict[] = [];
  for (let at = 0; at < size; at += 1) {
    const [bytes, offset] = [files[Math.floor(at / SEGMENT_BYTES)] as Uint8Array, at % SEGMENT_BYTES];
    const byte = bytes[offset] as number;
    bytes[offset] = byte ^ 0xff;
    turned.push(verdictOn(disk, header, journal));
    bytes[offset] = byte;

    disk.end = at;
    cut.push(verdictOn(disk, header, journal));
    // Zeros between two records look like an end, and are one where nothing was acknowledged.
    disk.zeroed = at % 7 === 0;
    if (disk.zeroed && at < journal.durable)
      assert.equal(verdictOn(disk, header, journal), 'found', `zeros from ${at}`);
    disk.zeroed = false;
    disk.end = Number.POSITIVE_INFINITY;
  }
  const watermark = disk.files.get(WATERMARK_FILE) as Uint8Array;
  const ofWatermark = [...watermark].map((byte, at) => {
    watermark[at] = byte ^ 0xff;
    const verdict = verdictOn(disk, header, journal);
    watermark[at] = byte;
    return verdict;
  });

  const rows = stretches(turned, cut, [journal.durable, journal.end]).map(([from, to]) => {
    const what =
      to <= journal.durable
        ? 'acknowledged records'
        : to <= journal.end
          ? 'a group not yet acknowledged'
          : 'nothing yet';
    return [`${grouped(from)} – ${grouped(to - 1)}`, what, turned[from] as Verdict, cut[from] as Verdict];
  });
  assert.ok(ofWatermark.every((verdict) => verdict === 'no harm'));
  rows.push(['0 – 15', 'the watermark, beside a whole journal', 'no harm', 'no harm']);
  const table = ['| bytes | what stands there | a byte turned | cut off there |', '|---|---|---|---|'];
  for (const row of rows) table.push(`| ${row.join(' | ')} |`);
  const guarantees = readFileSync(join(import.meta.dirname, '../../docs/guarantees.md'), 'utf8');
  assert.ok(guarantees.includes(table.join('\n')), `docs/guarantees.md should say:\n${table.join('\n')}`);
});

test('JRN-6 what is cut back opens with the state of the whole records before the harm', async () => {
  const { disk, header, files, size, durable, states } = await thousand();
  for (let at = durable; at < size; at += 61) {
    const [bytes, offset] = [files[Math.floor(at / SEGMENT_BYTES)] as Uint8Array, at % SEGMENT_BYTES];
    bytes[offset] = (bytes[offset] as number) ^ 0xff;
    const { history, end } = recover(disk, header, toyMachines, { tally: new Tally() });
    bytes[offset] = (bytes[offset] as number) ^ 0xff;
    assert.ok(end.sequence >= ACKNOWLEDGED, `byte ${at}`);
    assert.equal(history.machine.hash(), states[end.sequence], `byte ${at}`);
  }
});

/** Reads without copying, up to where the test cuts it off. */
class HarmedDisk extends MemoryDisk {
  end = Number.POSITIVE_INFINITY;
  /** Whether what is cut off is zeros instead of missing. */
  zeroed = false;

  override read(file: string, start = 0, length = Number.POSITIVE_INFINITY): Uint8Array | undefined {
    const bytes = this.files.get(file);
    const segment = Number(/segment-(\d+)/.exec(file)?.[1] ?? Number.NaN) * SEGMENT_BYTES;
    if (bytes === undefined || !(segment + bytes.length > this.end)) return bytes?.subarray(start, start + length);
    const kept = Math.max(0, this.end - segment);
    if (!this.zeroed) return bytes.subarray(start, Math.min(kept, start + length));
    return bytes
      .slice()
      .fill(0, kept)
      .subarray(start, start + length);
  }
}

interface Thousand {
  readonly disk: HarmedDisk;
  readonly header: Header;
  readonly files: readonly Uint8Array[];
  readonly size: number;
  /** Up to where everything was acknowledged, and behind the last record. */
  readonly durable: number;
  readonly end: number;
  readonly checksum: number;
  readonly states: readonly string[];
}

/** Orders, deposits and ends of days, 900 of them acknowledged, and 100 in a group that a crash left unacknowledged. */
async function thousand(): Promise<Thousand> {
  const storage = new MemoryStorage();
  const { sequencer } = await openToy(storage, { segmentBytes: SEGMENT_BYTES });
  const twin = toyMachines.create();
  const states = [twin.hash()];
  const answers: Promise<unknown>[] = [];
  let watermark = new Uint8Array();
  let durable = 0;
  for (let number = 1; number <= ALL; number += 1) {
    const command = commandOf(number);
    twin.execute(command, 1_800_000_000_000 as never, { happened() {}, rejected() {} } as never);
    states.push(twin.hash());
    const answer = sequencer.submit(command);
    if (number <= ACKNOWLEDGED) await answer;
    else answers.push(answer);
    if (number !== ACKNOWLEDGED) continue;
    watermark = (storage.disk.read(WATERMARK_FILE) as Uint8Array).slice();
    durable = scan(storage.disk, readHeader(storage.disk) as Header, 0, () => {}).position;
    storage.held = true;
  }
  storage.flush();
  await Promise.all(answers);
  const disk = new HarmedDisk(copyOf(storage).files);
  disk.files.set(WATERMARK_FILE, watermark);
  const header = readHeader(disk) as Header;
  const { position: end, checksum } = scan(disk, header, 0, () => {});
  const files = [0, 1, 2, 3, 4, 5, 6, 7].flatMap((segment) => disk.files.get(segmentFile(segment)) ?? []);
  return { disk, header, files, size: files.length * SEGMENT_BYTES, durable, end, checksum, states };
}

function commandOf(number: number) {
  if (number % 250 === 0) return { type: 'endDay', date: tradeDate(20_000 + number), step: 'nextDay' } as const;
  if (number % 10 === 0) return deposit(number % 3, amountOf(number));
  return { type: 'cancelOrder', account: number % 3, order: number } as unknown as CancelOrder;
}

/** What a start makes of the disk as it is. A verdict that loses what was acknowledged is a failure of the test. */
function verdictOn(disk: HarmedDisk, header: Header, { durable, end, checksum }: Thousand): Verdict {
  try {
    const read = scan(disk, header, 0, () => {});
    const torn = isTorn(disk, header, read);
    assert.ok(read.position >= durable, `only up to byte ${read.position}`);
    if (read.position === end) assert.equal(read.checksum, checksum, 'the chain of checksums names every record');
    return torn ? 'cut back' : 'no harm';
  } catch (cause) {
    if (cause instanceof JournalCorrupt) return 'found';
    throw cause;
  }
}

/** The longest stretches of bytes with the same two verdicts, parted at the `marks`. */
function stretches(turned: readonly Verdict[], cut: readonly Verdict[], marks: number[]): [from: number, to: number][] {
  const found: [number, number][] = [];
  for (let at = 0; at < turned.length; at += 1) {
    const last = found.at(-1);
    const same = last !== undefined && turned[last[0]] === turned[at] && cut[last[0]] === cut[at];
    if (same && !marks.includes(at)) last[1] = at + 1;
    else found.push([at, at + 1]);
  }
  return found;
}

const grouped = (number: number): string => number.toLocaleString('en');
