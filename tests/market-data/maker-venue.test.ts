/**
 * Agreements from end to end: what happens on a real exchange is folded, and comes to what is computed by hand, or by a
 * brute force integral over the exchange's own book.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startOf } from '#core/calendar.ts';
import { BUY, type Command, GOOD_TILL_CANCEL, SELL, type Side } from '#core/commands.ts';
import type { Event } from '#core/events.ts';
import type { Obligation } from '#core/market-making/agreement.ts';
import { DEFAULT_PROGRAMME } from '#core/market-making/programmes.ts';
import { NONE } from '#core/order-book/order-book.ts';
import { AROUND_THE_CLOCK } from '#core/trading-calendar.ts';
import type { AccountId, ContractId, Lots, Millis, Money, Ticks, TradeDate } from '#core/units.ts';
import { MakerRecords } from '#market-data/maker-records.ts';
import { type Dice, diceOf } from '../model/random-commands.ts';
import { FoldedVenue, MONDAY } from './folded-venue.ts';
import { replay, seed } from './random-run.ts';

const [ANNA, BAO] = [0 as AccountId, 1 as AccountId];
const [FRONT, NEXT] = [0 as ContractId, 1 as ContractId];
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const NOVEMBER = 2026 * 12 + 10;

const product = 'SIT';
const SIGNED: Command = {
  type: 'signAgreement',
  agreement: { account: BAO, product, netCapital: 0 as Money, terms: DEFAULT_PROGRAMME },
};

test('MMK-5, MMK-6, MMK-7, MMK-11, MMK-15 a day with everything in it comes to what is computed by hand', () => {
  const venue = new FoldedVenue('anna', 'bao');
  const at = (hours: number, minutes: number, ...commands: Command[]) => {
    venue.time = (startOf(MONDAY) + hours * HOUR + minutes * MINUTE) as Millis;
    for (const command of commands) send(venue, command);
  };
  at(0, 0, SIGNED);
  at(1, 0, quote(20, 1_495, 20, 1_505));
  at(3, 0, { type: 'haltContract', contract: FRONT, until: null });
  at(3, 30, { type: 'resumeContract', contract: FRONT });
  at(3, 31, buy(5, 1_505));
  at(3, 32, { type: 'resumeContract', contract: FRONT }); // 5 trade at 1,505: 15 offered lots are too few
  at(3, 40, quote(20, 1_495, 20, 1_505));
  at(5, 0, { type: 'declareStress', product, stressed: true });
  at(5, 30, quote(10, 1_480, 10, 1_520)); // 2.67 % of 1,500, enough under stress
  at(6, 0, { type: 'declareStress', product, stressed: false });
  at(6, 30, { type: 'declareException', account: BAO, product, lifted: true, reason: 'no data' });
  at(7, 0, { type: 'declareException', account: BAO, product, lifted: false, reason: 'data' });
  at(7, 0, quote(20, 1_495, 20, 1_505));
  const [front, next] = [FRONT, NEXT].map((contract) => venue.makers.days(BAO, contract, hours(8))[0]);
  // 3:00 until the halt, 1:28 from the auction to the stress, an hour of stress twice, 0:30, 1:00.
  assert.equal(front?.obligated, 7 * HOUR + 58 * MINUTE);
  // From 1:00 to the halt, from 3:40 to the stress, the stress twice, the last hour.
  assert.equal(front?.present, 6 * HOUR + 20 * MINUTE);
  assert.equal(front?.excused, 30 * MINUTE);
  assert.deepEqual([next?.obligated, next?.present, next?.excused], [8 * HOUR + 30 * MINUTE, 0, 30 * MINUTE]);

  at(8, 0, {
    type: 'protectMaker',
    account: BAO,
    product,
    settings: { intervalMs: 5_000, frozenMs: 0, quantity: 20 as Lots, delta: null },
  });
  at(8, 0, buy(20, 1_505)); // the protection takes the bid away as well
  at(9, 0, { type: 'resetProtection', account: BAO, product }, quote(20, 1_495, 20, 1_505));
  venue.endDay();
  send(venue, { type: 'endAgreement', account: BAO, product });
  while (venue.time < startOf((MONDAY + 29) as TradeDate)) venue.endDay(); // Tuesday, 1 December
  const [report, ...others] = venue.makers.reports(BAO, FRONT, venue.time);
  assert.deepEqual(others, []);
  assert.deepEqual(
    {
      ...{ month: report?.month, obligated: report?.obligated, present: report?.present, share: report?.share },
      ...{ met: report?.met, penalty: report?.penalty, fees: report?.fees, rebate: report?.rebate },
    },
    {
      month: NOVEMBER,
      obligated: 23 * HOUR + 58 * MINUTE, // 16 hours more
      present: 21 * HOUR + 20 * MINUTE, // 15 hours more
      share: 890_125, // 1,280 of 1,438 minutes are 0.8901251…
      met: true,
      penalty: 183_125, // (1 − 0.890125) / 0.3 of a half
      fees: 752_500, // 0.002 % of 25 lots at 1,505
      rebate: 752_500, // from 85 % on all of it
    },
  );
  const paid = send(venue, {
    type: 'payRebate',
    account: BAO,
    product,
    month: NOVEMBER,
    amount: report?.rebate as Money,
  });
  assert.equal(paid[0]?.type, 'rebatePaid');
  assert.equal(venue.records.balance(BAO), venue.exchange.summary(BAO).balance, 'the statement knows of it');
  const { items } = venue.records.runningStatement(BAO, venue.exchange.tradeDate as TradeDate);
  assert.deepEqual(items, [['rebates', 752_500]]);
});

test('MMK-5 the hours of another calendar are told by the exchange', () => {
  const venue = new FoldedVenue('anna', 'bao');
  send(venue, SIGNED);
  send(venue, quote(20, 1_495, 20, 1_505));
  venue.time = hours(2);
  // From now on the clock stands two hours ahead of UTC, so Monday ends at 22:00.
  const ahead = [{ from: 0 as Millis, minutes: 120 }];
  send(venue, { type: 'setCalendar', calendar: { ...AROUND_THE_CLOCK, name: 'east', utcOffsets: ahead } });
  assert.equal(venue.exchange.isOpenAt((hours(22) - 1) as Millis), true);
  assert.equal(venue.exchange.isOpenAt(hours(22)), false);
  assert.deepEqual(presence(venue, hours(23)), [22 * HOUR, 22 * HOUR]);
  const copy = new MakerRecords();
  copy.restore(JSON.parse(JSON.stringify(venue.makers.snapshot())));
  assert.deepEqual(copy.days(BAO, FRONT, hours(23)), venue.makers.days(BAO, FRONT, hours(23)));
});

test('MMK-4, MMK-5, MMK-6, MMK-7 presence is a brute force integral over the book, a millisecond at a time', () => {
  let [present, missed, excused] = [0, 0, 0];
  for (let run = seed; run < seed + 12; run += 1) {
    const dice = diceOf(run);
    const venue = new FoldedVenue('anna', 'bao');
    send(venue, SIGNED);
    const watch = { stressed: false, excused: new Set<AccountId | null>() };
    const sums = { obligated: 0, present: 0, excused: 0 };
    for (let step = 0; step < 400; step += 1) {
      for (const command of draw(venue, dice))
        for (const event of venue.send(command)) {
          if (event.type === 'stressDeclared') watch.stressed = event.stressed;
          if (event.type !== 'exceptionDeclared') continue;
          if (event.lifted) watch.excused.add(event.account);
          else watch.excused.delete(event.account);
        }
      const until = venue.time + dice(60);
      for (; venue.time < until; venue.time = (venue.time + 1) as Millis) integrate(venue, watch, sums);
    }
    const [day] = venue.makers.days(BAO, FRONT, venue.time);
    const measured = { obligated: day?.obligated, present: day?.present, excused: day?.excused };
    assert.deepEqual(measured, sums, `${replay('maker-venue')}, run ${run}`);
    present += sums.present;
    missed += sums.obligated - sums.present;
    excused += sums.excused;
  }
  assert.ok(Math.min(present, missed, excused) > 5_000, `this shows little: ${[present, missed, excused]}`);
});

interface Watch {
  readonly stressed: boolean;
  readonly excused: ReadonlySet<AccountId | null>;
}

/** Adds the millisecond that begins now, as the exchange's own book and phase say. */
function integrate({ exchange }: FoldedVenue, watch: Watch, sums: Record<'obligated' | 'present' | 'excused', number>) {
  if (exchange.contracts[FRONT]?.phase !== 'continuous') return;
  if (watch.excused.has(BAO) || watch.excused.has(null)) {
    sums.excused += 1;
    return;
  }
  const times = watch.stressed ? 2 : 1;
  const { front } = DEFAULT_PROGRAMME;
  const asked = watch.stressed ? { ...front, spreadMax: 30_000, lotsMin: 10 } : front;
  sums.obligated += times;
  if (keeps(own(exchange, BUY), own(exchange, SELL), asked as Obligation)) sums.present += times;
}

