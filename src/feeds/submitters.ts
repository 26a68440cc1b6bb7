/**
 * Who may contribute, for which sellers, and with which key: the file `submitters.json`, which the operator writes.
 *
 *     [{ "name": "acme", "sellers": ["acme"], "publicKey": "MCow…", "from": "2026-11-01", "until": "2027-11-01" }]
 *
 * A key holds from the first moment of `from` until the first moment of `until`. Who changes keys stands here twice.
 */
import { createPublicKey, type KeyObject } from 'node:crypto';
import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import { readDate, startOf } from '#core/calendar.ts';
import type { Millis } from '#core/units.ts';

const RAW_KEY_BYTES = 32;

const Row = Type.Object(
  {
    name: Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,39}$' }),
    sellers: Type.Array(Type.String({ minLength: 1 }), { minItems: 1 }),
    /** Ed25519: its 32 bytes as base64, or PEM. */
    publicKey: Type.String(),
    from: Type.String(),
    until: Type.Optional(Type.String()),
  },
  { additionalProperties: false },
);

const Rows = Type.Array(Row);

export interface Submitter {
  readonly name: string;
  readonly sellers: readonly string[];
  readonly key: KeyObject;
  readonly from: Millis;
  /** Null: until further notice. */
  readonly until: Millis | null;
}

/** A file of submitters that cannot be used, with what is wrong with it. */
export class SubmittersInvalid extends Error {
  override readonly name = 'SubmittersInvalid';
}

/** The submitters that the text of the file names. Throws `SubmittersInvalid`. */
export function readSubmitters(text: string): readonly Submitter[] {
  let rows: unknown;
  try {
    rows = JSON.parse(text);
  } catch {
    throw new SubmittersInvalid('it is not JSON');
  }
  if (Value.Check(Rows, rows)) return rows.map(submitterOf);
  const faults = Value.Errors(Rows, rows).map(({ instancePath, message }) => `${instancePath} ${message}`);
  throw new SubmittersInvalid(faults.join('; '));
}

export function isInForce({ from, until }: Submitter, time: Millis): boolean {
  return time >= from && (until === null || time < until);
}

function submitterOf({ name, sellers, publicKey, from, until }: Static<typeof Row>, i: number): Submitter {
  const refuse = (what: string): never => {
    throw new SubmittersInvalid(`/${i}/${what}`);
  };
  const moment = (member: 'from' | 'until', date: string): Millis => {
    const day = readDate(date);
    return day === undefined ? refuse(`${member} is not a date like 2026-11-01`) : startOf(day);
  };
  const key = keyOf(publicKey) ?? refuse('publicKey is no Ed25519 key');
  const period = { from: moment('from', from), until: until === undefined ? null : moment('until', until) };
  if (period.until !== null && period.until <= period.from) refuse('until is not after from');
  return { name, sellers, key, ...period };
}

function keyOf(text: string): KeyObject | undefined {
  const raw = Buffer.from(text, 'base64');
  const isRaw = raw.length === RAW_KEY_BYTES && raw.toString('base64') === text;
  try {
    const key = isRaw
      ? createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: raw.toString('base64url') }, format: 'jwk' })
      : createPublicKey(text);
    return key.asymmetricKeyType === 'ed25519' ? key : undefined;
  } catch {
    return undefined;
  }
}
