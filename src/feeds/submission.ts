/**
 * A submission: a contribution with the name and the signature of whoever makes it.
 *
 * It counts when the signature is that of a key in force for that name, and when every price in it is of a seller that
 * the name may speak for. The signature covers the name, so nobody's file can be handed in as another's. A submission
 * that comes again changes nothing: the store knows it by its bytes.
 */
import { createPrivateKey, generateKeyPairSync, sign, verify } from 'node:crypto';
import { CONTRIBUTORS } from '#core/price-index/terms.ts';
import type { Millis } from '#core/units.ts';
import { type Contribution, ContributionInvalid, type Registered, readContribution } from './contribution-csv.ts';
import { type FreshReading, firstProblems, hashOf, type Problem } from './source.ts';
import { isInForce, type Submitter } from './submitters.ts';

export interface Submission {
  /** The submitter's, as it is registered. */
  readonly name: string;
  /** The file as it is. */
  readonly bytes: Uint8Array;
  /** Base64 of the 64 bytes of an Ed25519 signature. */
  readonly signature: string;
}

/** Every way in which a submission is refused, in the order in which they are looked for. */
export const submissionRefusals = {
  SUBMITTER_UNKNOWN: 'No submitter is registered under this name.',
  KEY_NOT_IN_FORCE: 'The submitter has no key that is in force now.',
  SIGNATURE_WRONG: 'The signature is not that of the submitter for this file.',
  CONTRIBUTION_INVALID: 'The file has mistakes, so nothing was taken from it.',
  SELLER_NOT_ALLOWED: 'The file has prices of sellers that the submitter may not speak for.',
} as const;

export type SubmissionRefusal = keyof typeof submissionRefusals;

/** A submission of which nothing is taken. */
export class SubmissionRefused extends Error {
  override readonly name = 'SubmissionRefused';
  readonly code: SubmissionRefusal;
  /** By line, where the file itself is at fault. */
  readonly problems: readonly Problem[];

  constructor(code: SubmissionRefusal, problems: readonly Problem[] = []) {
    super([submissionRefusals[code], ...problems.map(({ place, reason }) => `${place}: ${reason}`)].join(' '));
    this.code = code;
    this.problems = problems;
  }
}

/** By whom and by what a submission is judged. */
export interface SubmissionRules {
  readonly submitters: readonly Submitter[];
  /** The registry in force, and the announced one while there is one. */
  readonly registries: readonly Registered[];
}

/** The reading that a submission is, fetched `now`. Throws `SubmissionRefused` (rules IDX-45, IDX-46). */
export function readSubmission(
  submission: Submission,
  { submitters, registries }: SubmissionRules,
  now: Millis,
): FreshReading {
  const { sellers } = verifySubmission(submission, submitters, now);
  const { name, bytes } = submission;
  const { prices, gpuHours } = contributionOf(bytes, now, registries);
  const foreign = [...prices, ...gpuHours].map(({ seller }) => seller).filter((seller) => !sellers.includes(seller));
  if (foreign.length > 0) {
    const problems = [...new Set(foreign)].map((seller) => ({
      place: seller,
      reason: `${name} may not speak for this seller`,
    }));
    throw new SubmissionRefused('SELLER_NOT_ALLOWED', firstProblems(problems));
  }
  const document = { source: `${CONTRIBUTORS}:${name}`, fetchedAt: now, hash: hashOf(bytes) };
  return { document, bytes, prices, gpuHours, problems: [] };
}

/** Whose submission it is. Throws `SubmissionRefused` when nobody's. */
export function verifySubmission(
  { name, bytes, signature }: Submission,
  submitters: readonly Submitter[],
  now: Millis,
): Submitter {
  const namesakes = submitters.filter((submitter) => submitter.name === name);
  if (namesakes.length === 0) throw new SubmissionRefused('SUBMITTER_UNKNOWN');
  const inForce = namesakes.filter((submitter) => isInForce(submitter, now));
  if (inForce.length === 0) throw new SubmissionRefused('KEY_NOT_IN_FORCE');
  const signed = Buffer.from(signature, 'base64');
  const signer = inForce.find(({ key }) => verify(null, signedBytes(name, bytes), key, signed));
  if (signer === undefined) throw new SubmissionRefused('SIGNATURE_WRONG');
  return signer;
}

/** A new pair of keys: the public one as `submitters.json` has it, the private one as PEM. */
export function newSubmitterKeys(): { readonly publicKey: string; readonly privateKey: string } {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const { x = '' } = publicKey.export({ format: 'jwk' });
  return {
    publicKey: Buffer.from(x, 'base64url').toString('base64'),
    privateKey: privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
  };
}

/** The signature with which `name` hands in the file; `privateKey` is PEM. */
export function signSubmission(name: string, bytes: Uint8Array, privateKey: string): string {
  return sign(null, signedBytes(name, bytes), createPrivateKey(privateKey)).toString('base64');
}

/** What is signed says what it is for, so that a signature is good for nothing else. */
function signedBytes(name: string, bytes: Uint8Array): Uint8Array {
  return Buffer.concat([Buffer.from(`tokenpit contribution of ${name}\n`), bytes]);
}

function contributionOf(bytes: Uint8Array, now: Millis, registries: readonly Registered[]): Contribution {
  try {
    return readContribution(bytes, now, registries);
  } catch (error) {
    if (error instanceof ContributionInvalid) throw new SubmissionRefused('CONTRIBUTION_INVALID', error.problems);
    throw error;
  }
}
