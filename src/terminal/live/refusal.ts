/** What went wrong with a request, as the panels show it. */
import { TokenpitError } from '#client/tokenpit-error.ts';
import type { Refusal } from '../models/answers.ts';

/** A refusal of the venue, or of the client when no venue answered. Anything else is a fault of ours and goes on. */
export function refusalOf(error: unknown): Refusal {
  if (!(error instanceof TokenpitError)) throw error;
  return { code: error.code, sentence: error.message, rule: error.rule };
}

export function sentenceOf(error: unknown): string {
  return refusalOf(error).sentence;
}
