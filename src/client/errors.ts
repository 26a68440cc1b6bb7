/** What a venue answers when it refuses, and what a caller sees when it cannot be reached. */
import type { ErrorBody } from '#wire/errors.ts';

/** The venue refused: `code` is one of `docs/api.md`, `message` is a sentence for a person. */
export class VenueRefusal extends Error {
  override readonly name = 'VenueRefusal';
  readonly code: string;
  readonly rule: string;
  readonly field: string | undefined;
  /** Present when the exchange itself refused. */
  readonly sequence: number | undefined;

  constructor({ code, message, rule, field, sequence }: ErrorBody['error']) {
    super(message);
    this.code = code;
    this.rule = rule;
    this.field = field;
    this.sequence = sequence;
  }
}

/** No answer came: whether a command had its effect is unknown until it is asked for again by its own id. */
export class VenueUnreachable extends Error {
  override readonly name = 'VenueUnreachable';
}
