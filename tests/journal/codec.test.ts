/**
 * Bytes: the checksum, the frame and the commands in it.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Command } from '#core/commands.ts';
import { daySteps } from '#core/settlement/day-steps.ts';
import { millis, sequence } from '#core/units.ts';
import { CommandReader, type CommandRecord, decodeCommand, type Envelope } from '#journal/command-codec.ts';
import { crc32c } from '#journal/crc32c.ts';
import { closeFrame, frameLengthAt, readHead, recordTypes, UNKNOWN, writeHead } from '#journal/frame.ts';
import { FrameBuffer } from '#journal/frame-buffer.ts';

const SEED = Number(process.env.SEED ?? 7);
const REPLAY = `replay it with: SEED=${SEED} npm test -- codec`;

test('JRN-3 the checksum is CRC-32C: the vectors of RFC 3720, appendix B.4', () => {
  const vectors: [Uint8Array, number][] = [
    [new Uint8Array(32), 0x8a9136aa],
    [new Uint8Array(32).fill(0xff), 0x62a8ab43],
    [Uint8Array.from({ length: 32 }, (_, at) => at), 0x46dd794e],
    [Uint8Array.from({ length: 32 }, (_, at) => 31 - at), 0x113fdb5c],
    [new TextEncoder().encode('123456789'), 0xe3069283],
  ];
  for (const [bytes, expected] of vectors)
    assert.equal(crc32c(new DataView(bytes.buffer), 0, bytes.length).toString(16), expected.toString(16));
});

test('JRN-1 an order takes 64 bytes and a cancellation 56, heads included', () => {
  const frame = new FrameBuffer(4096);
  frame.encode(order(), undefined);
  assert.equal(frame.length, 64);
  frame.encode({ type: 'cancelOrder', account: 3, order: 2 ** 40 } as Command, undefined);
  assert.equal(frame.length, 56);
});

test('JRN-1 a frame is laid out as documented, byte for byte', () => {
  // Packed field by field by another program, with a checksum computed bit by bit.
  const documented = [
    '48000000 145c5ef6', // length 72, checksum
    '98badcfe 07000000', // the record before, epoch 7
    '2a00000000000000', // number 42
    '7bd0b305a2010000', // time 1,795,392,000,123
    '80000000 0400 0100', // 128 bytes not known to be durable, type 4, layout 1
    '03000000 01000000', // account 3, contract 1
    'f3050000 04000000', // price 1523, quantity 4
    '01 00 05 03 6d696e65', // sell, good till cancel, five and three letters: mine
    '31 616263 00000000', // 1 abc
  ];
  const frame = new FrameBuffer(4096);
  frame.encode(order(), { account: 3, clientId: 'mine1', digest: 'abc' } as Envelope);
  writeHead(frame.view, frame.length, frame.type, 7, sequence(42), millis(1_795_392_000_123));
  closeFrame(frame.view, 0, frame.length, 0xfedcba98, 128);
  const hex = Array.from(frame.bytes.subarray(0, frame.length), (byte) => byte.toString(16).padStart(2, '0'));
  assert.equal(hex.join(''), documented.join('').replaceAll(' ', ''));
});

test('JRN-1 what is read back is what was written', () => {
  const frame = new FrameBuffer(1 << 16);
  const reader = new CommandReader();
  fc.assert(
    fc.property(command, fc.option(envelope, { nil: undefined }), fc.nat(), (asked, from, at) => {
      const fact = frame.encode(asked, from);
      const [number, time] = [sequence(1 + at), millis(at * 1_000_003)];
      writeHead(frame.view, frame.length, frame.type, 7, number, time);
      const checksum = closeFrame(frame.view, 0, frame.length, 0xfedcba98, 8 * at);

      assert.equal(frameLengthAt(frame.view, 0, frame.length), frame.length);
      const head = readHead(frame.view, 0);
      assert.deepEqual(
        [head.checksum, head.previous, head.epoch, head.sequence, head.time, head.undurable],
        [checksum, 0xfedcba98, 7, number, time, Math.min(8 * at, UNKNOWN)],
      );
      const read = decodeCommand(frame.view, frame.bytes, 0, head);
      assert.deepEqual(plain(read), plain({ command: asked, envelope: from }));
      // What is carried out is what the bytes say, to the sign of a zero.
      assert.deepEqual({ ...read.command }, { ...fact });
      // Nor does it matter what was read before.
      reader.read(frame.view, frame.bytes, 0, head);
      assert.deepEqual({ ...reader.command }, { ...fact });
      assert.deepEqual(reader.envelope, read.envelope);
    }),
    { seed: SEED, numRuns: 2_000, reporter },
  );
});

test('JRN-3 a frame with any single bit turned is no frame', () => {
  const frame = new FrameBuffer(4096);
  frame.encode(order(), { account: 3, clientId: 'first', digest: 'abc' } as Envelope);
  closeFirst(frame);
  for (let bit = 0; bit < frame.length * 8; bit += 1) {
    const turned = frame.bytes.slice();
    turned[bit >> 3] = (turned[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    assert.equal(frameLengthAt(new DataView(turned.buffer), 0, turned.length), 0, `bit ${bit}`);
  }
});

test('JRN-4 a record of an unknown type, layout or command is refused, not skipped', () => {
  const frame = new FrameBuffer(4096);
  const known = { ...headOf(frame), type: recordTypes.command };
  for (const head of [
    { ...known, type: 99 },
    { ...known, version: 2 },
  ])
    assert.throws(() => decodeCommand(frame.view, frame.bytes, 0, head), { code: 'JOURNAL_RECORD_UNKNOWN' });
  frame.encodeJson(recordTypes.command, { command: { type: 'teleport' } });
  assert.throws(() => decodeCommand(frame.view, frame.bytes, 0, { ...known, length: frame.length }), {
    code: 'JOURNAL_RECORD_UNKNOWN',
    message: /teleport/,
  });
  // What the index was made of before it had terms.
  frame.encodeJson(recordTypes.command, { command: { type: 'fixIndex', date: 20_000, contributions: [] } });
  assert.throws(() => decodeCommand(frame.view, frame.bytes, 0, { ...known, length: frame.length }), {
    code: 'JOURNAL_RECORD_UNKNOWN',
    message: /fixIndex without evidence/,
  });
});

test('JRN-1 a command that no record can hold is refused before anything is written', () => {
  const frame = new FrameBuffer(256);
  const long = { type: 'openAccount', name: 'x'.repeat(300), kind: 'member', credential: '' } as const;
  assert.throws(() => frame.encode(long, undefined), { code: 'COMMAND_TOO_LARGE' });
});

function reporter<T>(result: fc.RunDetails<T>): void {
  if (result.failed) throw new Error(`${fc.defaultReportMessage(result)}\n${REPLAY}`);
}

function order(): Command {
  return { type: 'placeOrder', account: 3, contract: 1, side: 1, price: 1523, quantity: 4, timeInForce: 0 } as Command;
}

/** Makes what has been encoded the first record of a journal. */
function closeFirst(frame: FrameBuffer): void {
  writeHead(frame.view, frame.length, frame.type, 0, sequence(1), millis(1));
  closeFrame(frame.view, 0, frame.length, 0, 0);
}

