/**
 * The sources that need a network, by name. None of them is read unless the operator asks for it.
 */
import type { TSchema } from 'typebox';
import type { Millis } from '#core/units.ts';
import { type FetchRules, fetchDocument } from './fetch-document.ts';
import { liteLlmAddress, liteLlmList } from './litellm.ts';
import type { ListingNames } from './names.ts';
import { openRouterAddress, openRouterList } from './openrouter.ts';
import { type ListShape, readPriceList } from './price-list.ts';
import type { Source } from './source.ts';

/** Both lists have some two million bytes today. */
const LIST_BYTES_MAX = 16_777_216;
const LIST_DEADLINE_MS = 30_000;

export interface LiveSourceOptions {
  /** The listings that are looked for, asked anew at every reading: a registry changes while a venue runs. */
  readonly listings: () => ListingNames;
  /** The time that a document is stamped with when it is whole. */
  readonly now: () => Millis;
  /** Where a source is read instead of where it is published, by name: a mirror. */
  readonly addresses?: Readonly<Record<string, string>>;
  /** What a test or a mirror on this machine changes about fetching. */
  readonly rules?: Partial<FetchRules>;
}

const live: Readonly<Record<string, (options: LiveSourceOptions) => Source>> = {
  openrouter: (options) => listSource(openRouterList, openRouterAddress, ['application/json'], options),
  // The host of the file serves every text as plain text.
  litellm: (options) => listSource(liteLlmList, liteLlmAddress, ['application/json', 'text/plain'], options),
};

export const liveSourceNames: readonly string[] = Object.keys(live);

/** The operator asked for a source that there is not. */
export class UnknownSource extends Error {
  override readonly name = 'UnknownSource';
}

/** The sources of these names, each once. Throws `UnknownSource`. */
export function openSources(names: readonly string[], options: LiveSourceOptions): readonly Source[] {
  return [...new Set(names)].map((name) => {
    const open = Object.hasOwn(live, name) ? live[name] : undefined;
    if (open !== undefined) return open(options);
    throw new UnknownSource(`there is no source called ${name}; there are ${liveSourceNames.join(' and ')}`);
  });
}

function listSource<Entry extends TSchema>(
  shape: ListShape<Entry>,
  published: string,
  types: readonly string[],
  { listings, now, addresses, rules }: LiveSourceOptions,
): Source {
  const address = addresses?.[shape.source] ?? published;
  const limits = { types, bytesMax: LIST_BYTES_MAX, deadlineMs: LIST_DEADLINE_MS, ...rules };
  return {
    name: shape.source,
    read: async (signal) => {
      const bytes = await fetchDocument(address, limits, signal);
      return readPriceList(shape, bytes, now(), listings());
    },
  };
}
