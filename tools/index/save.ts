/** `save`: the document of a day as it is, in a file that `verify` and `explain` read. */

import { dayIn, flagsOf } from '../command-line.ts';
import { Complaint } from '../complaint.ts';
import { putInPlace } from '../put-in-place.ts';
import { readDocument } from './document-shape.ts';
import { documentText } from './fetch-document.ts';
import { placeOf, places } from './flags.ts';
import { hashOf } from './verify.ts';

/** Writes the document. Exit code 0. */
export async function save(argv: readonly string[]): Promise<number> {
  const flags = flagsOf(argv, {
    venue: places.venue,
    date: { type: 'string' },
    out: { type: 'string' },
    'known-at': { type: 'string' },
  });
  const date = dayIn('--date', flags.date);
  if (flags.out === undefined) throw new Complaint('USAGE', '--out takes the file that the document goes to.');
  const { text, where } = await documentText(placeOf({ venue: flags.venue }), date, flags['known-at']);
  readDocument(text, date, where);
  putInPlace(flags.out, text);
  console.log(`${flags.out}: ${Buffer.byteLength(text).toLocaleString('en')} bytes, sha256 ${hashOf(text)}`);
  return 0;
}