type Own = readonly { readonly price: number; readonly lots: number }[];

/** Whether any two of the maker's own prices make a pair that keeps the obligation (rules MMK-3 and MMK-4). */
function keeps(bids: Own, asks: Own, { lotsMin, comparableMin, spreadMax }: Obligation): boolean {
  const upTo = (side: Own, within: (price: number) => boolean) =>
    side.reduce((sum, { price, lots }) => sum + (within(price) ? lots : 0), 0);
  return bids.some(({ price: bid }) =>
    asks.some(({ price: ask }) => {
      const [bidLots, askLots] = [upTo(bids, (p) => p >= bid), upTo(asks, (p) => p <= ask)];
      const [smaller, larger] = [Math.min(bidLots, askLots), Math.max(bidLots, askLots)];
      const isEnough = smaller >= lotsMin && smaller / larger >= comparableMin / 1e6;
      return isEnough && (ask - bid) / ((ask + bid) / 2) <= spreadMax / 1e6;
    }),
  );
}

function own({ contracts }: FoldedVenue['exchange'], side: Side): Own {
  const book = contracts[FRONT]?.book;
  const found = [];
  for (let slot = book?.first(side) ?? NONE; book !== undefined && slot !== NONE; slot = book.next(slot))
    if (book.accountOf(slot) === BAO) found.push({ price: book.priceOf(slot), lots: book.quantityOf(slot) });
  return found;
}

