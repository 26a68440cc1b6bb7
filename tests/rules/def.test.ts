/** Default, rule by rule: the worked examples of docs/rulebook/DEF-default.md, in whole dollars where they are. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { closeOutPlan } from '#core/default/close-out.ts';
import { bankruptcyPrice, closeOutMark, closeOutPrice } from '#core/default/close-out-prices.ts';
import { contributions, type FundMember, sizeFund, smallestExhaustingShock } from '#core/default/fund.ts';
import { CLOSE_OUT_SLICING } from '#core/default/parameters.ts';
import { type Claim, shareOut } from '#core/default/pro-rata.ts';
import { autoDeleverage, forcedReduction, type Holder } from '#core/default/reduction.ts';
import { closeOutSlice } from '#core/default/slice.ts';
import { historicalScenarios, STRESS_SET, type StressedHolding, stressLoss } from '#core/default/stress.ts';
import { absorb, assessable, type Resources, VENUE } from '#core/default/waterfall.ts';
import type { AccountId, ContractId, Lots, Millionths, Money, Ticks } from '#core/units.ts';
import { dollars } from '../model/commands.ts';

const DOLLAR = dollars(1);
const percent = (share: number) => Math.round(share * 10_000) as Millionths;
const lots = (count: number) => count as Lots;
const ticks = (price: number) => price as Ticks;
const whole = (amount: number) => amount as Money;

test('DEF-1 so many lots are closed as bring equity back to the target margin', () => {
  // 100 lots at 1,400: 8 % are 11,200, and a lot's 10 % are 140.
  const lotsToClose = (equity: number, position = 100): number => {
    const one = { ...holding(0, position, 1_400), targetPerLot: dollars(140) };
    const account = { equity: dollars(equity), maintenanceMargin: dollars(11_200), holdings: [one] };
    return closeOutPlan(account)[0]?.lots ?? 0;
  };
  assert.equal(lotsToClose(11_200), 0);
  assert.equal(lotsToClose(11_199), 22, '2,801 / 133 = 21.06');
  assert.equal(lotsToClose(10_500), 27, '3,500 / 133 = 26.3');
  assert.equal(lotsToClose(10_500, -100), 27);
  assert.equal(lotsToClose(600), 100);
  assert.equal(lotsToClose(-5_000), 100);
});

test('DEF-1 where closing a lot costs what it frees, all of the position goes', () => {
  const dear = { ...holding(0, 60, 1_400), targetPerLot: dollars(7) };
  const account = { equity: dollars(100), maintenanceMargin: dollars(336), holdings: [dear] };
  assert.deepEqual(closeOutPlan(account), [{ contract: 0, lots: 60 }]);
});

test('DEF-2 the contract with the largest target margin is closed first', () => {
  const near = { ...holding(0, 60, 1_400), targetPerLot: dollars(140) };
  const far = { ...holding(1, -20, 1_500), targetPerLot: dollars(150) };
  const account = { equity: dollars(3_000), maintenanceMargin: dollars(9_120), holdings: [far, near] };
  assert.deepEqual(closeOutPlan(account), [
    { contract: 0, lots: 60 },
    { contract: 1, lots: 3 },
  ]);
  assert.deepEqual(closeOutPlan({ ...account, equity: dollars(9_120) }), []);

  // 7,980 are missing: closing the near month makes up for them exactly, and the far one is left alone.
  assert.deepEqual(closeOutPlan({ ...account, equity: dollars(3_420) }), [{ contract: 0, lots: 60 }]);

  // Of equals the one that was listed earlier: 20 × 150 = 3,000 each, and 2,000 / 142.50 = 14.04.
  const equals = [holding(5, 20, 1_500), holding(4, -20, 1_500)].map((h) => ({ ...h, targetPerLot: dollars(150) }));
  const plan = closeOutPlan({ equity: dollars(4_000), maintenanceMargin: dollars(4_800), holdings: equals });
  assert.deepEqual(plan, [{ contract: 4, lots: 15 }]);
});

function holding(contract: number, position: number, price: number) {
  return {
    contract: contract as ContractId,
    position: lots(position),
    price: ticks(price),
    tickValue: DOLLAR,
    feeRate: percent(0.5),
  };
}

test('DEF-3 a close-out is offered slice by slice', () => {
  const slicesOf = (slicing: typeof CLOSE_OUT_SLICING): number[] => {
    const slices: number[] = [];
    for (let left = 280; left > 0; left -= slices.at(-1) as number)
      slices.push(closeOutSlice(lots(left), lots(1_000), slicing));
    return slices;
  };
  assert.deepEqual(slicesOf(CLOSE_OUT_SLICING), [100, 90, 45, 45]);
  // Vega's disposal takes a hundredth of the book: of 1,000 lots ten at a time.
  assert.equal(slicesOf({ ...CLOSE_OUT_SLICING, bookShare: percent(1) }).length, 28);
  assert.equal(closeOutSlice(lots(280), lots(0), CLOSE_OUT_SLICING), 0);
  assert.equal(closeOutSlice(lots(280), lots(9), CLOSE_OUT_SLICING), 1);
  assert.equal(closeOutSlice(lots(50), lots(10_000), CLOSE_OUT_SLICING), 50);
  assert.equal(closeOutSlice(lots(51), lots(10_000), CLOSE_OUT_SLICING), 26, 'half of 51, rounded up');
});

test('DEF-4 an account is judged at the median of three prices', () => {
  const rows = [
    [900, 1_495, 1_505, 1_498, 1_498],
    [900, undefined, undefined, undefined, 1_500],
    [1_520, 1_515, 1_522, 1_510, 1_518],
    [1_480, 1_475, 1_482, 1_490, 1_480],
    [1_470, 1_475, 1_482, 1_490, 1_479],
    [undefined, 1_450, 1_460, undefined, 1_500],
    [1_510, 1_495, 1_506, 1_490, 1_500],
  ] as (Ticks | undefined)[][];
  for (const [lastPrice, bestBid, bestAsk, averagePrice, judged] of rows) {
    const prices = { settlementPrice: ticks(1_500), lastPrice, bestBid, bestAsk, averagePrice };
    assert.equal(closeOutMark(prices), judged, JSON.stringify(prices));
  }
});

const exposures = [
  { position: 100, equity: 10_500, maintenance: 11_200, bankrupt: 1_295, closedOut: 1_406 },
  { position: -100, equity: 10_500, maintenance: 11_200, bankrupt: 1_505, closedOut: 1_394 },
  { position: 100, equity: 20_000, maintenance: 11_200, bankrupt: 1_200, closedOut: 1_311 },
  // The long position for which dYdX's formula gives 1.330, too.
  { position: 10, equity: 700, maintenance: 1_120, bankrupt: 1_330, closedOut: 1_441 },
  { position: 3, equity: 100, maintenance: 336, bankrupt: 1_367, closedOut: 1_478 },
].map((row) => ({
  ...row,
  exposure: { equity: dollars(row.equity), position: lots(row.position), price: ticks(1_400), tickValue: DOLLAR },
}));

test('DEF-5 at the bankruptcy price nothing is left, and nobody else pays', () => {
  for (const { exposure, bankrupt } of exposures) assert.equal(bankruptcyPrice(exposure), bankrupt);
  const [long] = exposures;
  assert.ok(long);
  const short = { ...long.exposure, position: lots(-3), equity: dollars(100) };
  assert.equal(bankruptcyPrice(short), 1_433, 'from 1,433.3');
  assert.equal(bankruptcyPrice({ ...short, equity: dollars(-100) }), 1_366, 'from 1,366.7: in debt already');
});

test('DEF-6 the close-out price is the first at which margin is missing', () => {
  for (const { exposure, maintenance, closedOut } of exposures)
    assert.equal(closeOutPrice({ ...exposure, maintenanceMargin: dollars(maintenance) }), closedOut);
  // In ticks of a tenth the published 1.4076, with the margin that 8 % are there: 140,760.87 × 8 %.
  const fine = { equity: dollars(10_500), position: lots(100), price: ticks(14_000), tickValue: dollars(0.1) };
  assert.equal(closeOutPrice({ ...fine, maintenanceMargin: dollars(11_260.87) }), 14_076);
});

test('DEF-7 what is left over goes to the largest remainder, then the larger claim, then the older account', () => {
  const claims = [5, 5, 20].map((capacity, i) => ({ id: i + 1, capacity }));
  assert.deepEqual(shareOut(10, claims), [2, 1, 7]);
  assert.deepEqual(shareOut(10, claims.toReversed()), [7, 1, 2]);
  assert.deepEqual(shareOut(31, claims), [5, 5, 20]);
  assert.deepEqual(shareOut(0, claims), [0, 0, 0]);
  assert.deepEqual(shareOut(7, []), []);
  assert.deepEqual(shareOut(7, [{ id: 1, capacity: 0 }]), [0]);
});

const account = (number: number) => number as AccountId;
const asked = [552_558, 460_465, 138_140].map(whole);
const resources: Resources = {
  defaulter: account(1),
  margin: whole(900_000),
  contribution: whole(828_837),
  venueCapital: whole(250_000),
  members: asked.map((contribution, i) => ({
    account: account(i + 2),
    contribution,
    assessable: assessable(contribution),
    gain: whole([300_000, 0, 100_000][i] as number),
  })),
};

test('DEF-8 each layer bears the loss to its end before the next is asked', () => {
  const { layers, remainder } = absorb(whole(2_600_000), resources);
  assert.equal(remainder, 0);
  assert.deepEqual(
    layers.map(({ total, pieces }) => [total, pieces.map(({ account, amount }) => [account, amount])]),
    [
      [900_000, [[1, 900_000]]],
      [828_837, [[1, 828_837]]],
      [250_000, [[VENUE, 250_000]]],
      [
        621_163,
        [
          [2, 298_158],
          [3, 248_465],
          [4, 74_540],
        ],
      ],
      [0, []],
      [0, []],
    ],
  );
  const small = absorb(whole(899_999), resources);
  assert.deepEqual(
    small.layers.map(({ total }) => total),
    [899_999, 0, 0, 0, 0, 0],
  );
});

test('DEF-8, DEF-9 assessments and gains are capped, and what nobody bears is left', () => {
  const { layers, remainder } = absorb(whole(5_000_000), resources);
  assert.equal(remainder, 318_837);
  assert.deepEqual(
    layers.map(({ layer, total }) => [layer, total]),
    [
      ['defaulterMargin', 900_000],
      ['defaulterContribution', 828_837],
      ['venueCapital', 250_000],
      ['memberContributions', 1_151_163],
      ['assessments', 1_151_163],
      ['variationGains', 400_000],
    ],
  );
  assert.deepEqual(layers[4]?.pieces, [
    { account: 2, amount: 552_558 },
    { account: 3, amount: 460_465 },
    { account: 4, amount: 138_140 },
  ]);
  assert.deepEqual(layers[5]?.pieces, [
    { account: 2, amount: 300_000 },
    { account: 4, amount: 100_000 },
  ]);
});

const terms = { price: ticks(1_190), tickValue: DOLLAR, lockedSide: 'down' } as const;
const [L1, L2, L3, S1, S2, S3, S4, S5] = [
  [40, 1_400],
  [25, 1_310],
  [30, 1_250],
  [-20, 1_400],
  [-30, 1_330],
  [-25, 1_280],
  [-40, 1_230],
  [-10, 1_180],
].map(([position, entry], i) => holder(i + 1, position as number, entry as number)) as Eight;
type Eight = [Holder, Holder, Holder, Holder, Holder, Holder, Holder, Holder];
const everybody = [L1, L2, L3, S1, S2, S3, S4, S5];

function holder(number: number, position: number, entry: number): Holder {
  const profit = dollars((1_190 - entry) * position);
  return { account: account(number), position: lots(position), profit, isHedger: false };
}

const everything = (holders: readonly Holder[]): Claim<AccountId, Lots>[] =>
  holders.map(({ account, position }) => ({ id: account, capacity: lots(Math.abs(position)) }));

const closed = (list: readonly { account: AccountId; lots: Lots }[]) =>
  list.map(({ account, lots }) => [account, lots]);

test('DEF-10 who has lost a tenth of the price gets out with what was declared, at most the position', () => {
  const reduction = forcedReduction(terms, everybody, everything(everybody));
  assert.deepEqual(closed(reduction.declarants), [
    [1, 40],
    [2, 25],
  ]);
  const less = [
    { id: L1.account, capacity: lots(3) },
    { id: L2.account, capacity: lots(99) },
  ];
  assert.deepEqual(closed(forcedReduction(terms, everybody, less).declarants), [
    [1, 3],
    [2, 25],
  ]);
  assert.equal(forcedReduction(terms, everybody, []).lots, 0);
  // At 10 % of 1,190 exactly, 1,309, one may declare; at 1,308 no longer.
  for (const [entry, out] of [
    [1_309, 5],
    [1_308, 0],
  ] as const) {
    const holders = [holder(1, 5, entry), S1];
    assert.equal(forcedReduction(terms, holders, everything(holders)).lots, out);
  }
});

test('DEF-10 locked up, shorts get out against longs', () => {
  const mirrored = everybody.map((h) => ({ ...h, position: lots(-h.position) }));
  const up = forcedReduction({ ...terms, lockedSide: 'up' }, mirrored, everything(mirrored));
  assert.deepEqual(up, forcedReduction(terms, everybody, everything(everybody)));
  assert.equal(forcedReduction(terms, mirrored, everything(mirrored)).lots, 0);
});

test('DEF-11 the largest gains close first, pro rata within a tier', () => {
  const { lots: total, takers, unfilled } = forcedReduction(terms, everybody, everything(everybody));
  assert.deepEqual([total, unfilled], [65, 0]);
  assert.deepEqual(closed(takers), [
    [4, 20],
    [5, 30],
    [6, 15],
  ]);
  const onlyL2 = forcedReduction(terms, everybody, everything([L2]));
  assert.deepEqual(closed(onlyL2.takers), [
    [4, 10],
    [5, 15],
  ]);
});

test('DEF-11 what finds nobody who has gained stays', () => {
  const holders = [L1, L2, L3, S1, S2, S5];
  const reduction = forcedReduction(terms, holders, everything(holders));
  assert.deepEqual([reduction.lots, reduction.unfilled], [50, 15]);
  assert.deepEqual(closed(reduction.declarants), [
    [1, 31],
    [2, 19],
  ]);
});

test('DEF-12 what is left of a defaulter closes against those who gained, hedgers last', () => {
  const holders = [S5, S4, S3, { ...S2, isHedger: true }, S1, L3];
  const reduction = autoDeleverage(terms, { account: account(9), position: lots(65) }, holders);
  assert.deepEqual(closed(reduction.declarants), [[9, 65]]);
  assert.deepEqual(closed(reduction.takers), [
    [4, 20],
    [6, 25],
    [7, 20],
  ]);
  const all = autoDeleverage(terms, { account: account(9), position: lots(200) }, holders);
  assert.deepEqual([all.lots, all.unfilled], [115, 85]);
});

test('DEF-12 no one is singled out within a tier', () => {
  // BitMEX's example: six accounts, 20 lots needed. Its queue takes 10 each from accounts 2 and 5; a fifth of all is fair.
  const holders = [10, 10, 20, 30, 20, 10].map((size, i) => holder(i + 1, -size, 1_400));
  const { takers } = autoDeleverage(terms, { account: account(9), position: lots(20) }, holders);
  assert.deepEqual(
    takers.map(({ lots }) => lots),
    [2, 2, 4, 6, 4, 2],
  );
});

const near: StressedHolding = { rank: 0, position: lots(100), price: ticks(1_400), tickValue: DOLLAR };
const far: StressedHolding = { rank: 1, position: lots(-100), price: ticks(1_500), tickValue: DOLLAR };

test('DEF-13 a scenario costs what the positions lose in it', () => {
  const expected = new Map([
    ['all months −80 %', 0],
    ['all months +100 %', 10_000],
    ['nearest month −80 %', 112_000],
    ['near months fall, far months rise', 26_000],
  ]);
  for (const [name, loss] of expected) {
    const scenario = STRESS_SET.find((one) => one.name === name);
    assert.ok(scenario, name);
    assert.equal(stressLoss([near, far], scenario), dollars(loss), name);
  }
  // Later months move like the last one that is named; a loss of a third of a micro-dollar is a whole one.
  const beyond = { ...near, rank: 7, position: lots(1), price: ticks(1), tickValue: whole(1) };
  assert.equal(stressLoss([beyond], { name: 'a third', shocks: [0, -333_333].map((n) => n as Millionths) }), 1);
});

test('DEF-13 the largest holdings count to the last micro-dollar, too', () => {
  const huge = { rank: 0, position: lots(1_000_000_000), price: ticks(9_000), tickValue: whole(1_000) };
  const odd = { rank: 0, position: lots(1), price: ticks(1), tickValue: whole(3) };
  const half = { name: 'half', shocks: [percent(-50)] };
  // Twice nine billion dollars at half, and one and a half micro-dollars, which is two.
  assert.equal(stressLoss([huge, huge], half), 9_000_000_000_000_000);
  assert.equal(stressLoss([huge, odd], half), 4_500_000_000_000_002);
});

test('DEF-13 no price falls below zero, and every scenario has a name of its own', () => {
  assert.equal(new Set(STRESS_SET.map(({ name }) => name)).size, 10);
  for (const { name, shocks } of STRESS_SET) assert.ok(shocks.length > 0 && shocks.every((n) => n >= -1_000_000), name);
});

test('DEF-13 history is made worse by half', () => {
  // Over two days 100 → 80 is −20 %, 90 → 100 is +11 %, 80 → 130 is +62.5 %.
  const history = historicalScenarios([100, 90, 80, 100, 130].map(ticks));
  assert.deepEqual(
    history.map(({ shocks }) => shocks),
    [[-300_000], [937_500]],
  );
  assert.deepEqual(
    historicalScenarios([100, 90, 20].map(ticks)).map(({ shocks }) => shocks),
    [[-1_000_000]],
  );
  assert.deepEqual(historicalScenarios([100, 90].map(ticks)), []);
});

/** The members of DEF-15: on the one worst day, −50 %, they lose half of what they hold. */
const members: FundMember[] = [
  [3_800, 900_000],
  [2_800, 600_000],
  [1_800, 500_000],
  [400, 150_000],
].map(([position, initialMargin], i) => ({
  account: account(i + 1),
  books: [
    {
      initialMargin: whole(initialMargin as number),
      holdings: [{ rank: 0, position: lots(position as number), price: ticks(1_000), tickValue: whole(1) }],
    },
  ],
}));
const halved = { name: 'half', shocks: [percent(-50)] };
const doubled = { name: 'twice', shocks: [percent(100)] };

