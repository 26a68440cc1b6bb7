/**
 * A request that is refused, at the doors or by the exchange, and how that is said.
 *
 * The doors refuse what cannot be read or is not allowed, and nothing of it is journalled. The exchange refuses by its
 * own rules; then the command has a number.
 */
import { sentenceOfRejection } from '#core/rejection-sentences.ts';
import { type Rejection, ruleOfRejection } from '#core/rejections.ts';
import type { Sequence } from '#core/units.ts';
import { type DoorError, doorErrors, type ErrorBody } from '#wire/errors.ts';

export class Refused extends Error {
  override readonly name = 'Refused';
  readonly code: string;
  readonly status: number;
  readonly rule: string;
  readonly field: string | undefined;
  readonly sequence: Sequence | undefined;
  /** After how many seconds to ask again, where that helps. */
  retryAfter: number | undefined;

  private constructor(
    sentence: string,
    code: string,
    status: number,
    rule: string,
    field: string | undefined,
    sequence: Sequence | undefined,
  ) {
    super(sentence);
    this.code = code;
    this.status = status;
    this.rule = rule;
    this.field = field;
    this.sequence = sequence;
  }

  /** `field` is the field of the request that is meant; `sentence` replaces the usual one. */
  static atTheDoor(code: DoorError, field?: string, sentence: string = sentences[code]): Refused {
    const { status, rule } = doorErrors[code];
    return new Refused(sentence, code, status, rule, field, undefined);
  }

  /** `sequence` is the command's number; without it the doors knew the answer and asked nobody. */
  static byTheExchange(reason: Rejection, sequence?: Sequence, field?: string): Refused {
    return new Refused(sentenceOfRejection[reason], reason, statusOf(reason), ruleOfRejection[reason], field, sequence);
  }

  get body(): ErrorBody {
    const { code, message, rule, field, sequence } = this;
    return {
      error: {
        code,
        message,
        rule,
        ...(field === undefined ? {} : { field }),
        ...(sequence === undefined ? {} : { sequence }),
      },
    };
  }
}

/** The HTTP status of what the exchange refuses: the request was understood, and cannot be carried out. */
export function statusOf(reason: Rejection): number {
  if (['ORDER_UNKNOWN', 'CONTRACT_UNKNOWN', 'PRODUCT_UNKNOWN'].includes(reason)) return 404;
  return reason === 'ACCOUNT_NAME_TAKEN' ? 409 : 422;
}

const sentences: Readonly<Record<DoorError, string>> = {
  BODY_NOT_JSON: 'The body is not a JSON object.',
  BODY_TOO_LARGE: 'The body is longer than this address takes; an order has 16 KiB at most.',
  MEDIA_TYPE_UNSUPPORTED: 'The body must be sent as application/json.',
  FIELD_MISSING: 'A field is missing.',
  FIELD_UNKNOWN: 'There is no such field.',
  FIELD_INVALID: 'The field does not have a value that it can have.',
  PRICE_NOT_DECIMAL: 'The price must be a decimal number in a string, without exponent: "1.523".',
  PRICE_OFF_TICK: 'The price is not a whole number of ticks.',
  PRICE_OUT_OF_RANGE: "The price must be above zero and not above the product's highest price.",
  QUANTITY_NOT_WHOLE: 'The quantity must be a whole JSON number, written in digits alone.',
  QUANTITY_NOT_POSITIVE: 'The quantity must be at least one lot.',
  QUANTITY_TOO_LARGE: 'The quantity is too large to be counted exactly.',
  KEY_MISSING: 'This needs the key of an account: Authorization: Bearer <key>.',
  KEY_UNKNOWN: 'No account has this key.',
  CONTRACT_UNKNOWN: 'No contract with this code was ever listed.',
  NOT_FOUND: 'There is nothing under this address.',
  STATEMENT_UNKNOWN: 'The account has no statement of this day: nothing moved, or it is too long ago.',
  METHOD_NOT_ALLOWED: 'This address does not take this method.',
  DUPLICATE_ID_MISMATCH: 'This clientOrderId was used for another order.',
  TOO_MANY_REQUESTS: 'Too many requests in a short time.',
  TOO_MANY_ACCOUNTS: 'This venue has opened as many practice accounts as it may.',
  MESSAGE_NOT_TEXT: 'Messages are text; this one was binary.',
  MESSAGE_NOT_JSON: 'The message is not a JSON object.',
  OPERATION_UNKNOWN: 'There is no such operation.',
  CHANNEL_UNKNOWN: 'There is no such channel.',
  SUBMITTER_UNKNOWN: 'No submitter is registered under this name.',
  KEY_NOT_IN_FORCE: 'The submitter has no key that is in force now.',
  SIGNATURE_WRONG: 'The signature is not that of the submitter for this file.',
  CONTRIBUTION_INVALID: 'The file has mistakes, so nothing was taken from it.',
  SELLER_NOT_ALLOWED: 'The file has prices of sellers that the submitter may not speak for.',
  VENUE_HALTED: 'The venue has halted and takes no commands.',
  VENUE_CLOSING: 'The venue is closing and takes no more commands.',
  DISK_LOW: 'The disk of the venue runs low; only cancellations are taken until it has room again.',
  INTERNAL_ERROR: 'The venue failed at this request.',
};
