/**
 * The drill for which the default fund is made: the two members with the largest losses default on one day.
 *
 * Limits keep the price of a day within margin, so a move as large as that of the stress set comes at once only where no
 * limit holds: at the final settlement, which is the mean of fixings (rule SET-4). Half as much again is played, too.
 */
import { formatDate } from '#core/calendar.ts';
import type { Money, TradeDate } from '#core/units.ts';
import type { Drill } from './drill.ts';
import { DrillVenue, dayOf, micro, type Participant } from './drill-venue.ts';
import { count, dollars } from './paper.ts';
import { type Say, Story } from './story.ts';

const MONTH = 'SIT2612';
const PRICE = 1_400;
const CAPITAL = 100_000;
/** The delivery period has sixteen days; the fixing of the last one alone makes the final price. */
const LAST_DAY = dayOf('2026-12-16');
const FIXINGS = 16;

/** Each brings what margin and contribution ask, and more; who is short takes out what is left over. */
const participants: readonly (Participant & { readonly position: number })[] = [
  { name: 'anvil', cash: 1_000_000, position: -450 },
  { name: 'brook', cash: 1_000_000, position: -350 },
  { name: 'cedar', cash: 2_500_000, position: 500 },
  { name: 'delta', cash: 2_500_000, position: 300 },
];

export const twoLargest: Drill = {
  name: 'two-largest',
  question: 'The two members with the largest losses default on the day that the fund is made for. Does it last?',
  run(say) {
    const wrong: string[] = [];
    for (const times of [1, 1.5]) wrong.push(...play(say, times));
    return wrong;
  },
};

/** Prices double, as in the scenario that asks for most, or move by `times` as much. */
function play(say: Say, times: number): readonly string[] {
  const final = PRICE + PRICE * times;
  const lastFixing = FIXINGS * final - (FIXINGS - 1) * PRICE;
  const indexOn = (date: TradeDate): Money => micro((date < LAST_DAY ? PRICE : lastFixing) / 1_000);
  const venue = new DrillVenue('2026-12-14', indexOn);
  const story = new Story(venue, say);
  for (const one of participants) venue.open(one);
  venue.do({ type: 'addCapital', amount: micro(CAPITAL) });
  venue.waitForAuction();
  for (const { name, position } of participants)
    venue.order(name, position > 0 ? 'buys' : 'sells', Math.abs(position), MONTH, PRICE);
  while (venue.exchange.tradeDate !== LAST_DAY) venue.waitForNextDay();
  story.begin();

  const how = times === 1 ? 'THE DAY THAT THE FUND IS MADE FOR' : `${times} TIMES AS MUCH`;
  story.heading(`${how}: ${MONTH} settled at ${count(PRICE)} the day before it ends`);
  story.fund();
  story.heading(`${formatDate(LAST_DAY)}: anvil and brook take out all that margin does not need (MAR-5)`);
  venue.waitForTrading();
  for (const name of ['anvil', 'brook']) {
    const account = venue.id(name);
    const { balance, initialMargin } = venue.exchange.summary(account);
    venue.do({ type: 'withdraw', account, amount: (balance - initialMargin) as Money });
  }
  story.heading('The day ends: no limit bounds the final price, which gaps as no day of trading can (SET-4)');
  story.note(
    `fifteen fixings of ${dollars(micro(PRICE / 1_000))} and a last one of ${dollars(micro(lastFixing / 1_000))} have the mean ${count(final)} ticks`,
  );
  venue.waitForNextDay();
  story.heading('AFTER');
  story.summary();
  story.fundLeft();
  return story.end();
}
