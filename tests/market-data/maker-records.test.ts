import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isTradingDay, MILLIS_PER_DAY, nextTradingDay, startOf } from '#core/calendar.ts';
import { BUY, GOOD_TILL_CANCEL, SELL, type Side } from '#core/commands.ts';
import { type ProductSpecification, SIT } from '#core/contract.ts';
import type { Event, Trade } from '#core/events.ts';
import type { AgreementTerms } from '#core/market-making/agreement.ts';
import { DEFAULT_PROGRAMME } from '#core/market-making/programmes.ts';
import { type OwnLevel, standingOf } from '#core/market-making/standing.ts';
import type { AccountId, ContractId, Lots, Millionths, Millis, Money, OrderId, Ticks, TradeDate } from '#core/units.ts';
import { MakerRecords } from '#market-data/maker-records.ts';
import { endOfDay } from '../model/commands.ts';
import { chunksOf } from './earlier-records.ts';
import { FoldedVenue, fixed, MONDAY } from './folded-venue.ts';
import { randomRun, replay } from './random-run.ts';

const ANNA = 0 as AccountId;
const BAO = 1 as AccountId;
/** The front month, which is November until its last trading day, the 18th, and the month after it. */
const FRONT = 0 as ContractId;
const NEXT = 1 as ContractId;
const SECOND = 1_000;
const HOUR = 3_600_000;

test('MMK-5 an hour in which a bid was filled and put back, worked by hand', () => {
  const venue = new FoldedVenue('anna', 'bao');
  order(venue, BAO, BUY, 20, 1_495);
  order(venue, BAO, SELL, 20, 1_505);
  at(venue, 9 * HOUR);
  tell(venue, signed(BAO));
  order(venue, ANNA, SELL, 5, 1_495, 600 * SECOND);
  order(venue, BAO, BUY, 5, 1_495, 30_250);
  assert.deepEqual(measured(venue, FRONT, 10 * HOUR), [[MONDAY, 3_600_000, 3_569_750]]);
  assert.deepEqual(measured(venue, NEXT, 10 * HOUR), [[MONDAY, 3_600_000, 0]]);
});

test('MMK-5 a day counts whole though nothing happens in it, and a weekend counts nothing', () => {
  const venue = quoting();
  for (let day = 0; day < 6; day += 1) venue.endDay();
  const whole = (date: number) => [date, MILLIS_PER_DAY, MILLIS_PER_DAY];
  const days = [0, 1, 2, 3, 4, 7].map((after) => whole(MONDAY + after));
  assert.deepEqual(measured(venue, FRONT, 8 * MILLIS_PER_DAY), days);
  assert.deepEqual(measured(venue, FRONT, 8 * MILLIS_PER_DAY + HOUR).at(-1), [MONDAY + 8, HOUR, HOUR]);
});

test('MMK-5 a day that was settled late begins late, and one that was over by then has no time', () => {
  const venue = quoting();
  endDayAt(venue, MONDAY, MILLIS_PER_DAY + 5 * SECOND);
  at(venue, MILLIS_PER_DAY + HOUR);
  const late = MILLIS_PER_DAY - 5 * SECOND;
  endDayAt(venue, MONDAY + 1, 3 * MILLIS_PER_DAY + 10 * HOUR);
  endDayAt(venue, MONDAY + 2, 3 * MILLIS_PER_DAY + 10 * HOUR);
  assert.deepEqual(measured(venue, FRONT, 4 * MILLIS_PER_DAY), [
    [MONDAY, MILLIS_PER_DAY, MILLIS_PER_DAY],
    [MONDAY + 1, late, late],
    [MONDAY + 3, 14 * HOUR, 14 * HOUR],
  ]);
});

test('MMK-5 asking changes nothing, and asks nothing of the night after the day', () => {
  const venue = quoting();
  const before = JSON.stringify(venue.makers.snapshot());
  assert.deepEqual(measured(venue, FRONT, 5 * HOUR), [[MONDAY, 5 * HOUR, 5 * HOUR]]);
  assert.deepEqual(measured(venue, FRONT, 30 * HOUR), [[MONDAY, MILLIS_PER_DAY, MILLIS_PER_DAY]]);
  assert.equal(JSON.stringify(venue.makers.snapshot()), before);
  order(venue, BAO, BUY, 1, 1_495, HOUR);
  assert.deepEqual(measured(venue, FRONT, 0), [[MONDAY, HOUR, HOUR]], 'what happened cannot be asked away');
});

