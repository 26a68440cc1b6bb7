/**
 * Price rules over random days: the guard against its plain twin, limits and margin along random paths of locked days.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type LadderState, type LockedSide, ladderAfterDay, NO_LADDER } from '#core/price-rules/ladder.ts';
import { limitsOfNextDay, type NextDayLimits } from '#core/price-rules/next-day.ts';
import { PriceGuard } from '#core/price-rules/price-guard.ts';
import type { PriceRules } from '#core/price-rules/price-rules.ts';
import { profiles } from '#core/price-rules/profiles.ts';
import type { Millionths, Millis, Ticks } from '#core/units.ts';
import { Random } from '#makers/random.ts';
import { NaiveGuard } from '../model/naive-guard.ts';

const SEED = Number(process.env.SEED ?? 7);
const REPLAY = `replay it with: SEED=${SEED} npm test -- price-rules`;
const PRICE_MAX = 50_000 as Ticks;

test('PRC-11, PRC-12, PRC-13 the guard agrees with its plain twin at each of 100,000 checks', () => {
  const random = Random.of(SEED, 'price guard');
  const below = (n: number): number => Math.floor(random.next() * n);
  const breaches = { halt: 0, breaker: 0, velocity: 0 };
  let checks = 0;
  while (checks < 100_000) {
    const rules = drawnRules(below);
    // Prices of a few ticks are where a share is less than one.
    const settlement = (1 + below([12, 200, 5_000][below(3)] as number)) as Ticks;
    let guard = new PriceGuard(rules, settlement);
    const twin = new NaiveGuard(rules, settlement);
    let [time, price] = [1_000_000, settlement as number];
    for (let i = 0; i < 500; i += 1, checks += 1) {
      // Whole steps of 5 ms against windows of 50 and 500 ms, so that ages of exactly a window are common.
      time += 5 * ([0, 0, 1, 2, 10, 100][below(6)] as number);
      price = Math.max(1, price + below(7) - 3 + (below(40) === 0 ? below(settlement) - (settlement >> 1) : 0));
      const breach = guard.check(price as Ticks, time as Millis);
      assert.deepEqual(breach, twin.check(price, time), `at check ${checks}; ${REPLAY}`);
      if (breach === undefined) {
        guard.traded(price as Ticks, time as Millis);
        twin.traded(price, time);
      } else {
        breaches[breach.cause] += 1;
        guard.paused(breach);
        twin.paused(breach);
        time += breach.pauseMs ?? 1_000;
        const auction = below(3) === 0 ? undefined : (price as Ticks);
        guard.restart(time as Millis, auction);
        twin.restart(time, auction);
      }
      if (below(60) === 0) {
        guard.startDay(price as Ticks);
        twin.startDay(price);
      }
      if (below(50) === 0) {
        const snapshot = guard.snapshot();
        guard = PriceGuard.restore(rules, JSON.parse(JSON.stringify(snapshot)));
        assert.deepEqual(guard.snapshot(), snapshot, REPLAY);
      }
    }
  }
  for (const [cause, count] of Object.entries(breaches))
    assert.ok(count > 1_000, `only ${count} of ${cause}: this shows little`);
});

test('PRC-12 asking changes nothing', () => {
  const guard = new PriceGuard(profiles.tokenpit, 1_500 as Ticks);
  guard.traded(1_500 as Ticks, 0 as Millis);
  guard.traded(1_510 as Ticks, 500 as Millis);
  const before = guard.snapshot();
  guard.check(1_600 as Ticks, 10_000_000 as Millis);
  assert.deepEqual(guard.snapshot(), before);
});

const day = fc.record({
  locked: fc.constantFrom<LockedSide | null>('up', 'up', 'down', 'down', null),
  /** Where an unlocked day settles between its limits, in thousandths. */
  place: fc.integer({ min: 0, max: 1_000 }),
});
const path = fc.record({
  profile: fc.constantFrom<PriceRules['profile']>('tokenpit', 'paper', 'shanghai', 'globex'),
  price: fc.oneof(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: PRICE_MAX })),
  days: fc.array(day, { minLength: 1, maxLength: 6 }),
  spotFrom: fc.integer({ min: 0, max: 8 }),
  tradesFrom: fc.integer({ min: 0, max: 8 }),
});