test('DEF-14 the fund covers the two largest uncovered losses of one day, and a tenth more', () => {
  const size = sizeFund(members, [doubled, halved]);
  const covers = [
    { scenario: doubled, cover: 0 },
    { scenario: halved, cover: 1_800_000 },
  ];
  assert.deepEqual(size, { scenario: halved, cover: 1_800_000, fund: 1_980_000, covers });
  assert.equal(sizeFund(members, [doubled]).fund, 0, 'everybody gains');
  const again = { ...halved, name: 'half again' };
  assert.equal(sizeFund(members, [halved, again]).scenario, halved, 'of equals the earlier one');

  // The largest losses of different days are not added up: 1,000,000 on the one, and 5,000 short lose 5,000,000 on the other.
  const short = { account: account(5), books: [{ initialMargin: whole(900_000), holdings: [short5000()] }] };
  const both = [members[0] as FundMember, short];
  const { scenario, cover, fund } = sizeFund(both, [halved, doubled]);
  assert.deepEqual([scenario, cover, fund], [doubled, 4_100_000, 4_510_000]);
});

function short5000(): StressedHolding {
  return { rank: 0, position: lots(-5_000), price: ticks(1_000), tickValue: whole(1) };
}

test('DEF-14 what one client has over covers nothing of another', () => {
  const books = [1_000, 400].map((position) => ({
    initialMargin: whole(400_000),
    holdings: [{ rank: 0, position: lots(position), price: ticks(1_000), tickValue: whole(1) }],
  }));
  // At half the price the one loses 500,000 and the other 200,000; together they have 800,000.
  const size = sizeFund([{ account: account(1), books }], [halved]);
  assert.equal(size.cover, 100_000);
});

