/**
 * Daily statements over a random run: what stands on every page is compared with the exchange's own ledger after every
 * day, and with a second reckoning that keeps every fill of the day and closes lots one at a time.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Event } from '#core/events.ts';
import type { AccountId, Lots, Ticks, TradeDate } from '#core/units.ts';
import { DayPosition } from '#market-data/day-position.ts';
import { MemberRecords } from '#market-data/member-records.ts';
import { randomRun, replay } from './random-run.ts';

/** One lot at a time: the price at which it was opened, and on which side. */
interface OpenLot {
  readonly sign: number;
  readonly price: number;
}

/** Everybody's open lots, oldest first, and what closing has gained today, in ticks. */
class PlainLots {
  readonly #open = new Map<string, OpenLot[]>();
  readonly #realised = new Map<string, number>();

  trade(account: number, contract: number, sign: number, price: number, quantity: number): void {
    const key = `${account} ${contract}`;
    let open = this.#open.get(key) ?? [];
    for (let lot = 0; lot < quantity; lot += 1) {
      const oldest = open[0];
      if (oldest !== undefined && oldest.sign !== sign) {
        this.#realised.set(key, (this.#realised.get(key) ?? 0) + oldest.sign * (price - oldest.price));
        open = open.slice(1);
      } else open = [...open, { sign, price }];
    }
    this.#open.set(key, open);
  }

  /** What the day has realised and not realised, in ticks; from now on every open lot counts from `price`. */
  settle(account: number, contract: number, price: number): readonly [realised: number, unrealised: number] {
    const key = `${account} ${contract}`;
    const open = this.#open.get(key) ?? [];
    const unrealised = open.reduce((sum, lot) => sum + lot.sign * (price - lot.price), 0);
    const realised = this.#realised.get(key) ?? 0;
    this.#realised.delete(key);
    this.#open.set(
      key,
      open.map(({ sign }) => ({ sign, price })),
    );
    return [realised, unrealised];
  }

  expire(contract: number): void {
    for (const key of [...this.#open.keys()]) if (key.endsWith(` ${contract}`)) this.#open.delete(key);
  }
}

test('MKT-12 what was closed is realised, oldest lots first, and what stayed open is not', () => {
  const cases = [
    {
      carried: 5,
      trades: [
        [3, 1_510],
        [-6, 1_520],
      ],
      realised: 110,
      unrealised: 12,
    },
    { carried: 5, trades: [[-8, 1_490]], realised: -50, unrealised: -78 },
    {
      carried: 0,
      trades: [
        [4, 1_510],
        [-4, 1_513],
      ],
      realised: 12,
      unrealised: 0,
    },
  ] as const;
  for (const { carried, trades, realised, unrealised } of cases) {
    const day = new DayPosition();
    day.carry(carried as Lots, 1_500 as Ticks);
    for (const [lots, price] of trades) day.trade(lots, price as Ticks);
    assert.deepEqual([day.realised, day.unrealised(1_516 as Ticks)], [realised, unrealised]);
  }
});

test('MKT-7, MKT-12 after every day of a random run pages close at the ledger’s cash and split its variation', () => {
  const lots = new PlainLots();
  const prices = new Map<number, number>();
  const split = new Map<string, readonly [number, number]>();
  let closed: TradeDate | undefined;
  let days = 0;
  let [realisedOnce, unrealisedOnce] = [false, false];
  const hear = (event: Event): void => {
    if (event.type === 'trade') {
      const { contract, price, quantity, takerSide, takerAccount, makerAccount } = event;
      const sign = takerSide === 0 ? 1 : -1;
      lots.trade(makerAccount, contract, -sign, price, quantity);
      lots.trade(takerAccount, contract, sign, price, quantity);
    } else if (event.type === 'contractSettled') prices.set(event.contract, event.price);
    else if (event.type === 'variationPaid')
      split.set(
        `${event.account} ${event.contract}`,
        lots.settle(event.account, event.contract, prices.get(event.contract) as number),
      );
    else if (event.type === 'contractExpired') lots.expire(event.contract);
    else if (event.type === 'dayStepDone' && event.step === 'statements') closed = event.date;
  };
  randomRun(25, ({ exchange, records }, events) => {
    events.forEach(hear);
    if (closed === undefined) return;
    const date = closed;
    closed = undefined;
    days += 1;
    for (const { id } of exchange.accounts) {
      const account = id as AccountId;
      const page = records.statement(account, date);
      if (page === undefined) continue;
      assert.equal(page.closingBalance, exchange.ledger.cashOf(account), replay('day-statements'));
      const sum = page.items.reduce((total, [, amount]) => total + amount, 0);
      assert.equal(page.openingBalance + sum, page.closingBalance, replay('day-statements'));
      for (const line of page.contracts.filter(({ settlementPrice }) => settlementPrice !== null)) {
        const [realised, unrealised] = split.get(`${account} ${line.contract}`) as readonly [number, number];
        const { tickValue } = exchange.contracts[line.contract] as (typeof exchange.contracts)[number];
        const own = [line.realised / tickValue, line.unrealised / tickValue];
        assert.deepEqual(own, [realised, unrealised], replay('day-statements'));
        assert.equal(line.carried + line.bought - line.sold + line.reduced, line.position, replay('day-statements'));
        realisedOnce ||= realised !== 0;
        unrealisedOnce ||= unrealised !== 0;
      }
      const amountOf = (name: string) => page.items.find(([item]) => item === name)?.[1] ?? 0;
      const sumOf = (part: 'realised' | 'unrealised') => page.contracts.reduce((total, line) => total + line[part], 0);
      assert.deepEqual(
        [amountOf('realisedVariation'), amountOf('unrealisedVariation')],
        [sumOf('realised'), sumOf('unrealised')],
        replay('day-statements'),
      );
      assert.equal(page.margin?.initial ?? 0, exchange.summary(account).initialMargin, replay('day-statements'));
      const parts = page.margin?.parts.reduce((total, { amount }) => total + amount, 0);
      assert.equal(parts, page.margin?.initial, replay('day-statements'));
      assert.equal(records.fillsOfDay(account, page).length, page.trades, replay('day-statements'));
    }
  });
  assert.equal(days, 25);
  assert(realisedOnce && unrealisedOnce, 'lots were closed and lots stayed open');
});

test('MKT-11 a page says the same for as long as it is kept, and after a restart', () => {
  const first = new Map<string, string>();
  const { exchange, records } = randomRun(12, (venue, events) => {
    const closing = events.find((event) => event.type === 'dayStepDone');
    if (closing?.type !== 'dayStepDone' || closing.step !== 'statements') return;
    for (const { id } of venue.exchange.accounts)
      first.set(`${id} ${closing.date}`, JSON.stringify(venue.records.statement(id as AccountId, closing.date)));
  });
  const restored = new MemberRecords();
  restored.restore(JSON.parse(JSON.stringify(records.snapshot())));
  for (const { id } of exchange.accounts)
    for (const day of records.statements(id as AccountId)) {
      assert.equal(JSON.stringify(day), first.get(`${id} ${day.date}`), replay('day-statements'));
      assert.equal(JSON.stringify(restored.statement(id as AccountId, day.date)), JSON.stringify(day));
    }
});
