/** A request that was refused, or got no answer. */
import type { ErrorBody } from '#wire/errors.ts';

/** The codes of the client itself, for when no venue has answered. */
export type ClientErrorCode = 'VENUE_UNREACHABLE' | 'ANSWER_UNREADABLE' | 'CONNECTION_LOST';

/**
 * `code` is stable and for the program, `message` is one sentence for a person, `rule` is the rule behind the refusal.
 * With CONNECTION_LOST an order may or may not have been taken: send it again under the same `clientOrderId`.
 */
export class TokenpitError extends Error {
  override readonly name = 'TokenpitError';
  readonly code: string;
  readonly rule: string | undefined;
  /** The field of the request that is meant, where there is one. */
  readonly field: string | undefined;
  /** Present when the exchange itself refused. */
  readonly sequence: number | undefined;

  constructor(error: ErrorBody['error'] | { readonly code: ClientErrorCode; readonly message: string }) {
    super(error.message);
    this.code = error.code;
    this.rule = 'rule' in error ? error.rule : undefined;
    this.field = 'field' in error ? error.field : undefined;
    this.sequence = 'sequence' in error ? error.sequence : undefined;
  }
}
