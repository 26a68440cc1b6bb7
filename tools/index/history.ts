/** `history`: the days on which the index changed, and the dated changes of posted prices behind them. */
import { formatDate } from '#core/calendar.ts';
import { noMemory } from '#core/price-index/publication.ts';
import { publish, remember } from '#core/price-index/publish.ts';
import type { TradeDate } from '#core/units.ts';
import { embeddedPackage, type PriceChange, priceHistory } from '#feeds/embedded.ts';
import { indexTerms } from '#feeds/registry.ts';
import type { TariffStep } from '#feeds/tariff.ts';
import { dayIn, flagsOf, yesterday } from '../command-line.ts';
import { Complaint } from '../complaint.ts';
import { tableOf } from '../table.ts';
import { askVenue } from './fetch-document.ts';
import { placeOf } from './flags.ts';
import { embeddedInputs } from './inputs.ts';
import { statusOf, usd } from './words.ts';

/** A day of the index, as a row without its date. */
interface Day {
  readonly date: string;
  readonly cells: readonly string[];
}

const USUAL_DAYS = 90;
const FIXINGS_MAX = 1_000;

/** Prints both tables. Exit code 0. */
export async function history(argv: readonly string[]): Promise<number> {
  const flags = flagsOf(argv, {
    venue: { type: 'string' },
    from: { type: 'string' },
    to: { type: 'string' },
    embedded: { type: 'boolean', default: false },
  });
  const to = flags.to === undefined ? yesterday() : dayIn('--to', flags.to);
  const from = flags.from === undefined ? ((to - USUAL_DAYS + 1) as TradeDate) : dayIn('--from', flags.from);
  if (from > to) throw new Complaint('USAGE', `--from ${formatDate(from)} comes after --to ${formatDate(to)}.`);
  if (to - from >= FIXINGS_MAX)
    throw new Complaint('USAGE', `From --from to --to there are more than ${FIXINGS_MAX} days.`);

  const days = flags.embedded
    ? embeddedDays(from, to)
    : await venueDays(placeOf({ venue: flags.venue }).venue, from, to);
  const changed = days.filter(({ cells }, i) => cells.join() !== days[i - 1]?.cells.join());
  console.log(`${days.length} days with a fixing, and the ${changed.length} on which something changed:`);
  console.log(
    tableOf([['date', 'terms', 'status', 'value', 'paper'], ...changed.map((day) => [day.date, ...day.cells])], 3),
  );
  printPriceChanges(from, to);
  return 0;
}

function embeddedDays(from: TradeDate, to: TradeDate): Day[] {
  let memory = noMemory;
  return Array.from({ length: to - from + 1 }, (_, i) => {
    const inputs = embeddedInputs((from + i) as TradeDate, memory);
    const publication = publish(inputs);
    memory = remember(inputs, publication).memory;
    const { index, paper, terms } = publication;
    const { value, method, flags } = index.decision;
    return {
      date: formatDate(inputs.date),
      cells: [terms, statusOf(method ?? 'withheld', flags), usd(value), usd(paper.decision.value)],
    };
  });
}

async function venueDays(venue: string, from: TradeDate, to: TradeDate): Promise<Day[]> {
  const fixings = await askVenue(venue, (client) => client.fixings(FIXINGS_MAX));
  return fixings
    .filter(({ date }) => date >= formatDate(from) && date <= formatDate(to))
    .reverse()
    .map(({ date, terms, status, flags, value, paper }) => ({
      date,
      cells: [terms, statusOf(status, flags), value ?? '–', paper ?? '–'],
    }));
}

function printPriceChanges(from: TradeDate, to: TradeDate): void {
  const { name, version } = embeddedPackage;
  const changes = priceHistory(indexTerms.registry.listings, from, to);
  console.log(
    `\n${changes.length} dated price changes in ${name} ${version}, USD per million tokens, input/cached/output:`,
  );
  const row = ({ date, seller, listing, old, new: now }: PriceChange) => [
    formatDate(date),
    seller,
    listing,
    tariffInWords(old),
    tariffInWords(now),
  ];
  if (changes.length > 0)
    console.log(tableOf([['date', 'seller', 'listing', 'before', 'after'], ...changes.map(row)], 5));
}

/** `0.22/0.022/0.66 from 00:00, 0.44/0.044/1.32 from 01:00`; one price all day is that price. */
function tariffInWords(tariff: readonly TariffStep[]): string {
  if (tariff.length === 0) return '–';
  const price = ({ input, cached, output }: TariffStep) =>
    [input, cached, output].map((leg) => (leg === null ? '–' : String(leg / 1e6))).join('/');
  const from = ({ after }: TariffStep) => new Date(after).toISOString().slice(11, 16);
  return tariff.map((step) => (tariff.length === 1 ? price(step) : `${price(step)} from ${from(step)}`)).join(', ');
}
