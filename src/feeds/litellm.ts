/**
 * The price file of the project LiteLLM: `{"claude-sonnet-4-6": {"litellm_provider", "input_cost_per_token", …}}`.
 *
 * Prices are JSON numbers in US dollars per token, such as `1.25e-06`. Each is read as the shortest decimal that stands
 * for it, which is the one its author wrote. Beside models the file has entries of other kinds, among them a
 * `sample_spec` that explains the fields; they go by names that no registry has.
 */
import { Type } from 'typebox';
import { Value } from 'typebox/value';
import { type ListShape, pointerStep } from './price-list.ts';

export const liteLlmAddress =
  'https://raw.githubusercontent.com/BerriAI/litellm/main/model_prices_and_context_window.json';

const Document = Type.Record(Type.String(), Type.Unknown());

const Entry = Type.Object({
  litellm_provider: Type.String(),
  input_cost_per_token: Type.Number(),
  output_cost_per_token: Type.Number(),
  cache_read_input_token_cost: Type.Optional(Type.Union([Type.Number(), Type.Null()])),
});

export const liteLlmList: ListShape<typeof Entry> = {
  source: 'litellm',
  entriesOf: (document) => {
    if (Array.isArray(document) || !Value.Check(Document, document)) return undefined;
    return Object.entries(document).map(([name, entry]) => ({ name, place: pointerStep(name), entry }));
  },
  entry: Entry,
  amountsOf: (entry) => {
    const cached = entry.cache_read_input_token_cost ?? undefined;
    return {
      input: ['/input_cost_per_token', String(entry.input_cost_per_token)],
      cached: ['/cache_read_input_token_cost', cached === undefined ? undefined : String(cached)],
      output: ['/output_cost_per_token', String(entry.output_cost_per_token)],
    };
  },
};
