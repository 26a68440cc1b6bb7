/**
 * Reads a journal, carries its commands out, and says where they lead: `npm run replay -- FOLDER`.
 *
 *   --to SEQUENCE   stop after that command and print its events
 *   --list          print the records, a line each; nothing is carried out
 *
 * It writes nothing and takes no lock, so it works beside a running venue.
 */
import { parseArgs } from 'node:util';
import { type Event, recorder } from '#core/events.ts';
import { Exchange } from '#core/exchange.ts';
import { StateHashMismatch } from '#journal/errors.ts';
import { readHeader } from '#journal/header.ts';
import { type JournalRecord, readRecord } from '#journal/records.ts';
import { scan } from '#journal/scan.ts';
import { NodeDisk } from '#storage/node-disk.ts';
import { journalIn } from './journal/open.ts';

const iso = (time: number): string => new Date(time).toISOString();
const { values, positionals } = parseArgs({
  options: { to: { type: 'string' }, list: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const folder = positionals[0] === undefined ? undefined : journalIn(positionals[0]);
const to = Number(values.to ?? Number.MAX_SAFE_INTEGER);
const usage = 'usage: npm run replay -- FOLDER [--to SEQUENCE] [--list]';
if (folder === undefined || !Number.isSafeInteger(to)) fail(usage, 2);

// Whoever reads along may stop: `npm run replay -- FOLDER --list | head`.
process.stdout.on('error', () => process.exit(0));
const exchange = new Exchange();
const events: Event[] = [];
const emit = recorder(events);
const reached = { sequence: 0, time: 0, checkpoints: 0 };
let trouble: string | undefined;
try {
  const disk = new NodeDisk(folder);
  const header = readHeader(disk);
  if (header === undefined) fail(`${folder} holds no journal yet.`, 1);
  console.log(`journal of ${header.venue}, ${header.id}, begun ${iso(header.created)}`);
  scan(disk, header, 0, (found) => {
    if (found.head.sequence > to) return;
    const record = readRecord(found);
    if (values.list) list(record);
    else carryOut(record);
    reached.sequence = record.sequence;
    reached.time = record.time;
  });
} catch (cause) {
  trouble = cause instanceof Error ? cause.message : String(cause);
}
if (values.to !== undefined && reached.sequence === to) for (const event of events) console.log(JSON.stringify(event));
const state = `  state ${exchange.hash()}  ${reached.checkpoints} recorded states agree`;
console.log(`sequence ${reached.sequence}  time ${iso(reached.time)}${values.list ? '' : state}`);
if (trouble !== undefined) fail(trouble, 1);

function list({ sequence, time, kind, ...rest }: JournalRecord): void {
  console.log(`${sequence} ${iso(time)} ${kind} ${JSON.stringify(rest)}`);
}

function carryOut(record: JournalRecord): void {
  if (record.kind === 'command') {
    events.length = 0;
    try {
      exchange.execute(record.command, record.time, emit);
    } catch (cause) {
      throw new Error(`Command ${record.sequence} breaks the exchange: ${JSON.stringify(record.command)}\n${cause}`);
    }
  } else if (record.kind === 'checkpoint') {
    const hash = exchange.hash();
    if (hash !== record.checkpoint.hash)
      throw new StateHashMismatch(folder as string, record.sequence, record.checkpoint.hash, hash, 'journal');
    reached.checkpoints += 1;
  }
}

function fail(sentence: string, code: number): never {
  console.error(sentence);
  process.exit(code);
}
