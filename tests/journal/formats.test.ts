/**
 * Journals as earlier programs wrote them. The bytes are kept; what reads them changes.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Header, readHeader } from '#journal/header.ts';
import { MemoryDisk, MemoryStorage } from '#journal/memory-storage.ts';
import { readRecord } from '#journal/records.ts';
import { scan } from '#journal/scan.ts';
import { segmentFile, WATERMARK_FILE } from '#journal/segments.ts';
import { Sealer } from '#storage/sealer.ts';
import { deposit } from '../sequencer/toy-machine.ts';
import { copyOf, openToy, SEGMENT_BYTES } from './toy-journal.ts';

/** Written by the program that came before seals: a deposit, an order, a cancellation, a withdrawal, and a clean stop. */
const FORMAT_1 = [
  'a00000004f1e831300000000010000000000000000000000000000000000000000000000010001007b2270726f64756374223a22746f6b65',
  '6e706974222c22666f726d6174223a312c2276656e7565223a22746f79222c226964223a2261316232222c2263726561746564223a313830',
  '303030303030303030302c227365676d656e744279746573223a313032342c227365676d656e74223a307d202020202098000000be643db4',
  '4f1e831301000000010000000000000000505c18a3010000a0000000030001007b22636f6d6d616e64223a7b2274797065223a226465706f',
  '736974222c226163636f756e74223a302c22616d6f756e74223a357d2c22656e76656c6f7065223a7b226163636f756e74223a302c22636c',
  '69656e744964223a226669727374222c22646967657374223a22616263227d7d480000004524dcf6be643db4010000000200000000000000',
  '00505c18a301000000000000040001000100000002000000f305000004000000010004016d696e6564000000000000003800000082bbdc44',
  '4524dcf601000000030000000000000000505c18a301000000000000050001000100000000000000000100000000000060000000ad0dec40',
  '82bbdc4401000000040000000000000000505c18a301000000000000030001007b22636f6d6d616e64223a7b2274797065223a2277697468',
  '64726177222c226163636f756e74223a302c22616d6f756e74223a337d7d2020700000005a28391fad0dec40010000000400000000000000',
  '00505c18a301000000000000020001007b2268617368223a227b5c2262616c616e6365735c223a5b325d2c5c2265786563757465645c223a',
  '342c5c226c61737454696d655c223a313830303030303030303030307d227d20',
].join('');
const WATERMARK_1 = '8802000000000000a479142a';

test('JRN-4 a journal of format 1 is read record by record', () => {
  const disk = ofFormat1();
  const kinds: unknown[] = [];
  scan(disk, readHeader(disk) as Header, 0, (found) => {
    const record = readRecord(found);
    kinds.push(record.kind === 'command' ? { ...record.command, id: record.envelope?.clientId } : record.kind);
  });
  assert.deepEqual(kinds, [
    'header',
    { type: 'deposit', account: 0, amount: 5, id: 'first' },
    { type: 'placeOrder', account: 1, contract: 2, side: 1, price: 1523, quantity: 4, timeInForce: 0, id: 'mine' },
    { type: 'cancelOrder', account: 1, order: 2 ** 40, id: undefined },
    { type: 'withdraw', account: 0, amount: 3, id: undefined },
    'checkpoint',
  ]);
});

test('JRN-4 a journal of format 1 opens, goes on in its format, and opens again', async () => {
  const storage = new MemoryStorage(ofFormat1());
  const { sequencer, state } = await openToy(storage);
  assert.deepEqual(sequencer.report, { snapshot: undefined, replayed: 4, notices: [] });
  assert.match(state(), /"balances":\[2\]/);
  // The repeat of what was asked of the earlier program is answered as it was.
  const envelope = { account: 0, clientId: 'first', digest: 'abc' } as never;
  assert.equal((await sequencer.submit(deposit(0, 5), envelope)).sequence, 1);
  assert.equal((await sequencer.submit(deposit(0, 4))).sequence, 5);
  const after = copyOf(storage);
  assert.equal(readHeader(after)?.format, 1);
  assert.match((await openToy(new MemoryStorage(after))).state(), /"balances":\[6\]/);
});

test('JRN-13 a journal from before there were seals has one', () => {
  // Computed with Python over 32 zeros and the first 648 bytes.
  const disk = ofFormat1();
  const header = readHeader(disk) as Header;
  const { position } = scan(disk, header, 0, () => {});
  assert.equal(position, 648);
  const seal = '5da0fa1f836b3bb1f5705a5a097839f5ef8d133e645afa098ee07972fb98de8b';
  assert.equal(new Sealer(disk, header).sealAt(position), seal);
});

function ofFormat1(): MemoryDisk {
  const segment = new Uint8Array(SEGMENT_BYTES);
  segment.set(bytesOf(FORMAT_1));
  const watermark = new Uint8Array(16);
  watermark.set(bytesOf(WATERMARK_1));
  return new MemoryDisk([
    [segmentFile(0), segment],
    [WATERMARK_FILE, watermark],
  ]);
}

function bytesOf(hex: string): Uint8Array {
  return Uint8Array.from({ length: hex.length >> 1 }, (_, at) => Number.parseInt(hex.slice(2 * at, 2 * at + 2), 16));
}
