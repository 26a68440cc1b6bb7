/** Market making, rule by rule, with the numbers of the chapter. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Agreement, type AgreementTerms, obligationOf } from '#core/market-making/agreement.ts';
import { PresenceMeter } from '#core/market-making/presence-meter.ts';
import { DEFAULT_PROGRAMME, PAPER_TERMS } from '#core/market-making/programmes.ts';
import { type ProtectionSettings, refuseProtection } from '#core/market-making/protection-settings.ts';
import { ProtectionWindow } from '#core/market-making/protection-window.ts';
import { refuseAgreement } from '#core/market-making/refuse-agreement.ts';
import { type MakerDay, monthlyReport, rebateOf } from '#core/market-making/report.ts';
import {
  type DistantLots,
  penaltyOf,
  rememberedPenalty,
  sideScore,
  twoSidedScore,
} from '#core/market-making/scores.ts';
import { ABSENT, isWithinSpread, type OwnLevel, quoteOf, standingOf } from '#core/market-making/standing.ts';
import type { AccountId, Lots, Millionths, Millis, Money, Ticks, TradeDate } from '#core/units.ts';
import { dayOf, dollars, timeOf } from '../model/commands.ts';

const FRONT = DEFAULT_PROGRAMME.front;
const share = (percent: number) => Math.round(percent * 10_000) as Millionths;

test('MMK-1 an agreement with figures outside the bounds is refused', () => {
  assert.equal(refuse({}), undefined);
  assert.equal(refuse(PAPER_TERMS, 50_000_000), undefined);
  const invalid: Partial<AgreementTerms>[] = [
    { front: { ...FRONT, spreadMax: 0 as Millionths } },
    { others: { ...FRONT, spreadMax: 1_000_001 as Millionths } },
    { front: { ...FRONT, lotsMin: 0 as Lots } },
    { front: { ...FRONT, lotsMin: 2.5 as Lots } },
    { front: { ...FRONT, comparableMin: -1 as Millionths } },
    { shareMin: 0 as Millionths },
    { netCapitalMin: -1 as Money },
    { stress: { ...DEFAULT_PROGRAMME.stress, spreadTimes: 0 } },
    { stress: { ...DEFAULT_PROGRAMME.stress, lotsShare: 0 as Millionths } },
    { stress: { ...DEFAULT_PROGRAMME.stress, timeTimes: 11 } },
    { rebates: [{ shareMin: share(60), rebate: 1_000_001 as Millionths }] },
    { rebates: [tier(70, 80), tier(70, 90)] },
    { rebates: [tier(60, 80), tier(70, 50)] },
  ];
  for (const terms of invalid) assert.equal(refuse(terms), 'AGREEMENT_INVALID', JSON.stringify(terms));
  assert.equal(refuse({}, -1), 'AGREEMENT_INVALID');
  assert.equal(refuse({}, Number.NaN), 'AGREEMENT_INVALID');
});

test('MMK-2 less net capital than the terms ask is refused, and the paper asks for 50 million', () => {
  assert.equal(refuse(PAPER_TERMS, 50_000_000), undefined);
  assert.equal(refuse(PAPER_TERMS, 49_999_999.999999), 'NET_CAPITAL_INSUFFICIENT');
  assert.equal(refuse(DEFAULT_PROGRAMME, 0), undefined);
});

test('MMK-3 the widest spread is a share of the middle, exactly', () => {
  const within = (percent: number, bid: number, ask: number) =>
    isWithinSpread(
      { bid: bid as Ticks, ask: ask as Ticks, bidLots: 20 as Lots, askLots: 20 as Lots },
      { ...FRONT, spreadMax: share(percent) },
    );
  assert.ok(within(1.5, 1_985, 2_015));
  assert.ok(!within(1.5, 1_985, 2_016));
  assert.ok(within(1.5, 1_489, 1_511));
  assert.ok(within(2, 99, 101));
  assert.ok(within(5, 39, 41));
  assert.ok(!within(5, 38, 40));
});

test('MMK-3 the programme keeps the promise of the front month closer than that of the others', () => {
  const [bids, asks] = [side([20, 1_483]), side([20, 1_517])]; // 34 of 1,500: 2.27 %
  assert.ok(!standingOf(bids, asks, DEFAULT_PROGRAMME.front).keeps);
  assert.ok(standingOf(bids, asks, DEFAULT_PROGRAMME.others).keeps);
  const [paperBids, paperAsks] = [side([50, 1_463]), side([50, 1_537])]; // 74 of 1,500: 4.93 %
  assert.ok(!standingOf(paperBids, paperAsks, PAPER_TERMS.front).keeps);
  assert.ok(standingOf(paperBids, paperAsks, PAPER_TERMS.others).keeps);
  assert.ok(!standingOf(side([49, 1_463]), paperAsks, PAPER_TERMS.others).keeps);
});

test('MMK-4 the pair that counts is the closest at which lots are enough and comparable', () => {
  const pair = (bids: readonly OwnLevel[], asks: readonly OwnLevel[]) => {
    const quote = quoteOf(bids, asks, FRONT);
    return quote && [quote.bid, quote.ask, quote.bidLots, quote.askLots];
  };
  assert.deepEqual(pair(side([20, 1_495]), side([20, 1_505])), [1_495, 1_505, 20, 20]);
  assert.deepEqual(pair(side([1, 1_499], [20, 1_485]), side([20, 1_505])), [1_485, 1_505, 21, 20]);
  assert.deepEqual(pair(side([12, 1_495], [12, 1_490]), side([20, 1_505])), [1_490, 1_505, 24, 20]);
  assert.deepEqual(pair(side([20, 1_495], [30, 1_490]), side([60, 1_505])), [1_490, 1_505, 50, 60]);
  assert.deepEqual(pair(side([20, 1_495]), side([40, 1_505])), [1_495, 1_505, 20, 40]);
  assert.equal(pair(side([20, 1_495]), side([41, 1_505])), undefined);
  assert.equal(pair(side([19, 1_495]), side([20, 1_505])), undefined);
  assert.equal(pair([], side([20, 1_505])), undefined);
});

test('MMK-5 present time is the sum of what lies between the changes', () => {
  const [nine, ten] = [timeOf('2026-11-23 09:00'), timeOf('2026-11-23 10:00')];
  const meter = new PresenceMeter(nine);
  meter.setClock(nine, 'obligated', 1);
  meter.setStanding(nine, standingOf(side([20, 1_495]), side([20, 1_505]), FRONT));
  meter.setStanding(later(nine, 600_000), standingOf(side([15, 1_495]), side([20, 1_505]), FRONT));
  meter.setStanding(later(nine, 630_250), standingOf(side([20, 1_495]), side([20, 1_505]), FRONT));
  const { obligated, present } = meter.take(ten);
  assert.deepEqual({ obligated, present }, { obligated: 3_600_000, present: 3_569_750 });
  assert.throws(() => meter.setStanding(later(ten, -1), ABSENT), RangeError, 'it never runs backwards');
});

test('MMK-5, MMK-7 stopped and excused time is not obligated, and a day begins anew', () => {
  const meter = new PresenceMeter(0 as Millis);
  meter.setStanding(0 as Millis, { keeps: true, score: 3 });
  meter.setClock(10 as Millis, 'obligated', 1);
  meter.setClock(30 as Millis, 'excused', 1);
  meter.setClock(100 as Millis, 'stopped', 1);
  assert.deepEqual(meter.take(1_000 as Millis), { obligated: 20, present: 20, excused: 70, scoreTime: 60n });
  meter.setClock(1_000 as Millis, 'obligated', 1);
  assert.deepEqual(meter.take(1_001 as Millis), { obligated: 1, present: 1, excused: 0, scoreTime: 3n });
});

test('MMK-6 under stress terms are relaxed and time counts twice', () => {
  assert.deepEqual(obligationOf(DEFAULT_PROGRAMME, true, false), FRONT);
  const { spreadMax, lotsMin } = obligationOf(DEFAULT_PROGRAMME, true, true);
  assert.deepEqual({ spreadMax, lotsMin }, { spreadMax: share(3), lotsMin: 10 });
  const odd = { ...DEFAULT_PROGRAMME, others: { ...FRONT, lotsMin: 25 as Lots } };
  assert.equal(obligationOf(odd, false, true).lotsMin, 13, 'half of 25, rounded up');
  assert.deepEqual(obligationOf(PAPER_TERMS, false, true), PAPER_TERMS.others);

  const meter = new PresenceMeter(0 as Millis);
  meter.setClock(0 as Millis, 'obligated', 1);
  meter.setClock(3_600_000 as Millis, 'obligated', 2);
  meter.setStanding(3_600_000 as Millis, { keeps: true, score: 0 });
  const { obligated, present } = meter.read(7_200_000 as Millis);
  assert.deepEqual({ obligated, present }, { obligated: 3 * 3_600_000, present: 2 * 3_600_000 });
});

test('MMK-8 a month is met at the least share, not met below it, and neither without obligated time', () => {
  const report = (present: number, obligated: number) =>
    monthlyReport([{ ...QUIET, obligated, present }], DEFAULT_PROGRAMME, []);
  assert.equal(report(7, 10).met, true);
  assert.equal(report(6_999_999, 10_000_000).met, false);
  assert.equal(report(2, 3).share, 666_666);
  const { share, met, penalty, rebate } = monthlyReport([{ ...QUIET, fees: dollars(9) }], DEFAULT_PROGRAMME, []);
  assert.deepEqual({ share, met, penalty, rebate }, { share: null, met: null, penalty: 0, rebate: 0 });
});

test('MMK-9 lots count with the square of their nearness, and the smaller side or a third of the larger', () => {
  const bids = distant([20, 1], [30, 4]);
  const asks = distant([20, 2], [50, 6]);
  assert.equal(sideScore(10, bids), 27_000);
  assert.equal(sideScore(10, asks), 20_800);
  assert.equal(twoSidedScore(27_000, 20_800), 20_800);
  assert.equal(sideScore(10, distant([10, 6], [90, 10])), 1_600, 'lots at the reach or beyond are worth nothing');
  assert.equal(twoSidedScore(27_000, 1_600), 9_000);
});

test('MMK-9 the score of quotes that are kept is measured from their own middle', () => {
  assert.deepEqual(standingOf(side([20, 1_495]), side([20, 1_505]), FRONT), { keeps: true, score: 5_950 });
  assert.deepEqual(standingOf(side([19, 1_495]), side([20, 1_505]), FRONT), { keeps: false, score: 0 });
});

test('MMK-10 the penalty falls with the share, and remembers three months', () => {
  for (const [percent, penalty] of [
    [75, 100],
    [80, 50],
    [90, 25],
    [100, 0],
  ] as const)
    assert.equal(penaltyOf(share(percent), share(80)), share(penalty));
  assert.equal(penaltyOf(share(100), share(100)), 0);

  const own = [100, 0, 25, 25, 25].map(share);
  const penalties = own.map((penalty, month) => rememberedPenalty(penalty, own.slice(0, month)));
  assert.deepEqual(penalties, [1_000_000, 1_000_000, 500_000, 416_667, 250_000]);
});

test('MMK-11 the highest tier that is reached is given back, rounded down', () => {
  const rebate = (fees: number, percent: number) => rebateOf(fees as Money, share(percent), DEFAULT_PROGRAMME.rebates);
  for (const [percent, percentBack] of [
    [59.9999, 0],
    [60, 50],
    [70, 80],
    [84.9999, 80],
    [85, 100],
    [100, 100],
  ] as const)
    assert.equal(rebate(100_000_000, percent), percentBack * 1_000_000);
  assert.equal(rebate(1, 70), 0);
  assert.equal(rebate(3, 60), 1);
  assert.equal(rebateOf(dollars(100), share(100), PAPER_TERMS.rebates), 0, 'the paper gives nothing back');
});

test('MMK-12 a month’s report, worked by hand', () => {
  const day = { ...QUIET, obligated: 86_400_000 };
  const days: MakerDay[] = [
    { ...day, date: dayOf('2026-03-02'), present: 69_120_000, score: 12_000, fees: dollars(60) },
    { ...day, date: dayOf('2026-03-03'), present: 51_840_000, score: 6_000, fees: dollars(40) },
    { ...QUIET, date: dayOf('2026-03-04'), excused: 86_400_000, fees: dollars(5) },
  ];
  assert.deepEqual(monthlyReport(days, DEFAULT_PROGRAMME, [share(0)]), {
    obligated: 172_800_000,
    present: 120_960_000,
    excused: 86_400_000,
    share: share(70),
    days: 2,
    daysKept: 1,
    met: true,
    score: 9_000,
    ownPenalty: share(50),
    penalty: share(50),
    fees: dollars(105),
    rebate: dollars(84),
  });
});

test('MMK-13 the fill that reaches a limit within the interval freezes', () => {
  const window = new ProtectionWindow(protection({ quantity: 100, delta: 50 }));
  assert.deepEqual(fills(window, [0, 40], [1_000, -30], [4_999, -20], [5_000, 25], [5_500, 25]), [5_500]);
  assert.deepEqual(fills(new ProtectionWindow(protection({ delta: 50 })), [0, 30], [1, -20], [2, 40]), [2]);
  assert.deepEqual(fills(new ProtectionWindow(protection({ delta: 50 })), [0, -30], [1, 20], [2, -40]), [2]);
  assert.deepEqual(fills(new ProtectionWindow(protection({ quantity: 10 })), [7, 300]), [7], 'one fill may be larger');
});

test('MMK-13 settings without a limit or outside the bounds are refused', () => {
  assert.equal(refuseProtection(protection({ quantity: 1 })), undefined);
  assert.equal(refuseProtection({ ...protection({ delta: 1 }), frozenMs: 0 }), undefined);
  for (const settings of [
    protection({}),
    protection({ quantity: 0 }),
    protection({ delta: 1_000_000_001 }),
    { ...protection({ delta: 1 }), intervalMs: 0 },
    { ...protection({ delta: 1 }), intervalMs: 86_400_001 },
    { ...protection({ delta: 1 }), frozenMs: -1 },
    { ...protection({ delta: 1 }), frozenMs: 0.5 },
  ])
    assert.equal(refuseProtection(settings), 'PROTECTION_INVALID', JSON.stringify(settings));
});

test('MMK-14 a freeze ends with its time or at a reset, and leaves an empty window', () => {
  const window = new ProtectionWindow(protection({ quantity: 100 }));
  assert.deepEqual(fills(window, [5_500, 100]), [5_500]);
  assert.ok(window.isFrozen(5_599 as Millis));
  assert.deepEqual(fills(window, [5_599, 100]), [], 'a fill while frozen does not count');
  assert.ok(!window.isFrozen(5_600 as Millis));
  assert.deepEqual(fills(window, [5_600, 99]), []);
  assert.deepEqual(fills(window, [5_601, 1]), [5_601]);
  window.reset();
  assert.ok(!window.isFrozen(5_601 as Millis));
  assert.deepEqual(fills(window, [5_602, 99]), []);
  window.reset();
  assert.deepEqual(fills(window, [5_603, 99]), [], 'a reset forgets, frozen or not');

  const untilReset = new ProtectionWindow({ ...protection({ quantity: 1 }), frozenMs: 0 });
  assert.deepEqual(fills(untilReset, [0, 1]), [0]);
  assert.ok(untilReset.isFrozen(9e15 as Millis));
  untilReset.reset();
  assert.ok(!untilReset.isFrozen(0 as Millis));
});

const QUIET: MakerDay = {
  date: 0 as TradeDate,
  obligated: 0,
  present: 0,
  excused: 0,
  score: 0,
  fees: 0 as Money,
};

function refuse(terms: Partial<AgreementTerms>, netCapital = 0) {
  const agreement: Agreement = {
    account: 0 as AccountId,
    product: 'SIT',
    netCapital: (netCapital * 1e6) as Money,
    terms: { ...DEFAULT_PROGRAMME, ...terms },
  };
  return refuseAgreement(agreement);
}

/** From `percent` of the time on `back` per cent of the fees. */
function tier(percent: number, back: number) {
  return { shareMin: share(percent), rebate: share(back) };
}

/** `[20, 1_495]` is 20 @ 1,495. */
function side(...levels: (readonly [quantity: number, price: number])[]): OwnLevel[] {
  return levels.map(([quantity, price]) => [price as Ticks, quantity as Lots]);
}

/** `[20, 1]` is 20 lots at a distance of 1. */
function distant(...levels: (readonly [quantity: number, distance: number])[]): DistantLots[] {
  return levels.map(([quantity, distance]) => [distance, quantity as Lots]);
}

function later(time: Millis, milliseconds: number): Millis {
  return (time + milliseconds) as Millis;
}

function protection({ quantity, delta }: { quantity?: number; delta?: number }): ProtectionSettings {
  return {
    intervalMs: 5_000,
    frozenMs: 100,
    quantity: (quantity ?? null) as Lots | null,
    delta: (delta ?? null) as Lots | null,
  };
}

/** The times of those fills, `[time, signed lots]`, that freeze. */
function fills(window: ProtectionWindow, ...list: (readonly [time: number, signedLots: number])[]): number[] {
  return list.filter(([time, signedLots]) => window.fill(time as Millis, signedLots as Lots)).map(([time]) => time);
}