/** What happens next: mostly quotes, orders and trades, now and then something that changes what is owed. */
function draw({ exchange }: FoldedVenue, dice: Dice): Command[] {
  const contract = FRONT;
  const chance = dice(100);
  const size = () => 5 + dice(30);
  if (chance < 30) return [quote(size(), 1_500 - dice(20), size(), 1_501 + dice(20))];
  if (chance < 60) {
    const [account, side] = [dice(2) === 0 ? ANNA : BAO, (dice(2) === 0 ? BUY : SELL) as Side];
    const price = (1_500 + dice(30) - 15) as Ticks;
    const [quantity, display] = [(4 + dice(12)) as Lots, (1 + dice(3)) as Lots];
    const terms = dice(3) === 0 ? { terms: { display } } : {};
    return [{ type: 'placeOrder', account, contract, side, price, quantity, timeInForce: GOOD_TILL_CANCEL, ...terms }];
  }
  if (chance < 70)
    return [{ type: 'cancelOrders', account: dice(2) === 0 ? ANNA : BAO, side: dice(2) === 0 ? BUY : SELL }];
  if (chance < 74) {
    const settings = { intervalMs: 500, frozenMs: 100, quantity: (10 + dice(30)) as Lots, delta: null };
    return [{ type: 'protectMaker', account: BAO, product, settings: dice(3) === 0 ? null : settings }];
  }
  if (chance < 80) return [{ type: 'declareStress', product, stressed: dice(2) === 0 }];
  if (chance < 86) {
    const account = dice(3) === 0 ? null : BAO;
    return [{ type: 'declareException', account, product, lifted: dice(3) === 0, reason: 'as drawn' }];
  }
  if (chance < 90) return [{ type: 'haltContract', contract, until: null }];
  const { phase } = exchange.contracts[FRONT] ?? {};
  return phase === 'continuous' ? [] : [{ type: 'resumeContract', contract }];
}

/** Sends a command that is taken. */
function send(venue: FoldedVenue, command: Command): readonly Event[] {
  const events = venue.send(command);
  assert.ok(!events.some(({ type }) => type === 'rejected'), JSON.stringify(events));
  return events;
}

function quote(bidLots: number, bid: number, askLots: number, ask: number): Command {
  const one = (price: number, quantity: number) => ({ price: price as Ticks, quantity: quantity as Lots });
  return {
    type: 'placeQuotes',
    account: BAO,
    quotes: [{ contract: FRONT, bid: one(bid, bidLots), ask: one(ask, askLots) }],
  };
}

function buy(lots: number, at: number): Command {
  const [price, quantity] = [at as Ticks, lots as Lots];
  return {
    type: 'placeOrder',
    ...{ account: ANNA, contract: FRONT, side: BUY as Side, price, quantity, timeInForce: GOOD_TILL_CANCEL },
  };
}

function presence(venue: FoldedVenue, time: Millis): unknown[] {
  const [day] = venue.makers.days(BAO, FRONT, time);
  return [day?.obligated, day?.present];
}

function hours(count: number): Millis {
  return (startOf(MONDAY) + count * HOUR) as Millis;
}
