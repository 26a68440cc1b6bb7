/** Price rules from day to day: profiles, limits, locked days, the ladder and its margin. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { distanceWithin, type Limits } from '#core/price-rules/distance.ts';
import { type LadderState, type LockedSide, ladderAfterDay, NO_LADDER } from '#core/price-rules/ladder.ts';
import { LockWatch } from '#core/price-rules/lock-watch.ts';
import { limitsOfNextDay, type NextDay } from '#core/price-rules/next-day.ts';
import { type PriceRules, refusePriceRules } from '#core/price-rules/price-rules.ts';
import { profiles } from '#core/price-rules/profiles.ts';
import { priceLimits } from '#core/settlement/settlement-price.ts';
import type { Millionths } from '#core/units.ts';
import { at, share, ticks } from '../model/price-figures.ts';

const { tokenpit, paper, shanghai, globex } = profiles;

test('PRC-4 the four profiles are valid, and figures that make no sense are refused', () => {
  for (const [name, rules] of Object.entries(profiles)) {
    assert.equal(rules.profile, name);
    assert.equal(refusePriceRules(rules), undefined);
  }
  const window = { move: share(4), windowMs: 1_000, auctionMs: 1_000 };
  const [near, far] = [
    { move: share(4), pauseMs: 600_000 },
    { move: share(8), pauseMs: null },
  ];
  assert.equal(refusePriceRules({ ...tokenpit, halts: [near, far] }), undefined);
  const wrong: Partial<PriceRules>[] = [
    { profile: 'osaka' as PriceRules['profile'] },
    { dailyLimit: share(0) },
    { dailyLimit: 0.5 as Millionths },
    { spotMonthLimit: share(95) },
    { firstDayMultiple: 0 },
    { firstDayMultiple: 7 },
    { ladder: [share(5), share(3)] },
    { ladder: [share(3), share(3)] },
    { ladder: [share(-1)] },
    { marginAboveLimit: share(-1) },
    { halts: [{ ...far, pauseMs: 1_000 }, near] },
    { halts: [far, { ...near, move: share(9) }] },
    { halts: [{ ...near, pauseMs: 0 }] },
    { halts: [{ ...near, move: share(11) }] },
    { breaker: { ...window, windowMs: 0, leadHaltsAll: true } },
    { velocity: { ...window, move: share(0) } },
    { velocity: { ...window, auctionMs: 1.5 } },
    { band: share(0) },
    { band: share(0.5) },
    { collar: share(0) },
  ];
  for (const change of wrong)
    assert.equal(refusePriceRules({ ...tokenpit, ...change }), 'PRICE_RULES_INVALID', JSON.stringify(change));
});

test('PRC-5 a distance is rounded down to ticks, and is at least one', () => {
  for (const [price, points, distance] of [
    [1_516, 10, 151],
    [1_516, 1.5, 22],
    [100, 4, 4],
    [30, 1.5, 1],
    [1, 10, 1],
  ] as const)
    assert.equal(distanceWithin(ticks(price), share(points)), distance);
});

test('PRC-5 the distance of 15 % gives the limits of PRC-1', () => {
  const rules = { ...tokenpit, dailyLimit: share(15) };
  for (let settlement = 1; settlement <= 50_000; settlement += settlement < 100 ? 1 : 97) {
    const { down, up } = limitsOfNextDay(rules, evening({ settlement: ticks(settlement) }));
    assert.deepEqual({ down, up }, priceLimits(ticks(settlement), share(15), ticks(50_000)));
  }
});

test('PRC-6 the limit is that of the month, a multiple of it before the first trade', () => {
  const cases: readonly [rules: PriceRules, settlement: number, facts: Partial<NextDay>, down: number, up: number][] = [
    [tokenpit, 1_516, {}, 1_365, 1_667],
    [tokenpit, 1_516, { isSpotMonth: true }, 1_289, 1_743],
    [tokenpit, 1_516, { isNewAndUntraded: true }, 1_365, 1_667],
    [tokenpit, 6, {}, 5, 7],
    [tokenpit, 1, {}, 1, 2],
    [tokenpit, 49_000, {}, 44_100, 50_000],
    [shanghai, 1_500, { isNewAndUntraded: true }, 1_320, 1_680],
    [shanghai, 1_500, {}, 1_410, 1_590],
    [paper, 1_500, {}, 1_125, 1_875],
    [globex, 1_500, { isSpotMonth: true }, 1_350, 1_650],
  ];
  for (const [rules, settlement, facts, down, up] of cases) {
    const limits = limitsOfNextDay(rules, evening({ ...facts, settlement: ticks(settlement) }));
    assert.deepEqual([limits.down, limits.up], [down, up], `${rules.profile} ${settlement} ${JSON.stringify(facts)}`);
  }
});

test('PRC-7 a day ends locked when one side alone stood at its limit for the last five minutes', () => {
  type Book = readonly [time: string, bid: number, ask: number];
  const cases: readonly [books: readonly Book[], side: LockedSide | null][] = [
    [[['23:55:00.000', 1_590, 0]], 'up'],
    [[['23:55:00.001', 1_590, 0]], null],
    [[['12:00:00.000', 0, 1_410]], 'down'],
    [[['12:00:00.000', 1_589, 0]], null],
    [[['12:00:00.000', 0, 1_411]], null],
    [[['12:00:00.000', 1_410, 0]], null],
    // In an auction the sides may cross.
    [[['12:00:00.000', 1_590, 1_500]], null],
    [[['12:00:00.000', 1_500, 1_410]], null],
    [[['12:00:00.000', 0, 0]], null],
    [[], null],
    // An ask that is filled as it arrives leaves the book as it was.
    [
      [
        ['23:40:00.000', 1_590, 0],
        ['23:57:00.000', 1_590, 0],
      ],
      'up',
    ],
    // One that takes all the bids and rests ends the lock, however soon it is gone.
    [
      [
        ['23:40:00.000', 1_590, 0],
        ['23:57:00.000', 0, 1_590],
        ['23:57:00.001', 1_590, 0],
      ],
      null,
    ],
    [
      [
        ['23:40:00.000', 1_590, 0],
        ['23:54:00.000', 0, 1_410],
      ],
      'down',
    ],
  ];
  for (const [books, side] of cases) {
    let watch = new LockWatch();
    for (const [time, bid, ask] of books) {
      watch.observe(at(time), ticks(bid), ticks(ask), ticks(1_410), ticks(1_590));
      watch = new LockWatch(watch.snapshot());
    }
    assert.equal(watch.lockedSide(at('24:00:00.000')), side, JSON.stringify(books));
  }
});

test('PRC-7 the next day begins unlocked, because its limits lie elsewhere', () => {
  const watch = new LockWatch();
  watch.observe(at('12:00:00.000'), ticks(1_590), ticks(0), ticks(1_410), ticks(1_590));
  watch.observe(at('24:00:00.000'), ticks(1_590), ticks(0), ticks(1_447), ticks(1_733));
  assert.equal(watch.lockedSide(at('48:00:00.000')), null);
});

test('PRC-8, PRC-10 three days locked down from 1,500: limits of 6, 9 and 11 %, margins of 11 and 13 %', () => {
  const days = walk(shanghai, 1_500, ['down', 'down', 'down'], 30);
  assert.deepEqual(days, [
    { limit: 6, down: 1_410, up: 1_590, margin: 8, suspended: false },
    { limit: 9, down: 1_284, up: 1_536, margin: 11, suspended: false },
    { limit: 11, down: 1_143, up: 1_425, margin: 13, suspended: false },
    { limit: 11, down: 1_018, up: 1_268, margin: 13, suspended: true },
  ]);
});

test('PRC-8 the other side begins a new ladder, and a day without a lock ends it', () => {
  assert.deepEqual(limitsAlong(shanghai, ['down', 'up', 'up']), [6, 9, 12, 14]);
  assert.deepEqual(limitsAlong(shanghai, ['down', 'down', 'up', 'up']), [6, 9, 11, 14, 16]);
  assert.deepEqual(limitsAlong(shanghai, ['down', null, 'down']), [6, 9, 6, 9]);
  assert.deepEqual(limitsAlong(tokenpit, ['up', 'up', null]), [10, 13, 15, 10]);
  assert.deepEqual(limitsAlong(paper, ['up', 'up', 'up', 'up']), [25, 25, 25, 25, 25]);
  assert.deepEqual(limitsAlong(globex, ['up', 'up', 'up', 'up']), [10, 10, 10, 10, 10]);
});

test('PRC-8 the wider limit and the higher margin hold where the ladder meets another rule', () => {
  const firstDay: LadderState = { days: 1, side: 'up', firstLimit: share(12), suspended: false };
  const normalDay: LadderState = { days: 1, side: 'up', firstLimit: share(10), suspended: false };
  for (const [rules, facts, limit, margin] of [
    // A new contract locked on its first day, at twice the limit: traded or not, the ladder goes on from there.
    [shanghai, { ladder: firstDay }, 15, 17],
    [shanghai, { ladder: firstDay, isNewAndUntraded: true }, 15, 17],
    // The delivery period begins on the second day: 15 % are wider than 10 + 3. On the third both are 15 %.
    [tokenpit, { ladder: normalDay, isSpotMonth: true }, 15, 17],
    [tokenpit, { ladder: { ...normalDay, days: 2 }, isSpotMonth: true }, 15, 17],
    [tokenpit, { ladder: normalDay }, 13, 15],
  ] as const) {
    const { limitRate, leastMarginRate } = limitsOfNextDay(rules, evening(facts));
    assert.deepEqual([limitRate, leastMarginRate], [share(limit), share(margin)]);
  }
});

test('PRC-9 after the third locked day the next one is suspended, unless the contract is at its end', () => {
  const suspended = (locks: readonly (LockedSide | null)[], daysLeftAtStart: number): boolean[] =>
    walk(shanghai, 1_500, locks, daysLeftAtStart).map((day) => day.suspended);
  const [yes, no] = [true, false];
  // Day 4 is suspended; day 5 trades at the limit of day 3 and, locked again, suspends day 6.
  assert.deepEqual(suspended(['down', 'down', 'down', null, 'down'], 30), [no, no, no, yes, no, yes]);
  assert.deepEqual(limitsAlong(shanghai, ['down', 'down', 'down', null, 'down']), [6, 9, 11, 11, 11, 11]);
  assert.deepEqual(limitsAlong(shanghai, ['down', 'down', 'down', null, null]), [6, 9, 11, 11, 11, 6]);
  assert.deepEqual(limitsAlong(shanghai, ['down', 'down', 'down', null, 'up']), [6, 9, 11, 11, 11, 14]);
  // Day 4 is the last: it trades, at the limit of day 3.
  assert.deepEqual(suspended(['down', 'down', 'down'], 4), [no, no, no, no]);
  assert.equal(limitsAlong(shanghai, ['down', 'down', 'down'], 4)[3], 11);
  // Day 5 is the last: day 4 is suspended, the last one trades.
  assert.deepEqual(suspended(['down', 'down', 'down', null], 5), [no, no, no, yes, no]);
  // Day 3 is the last: nothing follows, and the ladder is over.
  assert.deepEqual(ladderAfter(shanghai, ['down', 'down', 'down'], 3), NO_LADDER);
});

test('PRC-10 the least margin rate is the limit and the points above it, or the one tick and the points', () => {
  for (const [settlement, rate] of [
    [1_516, 120_000],
    [6, 186_667],
    [1, 1_020_000],
  ] as const) {
    const { leastMarginRate } = limitsOfNextDay(tokenpit, evening({ settlement: ticks(settlement) }));
    assert.equal(leastMarginRate, rate);
  }
  assert.equal(limitsOfNextDay(tokenpit, evening({ isSpotMonth: true })).leastMarginRate, share(17));
  for (const rules of [paper, globex]) assert.equal(limitsOfNextDay(rules, evening({})).leastMarginRate, 0);
});

/** An evening after a settlement at 1,500 on which nothing is special but `facts`. */
function evening(facts: Partial<NextDay>): NextDay {
  const plain = { settlement: ticks(1_500), priceMax: ticks(50_000), ladder: NO_LADDER };
  return { ...plain, isSpotMonth: false, left: share(100), isNewAndUntraded: false, ...facts };
}