test('DEF-15 contributions follow initial margin and sum to the fund', () => {
  assert.deepEqual(contributions(whole(1_980_000), members, whole(0)), [828_837, 552_558, 460_465, 138_140]);
});

test('DEF-15 nobody gives less than the least contribution', () => {
  const margins = [50_000, 45_000, 5_000, 0].map((margin, i) => ({
    account: account(i),
    books: [{ initialMargin: whole(margin), holdings: [] }],
  }));
  assert.deepEqual(contributions(whole(100_000), margins, whole(10_000)), [42_105, 37_895, 10_000, 10_000]);
  assert.deepEqual(contributions(whole(30_000), margins, whole(10_000)), [10_000, 10_000, 10_000, 10_000]);
  assert.deepEqual(contributions(whole(0), margins, whole(0)), [0, 0, 0, 0]);
  assert.deepEqual(contributions(whole(10_000), margins.slice(3), whole(10_000)), [10_000]);
});

test('DEF-16 the smallest move that exhausts the fund', () => {
  const pair = [100, -100].map((position, i) => ({
    account: account(i),
    books: [{ initialMargin: dollars(11_200), holdings: [{ ...near, position: lots(position) }] }],
  }));
  assert.equal(smallestExhaustingShock(pair, dollars(20_000)), percent(-23));
  assert.equal(smallestExhaustingShock(pair, dollars(19_600)), percent(-23));
  assert.equal(smallestExhaustingShock(pair, dollars(19_599)), percent(-22));
  assert.equal(smallestExhaustingShock(pair.slice(1), dollars(20_000)), percent(23), 'only the short loses');
  assert.equal(
    smallestExhaustingShock(pair.slice(0, 1), dollars(200_000)),
    undefined,
    'a long loses its value at most',
  );
});
