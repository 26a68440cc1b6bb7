/**
 * The seal: what a forger cannot do to a journal whose head was kept elsewhere.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Header, readHeader } from '#journal/header.ts';
import { MemoryDisk } from '#journal/memory-storage.ts';
import { scan } from '#journal/scan.ts';
import { segmentFile, WATERMARK_FILE } from '#journal/segments.ts';
import { readHeads, Sealer } from '#storage/sealer.ts';
import { forged, framesOf } from './forger.ts';
import { stateOf, toyJournal, withByteTurned } from './toy-journal.ts';

const ONE_SEGMENT = { segmentBytes: 4096 };

test('JRN-13 the seal is the documented chain: the vectors of a second program', () => {
  // Computed with Python: sha256(bytes(32) + bytes(range(96))), then sha256(that + bytes(range(96, 192))), and so on.
  const bytes = Uint8Array.from({ length: 192 }, (_, at) => at);
  const disk = new MemoryDisk([
    [segmentFile(0), bytes.subarray(0, 96)],
    [segmentFile(1), bytes.subarray(96)],
  ]);
  const sealer = new Sealer(disk, { segmentBytes: 96 } as Header);
  assert.equal(sealer.sealAt(40), '0bc23e7ddad65c36fb95cb037c65de956c2c3dabce60197fcc7bb4d8032cd9d7');
  assert.equal(sealer.sealAt(96), 'c44ce795957d7aebedb1fe36185b782e35315c3243e3cad0f12ac4d1318b9b66');
  assert.equal(sealer.sealAt(104), '3f8848f251bf2abad900e41af37dada1d33f26059324c88ff550e5a78c73cfb5');
  assert.equal(sealer.sealAt(192), '310ea40013fee36e39da941f7ef0e8e8713bea264b22570608ca43b6683d8144');
  assert.equal(sealer.sealAt(40), '0bc23e7ddad65c36fb95cb037c65de956c2c3dabce60197fcc7bb4d8032cd9d7', 'in any order');
  assert.equal(sealer.sealAt(193), undefined, 'nothing is sealed that is not there');
});

test('JRN-13 records altered, removed, added or moved under fitting checksums open, and the head tells', async () => {
  const { disk } = await toyJournal(16, ONE_SEGMENT);
  const sealed = sealOf(disk);
  const frames = framesOf(disk);
  assert.ok(frames.length > 17);
  const [header, first, second, ...rest] = frames as [Uint8Array, Uint8Array, Uint8Array, ...Uint8Array[]];
  assert.deepEqual(forged(disk, frames).files, disk.files, 'the forger knows the layout');

  // The command is JSON: its first digit is that of the amount.
  const richer = first.with(first.lastIndexOf('1'.charCodeAt(0)), '9'.charCodeAt(0));
  const forgeries = {
    altered: [header, richer],
    removed: [header],
    added: [header, first, first],
    moved: [header, second, first],
  };
  for (const [name, beginning] of Object.entries(forgeries)) {
    const tail = name === 'moved' ? rest : [second, ...rest];
    // Checkpoints say the state; the forger leaves them out.
    const records = [...beginning, ...tail].filter((frame) => frame[36] !== 2);
    const forgery = forged(disk, records);
    forgery.remove(WATERMARK_FILE);
    assert.equal(typeof (await stateOf(forgery)), 'string', `${name}: it opens`);
    assert.notEqual(sealOf(forgery, sealed.position), sealed.seal, name);
  }
});

test('JRN-13 a byte turned anywhere before the head changes the seal, and none behind it does', async () => {
  const { disk } = await toyJournal(12);
  const { position, seal } = sealOf(disk);
  for (let at = 0; at < position + 64; at += 1) {
    const turned = sealOf(withByteTurned(disk, at), position);
    assert.equal(turned.seal === seal, at >= position, `byte ${at}`);
  }
});

test('JRN-13 a head stays true while the journal grows', async () => {
  const { disk } = await toyJournal(9);
  const { disk: longer } = await toyJournal(30);
  const header = readHeader(disk) as Header;
  const ends: number[] = [];
  scan(disk, header, 0, ({ end, head }) => head.type > 2 && ends.push(end));
  for (const end of ends) assert.equal(sealOf(disk, end).seal, sealOf(longer, end).seal);
});

test('JRN-13 heads are read one by one and many to a file', () => {
  const head = { journal: 'a1b2', sequence: 1, position: 64, seal: 'ff' };
  assert.deepEqual(readHeads(JSON.stringify(head)), [head]);
  assert.deepEqual(readHeads(JSON.stringify(head, undefined, 2)), [head]);
  assert.deepEqual(readHeads(`${JSON.stringify(head)}\n${JSON.stringify(head)}\n`), [head, head]);
  for (const text of ['', 'x', '{"seal":1}']) assert.throws(() => readHeads(text), SyntaxError);
});

/** The seal at `position`, or at the end of the journal. */
function sealOf(disk: MemoryDisk, position?: number) {
  const header = { segmentBytes: disk.files.get(segmentFile(0))?.length } as Header;
  const end = position ?? scan(disk, readHeader(disk) as Header, 0, () => {}).position;
  return { position: end, seal: new Sealer(disk, header).sealAt(end) };
}
