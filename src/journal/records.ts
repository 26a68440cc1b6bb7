/**
 * What a journal holds, read back: headers, checkpoints and commands, each with its number and time.
 */
import type { Command } from '#core/commands.ts';
import type { Millis, Sequence } from '#core/units.ts';
import { decodeCommand, decodeJson, type Envelope } from './command-codec.ts';
import { recordTypes } from './frame.ts';
import type { Header } from './header.ts';
import type { Found } from './scan.ts';

/** The hash of the state after the command before it (rule JRN-9). */
export interface Checkpoint {
  readonly hash: string;
}

export type JournalRecord = { readonly sequence: Sequence; readonly time: Millis; readonly epoch: number } & (
  | { readonly kind: 'header'; readonly header: Header }
  | { readonly kind: 'checkpoint'; readonly checkpoint: Checkpoint }
  | { readonly kind: 'command'; readonly command: Command; readonly envelope: Envelope | undefined }
);

/** Throws JOURNAL_RECORD_UNKNOWN. */
export function readRecord({ head, bytes, view, offset }: Found): JournalRecord {
  const { sequence, time, epoch } = head;
  if (head.type === recordTypes.header)
    return { kind: 'header', sequence, time, epoch, header: decodeJson(bytes, offset, head) as Header };
  if (head.type === recordTypes.checkpoint)
    return { kind: 'checkpoint', sequence, time, epoch, checkpoint: decodeJson(bytes, offset, head) as Checkpoint };
  const { command, envelope } = decodeCommand(view, bytes, offset, head);
  return { kind: 'command', sequence, time, epoch, command, envelope };
}
