/** What keeps a command from being carried out, in one sentence for a person and under a name for a program. */

export type Hindrance =
  /** What was asked for cannot be read. */
  | 'USAGE'
  | 'NOT_REACHABLE'
  | 'NOT_FOUND'
  | 'REFUSED'
  | 'NOT_JSON'
  | 'WRONG_FORMAT'
  | 'WRONG_SHAPE'
  | 'WRONG_DAY'
  | 'FILE_UNUSABLE';

/** Exit code 2. */
export class Complaint extends Error {
  override readonly name = 'Complaint';
  readonly code: Hindrance;

  constructor(code: Hindrance, message: string) {
    super(message);
    this.code = code;
  }
}
