/**
 * `inspect`: what the bytes of a journal say, one field a line. It believes nothing but a record's own checksum, so
 * that it also shows what stands behind a damage.
 */
import { parseArgs } from 'node:util';
import { frameLengthAt, readHead, UNKNOWN, viewOf } from '#journal/frame.ts';
import type { Header } from '#journal/header.ts';
import { type JournalRecord, readRecord } from '#journal/records.ts';
import { type Found, nextWritten } from '#journal/scan.ts';
import { listSegments, segmentFile } from '#journal/segments.ts';
import type { Disk } from '#journal/storage.ts';
import { Complaint, grouped, openJournal, placeOf } from './open.ts';

export function inspect(argv: string[]): void {
  const { values, positionals } = parseArgs({
    args: argv,
    options: { sequence: { type: 'string' }, at: { type: 'string' } },
    allowPositionals: true,
  });
  const { disk, header } = openJournal(positionals[0]);
  const records = wholeRecords(disk, header);
  if (values.at !== undefined) return showAt(records, numbers(values.at, '--at')[0], header);
  if (values.sequence !== undefined) return showRange(records, numbers(values.sequence, '--sequence'), header);
  let last: Found | undefined;
  for (const record of records) last = record;
  if (last !== undefined) show(last, header);
}

/** Every record that is whole by itself, wherever it stands. */
function* wholeRecords(disk: Disk, header: Header): Generator<Found> {
  for (const segment of listSegments(disk)) {
    const bytes = disk.read(segmentFile(segment)) ?? new Uint8Array();
    const view = viewOf(bytes);
    for (let offset = nextWritten(view, 0); offset < bytes.length; ) {
      const length = frameLengthAt(view, offset, bytes.length);
      const end = segment * header.segmentBytes + offset + length;
      if (length > 0) yield { head: readHead(view, offset), bytes, view, offset, end };
      offset = nextWritten(view, offset + Math.max(8, length));
    }
  }
}

function showAt(records: Iterable<Found>, byte: number, header: Header): void {
  let before = 0;
  for (const record of records) {
    const start = record.end - record.head.length;
    if (record.end <= byte) before = record.end;
    else if (start <= byte) return show(record, header);
    else break;
  }
  throw new Complaint(
    `No whole record holds byte ${grouped(byte)} (${placeOf(byte, header)}); the last one before it ends at ${grouped(before)}.`,
  );
}

function showRange(records: Iterable<Found>, [first, last = first]: [number, number?], header: Header): void {
  let shown = 0;
  for (const record of records) {
    if (record.head.sequence < first || record.head.sequence > last) continue;
    show(record, header);
    shown += 1;
  }
  if (shown === 0) throw new Complaint(`No whole record has a number from ${first} to ${last}.`);
}

function show(found: Found, header: Header): void {
  const { length, checksum, previous, undurable } = found.head;
  const start = found.end - length;
  const record = readRecord(found);
  const seen = undurable === UNKNOWN ? 'nothing' : `everything before byte ${grouped(start - undurable)}`;
  console.log(`${record.kind} ${grouped(record.sequence)}
  where      byte ${grouped(start)}, ${length} bytes (${placeOf(start, header)})
  time       ${new Date(record.time).toISOString()}, epoch ${record.epoch}
  checksum   ${hex(checksum)}, after a record with ${hex(previous)}
  durable    ${seen}, when it was written
  says       ${JSON.stringify(saidBy(record))}`);
  if (record.kind === 'command' && record.envelope !== undefined)
    console.log(`  client id  ${record.envelope.clientId}, request ${record.envelope.digest}`);
}

function saidBy(record: JournalRecord): unknown {
  if (record.kind === 'header') return record.header;
  return record.kind === 'checkpoint' ? record.checkpoint : record.command;
}

function hex(checksum: number): string {
  return checksum.toString(16).padStart(8, '0');
}

function numbers(text: string, flag: string): [number, number?] {
  const [, first, last] = /^(\d+)(?:-(\d+))?$/.exec(text) ?? [];
  if (first === undefined) throw new Complaint(`${flag} takes a number or a range such as 40-45, not ${text}.`, true);
  return last === undefined ? [Number(first)] : [Number(first), Number(last)];
}
