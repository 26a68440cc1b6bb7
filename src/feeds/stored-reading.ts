/**
 * A reading as a line of a file: JSON, in the units of the core.
 *
 * A line is a reading or it is not; what half a line might have meant is never asked. Nor is a line one that could not
 * be part of any evidence, because a single such price would spoil the evidence of its day.
 */
import { readSync } from 'node:fs';
import { Type } from 'typebox';
import { Value } from 'typebox/value';
import { dateOf } from '#core/calendar.ts';
import { evidenceFault } from '#core/price-index/check-evidence.ts';
import type { Reading } from './source.ts';

const CHUNK_BYTES = 1_048_576;
const LINE_END = 0x0a;

/** The lines of a file, without their ends; the last one may lack its own. */
export function* linesOf(file: number): Generator<{ readonly text: Buffer; readonly ended: boolean }> {
  const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
  let rest = Buffer.alloc(0);
  for (let offset = 0; ; ) {
    const count = readSync(file, chunk, 0, CHUNK_BYTES, offset);
    if (count === 0) break;
    offset += count;
    rest = Buffer.concat([rest, chunk.subarray(0, count)]);
    let from = 0;
    for (let end = rest.indexOf(LINE_END, from); end >= 0; end = rest.indexOf(LINE_END, from)) {
      yield { text: rest.subarray(from, end), ended: true };
      from = end + 1;
    }
    rest = rest.subarray(from);
  }
  if (rest.length > 0) yield { text: rest, ended: false };
}

const StoredReading = Type.Object({
  document: Type.Object({ source: Type.String(), fetchedAt: Type.Integer(), hash: Type.String() }),
  prices: Type.Array(
    Type.Object({
      seller: Type.String(),
      listing: Type.String(),
      observedAt: Type.Integer(),
      input: Type.Integer(),
      cached: Type.Union([Type.Integer(), Type.Null()]),
      output: Type.Integer(),
    }),
  ),
  gpuHours: Type.Array(
    Type.Object({ seller: Type.String(), gpu: Type.String(), observedAt: Type.Integer(), hour: Type.Integer() }),
  ),
  problems: Type.Array(Type.Object({ place: Type.String(), reason: Type.String() })),
});

/** The reading that a line is, or undefined. */
export function readingOf(line: Buffer): Reading | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line.toString());
  } catch {
    return undefined;
  }
  if (!Value.Check(StoredReading, value)) return undefined;
  // The units are those in which it was written.
  const reading = value as unknown as Reading;
  return isSound(reading) ? reading : undefined;
}

/** Whether the core would take it as evidence, names, times and amounts. */
function isSound({ document, prices, gpuHours }: Reading): boolean {
  const first = { document: 0 };
  const evidence = {
    documents: [document],
    prices: prices.map((price) => ({ ...first, ...price })),
    gpuHours: gpuHours.map((hour) => ({ ...first, ...hour })),
  };
  return evidenceFault(evidence, dateOf(document.fetchedAt)) === undefined;
}
