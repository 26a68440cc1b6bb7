/**
 * The drill of a price shock: the index jumps, and the limits carry the price after it day by day.
 */
import { formatDate } from '#core/calendar.ts';
import { divideDown, type Ticks, type TradeDate } from '#core/units.ts';
import { MONTH, OPENING_PRICE, openAt, venueOfTheCast } from './cast.ts';
import type { Drill } from './drill.ts';
import { dayOf, micro } from './drill-venue.ts';
import { count, signed } from './paper.ts';

/** The shock is on the first day of the books. */
const SHOCK = dayOf('2026-11-24');
/** A shock of 900 % takes some forty trading days at the limit, half of them suspended. */
const DAYS_MAX = 120;

export const priceShock: Drill = {
  name: 'price-shock',
  parameter: 'PERCENT',
  question:
    'The index moves by so many per cent at once, −99 to 900. Where do limits hold the price, and who cannot pay?',
  run(say, percent) {
    const { venue, story } = venueOfTheCast(say);
    const target = Math.max(1, divideDown(OPENING_PRICE * (100 + percent), 100)) as Ticks;
    venue.indexOn = (date) => micro((date < SHOCK ? OPENING_PRICE : target) / 1_000);
    const month = () => venue.contract(MONTH);
    const today = () => formatDate(venue.exchange.tradeDate as TradeDate);

    story.heading(`BEFORE: ${MONTH} settled at ${count(month().settlementPrice)}`);
    story.fund();
    story.adequacy(percent);
    story.heading(
      `THE SHOCK: the index moves by ${signed(percent)} % on ${formatDate(SHOCK)}, to ${count(target)} ticks`,
    );

    let day = 0;
    for (let isThere = false; !isThere; day += 1) {
      if (day === DAYS_MAX) throw new Error(`the price has not come to ${target} in ${DAYS_MAX} days`);
      const { limitDown, limitUp, settlementPrice } = month();
      const price = Math.min(limitUp, Math.max(limitDown, target));
      isThere = price === target;
      const limits = `limits ${count(limitDown)} to ${count(limitUp)} (PRC-6, PRC-8)`;
      venue.waitForAuction();
      if (month().phase === 'halted') {
        story.heading(`${today()}: ${MONTH} is suspended after the top of the ladder (PRC-9)`);
        isThere = false;
      } else {
        const move = signed(Number((((price - settlementPrice) * 100) / settlementPrice).toFixed(1)));
        const whither = isThere
          ? 'where the shock leads'
          : `locked at its ${price === limitDown ? 'lower' : 'upper'} limit`;
        story.heading(`${today()}: ${MONTH} opens at ${count(price)}, ${move} %, ${whither}; ${limits}`);
        // At a limit beyond which the price would go nobody takes the other side.
        const isLockedDown = !isThere && price === limitDown;
        const isLockedUp = !isThere && price === limitUp;
        openAt(venue, price, { bids: isLockedDown ? 0 : 2_000, asks: isLockedUp ? 0 : 2_000 });
      }
      venue.waitForNextDay();
    }
    // What is left of defaults is sold at the price of the shock, or torn up when a second day has ended.
    for (let more = 0; more < 3 && venue.exchange.risk.defaults.size > 0; more += 1) {
      story.heading(`${today()}: ${MONTH} stays at ${count(target)}`);
      const { limitDown, limitUp } = month();
      openAt(venue, Math.min(limitUp, Math.max(limitDown, target)), { bids: 2_000, asks: 2_000 });
      venue.waitForNextDay();
    }
    story.heading(`AFTER ${day} trading days: ${MONTH} settled at ${count(month().settlementPrice)}`);
    story.summary();
    story.fund();
    return story.end();
  },
};
