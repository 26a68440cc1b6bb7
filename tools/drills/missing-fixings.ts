/**
 * The drill of missing fixings: what a contract ends at when the index was withheld in its delivery period.
 */
import { formatDate } from '#core/calendar.ts';
import type { SettlementMethod } from '#core/events.ts';
import type { Money, TradeDate } from '#core/units.ts';
import type { Drill } from './drill.ts';
import { DrillVenue, dayOf, micro } from './drill-venue.ts';
import { count, dollars, table } from './paper.ts';
import { type Say, Story } from './story.ts';

const MONTH = 'SIT2612';
const FIRST_DAY = dayOf('2026-12-01');
const LAST_DAY = dayOf('2026-12-16');
/** The futures trade above the index. */
const PRICE = 1_460;
const LOTS = 100;

interface Case {
  readonly name: string;
  /** Days of December whose fixing is withheld. */
  readonly withheld: readonly number[];
}
const cases: readonly Case[] = [
  { name: 'every fixing is published', withheld: [] },
  { name: 'the last of sixteen is withheld', withheld: [16] },
  { name: 'the last quarter is withheld, more than one in ten', withheld: [13, 14, 15, 16] },
  { name: 'all are withheld', withheld: Array.from({ length: 16 }, (_, day) => day + 1) },
];

const words: Readonly<Partial<Record<SettlementMethod, string>>> = {
  final: 'the mean of what was published (SET-4)',
  previous: 'as on any other day: the settlement price before (SET-4, SET-1)',
};

export const missingFixings: Drill = {
  name: 'missing-fixings',
  question: 'Fixings are withheld in a delivery period. At what does the contract end?',
  run(say) {
    const wrong: string[] = [];
    const ends: string[][] = [['case', 'fixings', 'mean in USD', 'ends at', '']];
    for (const one of cases) wrong.push(...play(one, say, (row) => ends.push(row)));
    say();
    say(`AT WHAT ${MONTH} ENDS`);
    for (const line of table(ends)) say(line);
    return wrong;
  },
};

/** The index rises by USD 0.004 a day, from 1.400 on the first of the month. */
function valueOn(date: TradeDate): Money {
  return micro((1_400 + 4 * Math.max(0, date - FIRST_DAY)) / 1_000);
}

function play({ name, withheld }: Case, say: Say, end: (row: string[]) => void): readonly string[] {
  const isWithheld = (date: TradeDate) => date >= FIRST_DAY && withheld.includes(date - FIRST_DAY + 1);
  const venue = new DrillVenue('2026-12-14', (date) => (isWithheld(date) ? undefined : valueOn(date)));
  const story = new Story(venue, say);
  for (const account of ['buyer', 'seller']) venue.open({ name: account, cash: 500_000 });
  venue.waitForAuction();
  venue.order('buyer', 'buys', LOTS, MONTH, PRICE);
  venue.order('seller', 'sells', LOTS, MONTH, PRICE);
  venue.waitForNextDay();
  story.begin();
  story.heading(`${name.toUpperCase()}: ${LOTS} lots of ${MONTH} are open, settled at ${count(PRICE)}`);

  const days = Array.from({ length: LAST_DAY - FIRST_DAY + 1 }, (_, day) => (FIRST_DAY + day) as TradeDate);
  const published = days.filter((date) => !isWithheld(date));
  const rows = days.map((date) => [formatDate(date), isWithheld(date) ? 'withheld' : dollars(valueOn(date))]);
  for (const line of table([['day', 'fixing'], ...rows])) say(line);
  venue.listeners.push((event) => {
    if (event.type !== 'contractSettled' || event.date !== LAST_DAY || event.openInterest === 0) return;
    const sum = published.reduce((total, date) => total + valueOn(date), 0);
    const mean = published.length === 0 ? '' : dollars(Math.round(sum / published.length));
    end([name, count(published.length), mean, count(event.price), words[event.method] ?? event.method]);
  });
  while ((venue.exchange.tradeDate as TradeDate) <= LAST_DAY) venue.waitForNextDay();
  return story.end();
}