interface Day extends Limits {
  /** Percent. */
  readonly limit: number;
  readonly margin: number;
  readonly suspended: boolean;
}

/** The terms of the first day, which has `daysLeft` trading days with it to the last, and of the day after each lock. */
function walk(rules: PriceRules, price: number, locks: readonly (LockedSide | null)[], daysLeft: number): Day[] {
  const days: Day[] = [];
  let settlement = price;
  for (let i = 0; i <= locks.length; i += 1) {
    const ladder = ladderAfter(rules, locks.slice(0, i), daysLeft);
    const { limitRate, leastMarginRate, down, up } = limitsOfNextDay(
      rules,
      evening({ settlement: ticks(settlement), ladder }),
    );
    days.push({ limit: limitRate / 10_000, down, up, margin: leastMarginRate / 10_000, suspended: ladder.suspended });
    const locked = locks[i];
    if (locked) settlement = locked === 'up' ? up : down;
  }
  return days;
}

function limitsAlong(rules: PriceRules, locks: readonly (LockedSide | null)[], daysLeft = 30): number[] {
  return walk(rules, 1_500, locks, daysLeft).map(({ limit }) => limit);
}

function ladderAfter(rules: PriceRules, locks: readonly (LockedSide | null)[], daysLeft: number): LadderState {
  return locks.reduce<LadderState>((ladder, lockedSide, i) => {
    const { limitRate } = limitsOfNextDay(rules, evening({ ladder }));
    return ladderAfterDay(rules, ladder, { lockedSide, limitRate, tradingDaysLeft: daysLeft - 1 - i });
  }, NO_LADDER);
}
