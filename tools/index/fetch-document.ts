/** Where the text of a day's document comes from: a running venue, or a file. */
import { readFileSync } from 'node:fs';
import { TokenpitClient } from '#client/tokenpit-client.ts';
import { TokenpitError } from '#client/tokenpit-error.ts';
import { formatDate } from '#core/calendar.ts';
import type { TradeDate } from '#core/units.ts';
import { Complaint } from '../complaint.ts';
import type { Place } from './flags.ts';

export interface FoundText {
  readonly text: string;
  /** For a sentence. */
  readonly where: string;
}

/** The text as it is, byte for byte. Throws a Complaint. */
export async function documentText({ venue, file }: Place, date: TradeDate, knownAt?: string): Promise<FoundText> {
  if (file !== undefined && knownAt !== undefined)
    throw new Complaint('USAGE', 'A file holds one revision, so --known-at and --file exclude each other.');
  if (file !== undefined) return { text: fileText(file), where: file };
  const day = formatDate(date);
  const text = await askVenue(venue, (client) => client.fixingDocument(day, knownAt));
  return { text, where: `What ${venue} has of ${day}` };
}

/** Asks a venue; what it refuses, and that there is none, becomes a Complaint. */
export async function askVenue<T>(venue: string, ask: (client: TokenpitClient) => Promise<T>): Promise<T> {
  try {
    return await ask(new TokenpitClient(venue));
  } catch (cause) {
    // The client trusts an address to be that of a venue, and stumbles over what another server says.
    if (!(cause instanceof TokenpitError))
      throw new Complaint('WRONG_SHAPE', `What answers at ${venue} does not speak as a venue does.`);
    if (cause.code === 'VENUE_UNREACHABLE') throw new Complaint('NOT_REACHABLE', `No venue answers at ${venue}.`);
    if (cause.code === 'NOT_FOUND') throw new Complaint('NOT_FOUND', `${venue}: ${cause.message}`);
    if (cause.code === 'ANSWER_UNREADABLE') throw new Complaint('NOT_JSON', cause.message);
    throw new Complaint('REFUSED', `${venue} refuses: ${cause.message}`);
  }
}

function fileText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    const isMissing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
    if (isMissing) throw new Complaint('NOT_FOUND', `${file} is not there.`);
    throw new Complaint('FILE_UNUSABLE', `${file} cannot be read: ${cause instanceof Error ? cause.message : cause}.`);
  }
}