function headOf(frame: FrameBuffer) {
  frame.encode(order(), undefined);
  closeFirst(frame);
  return readHead(frame.view, 0);
}

/** As JSON sees it: without what is undefined, and with one zero. */
function plain(record: CommandRecord): unknown {
  return JSON.parse(JSON.stringify(record));
}

const account = fc.oneof(fc.nat({ max: 1000 }), fc.constantFrom(-1, -0, 2 ** 31 - 1, 2 ** 31, 2 ** 53 - 1));
const amount = fc.oneof(fc.integer(), fc.maxSafeInteger(), fc.constant(-0));
const text = fc.oneof(fc.string({ maxLength: 80 }), fc.string({ unit: 'binary', maxLength: 20 }));
const whole = fc.nat({ max: 1_000_000 });

const posted = fc.record({
  document: whole,
  seller: text,
  listing: text,
  input: whole,
  cached: fc.option(whole),
  output: whole,
  observedAt: whole,
});

const evidence = fc.record({
  documents: fc.array(fc.record({ source: text, fetchedAt: whole, hash: text }), { maxLength: 3 }),
  prices: fc.array(posted, { maxLength: 5 }),
  gpuHours: fc.array(fc.record({ document: whole, seller: text, gpu: text, hour: whole, observedAt: whole })),
});

const command = fc.oneof(
  fc.record({
    type: fc.constant('placeOrder'),
    account,
    contract: fc.oneof(whole, amount),
    side: fc.constantFrom(0, 1),
    price: amount,
    quantity: amount,
    timeInForce: fc.constantFrom(0, 1),
  }),
  fc.record({ type: fc.constant('cancelOrder'), account, order: amount }),
  fc.record({ type: fc.constant('deposit'), account, amount }),
  fc.record({ type: fc.constant('openAccount'), name: text, kind: fc.constant('member'), credential: text }),
  fc.record({ type: fc.constant('fixIndex'), date: whole, evidence }),
  fc.record({ type: fc.constant('endDay'), date: whole, step: fc.constantFrom(...daySteps) }),
) as unknown as fc.Arbitrary<Command>;

const envelope = fc.record({ account, clientId: text, digest: text }) as unknown as fc.Arbitrary<Envelope>;
