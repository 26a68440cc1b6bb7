/**
 * `export`: the head of a journal as JSON, to be kept where nobody who can write the journal can write it; or its
 * records as JSON lines.
 */
import { parseArgs } from 'node:util';
import type { Header } from '#journal/header.ts';
import { readRecord } from '#journal/records.ts';
import { scan } from '#journal/scan.ts';
import type { Disk } from '#journal/storage.ts';
import { type JournalHead, Sealer } from '#storage/sealer.ts';
import { openJournal } from './open.ts';

export function exportJournal(argv: string[]): void {
  const { values, positionals } = parseArgs({
    args: argv,
    options: { records: { type: 'boolean', default: false } },
    allowPositionals: true,
  });
  const { disk, header } = openJournal(positionals[0]);
  if (!values.records) console.log(JSON.stringify(headOf(disk, header)));
  else
    scan(disk, header, 0, (found) => {
      const { sequence, time, ...rest } = readRecord(found);
      console.log(JSON.stringify({ sequence, time: new Date(time).toISOString(), end: found.end, ...rest }));
    });
}

/** Where the journal ends now. Throws JournalCorrupt. */
export function headOf(disk: Disk, header: Header): JournalHead {
  const { sequence, position } = scan(disk, header, 0, () => {});
  const seal = new Sealer(disk, header).sealAt(position);
  if (seal === undefined) throw new Error('the journal became shorter while it was read');
  return { journal: header.id, sequence, position, seal };
}