test('MMK-3 when the front month has expired, the next one has to be quoted as the front month', () => {
  const venue = new FoldedVenue('anna', 'bao');
  tell(venue, signed(BAO));
  order(venue, BAO, BUY, 20, 1_483, 0, NEXT); // 34 of 1,500: 2.27 %, enough for a later month
  order(venue, BAO, SELL, 20, 1_517, 0, NEXT);
  for (let day: number = MONDAY; day < MONDAY + 17; day += 1) if (isTradingDay(day as TradeDate)) venue.endDay();
  const days = measured(venue, NEXT, 17 * MILLIS_PER_DAY + HOUR);
  assert.deepEqual(days.at(-2), [MONDAY + 16, MILLIS_PER_DAY, MILLIS_PER_DAY]);
  assert.deepEqual(days.at(-1), [MONDAY + 17, HOUR, 0]);
  assert.equal(measured(venue, FRONT, 17 * MILLIS_PER_DAY + HOUR).at(-1)?.[0], MONDAY + 16, 'it has expired');
});

test('MMK-3 the next month is the front month from the expiry on, whenever that is told', () => {
  const venue = new FoldedVenue('anna', 'bao');
  tell(venue, signed(BAO));
  order(venue, BAO, BUY, 20, 1_483, 0, NEXT);
  order(venue, BAO, SELL, 20, 1_517, 0, NEXT);
  at(venue, HOUR);
  tell(venue, {
    type: 'contractExpired',
    contract: FRONT,
    date: MONDAY,
    finalPrice: 1_500 as Ticks,
    fixings: 1,
  });
  assert.deepEqual(measured(venue, NEXT, 3 * HOUR), [[MONDAY, 3 * HOUR, HOUR]]);
  assert.deepEqual(measured(venue, FRONT, 3 * HOUR), [[MONDAY, HOUR, 0]]);
});

test('MMK-6 under stress a wider quote is enough, and its time counts twice', () => {
  const venue = new FoldedVenue('anna', 'bao');
  tell(venue, signed(BAO));
  order(venue, BAO, BUY, 10, 1_480);
  order(venue, BAO, SELL, 10, 1_520); // 2.67 % of 1,500
  at(venue, HOUR);
  tell(venue, { type: 'stressDeclared', product: 'SIT', stressed: true });
  at(venue, 2 * HOUR);
  tell(venue, { type: 'stressDeclared', product: 'SIT', stressed: false });
  assert.deepEqual(measured(venue, FRONT, 3 * HOUR), [[MONDAY, 4 * HOUR, 2 * HOUR]]);
});

test('MMK-7 exceptional circumstances excuse one maker or everyone, until they are taken back', () => {
  const venue = quoting();
  tell(venue, signed(ANNA));
  const declare = (hour: number, account: AccountId | null, lifted: boolean) => {
    at(venue, hour * HOUR);
    tell(venue, { type: 'exceptionDeclared', account, product: 'SIT', lifted, reason: 'no data' });
  };
  declare(1, ANNA, true);
  declare(2, null, true);
  declare(4, null, false);
  declare(7, ANNA, false);
  const [anna, bao] = [ANNA, BAO].map((account) => venue.makers.days(account, FRONT, since(10 * HOUR))[0]);
  assert.deepEqual([anna?.obligated, anna?.present, anna?.excused], [4 * HOUR, 0, 6 * HOUR]);
  assert.deepEqual([bao?.obligated, bao?.present, bao?.excused], [8 * HOUR, 8 * HOUR, 2 * HOUR]);
});

