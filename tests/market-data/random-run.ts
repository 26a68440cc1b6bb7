/**
 * A run of random commands over three months of a venue: four members and two simulated ones place, take, cancel,
 * deposit and withdraw, days end, a month expires. The same seed gives the same run.
 */
import { BUY, GOOD_TILL_CANCEL, IMMEDIATE_OR_CANCEL, SELL } from '#core/commands.ts';
import type { Event } from '#core/events.ts';
import type { AccountId, ContractId, Lots, Money, OrderId, Ticks } from '#core/units.ts';
import { Random } from '#makers/random.ts';
import { FoldedVenue } from './folded-venue.ts';

export const seed = Number(process.env.SEED ?? 7);
export const replay = (word: string): string => `seed ${seed} fails; replay it with: SEED=${seed} npm test -- ${word}`;

const NAMES = ['anna', 'bao', 'chen', 'dana', 'sim-one', 'sim-two'];
const COMMANDS_A_DAY = 120;

/** Plays `days` days and calls `after` after every command, with what happened. */
export function randomRun(days: number, after: (venue: FoldedVenue, events: readonly Event[]) => void): FoldedVenue {
  const random = Random.of(seed, 'market-data');
  const upTo = (n: number): number => Math.floor(random.next() * n);
  const venue = new FoldedVenue(...NAMES);
  venue.after = (events) => after(venue, events);
  after(venue, []);
  const resting: OrderId[] = [];
  for (let day = 0; day < days; day += 1) {
    for (let i = 0; i < COMMANDS_A_DAY; i += 1) {
      const account = upTo(NAMES.length) as AccountId;
      const later = upTo(600_000);
      const kind = random.next();
      let events: readonly Event[];
      if (kind < 0.02) events = venue.send({ type: 'deposit', account, amount: (1 + upTo(1e9)) as Money }, later);
      else if (kind < 0.04) events = venue.send({ type: 'withdraw', account, amount: (1 + upTo(1e9)) as Money }, later);
      else if (kind < 0.2 && resting.length > 0) {
        const [order] = resting.splice(upTo(resting.length), 1);
        events = venue.send({ type: 'cancelOrder', account, order: order as OrderId }, later);
        const owner = venue.exchange.ownerOf(order as OrderId);
        if (owner !== undefined) events = venue.send({ type: 'cancelOrder', account: owner, order: order as OrderId });
      } else {
        const listed = venue.exchange.contracts.filter(({ expired }) => !expired);
        const contract = listed[upTo(3)]?.id as ContractId;
        const side = random.next() < 0.5 ? BUY : SELL;
        const around = venue.exchange.contracts[contract]?.settlementPrice as Ticks;
        events = venue.send(
          {
            type: 'placeOrder',
            account,
            contract,
            side,
            price: Math.round(around * (1 + (side === BUY ? -0.004 : 0.004)) + 12 * random.normal()) as Ticks,
            quantity: (1 + upTo(20)) as Lots,
            timeInForce: random.next() < 0.2 ? IMMEDIATE_OR_CANCEL : GOOD_TILL_CANCEL,
          },
          later,
        );
      }
      for (const event of events) if (event.type === 'orderRested') resting.push(event.order);
    }
    venue.endDay();
  }
  return venue;
}
