/** Submissions: whose they are, for whom they speak, and that one that comes again changes nothing. */
import assert from 'node:assert/strict';
import { createPrivateKey, generateKeyPairSync, sign } from 'node:crypto';
import { test } from 'node:test';
import type { Millis } from '#core/units.ts';
import type { Registered } from '#feeds/contribution-csv.ts';
import { EvidenceStore } from '#feeds/evidence-store.ts';
import {
  newSubmitterKeys,
  readSubmission,
  type Submission,
  type SubmissionRefusal,
  SubmissionRefused,
  type SubmissionRules,
  signSubmission,
  submissionRefusals,
} from '#feeds/submission.ts';
import { readSubmitters, type Submitter, SubmittersInvalid } from '#feeds/submitters.ts';
import { at, temporaryFolder } from './readings.ts';

const now = at('2026-11-20T12:00Z');
const acme = newSubmitterKeys();
const bolt = newSubmitterKeys();

const rows = [
  { name: 'acme', sellers: ['acme', 'acme-cloud'], publicKey: acme.publicKey, from: '2026-11-01', until: '2026-12-01' },
  { name: 'bolt', sellers: ['bolt'], publicKey: bolt.publicKey, from: '2026-11-10' },
];
const submitters = readSubmitters(JSON.stringify(rows));
const registries: readonly Registered[] = [
  {
    listings: ['acme', 'acme-cloud', 'bolt'].map((seller) => ({ seller, listing: 'm1', model: 'M', volume: 1 })),
    gpus: [],
    gpuSellers: [],
  },
];
const rules: SubmissionRules = { submitters, registries };

const bytesOf = (...lines: readonly string[]): Uint8Array =>
  Buffer.from(['observedAt,seller,listing,input,cached,output', ...lines, ''].join('\n'));
const bytes = bytesOf('2026-11-20T09:00Z,acme,m1,1,,2', '2026-11-20T09:00Z,acme-cloud,m1,1.5,,3');
const signed = (name: string, file: Uint8Array, key: string): Submission => ({
  name,
  bytes: file,
  signature: signSubmission(name, file, key),
});

function refused(
  code: SubmissionRefusal,
  submission: Submission,
  { time = now, by = submitters }: { time?: Millis; by?: readonly Submitter[] } = {},
): SubmissionRefused {
  let refusal: unknown;
  assert.throws(
    () => readSubmission(submission, { submitters: by, registries }, time),
    (error) => {
      refusal = error;
      return error instanceof SubmissionRefused && error.code === code;
    },
  );
  assert.ok(refusal instanceof SubmissionRefused && refusal.message.startsWith(submissionRefusals[code]));
  return refusal;
}

test('IDX-46 a signed file of a submitter for its own sellers is a reading of its own source', () => {
  const { document, prices, problems } = readSubmission(signed('acme', bytes, acme.privateKey), rules, now);
  assert.deepEqual([document.source, document.fetchedAt], ['contributor:acme', now]);
  assert.deepEqual(
    prices.map(({ seller, input }) => [seller, input]),
    [
      ['acme', 1_000_000],
      ['acme-cloud', 1_500_000],
    ],
  );
  assert.deepEqual(problems, []);
});

test('IDX-46 a signature that is not that of the submitter for this file and this name is refused', () => {
  const good = signed('acme', bytes, acme.privateKey);
  const otherFile = bytesOf('2026-11-20T09:00Z,acme,m1,9,,2');
  const withoutPurpose = sign(null, bytes, createPrivateKey(acme.privateKey)).toString('base64');
  const halves = Buffer.from(good.signature, 'base64');
  halves[40] = (halves[40] ?? 0) ^ 1;
  for (const [what, submission] of Object.entries({
    'another file': { ...good, bytes: otherFile },
    'another key': signed('acme', bytes, bolt.privateKey),
    'another name': { ...good, signature: signSubmission('bolt', bytes, acme.privateKey) },
    'the file alone': { ...good, signature: withoutPurpose },
    'one bit': { ...good, signature: halves.toString('base64') },
    nothing: { ...good, signature: '' },
    nonsense: { ...good, signature: '$$$' },
  }))
    assert.ok(refused('SIGNATURE_WRONG', submission), what);
});

test('IDX-46 a submitter speaks for its own sellers alone', () => {
  const mixed = bytesOf('2026-11-20T09:00Z,bolt,m1,1,,2', '2026-11-20T09:00Z,acme,m1,1,,2');
  const { problems } = refused('SELLER_NOT_ALLOWED', signed('bolt', mixed, bolt.privateKey));
  assert.deepEqual(problems, [{ place: 'acme', reason: 'bolt may not speak for this seller' }]);
});