test('MMK-11, MMK-12 a month: fees of resting orders only, and the rebate that follows', () => {
  const venue = quoting();
  order(venue, ANNA, BUY, 5, 1_505, 12 * HOUR); // bao rests: 0.002 % of 7,525 dollars
  order(venue, BAO, SELL, 5, 1_505);
  order(venue, ANNA, BUY, 1, 1_496);
  order(venue, BAO, SELL, 1, 1_496); // bao takes
  at(venue, 18 * HOUR);
  for (const { order: resting } of venue.records.restingOrders(BAO))
    venue.send({ type: 'cancelOrder', account: BAO, order: resting });
  venue.endDay();
  const [report] = venue.makers.reports(BAO, FRONT, since(MILLIS_PER_DAY));
  assert.ok(report);
  const { month, obligated, present, share, days, daysKept, met, penalty, fees, rebate } = report;
  assert.deepEqual(
    { month, obligated, present, share, days, daysKept, met, penalty, fees, rebate },
    {
      month: 2026 * 12 + 10,
      obligated: 24 * HOUR,
      present: 18 * HOUR,
      share: 750_000,
      days: 1,
      daysKept: 1,
      met: true,
      penalty: 416_667, // (1 − 0.75) / (1 − 0.7) of 50 %
      fees: 150_500,
      rebate: 120_400, // from 70 % on 80 %
    },
  );
  // 20 @ 1,495 and 20 @ 1,505 score 5.950 for 18 of 24 hours.
  assert.equal(report.score, 4_462);
});

test('MMK-8 time counts from the signing to the end of an agreement, and every agreement has its own report', () => {
  const venue = quoting();
  at(venue, 2 * HOUR);
  tell(venue, { type: 'agreementEnded', account: BAO, product: 'SIT' });
  assert.deepEqual(venue.makers.agreements, []);
  at(venue, 20 * HOUR);
  tell(venue, signed(BAO, { shareMin: 1_000_000 as Millionths }));
  at(venue, 23 * HOUR);
  tell(venue, signed(BAO));
  venue.endDay();
  assert.deepEqual(
    venue.makers.reports(BAO, FRONT, since(MILLIS_PER_DAY)).map(({ obligated, met }) => [obligated, met]),
    [
      [2 * HOUR, true],
      [3 * HOUR, true],
      [1 * HOUR, true],
    ],
  );
  assert.equal(venue.makers.agreements.length, 1);
});

test('MMK-12 a day is kept for 400 calendar days, and an agreement that has ended no longer than its days', () => {
  const venue = quoting();
  at(venue, HOUR);
  tell(venue, { type: 'agreementEnded', account: BAO, product: 'SIT' });
  let date = MONDAY;
  while (date <= MONDAY + 400) {
    assert.deepEqual(measured(venue, FRONT, 0), [[MONDAY, HOUR, HOUR]]);
    const next = nextTradingDay(date);
    venue.time = startOf((date + 1) as TradeDate);
    tell(venue, { type: 'dayEnded', date, next });
    date = next;
  }
  assert.deepEqual(measured(venue, FRONT, 0), []);
  assert.deepEqual(venue.makers.snapshot().lines, []);
});

test('MMK-4 lots that the book does not show any more do not count, however they left', () => {
  const venue = new FoldedVenue('anna', 'bao');
  tell(venue, signed(BAO));
  const [bid, ask] = [order(venue, BAO, BUY, 30, 1_495), order(venue, BAO, SELL, 30, 1_505)];
  const one = { account: BAO, contract: FRONT };
  const amended = { ...one, order: ask, side: SELL, fromPrice: 1_505 as Ticks, price: 1_505 as Ticks } as const;
  const reduced = { ...one, order: bid, side: BUY, price: 1_495 as Ticks } as const;
  const trade: Trade = {
    contract: FRONT,
    trade: 1,
    price: 1_500 as Ticks,
    quantity: 1 as Lots,
    takerSide: BUY,
    makerOrder: ask,
    takerOrder: bid,
    makerAccount: BAO,
    takerAccount: BAO,
    makerFee: 3 as Money,
    takerFee: 5 as Money,
    origin: 'book',
  };
  const traded = (origin: Trade['origin'], quantity: number): Event => ({
    type: 'trade',
    ...trade,
    quantity: quantity as Lots,
    origin,
  });
  // After each event the quotes are as the last column says: an hour of them is present or it is not.
  const happenings: readonly (readonly [Event, boolean])[] = [
    [{ type: 'orderReduced', ...reduced, quantity: 10 as Lots, shown: 10 as Lots, reason: 'requested' }, true],
    [{ type: 'orderReduced', ...reduced, quantity: 9 as Lots, shown: 0 as Lots, reason: 'requested' }, true],
    [{ type: 'orderAmended', ...amended, ...lotsOf(30, 19) }, false],
    [{ type: 'orderAmended', ...amended, ...lotsOf(19, 21) }, true],
    [{ type: 'orderAmended', ...amended, ...lotsOf(21, 21), price: 1_530 as Ticks }, false],
    [{ type: 'orderAmended', ...amended, ...lotsOf(21, 21), fromPrice: 1_530 as Ticks }, true],
    [traded('spread', 21), true],
    [traded('book', 1), true], // the bid came to trade, and what rests of it is told apart
    [{ type: 'orderAmended', ...amended, ...lotsOf(20, 30) }, true],
    [{ type: 'shownChanged', ...reduced, change: -1 as Lots }, false], // 19 bid lots are left
    [traded('auction', 1), false], // and its lots have left before
  ];
  let hours = 1;
  let present = 1;
  for (const [event, isPresent] of happenings) {
    at(venue, hours * HOUR);
    tell(venue, event);
    hours += 1;
    if (isPresent) present += 1;
    assert.deepEqual(measured(venue, FRONT, hours * HOUR), [[MONDAY, hours * HOUR, present * HOUR]], event.type);
  }
  assert.equal(venue.makers.days(BAO, FRONT, since(hours * HOUR))[0]?.fees, 3 + 3 + 5, 'a spread’s fees are not');
});

