/**
 * Who takes part in the drills of a default and of a price shock: two makers, a member with clients that has borrowed its
 * courage, another one with deep pockets, and three hedgers.
 */
import { DrillVenue, micro, type Participant } from './drill-venue.ts';
import { type Say, Story } from './story.ts';

/** The month that everybody holds: far enough from its delivery period for the longest drill. */
export const MONTH = 'SIT2703';
export const OPENING_PRICE = 1_400;
/** What the venue has put up for defaults, in dollars. */
export const CAPITAL = 25_000;

/** Nobody holds more than can be closed out in time, so that margin is 12 % of value (rules MAR-15, MAR-23). */
const participants: readonly (Participant & { readonly position: number })[] = [
  { name: 'north', cash: 30_000_000, reserve: 30_000_000, position: -80 },
  { name: 'south', cash: 30_000_000, reserve: 30_000_000, position: -60 },
  { name: 'atlas', cash: 104_000, position: 500 },
  { name: 'borealis', cash: 1_000_000, reserve: 5_000_000, position: 80 },
  // Two that sell tokens and one that uses them.
  { name: 'quarry', cash: 1_500_000, reserve: 1_000_000, hedges: true, position: -500 },
  { name: 'mill', cash: 800_000, reserve: 800_000, hedges: true, position: -200 },
  { name: 'forge', cash: 700_000, reserve: 200_000, hedges: true, position: 200 },
  { name: 'ada', member: 'atlas', cash: 33_000, position: 50 },
  { name: 'bea', member: 'atlas', cash: 13_500, position: -30 },
  { name: 'cid', member: 'atlas', cash: 12_800, position: 40 },
];

/** The venue after its first day, on which all that was bought and the fund was collected. The books begin. */
export function venueOfTheCast(say: Say): { venue: DrillVenue; story: Story } {
  const venue = new DrillVenue('2026-11-23', () => micro(OPENING_PRICE / 1_000));
  const story = new Story(venue, say);
  for (const one of participants) venue.open(one);
  venue.do({ type: 'addCapital', amount: micro(CAPITAL) });
  venue.waitForAuction();
  for (const { name, position } of participants)
    venue.order(name, position > 0 ? 'buys' : 'sells', Math.abs(position), MONTH, OPENING_PRICE);
  venue.waitForNextDay();
  story.begin();
  return { venue, story };
}

/**
 * The day opens at `price`, where the makers trade a few lots. Then so many lots rest on either side, a tick away; where
 * one side has none the other stands at the price itself: at a limit that is a lock (rule PRC-7).
 */
export function openAt(
  venue: DrillVenue,
  price: number,
  { bids, asks }: { readonly bids: number; readonly asks: number },
): void {
  venue.waitForAuction();
  venue.order('south', 'buys', 20, MONTH, price);
  venue.order('north', 'sells', 20, MONTH, price);
  venue.waitForTrading();
  const { limitDown, limitUp } = venue.contract(MONTH);
  if (bids > 0) venue.order('north', 'buys', bids, MONTH, asks > 0 ? Math.max(limitDown, price - 1) : price);
  if (asks > 0) venue.order('south', 'sells', asks, MONTH, bids > 0 ? Math.min(limitUp, price + 1) : price);
}
