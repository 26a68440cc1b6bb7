/** The parts of the bench, by name. The first three are short and are what runs when nothing is named. */
import type { Part } from './part.ts';
import { book } from './parts/book.ts';
import { clearing } from './parts/clearing.ts';
import { doors } from './parts/doors.ts';
import { durable } from './parts/durable.ts';
import { exchange } from './parts/exchange.ts';
import { growth } from './parts/growth.ts';
import { lab } from './parts/lab.ts';
import { marketData } from './parts/market-data.ts';
import { replay } from './parts/replay.ts';
import { wide } from './parts/wide.ts';

export const parts: Readonly<Record<string, Part>> = {
  book,
  exchange,
  wide,
  durable,
  doors,
  'market-data': marketData,
  growth,
  clearing,
  replay,
  lab,
};

export const shortParts: readonly string[] = ['book', 'exchange', 'wide'];
