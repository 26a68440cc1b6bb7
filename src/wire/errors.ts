/**
 * Every way in which a request can be refused, as it is said on the wire.
 *
 * The doors refuse what cannot be read, is not allowed, or does not fit the contract's ticks; nothing of that is
 * journalled. What the exchange itself refuses carries the codes of `src/core/rejections.ts`.
 */
import { type Static, Type } from 'typebox';

/** What the doors refuse, with its HTTP status and its rule. */
export const doorErrors = {
  BODY_NOT_JSON: { status: 400, rule: 'API-1' },
  BODY_TOO_LARGE: { status: 413, rule: 'API-1' },
  MEDIA_TYPE_UNSUPPORTED: { status: 415, rule: 'API-1' },
  FIELD_MISSING: { status: 400, rule: 'API-2' },
  FIELD_UNKNOWN: { status: 400, rule: 'API-2' },
  FIELD_INVALID: { status: 400, rule: 'API-2' },
  PRICE_NOT_DECIMAL: { status: 400, rule: 'API-3' },
  PRICE_OFF_TICK: { status: 400, rule: 'API-3' },
  PRICE_OUT_OF_RANGE: { status: 400, rule: 'API-3' },
  QUANTITY_NOT_WHOLE: { status: 400, rule: 'API-4' },
  QUANTITY_NOT_POSITIVE: { status: 400, rule: 'API-4' },
  QUANTITY_TOO_LARGE: { status: 400, rule: 'API-4' },
  KEY_MISSING: { status: 401, rule: 'API-5' },
  KEY_UNKNOWN: { status: 401, rule: 'API-5' },
  CONTRACT_UNKNOWN: { status: 404, rule: 'API-6' },
  NOT_FOUND: { status: 404, rule: 'API-6' },
  STATEMENT_UNKNOWN: { status: 404, rule: 'MKT-11' },
  METHOD_NOT_ALLOWED: { status: 405, rule: 'API-6' },
  DUPLICATE_ID_MISMATCH: { status: 409, rule: 'API-7' },
  TOO_MANY_REQUESTS: { status: 429, rule: 'API-8' },
  TOO_MANY_ACCOUNTS: { status: 429, rule: 'API-8' },
  MESSAGE_NOT_TEXT: { status: 400, rule: 'API-9' },
  MESSAGE_NOT_JSON: { status: 400, rule: 'API-9' },
  OPERATION_UNKNOWN: { status: 400, rule: 'API-9' },
  CHANNEL_UNKNOWN: { status: 400, rule: 'API-9' },
  SUBMITTER_UNKNOWN: { status: 401, rule: 'IDX-46' },
  KEY_NOT_IN_FORCE: { status: 401, rule: 'IDX-46' },
  SIGNATURE_WRONG: { status: 401, rule: 'IDX-46' },
  CONTRIBUTION_INVALID: { status: 422, rule: 'IDX-45' },
  SELLER_NOT_ALLOWED: { status: 403, rule: 'IDX-46' },
  VENUE_HALTED: { status: 503, rule: 'API-10' },
  VENUE_CLOSING: { status: 503, rule: 'API-10' },
  DISK_LOW: { status: 503, rule: 'API-10' },
  INTERNAL_ERROR: { status: 500, rule: 'API-10' },
} as const;
export type DoorError = keyof typeof doorErrors;

export const ErrorBody = Type.Object({
  error: Type.Object({
    /** Stable; the program's reason. */
    code: Type.String(),
    /** One sentence for a person. */
    message: Type.String(),
    /** The rule of the rulebook behind the refusal. */
    rule: Type.String(),
    /** The field of the request that is meant, where there is one. */
    field: Type.Optional(Type.String()),
    /** Present when the exchange itself refused: the command was journalled under this number. */
    sequence: Type.Optional(Type.Integer()),
  }),
});
export type ErrorBody = Static<typeof ErrorBody>;
