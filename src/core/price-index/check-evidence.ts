/**
 * Whether evidence from outside can be taken in.
 *
 * Only what could never be a reading is a fault. A price that is merely odd, old or of nobody the registry knows is taken
 * in, and the calculation says what became of it.
 */
import { startOf } from '../calendar.ts';
import { isWholeWithin } from '../market-making/bounds.ts';
import type { TradeDate } from '../units.ts';
import { endOf } from './day-price.ts';
import type { Evidence } from './evidence.ts';
import { HOUR_MAX, isHash, isName, PRICE_MAX, PRICES_MAX } from './limits.ts';

/** Why `evidence` cannot be that of `date`, in a few words; undefined when it can (rule IDX-27). */
export function evidenceFault({ documents, prices, gpuHours }: Evidence, date: TradeDate): string | undefined {
  if (documents.length > PRICES_MAX) return 'too many documents';
  if (prices.length + gpuHours.length > PRICES_MAX) return 'too many prices';
  for (const { source, fetchedAt, hash } of documents) {
    if (!isName(source)) return 'the source of a document has no proper name';
    if (!isHash(hash)) return `the hash of a document of ${source} is not 64 hex digits`;
    if (!isMoment(fetchedAt)) return `a document of ${source} was fetched at no moment`;
  }
  // A day can be judged long after it, and a document can tell of prices to come; neither reaches beyond a year.
  const horizon = endOf((date + DAYS_AHEAD_MAX) as TradeDate);
  for (const seen of [...prices, ...gpuHours]) {
    const name = 'listing' in seen ? seen.listing : seen.gpu;
    if (!isName(seen.seller) || !isName(name)) return 'a seller, a listing or a GPU has no proper name';
    const what = `${name} of ${seen.seller}`;
    if (!isWholeWithin(seen.document, 0, documents.length - 1)) return `${what} was read in no document`;
    if (!isMoment(seen.observedAt) || seen.observedAt > horizon) return `${what} was seen at no moment`;
    const [legs, most] =
      'listing' in seen ? [[seen.input, seen.cached ?? 0, seen.output], PRICE_MAX] : [[seen.hour], HOUR_MAX];
    if (!legs.every((leg) => isWholeWithin(leg, 0, most))) return `${what} has a price that cannot be one`;
  }
  return undefined;
}

const DAYS_AHEAD_MAX = 366;
const LAST_MOMENT = startOf(100_000 as TradeDate);

/** A moment that a calendar of this era has. */
function isMoment(time: number): boolean {
  return isWholeWithin(time, 0, LAST_MOMENT);
}
