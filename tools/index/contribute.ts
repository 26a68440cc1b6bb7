/**
 * `keygen`, `sign` and `submit`: for whoever contributes prices under a name and a key.
 *
 * The private key stays in its file. What goes to the operator is the line for `submitters.json`, and what goes to the
 * venue is the file of prices with the signature of its bytes and of the name.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dateOf, formatDate } from '#core/calendar.ts';
import { millis } from '#core/units.ts';
import { newSubmitterKeys, signSubmission } from '#feeds/submission.ts';
import { flagsOf } from '../command-line.ts';
import { Complaint } from '../complaint.ts';
import { askVenue } from './fetch-document.ts';
import { placeOf, places } from './flags.ts';

const names = { name: { type: 'string' }, key: { type: 'string' }, file: { type: 'string' } } as const;

/** Writes a new private key and prints the line for the operator. Exit code 0. */
export function keygen(argv: readonly string[]): number {
  const flags = flagsOf(argv, { name: names.name, out: { type: 'string' } });
  const name = nameIn(flags.name);
  const folder = given('--out', flags.out, 'the folder that the key goes to');
  const file = join(folder, `${name}.pem`);
  const { publicKey, privateKey } = newSubmitterKeys();
  mkdirSync(folder, { recursive: true });
  try {
    // Only its owner may read it, and one that is there already is not lost.
    writeFileSync(file, privateKey, { flag: 'wx', mode: 0o600 });
  } catch (cause) {
    const isThere = cause instanceof Error && 'code' in cause && cause.code === 'EEXIST';
    if (isThere) throw new Complaint('FILE_UNUSABLE', `${file} is there already, and a key is not written over.`);
    throw cause;
  }
  const from = formatDate(dateOf(millis(Date.now())));
  console.log(`private key: ${file}`);
  console.log(`for submitters.json: ${JSON.stringify({ name, sellers: [name], publicKey, from })}`);
  return 0;
}

/** Prints the signature of a file as base64. Exit code 0. */
export function signFile(argv: readonly string[]): number {
  const flags = flagsOf(argv, names);
  console.log(signed(flags).signature);
  return 0;
}

/** Hands a file in and prints what was taken. Exit code 0; a refusal is a Complaint. */
export async function submit(argv: readonly string[]): Promise<number> {
  const flags = flagsOf(argv, { ...names, venue: places.venue });
  const { venue } = placeOf({ venue: flags.venue });
  const { name, bytes, signature } = signed(flags);
  const request = { submitter: name, csv: textOf(bytes, flags.file), signature };
  const { source, prices, hash, repeated } = await askVenue(venue, (client) => client.contribute(request));
  const taken = repeated ? 'had been taken before' : 'taken';
  console.log(`${source}: ${prices} ${prices === 1 ? 'price' : 'prices'} ${taken}, sha256 ${hash}`);
  return 0;
}

/** What is signed are bytes and what is sent is text, so the file has to be one in which they are the same. */
function textOf(bytes: Uint8Array, file: string | undefined): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Complaint('FILE_UNUSABLE', `${file} is not a text in UTF-8.`);
  }
}

interface Signing {
  readonly name?: string | undefined;
  readonly key?: string | undefined;
  readonly file?: string | undefined;
}

function signed(flags: Signing): {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly signature: string;
} {
  const name = nameIn(flags.name);
  const keyFile = given('--key', flags.key, 'the file of the private key');
  const bytes = bytesOf(given('--file', flags.file, 'the file of prices'));
  const key = bytesOf(keyFile).toString('utf8');
  try {
    return { name, bytes, signature: signSubmission(name, bytes, key) };
  } catch {
    throw new Complaint('FILE_UNUSABLE', `${keyFile} holds no private key.`);
  }
}

function bytesOf(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (cause) {
    throw new Complaint('NOT_FOUND', `${file} cannot be read: ${cause instanceof Error ? cause.message : cause}.`);
  }
}

/** As `submitters.json` takes it, so that it is also a name for a file. */
function nameIn(name: string | undefined): string {
  if (name !== undefined && /^[a-z0-9][a-z0-9-]{0,39}$/.test(name)) return name;
  throw new Complaint(
    'USAGE',
    `--name takes small letters, digits and hyphens, not ${name === undefined ? 'nothing' : `"${name}"`}.`,
  );
}

function given(flag: string, value: string | undefined, what: string): string {
  if (value !== undefined && value !== '') return value;
  throw new Complaint('USAGE', `${flag} takes ${what}.`);
}
