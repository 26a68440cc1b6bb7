/**
 * The list of models of the router OpenRouter: `{"data": [{"id", "pricing": {"prompt", "completion", …}}]}`.
 *
 * Prices are decimal strings in US dollars per token. A router whose price depends on where it routes says `"-1"`,
 * which is no price. Models that cost nothing say `"0"`; whether that counts is the index's business.
 */
import { Type } from 'typebox';
import { Value } from 'typebox/value';
import { type ListShape, pointerStep } from './price-list.ts';

export const openRouterAddress = 'https://openrouter.ai/api/v1/models';

const Document = Type.Object({ data: Type.Array(Type.Unknown()) });
const Named = Type.Object({ id: Type.String() });

const Entry = Type.Object({
  pricing: Type.Object({
    prompt: Type.String(),
    completion: Type.String(),
    input_cache_read: Type.Optional(Type.String()),
  }),
});

export const openRouterList: ListShape<typeof Entry> = {
  source: 'openrouter',
  entriesOf: (document) => {
    if (!Value.Check(Document, document)) return undefined;
    return document.data.map((entry, i) => ({
      name: Value.Check(Named, entry) ? entry.id : undefined,
      place: `/data${pointerStep(i)}`,
      entry,
    }));
  },
  entry: Entry,
  amountsOf: ({ pricing }) => ({
    input: ['/pricing/prompt', pricing.prompt],
    cached: ['/pricing/input_cache_read', pricing.input_cache_read],
    output: ['/pricing/completion', pricing.completion],
  }),
};
