/**
 * What a person may say behind `npm start --`, checked before anything is opened.
 */
import { parseArgs } from 'node:util';
import type { Millis } from '#core/units.ts';
import { embeddedSources, sourceNames } from './price-room.ts';

export interface Flags {
  /** 0 takes any free port. */
  readonly port: number;
  readonly data: string;
  /** No simulated participants and no played history. */
  readonly bare: boolean;
  /** The venue clock runs this many times as fast as real time. */
  readonly speed: number;
  readonly seed: number;
  /** Where the clock starts, unless the journal ends later; undefined is now. */
  readonly clock: Millis | undefined;
  /** Where prices are read: see `sourceNames`. */
  readonly sources: readonly string[];
  /** A file with the terms with which the index of a new venue begins; undefined: the shipped ones. */
  readonly terms: string | undefined;
  /** How many trading days a new venue plays before it opens. */
  readonly history: number;
}

export const usage = `npm start -- [flags]
  --port N       listen on this port (8080; 0 takes any free one)
  --data DIR     keep the journal here (data)
  --bare         no simulated participants and no played history
  --speed N      the venue clock runs N times real time (1; up to 100000)
  --seed N       the seed of everything simulated (1)
  --history N    trading days to play at the first start (75)
  --clock TIME   where the clock starts unless the journal ends later, ISO-8601 (now)
  --sources LIST where prices are read, of genai-prices, openrouter, litellm, gpu-list (genai-prices,gpu-list)
  --terms FILE   the terms with which the index of a new venue begins (those that are shipped)
  --help         this text
The key for the operator's commands is made at the first start and stands in DIR/venue.json.`;

/** A flag that cannot be used. The message is one sentence for a person. */
export class FlagError extends Error {
  override readonly name = 'FlagError';
}

/** Reads the command line; undefined when help is asked for. Throws `FlagError`. */
export function readFlags(argv: readonly string[]): Flags | undefined {
  const { values } = parse(argv);
  if (values.help) return undefined;
  return {
    port: whole('--port', values.port, 0, 65_535),
    data: values.data,
    bare: values.bare,
    speed: decimal('--speed', values.speed, 0.001, 100_000),
    seed: whole('--seed', values.seed, 0, 2 ** 31 - 1),
    clock: values.clock === undefined ? undefined : instant('--clock', values.clock),
    history: whole('--history', values.history, 0, 500),
    sources: sourcesOf(values.sources),
    terms: values.terms,
  };
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      options: {
        port: { type: 'string', default: '8080' },
        data: { type: 'string', default: 'data' },
        bare: { type: 'boolean', default: false },
        speed: { type: 'string', default: '1' },
        seed: { type: 'string', default: '1' },
        history: { type: 'string', default: '75' },
        clock: { type: 'string' },
        sources: { type: 'string', default: embeddedSources.join(',') },
        terms: { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new FlagError(message.replaceAll('\n', ' '));
  }
}

function whole(flag: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= least && value <= most) return value;
  throw new FlagError(`${flag} takes a whole number from ${least} to ${most}, not "${text}".`);
}

function decimal(flag: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (/^\d+(\.\d+)?$/.test(text) && value >= least && value <= most) return value;
  throw new FlagError(`${flag} takes a number from ${least} to ${most}, not "${text}".`);
}

function sourcesOf(text: string): string[] {
  const names = text.split(',').filter((name) => name !== '');
  const unknown = names.find((name) => !sourceNames.includes(name));
  if (unknown === undefined) return names;
  throw new FlagError(`--sources takes ${sourceNames.join(', ')}, separated by commas, and knows no "${unknown}".`);
}

function instant(flag: string, text: string): Millis {
  const value = Date.parse(text);
  // The code of a contract month has two digits for the year.
  if (/^20\d{2}-\d{2}-\d{2}T/.test(text) && Number.isSafeInteger(value)) return value as Millis;
  throw new FlagError(`${flag} takes a time such as 2026-11-20T09:00:00Z, not "${text}".`);
}