test('PRC-10 no day moves a position by more than the margin it began with, and the rate is two points above the limit', () => {
  everyPath((rules, before, after) => {
    if (rules.marginAboveLimit === 0) return assert.equal(after.terms.leastMarginRate, 0);
    assert.ok(after.terms.leastMarginRate >= after.terms.limitRate + 20_000);
    const loss = Math.abs(after.settlement - before.settlement);
    assert.ok(loss * 1_000_000 < before.terms.leastMarginRate * before.settlement);
  });
});

test('PRC-8 after a locked day the limit is not narrower, after any other it is that of the month', () => {
  everyPath((rules, before, after, { locked, own }) => {
    const climbs = rules.ladder.length > 0 && (locked !== null || before.ladder.suspended);
    if (climbs) assert.ok(after.terms.limitRate >= before.terms.limitRate);
    else assert.equal(after.terms.limitRate, own);
  });
});

test('PRC-9 a contract is suspended after three days locked on one side, for a day, and never on its last', () => {
  everyPath((_, before, after, { locked, daysLeft }) => {
    if (!after.ladder.suspended) return;
    assert.ok(!before.ladder.suspended && locked === before.ladder.side && before.ladder.days >= 2 && daysLeft > 1);
  });
});

interface Evening {
  readonly settlement: number;
  readonly ladder: LadderState;
  readonly terms: NextDayLimits;
}
type Facts = { readonly locked: LockedSide | null; readonly own: number; readonly daysLeft: number };

/** Walks random paths of at most six days and shows every evening beside the one before. */
function everyPath(holds: (rules: PriceRules, before: Evening, after: Evening, facts: Facts) => void): void {
  fc.assert(
    fc.property(path, ({ profile, price, days, spotFrom, tradesFrom }) => {
      const rules = profiles[profile];
      const evening = (settlement: number, ladder: LadderState, night: number): Evening => {
        const [isSpotMonth, isNewAndUntraded] = [night >= spotFrom, night < tradesFrom];
        const month = { isSpotMonth, left: 1_000_000 as Millionths, isNewAndUntraded };
        const next = { settlement: settlement as Ticks, priceMax: PRICE_MAX, ...month, ladder };
        return { settlement, ladder, terms: limitsOfNextDay(rules, next) };
      };
      let before = evening(price, NO_LADDER, 0);
      for (const [i, { locked, place }] of days.entries()) {
        const { down, up, limitRate } = before.terms;
        const rests = before.ladder.suspended;
        const lockedSide = rests ? null : locked;
        const between = down + Math.floor(((up - down) * place) / 1_000);
        const settlement = rests ? before.settlement : locked === 'up' ? up : locked === 'down' ? down : between;
        const tradingDaysLeft = days.length - 1 - i;
        const ladder = ladderAfterDay(rules, before.ladder, { lockedSide, limitRate, tradingDaysLeft });
        const after = evening(settlement, ladder, i + 1);
        const limit = i + 1 >= spotFrom ? rules.spotMonthLimit : rules.dailyLimit;
        const own = i + 1 < tradesFrom ? limit * rules.firstDayMultiple : limit;
        if (tradingDaysLeft > 0) holds(rules, before, after, { locked: lockedSide, own, daysLeft: tradingDaysLeft });
        before = after;
      }
    }),
    { seed: SEED, numRuns: 20_000 },
  );
}

/** Rules with short windows and near tiers, some of them missing. */
function drawnRules(below: (n: number) => number): PriceRules {
  const share = (points: number): Millionths => ((1 + below(points * 100)) * 100) as Millionths;
  const first = share(5);
  return {
    ...profiles.paper,
    halts: [
      { move: first, pauseMs: 100 },
      { move: (first + share(10)) as Millionths, pauseMs: null },
    ].slice(0, below(3)),
    breaker: below(4) === 0 ? null : { move: share(4), windowMs: 500, auctionMs: 40, leadHaltsAll: true },
    velocity: below(4) === 0 ? null : { move: share(2), windowMs: 50, auctionMs: 10 },
  };
}
