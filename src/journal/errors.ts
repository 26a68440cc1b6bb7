/**
 * What can be wrong with a journal, each as one type with a code that stays and a sentence for the operator.
 *
 * All of them stop the opening. None is repaired by guessing: what was acknowledged is either there or missed aloud.
 */

export type JournalErrorCode =
  /** A record that was acknowledged, or may have been, cannot be read (rule JRN-6). */
  | 'JOURNAL_CORRUPT'
  /** Replay came to another state than the one that was recorded (rule JRN-9). */
  | 'STATE_HASH_MISMATCH'
  /** A record of a kind or layout that this version does not know (rule JRN-4). */
  | 'JOURNAL_RECORD_UNKNOWN'
  /** A command of the journal breaks the machine, as it did when it was first carried out (rule JRN-10). */
  | 'REPLAY_HALTED'
  | 'JOURNAL_FORMAT_NEWER'
  | 'JOURNAL_OF_OTHER_VENUE'
  | 'NOT_A_JOURNAL'
  | 'JOURNAL_LOCKED'
  | 'JOURNAL_UNWRITABLE'
  /** A copy of a journal that went another way than the journal it should repair (rule JRN-16). */
  | 'REPAIR_CONFLICT'
  /** A command that no frame can hold. Refused before anything is written. */
  | 'COMMAND_TOO_LARGE';

export class JournalError extends Error {
  override readonly name: string = 'JournalError';
  readonly code: JournalErrorCode;

  constructor(code: JournalErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

/** Where a journal stops being readable although more was promised. */
export class JournalCorrupt extends JournalError {
  override readonly name = 'JournalCorrupt';
  /** The segment's file, and the byte in it where the damaged record should begin. */
  readonly file: string;
  readonly byte: number;
  /** The sequence number that was read last before the damage. */
  readonly sequence: number;

  constructor(folder: string, file: string, byte: number, sequence: number, reason: string) {
    super(
      'JOURNAL_CORRUPT',
      `The journal is damaged in ${file} at byte ${byte}, after command ${sequence}: ${reason}. ` +
        `Nothing was changed; read what stands before the damage with: npm run replay -- ${folder} --list ` +
        `and mend it from a copy with: npm run journal -- repair ${folder} --from BACKUP`,
    );
    this.file = file;
    this.byte = byte;
    this.sequence = sequence;
  }
}

/** The state after command `sequence` is not the state that was recorded. */
export class StateHashMismatch extends JournalError {
  override readonly name = 'StateHashMismatch';

  constructor(folder: string, sequence: number, recorded: string, found: string, origin: string) {
    super(
      'STATE_HASH_MISMATCH',
      `The state after command ${sequence} is ${found}, but the ${origin} says ${recorded}: this program does not ` +
        `decide as the one that wrote the journal. See it with: npm run replay -- ${folder} --to ${sequence}`,
    );
  }
}