test('MMK-5 only the continuous phase counts, with a schedule also beyond midnight', () => {
  const scheduled = quoting({ schedule: [{ minute: 60, phase: 'continuous' }] });
  const plain = quoting();
  const phases = [
    [1, 'openingAuction'],
    [3, 'continuous'],
    [26, 'closed'],
  ] as const;
  for (const venue of [scheduled, plain])
    for (const [hour, phase] of phases) {
      at(venue, hour * HOUR);
      tell(venue, { type: 'phaseChanged', contract: FRONT, phase, until: null, cause: 'schedule' });
    }
  assert.deepEqual(measured(scheduled, FRONT, 40 * HOUR), [[MONDAY, 23 * HOUR, 23 * HOUR]]);
  assert.deepEqual(measured(plain, FRONT, 40 * HOUR), [[MONDAY, 22 * HOUR, 22 * HOUR]]);
});

test('MMK-5 over months of random trading presence is what adding up all resting orders anew says', () => {
  const watched = [0, 1, 2].flatMap((contract) =>
    [ANNA, BAO].map((account) => ({ account, contract: contract as ContractId, days: new Map<number, number>() })),
  );
  const terms = {
    front: { spreadMax: 30_000 as Millionths, lotsMin: 6 as Lots, comparableMin: 500_000 as Millionths },
    others: { spreadMax: 40_000 as Millionths, lotsMin: 9 as Lots, comparableMin: 300_000 as Millionths },
  };
  let time: number | undefined;
  let keeps: boolean[] = [];
  let copy = new MakerRecords();
  const venue = randomRun(40, (run, events) => {
    if (time === undefined) {
      tell(run, signed(ANNA, terms), signed(BAO, terms));
      copy.restore(run.makers.snapshot());
    } else {
      copy.apply({ time: run.time, events });
      for (const [i, { days }] of watched.entries()) if (keeps[i]) addTime(days, time, run.time);
    }
    time = run.time;
    const front = run.exchange.contracts.findIndex(({ expired }) => !expired);
    keeps = watched.map(({ account, contract }) => {
      if (run.exchange.contracts[contract]?.expired !== false) return false;
      const obligation = contract === front ? terms.front : terms.others;
      return standingOf(ownLevels(run, account, contract, BUY), ownLevels(run, account, contract, SELL), obligation)
        .keeps;
    });
    if (events.some(({ type }) => type === 'dayEnded')) {
      const written = JSON.stringify(copy.snapshot());
      copy = new MakerRecords();
      copy.restore(JSON.parse(written));
      assert.equal(JSON.stringify(copy.snapshot()), written);
      // Snapshots of formats 2 and 3 had a list for each order, those of format 1 names for its parts.
      const rows = chunksOf(copy.snapshot().orders, 6);
      const named = rows.map(([order, account, contract, side, price, quantity]) => [
        order,
        { account, contract, side, price, quantity },
      ]);
      for (const orders of [rows, named]) {
        const earlier = new MakerRecords();
        earlier.restore(JSON.parse(JSON.stringify({ ...copy.snapshot(), orders })));
        assert.equal(JSON.stringify(earlier.snapshot()), written);
      }
    }
  });
  for (const { account, contract, days } of watched) {
    const rows = venue.makers.days(account, contract, venue.time);
    assert.ok(rows.length > 10 && days.size > 5, 'this shows something');
    for (const { date, obligated, present } of rows) {
      assert.equal(obligated, MILLIS_PER_DAY);
      assert.equal(present, days.get(date) ?? 0, `${date}, ${contract}: ${replay('maker-records')}`);
    }
    assert.deepEqual(copy.reports(account, contract, venue.time), venue.makers.reports(account, contract, venue.time));
  }
  assert.deepEqual(copy.snapshot(), venue.makers.snapshot());
});

