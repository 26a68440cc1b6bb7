/**
 * What the price package knows of the models on a bill: which listing a name means, and what it cost on a day.
 *
 * A name is taken as the package's own rules read it (`gpt-4.1-2025-04-14` is `openai/gpt-4.1`); where it says no seller,
 * the maker comes first and OpenRouter last. An undated price is taken to have always held.
 */
import { calcPrice, findProvider } from '@pydantic/genai-prices';
import type { TradeDate } from '#core/units.ts';
import { registry } from '#feeds/registry.ts';
import { tariffOf } from '#feeds/tariff.ts';

/** USD for one token. */
export interface TokenPrice {
  readonly input: number;
  readonly cached: number;
  readonly output: number;
}

/** Sellers whose lists are searched for names like one that is not known. */
const SELLERS = [...new Set([...registry.listings.map(({ seller }) => seller), 'azure', 'cohere', 'perplexity'])];
const NAMES_SUGGESTED = 3;
/** Micro-dollars per million tokens in a dollar for one token. */
const MICRO_PER_MILLION = 1e12;

const known = new Map<string, string | undefined>();
const prices = new Map<string, TokenPrice | undefined>();

/** The listing that `name` means at `seller`, or at whoever sells it where no seller is said: `openai/gpt-4.1`. */
export function listingOf(name: string, seller: string): string | undefined {
  const key = JSON.stringify([name, seller]);
  if (!known.has(key)) known.set(key, search(name, seller));
  return known.get(key);
}

/** OpenRouter says `maker/model` and, beside it, who served it. */
function search(name: string, seller: string): string | undefined {
  const [maker = '', ...rest] = name.split('/');
  const model = rest.join('/');
  const elsewhere = () => (model === '' ? undefined : match(name, 'openrouter'));
  if (seller !== '') return match(name, seller) ?? match(model, seller) ?? elsewhere();
  return match(name) ?? match(model, maker) ?? elsewhere();
}

function match(name: string, seller?: string): string | undefined {
  const found = calcPrice({}, name, seller === undefined ? {} : { providerId: seller });
  return found === null ? undefined : `${found.provider.id}/${found.model.id}`;
}

/** What `listing` was posted at when `date` began; undefined where the package has no price for it. */
export function postedPrice(listing: string, date: TradeDate): TokenPrice | undefined {
  const key = `${date} ${listing}`;
  if (!prices.has(key)) prices.set(key, look(listing, date));
  return prices.get(key);
}

function look(listing: string, date: TradeDate): TokenPrice | undefined {
  const slash = listing.indexOf('/');
  const step = tariffOf({ seller: listing.slice(0, slash), listing: listing.slice(slash + 1) }, date)[0];
  if (step === undefined) return undefined;
  return {
    input: step.input / MICRO_PER_MILLION,
    cached: (step.cached ?? step.input) / MICRO_PER_MILLION,
    output: step.output / MICRO_PER_MILLION,
  };
}

/** The names known to the package that need the fewest letters changed, nearest first. */
export function namesLike(name: string): string[] {
  const wanted = name.toLowerCase();
  const names = new Set(
    SELLERS.flatMap((seller) => findProvider({ providerId: seller })?.models.map(({ id }) => id) ?? []),
  );
  return [...names]
    .map((one) => ({ one, changes: lettersChanged(wanted, one.toLowerCase()) }))
    .sort((a, b) => a.changes - b.changes || (a.one < b.one ? -1 : 1))
    .slice(0, NAMES_SUGGESTED)
    .map(({ one }) => one);
}

/** How many letters have to be put in, left out or exchanged to get from `a` to `b` (Levenshtein 1966). */
function lettersChanged(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1)
      next[j] = Math.min(
        (row[j] as number) + 1,
        (next[j - 1] as number) + 1,
        (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1),
      );
    row = next;
  }
  return row[b.length] as number;
}
