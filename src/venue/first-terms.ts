/** The terms with which the index of a new venue begins, from a file of the operator's. */
import { readFileSync } from 'node:fs';
import { Value } from 'typebox/value';
import { termsFault } from '#core/price-index/check-terms.ts';
import type { IndexTerms } from '#core/price-index/terms.ts';
import { IndexTerms as TermsShape } from '#wire/index-terms.ts';
import { FlagError } from './flags.ts';

/** Reads the file; throws `FlagError` with what is wrong with it. */
export function readFirstTerms(path: string): IndexTerms {
  const refuse = (what: string): never => {
    throw new FlagError(`--terms ${path} cannot be used: ${what}.`);
  };
  let terms: unknown;
  try {
    terms = JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    return refuse(cause instanceof Error ? cause.message : String(cause));
  }
  if (!Value.Check(TermsShape, terms)) {
    const [first] = Value.Errors(TermsShape, terms);
    return refuse(`${first?.instancePath} ${first?.message}`);
  }
  const read = terms as unknown as IndexTerms;
  const fault = termsFault(read);
  return fault === undefined ? read : refuse(fault);
}
