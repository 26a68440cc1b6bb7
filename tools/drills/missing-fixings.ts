/**
 * The drill of missing fixings: what a contract ends at when the index was withheld in its delivery period (rules SET-4
 * and SET-19 to SET-24).
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
/** What a named person puts in the place of a withheld fixing, in dollars. */
const STAND_IN = 1.5;

interface Case {
  readonly name: string;
  /** Days of December whose fixing is withheld, and those of them that are given a stand-in. */
  readonly withheld: readonly number[];
  readonly standIns: readonly number[];
}

const lastFour = [13, 14, 15, 16];
const cases: readonly Case[] = [
  { name: 'every fixing is published', withheld: [], standIns: [] },
  { name: 'the last of sixteen is withheld', withheld: [16], standIns: [] },
  { name: 'the last four are withheld, three have stand-ins', withheld: lastFour, standIns: [13, 14, 15] },
  { name: 'the last four are withheld', withheld: lastFour, standIns: [] },
  { name: 'all are withheld', withheld: Array.from({ length: 16 }, (_, day) => day + 1), standIns: [] },
];

const ways: Readonly<Partial<Record<SettlementMethod, string>>> = {
  final: 'the mean of what was published (SET-4, SET-19)',
  fallbackFixings: 'the mean of what was published and of the stand-ins (SET-20)',
  lastFixings: 'the mean of the last five fixings, moved by the basis (SET-21)',
  committee: 'what a committee has set (SET-22)',
};

export const missingFixings: Drill = {
  name: 'missing-fixings',
  question: 'Fixings are withheld in a delivery period. At what does the contract end?',
  run(say) {
    const wrong: string[] = [];
    const ends: string[][] = [['case', 'fixings', 'ends at', 'which is']];
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

function play({ name, withheld, standIns }: Case, say: Say, end: (row: string[]) => void): readonly string[] {
  const dayOfMonth = (date: TradeDate) => date - FIRST_DAY + 1;
  const isWithheld = (date: TradeDate) => withheld.includes(dayOfMonth(date));
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
  const fixingOf = (date: TradeDate) => {
    if (!isWithheld(date)) return dollars(valueOn(date));
    return standIns.includes(dayOfMonth(date)) ? `withheld, ${dollars(micro(STAND_IN))} stands in` : 'withheld';
  };
  for (const line of table([['day', 'fixing'], ...days.map((date) => [formatDate(date), fixingOf(date)])])) say(line);
  venue.listeners.push((event) => {
    if (event.type !== 'contractSettled' || event.date !== LAST_DAY || event.openInterest === 0) return;
    end([name, count(days.length - withheld.length), count(event.price), ways[event.method] ?? event.method]);
  });

  while (venue.exchange.tradeDate !== LAST_DAY) venue.waitForNextDay();
  for (const date of days.filter((date) => standIns.includes(dayOfMonth(date))))
    venue.do({ type: 'setFallbackFixing', date, value: micro(STAND_IN), reason: 'the index was halted', by: 'ines' });
  venue.waitForNextDay();
  return story.end();
}