test('IDX-46 a key counts from its first day until its last', () => {
  const own = signed('acme', bytesOf('2026-10-01T09:00Z,acme,m1,1,,2'), acme.privateKey);
  for (const [time, code] of [
    ['2026-10-31T23:59:59.999Z', 'KEY_NOT_IN_FORCE'],
    ['2026-11-01T00:00Z', undefined],
    ['2026-11-30T23:59:59.999Z', undefined],
    ['2026-12-01T00:00Z', 'KEY_NOT_IN_FORCE'],
  ] as const) {
    if (code === undefined) assert.ok(readSubmission(own, rules, at(time)));
    else refused(code, own, { time: at(time) });
  }
  refused('SUBMITTER_UNKNOWN', { ...own, name: 'nobody' });
  refused('SUBMITTER_UNKNOWN', own, { by: [] });
});

test('IDX-46 who changes keys stands in the file twice, and each key counts in its own time', () => {
  const next = newSubmitterKeys();
  const both = readSubmitters(
    JSON.stringify([...rows, { name: 'acme', sellers: ['acme'], publicKey: next.publicKey, from: '2026-11-20' }]),
  );
  const file = bytesOf('2026-11-19T09:00Z,acme,m1,1,,2');
  assert.ok(
    readSubmission(signed('acme', file, acme.privateKey), { submitters: both, registries }, now),
    'while both are in force',
  );
  assert.ok(readSubmission(signed('acme', file, next.privateKey), { submitters: both, registries }, now));
  const later = { by: both, time: at('2026-12-01T00:00Z') };
  refused('SIGNATURE_WRONG', signed('acme', file, acme.privateKey), later);
  assert.ok(readSubmission(signed('acme', file, next.privateKey), { submitters: both, registries }, later.time));
});

test('IDX-46 a submission that comes again changes nothing, not even over a correction', async (context) => {
  const store = new EvidenceStore(temporaryFolder(context));
  context.after(() => store.close());
  const first = signed('acme', bytesOf('2026-11-20T09:00Z,acme,m1,1,,2'), acme.privateKey);
  const correction = signed('acme', bytesOf('2026-11-20T09:00Z,acme,m1,3,,2'), acme.privateKey);
  const hand = (submission: Submission, time: string): Promise<boolean> =>
    store.add(readSubmission(submission, rules, at(time)));
  assert.equal(await hand(first, '2026-11-20T12:00Z'), true);
  assert.equal(await hand(first, '2026-11-20T12:01Z'), false);
  assert.equal(await hand(correction, '2026-11-20T13:00Z'), true);
  assert.equal(await hand(first, '2026-11-20T14:00Z'), false);
  const [price, ...others] = store.evidenceOf(Math.floor(now / 86_400_000) as never).prices;
  assert.deepEqual([price?.input, others], [3_000_000, []]);
});

test('IDX-45 a signed file with mistakes is refused with its lines', () => {
  const { problems } = refused(
    'CONTRIBUTION_INVALID',
    signed('bolt', bytesOf('yesterday,bolt,m1,1,,2'), bolt.privateKey),
  );
  assert.deepEqual(problems, [{ place: 'line 2', reason: 'observedAt is not a time like 2026-11-20T09:30Z' }]);
});

test('IDX-46 a key may be written as PEM, and a signature is that of RFC 8032', () => {
  const { publicKey } = generateKeyPairSync('ed25519');
  const pem = publicKey.export({ format: 'pem', type: 'spki' }).toString();
  assert.equal(readSubmitters(JSON.stringify([{ ...rows[0], publicKey: pem }]))[0]?.key.asymmetricKeyType, 'ed25519');
  // RFC 8032, section 7.1, test 1: its key pair, as PKCS #8 and as we write a public key.
  const secret = '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60';
  const known = Buffer.from('d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a', 'hex');
  const der = Buffer.from(`302e020100300506032b657004220420${secret}`, 'hex').toString('base64');
  const privateKey = `-----BEGIN PRIVATE KEY-----\n${der}\n-----END PRIVATE KEY-----\n`;
  const by = readSubmitters(JSON.stringify([{ ...rows[1], publicKey: known.toString('base64') }]));
  const file = bytesOf('2026-11-20T09:00Z,bolt,m1,1,,2');
  assert.ok(readSubmission(signed('bolt', file, privateKey), { submitters: by, registries }, now));
});

test('IDX-46 a file of submitters that cannot be used is refused with what is wrong', () => {
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ format: 'pem', type: 'spki' });
  const [row] = rows;
  for (const [text, message] of [
    ['[', /not JSON/],
    [JSON.stringify({}), /array/],
    [JSON.stringify([{ ...row, name: 'Acme Inc' }]), /\/0\/name/],
    [JSON.stringify([{ ...row, sellers: [] }]), /\/0\/sellers/],
    [JSON.stringify([{ ...row, surprise: 1 }]), /additional/],
    [JSON.stringify([row, { ...row, publicKey: rsa }]), /\/1\/publicKey/],
    [JSON.stringify([{ ...row, publicKey: acme.publicKey.slice(1) }]), /\/0\/publicKey/],
    [JSON.stringify([{ ...row, from: '2026-13-01' }]), /\/0\/from/],
    [JSON.stringify([{ ...row, until: '2026-11-01' }]), /\/0\/until/],
  ] as const)
    assert.throws(() => readSubmitters(text), { name: SubmittersInvalid.name, message }, text);
});