/** A venue on which bao has signed and quotes the front month within the programme. */
function quoting(specification?: Pick<ProductSpecification, 'schedule'>): FoldedVenue {
  const venue = new FoldedVenue('anna', 'bao');
  if (specification !== undefined) tell(venue, { type: 'productDefined', specification: { ...SIT, ...specification } });
  tell(venue, signed(BAO));
  order(venue, BAO, BUY, 20, 1_495);
  order(venue, BAO, SELL, 20, 1_505);
  return venue;
}

function signed(account: AccountId, terms: Partial<AgreementTerms> = {}): Event {
  const agreement = { account, product: 'SIT', netCapital: 0 as Money, terms: { ...DEFAULT_PROGRAMME, ...terms } };
  return { type: 'agreementSigned', agreement };
}

function tell(venue: FoldedVenue, ...events: readonly Event[]): void {
  venue.makers.apply({ time: venue.time, events });
}

/** Lets time pass, on the venue, until so many milliseconds after Monday began. */
function at(venue: FoldedVenue, milliseconds: number): void {
  venue.time = since(milliseconds);
}

function since(milliseconds: number): Millis {
  return (startOf(MONDAY) + milliseconds) as Millis;
}

/** Sends a GTC order, `later` milliseconds after what was sent before, and returns its number. */
function order(
  venue: FoldedVenue,
  account: AccountId,
  side: Side,
  quantity: number,
  price: number,
  later = 0,
  contract = FRONT,
): OrderId {
  const terms = { side, quantity: quantity as Lots, price: price as Ticks, timeInForce: GOOD_TILL_CANCEL } as const;
  const events = venue.send({ type: 'placeOrder', account, contract, ...terms }, later);
  const accepted = events.find((event) => event.type === 'orderAccepted');
  assert.ok(accepted, JSON.stringify(events));
  return accepted.order;
}

function endDayAt(venue: FoldedVenue, date: number, milliseconds: number): void {
  at(venue, milliseconds);
  venue.send(fixed(date as TradeDate));
  for (const step of endOfDay(date as TradeDate)) venue.send(step);
}

/** Date, obligated and present milliseconds of bao's days. */
function measured(venue: FoldedVenue, contract: ContractId, milliseconds: number): number[][] {
  return venue.makers
    .days(BAO, contract, since(milliseconds))
    .map(({ date, obligated, present }) => [date, obligated, present]);
}

/** What an amendment says of the lots shown before and after. */
function lotsOf(fromShown: number, shown: number) {
  return { fromShown: fromShown as Lots, quantity: 30 as Lots, remaining: 30 as Lots, shown: shown as Lots };
}

/** Adds the milliseconds from `begin` to `end` to the trading days in which they lie. */
function addTime(days: Map<number, number>, begin: number, end: number): void {
  for (let date = Math.floor(begin / MILLIS_PER_DAY); date * MILLIS_PER_DAY < end; date += 1) {
    const from = Math.max(begin, date * MILLIS_PER_DAY);
    const until = Math.min(end, (date + 1) * MILLIS_PER_DAY);
    if (isTradingDay(date as TradeDate)) days.set(date, (days.get(date) ?? 0) + until - from);
  }
}

/** The lots of an account at each price, best first, from the member records. */
function ownLevels({ records }: FoldedVenue, account: AccountId, contract: ContractId, side: Side): OwnLevel[] {
  const resting = records.restingOrders(account).filter((one) => one.contract === contract && one.side === side);
  const prices = Map.groupBy(resting, ({ price }) => price);
  return [...prices]
    .map(([price, orders]): OwnLevel => [price, orders.reduce((sum, { remaining }) => sum + remaining, 0) as Lots])
    .sort(([a], [b]) => (side === BUY ? b - a : a - b));
}
