/**
 * The drill of a default: a member with clients is ruined over some days at the limit.
 */
import { formatDate } from '#core/calendar.ts';
import type { TradeDate } from '#core/units.ts';
import { CAPITAL, MONTH, openAt, venueOfTheCast } from './cast.ts';
import type { Drill } from './drill.ts';
import { micro } from './drill-venue.ts';
import { count, dollars } from './paper.ts';

export const defaultDrill: Drill = {
  name: 'default',
  question: 'A member with clients is ruined in a few days. Who pays, and what becomes of its clients?',
  run(say) {
    const { venue, story } = venueOfTheCast(say);
    const today = () => formatDate(venue.exchange.tradeDate as TradeDate);
    story.heading(
      `BEFORE: ${MONTH} settled at ${count(venue.contract(MONTH).settlementPrice)}; the venue has put up ${dollars(micro(CAPITAL))} (DEF-20)`,
    );
    story.fund();

    for (const day of ['first', 'second']) {
      const price = venue.contract(MONTH).limitDown;
      story.heading(
        `${today()}, the ${day} limit day: ${MONTH} opens at its lower limit, ${count(price)}, and stays locked there (PRC-6, PRC-7)`,
      );
      openAt(venue, price, { bids: 0, asks: 5_000 });
      venue.waitForNextDay();
    }

    story.heading(`${today()}: the market takes 330 lots; the clients look for another member`);
    openAt(venue, 1_090, { bids: 330, asks: 2_000 });
    const ported = () => venue.tries({ type: 'portClients', member: venue.id('atlas'), to: venue.id('borealis') });
    const reason = ported();
    if (reason !== undefined) story.note(`the clients of atlas cannot go to borealis yet: ${reason} (DEF-28)`);
    venue.waitUntil((venue.time + 12 * 3_600_000) as typeof venue.time);
    if (reason !== undefined) ported();
    venue.waitForNextDay();

    story.heading(
      `${today()}: nobody bids any more; what is left of the defaulter is torn up when a second day has ended with it`,
    );
    openAt(venue, 1_080, { bids: 0, asks: 2_000 });
    venue.waitForNextDay();

    story.heading(`${today()}: the venue puts up capital anew, and the fund is what it should be`);
    venue.do({ type: 'addCapital', amount: micro(CAPITAL) });
    openAt(venue, 1_080, { bids: 330, asks: 2_000 });
    venue.waitForNextDay();
    story.heading('AFTER: the fund as it was collected anew');
    story.fund();
    return story.end();
  },
};
