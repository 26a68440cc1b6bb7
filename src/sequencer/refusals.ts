/**
 * Why the sequencer does not take a command, or cannot say what became of one.
 *
 * These are not rejections: a rejection is the exchange's judgement, has a number and stands in the journal. A refusal
 * changes nothing and is written nowhere.
 */
import type { Sequence } from '#core/units.ts';

export abstract class Refusal extends Error {
  abstract readonly code: 'HALTED' | 'CLOSED' | 'DUPLICATE_ID_MISMATCH' | 'COMMAND_TOO_LARGE' | 'DISK_LOW';
}

/**
 * The state can no longer be trusted, and the venue stopped at command `sequence`. A command that was waiting for its
 * answer may or may not stand in the journal; asking again under the same client id after the repair tells.
 */
export class Halted extends Refusal {
  override readonly name = 'Halted';
  readonly code = 'HALTED';
  readonly sequence: Sequence;

  constructor(sequence: Sequence, folder: string, cause: unknown) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    super(
      `The venue halted at command ${sequence}: ${reason} ` +
        `The journal is kept; see it happen with: npm run replay -- ${folder} --to ${sequence}`,
      { cause },
    );
    this.sequence = sequence;
  }
}

export class Closed extends Refusal {
  override readonly name = 'Closed';
  readonly code = 'CLOSED';

  constructor() {
    super('The venue is closing and takes no more commands.');
  }
}

/** The client used an id again for something else (rule JRN-8). */
export class DuplicateIdMismatch extends Refusal {
  override readonly name = 'DuplicateIdMismatch';
  readonly code = 'DUPLICATE_ID_MISMATCH';
  /** The command that has the id. */
  readonly sequence: Sequence;

  constructor(clientId: string, sequence: Sequence) {
    super(`The id ${clientId} belongs to command ${sequence}, which said something else.`);
    this.sequence = sequence;
  }
}

/** No record could hold the command. */
export class CommandTooLarge extends Refusal {
  override readonly name = 'CommandTooLarge';
  readonly code = 'COMMAND_TOO_LARGE';
}

/** The disk has too little room left for this kind of command (rule JRN-15). */
export class DiskLow extends Refusal {
  override readonly name = 'DiskLow';
  readonly code = 'DISK_LOW';
}
