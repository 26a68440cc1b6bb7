/**
 * The daily cash over random days: what positions come to, and what the daily sheet comes to that brokers draw up.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Positions } from '#core/clearing/positions.ts';
import type { AccountId, Money, Ticks } from '#core/units.ts';
import { Random } from '#makers/random.ts';
import { DailySheet } from '../model/daily-sheet.ts';

const SEED = Number(process.env.SEED ?? 7);
const REPLAY = `replay it with: SEED=${SEED} npm test -- daily-cash`;
const DAYS = 1_000_000;
const ACCOUNTS = 4;
/** Of SIT, of SITP, and two that are round in nothing. */
const TICK_VALUES = [1_000_000, 10_000, 7, 123_457] as Money[];

test('SET-2 on 1,000,000 days the daily cash is what was closed and what is held, to the micro-dollar', () => {
  const random = Random.of(SEED, 'daily cash');
  const below = (n: number): number => Math.floor(random.next() * n);
  const seen = { closedOfToday: 0, closedOfBefore: 0, heldOfToday: 0, heldOfBefore: 0 };
  let [positions, mirrored, sheets] = venue();
  let [previous, tickValue] = [1_500, TICK_VALUES[0] as Money];
  for (let day = 0; day < DAYS; day += 1) {
    if (day % 100 === 0) {
      [positions, mirrored, sheets] = venue();
      tickValue = TICK_VALUES[below(TICK_VALUES.length)] as Money;
      previous = 1 + below(5_000);
    }
    for (let trades = below(6); trades > 0; trades -= 1) {
      const buyer = below(ACCOUNTS);
      const seller = (buyer + 1 + below(ACCOUNTS - 1)) % ACCOUNTS;
      const [lots, price] = [1 + below(9), Math.max(1, previous + below(301) - 150) as Ticks];
      positions.trade(buyer as AccountId, lots, price);
      positions.trade(seller as AccountId, -lots, price);
      // The same trade among accounts that stand in the other order, and its sides told the other way round.
      mirrored.trade(mirror(seller), -lots, price);
      mirrored.trade(mirror(buyer), lots, price);
      sheets[buyer]?.trade(lots, price);
      sheets[seller]?.trade(-lots, price);
    }
    const settlement = Math.max(1, previous + below(301) - 150) as Ticks;
    let sum = 0;
    for (let account = 0; account < ACCOUNTS; account += 1) {
      const { closedOfToday, closedOfBefore, heldOfToday, heldOfBefore } = (sheets[account] as DailySheet).settle(
        settlement,
      );
      const cash = positions.variation(account as AccountId, settlement, tickValue);
      const drawnUp = (closedOfToday + closedOfBefore + heldOfToday + heldOfBefore) * tickValue;
      if (cash !== drawnUp || cash !== mirrored.variation(mirror(account), settlement, tickValue))
        assert.fail(`day ${day}, account ${account}: ${cash} is paid, ${drawnUp} is drawn up; ${REPLAY}`);
      sum += cash;
      positions.mark(account as AccountId, settlement);
      mirrored.mark(mirror(account), settlement);
      if (closedOfToday !== 0) seen.closedOfToday += 1;
      if (closedOfBefore !== 0) seen.closedOfBefore += 1;
      if (heldOfToday !== 0) seen.heldOfToday += 1;
      if (heldOfBefore !== 0) seen.heldOfBefore += 1;
    }
    if (sum !== 0) assert.fail(`day ${day}: ${sum} remains with nobody; ${REPLAY}`);
    previous = settlement;
  }
  for (const [what, count] of Object.entries(seen))
    assert.ok(count > DAYS / 10, `only ${count} accounts with ${what}: this shows little`);
});

function venue(): [Positions, Positions, DailySheet[]] {
  return [new Positions(), new Positions(), Array.from({ length: ACCOUNTS }, () => new DailySheet())];
}

function mirror(account: number): AccountId {
  return (ACCOUNTS - 1 - account) as AccountId;
}
