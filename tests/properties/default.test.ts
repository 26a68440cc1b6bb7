/**
 * Default management on random accounts, against plain twins: lot by lot, tick by tick, unit by unit, and fractions of
 * whole numbers.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { closeOutPlan } from '#core/default/close-out.ts';
import { bankruptcyPrice, closeOutMark, closeOutPrice } from '#core/default/close-out-prices.ts';
import {
  contributions,
  type FundMember,
  sizeFund,
  smallestExhaustingShock,
  uncoveredLoss,
} from '#core/default/fund.ts';
import { CLOSE_OUT_SLICING } from '#core/default/parameters.ts';
import { shareOut } from '#core/default/pro-rata.ts';
import { autoDeleverage, forcedReduction, type Holder } from '#core/default/reduction.ts';
import { closeOutSlice } from '#core/default/slice.ts';
import { STRESS_SET, stressLoss } from '#core/default/stress.ts';
import { absorb, type Resources } from '#core/default/waterfall.ts';
import type { AccountId, ContractId, Lots, Millionths, Money, Ticks } from '#core/units.ts';

const SEED = Number(process.env.SEED ?? 7);
const REPLAY = `replay it with: SEED=${SEED} npm test -- properties/default`;
const RUNS = { seed: SEED, numRuns: 1_000 };

const upTo = (max: number) => fc.integer({ min: 0, max });
const from1To = (max: number) => fc.integer({ min: 1, max });
const signed = (max: number) => fc.integer({ min: -max, max }).filter((n) => n !== 0);
const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + BigInt(b), 0n);

/** A list and the same list in another order. */
const shuffled = <T>(list: fc.Arbitrary<T[]>) =>
  list.chain((items) => {
    const all = { minLength: items.length, maxLength: items.length };
    return fc.tuple(fc.constant(items), fc.shuffledSubarray(items, all));
  });

const claimsOf = (max: number) =>
  shuffled(
    fc
      .array(fc.oneof(upTo(max), upTo(5)), { maxLength: 12 })
      .map((list) => list.map((capacity, i) => ({ id: i * 3, capacity }))),
  );

test('DEF-7 pieces sum exactly, are never above what can be borne, and do not depend on the order', () => {
  // Sums of claims beyond what a number counts exactly are among them.
  fc.assert(
    fc.property(claimsOf(9e15), fc.oneof(upTo(9e15), upTo(50)), ([claims, other], amount) => {
      const shares = shareOut(amount, claims);
      const capacity = sum(claims.map((claim) => claim.capacity));
      assert.equal(sum(shares), capacity < BigInt(amount) ? capacity : BigInt(amount), REPLAY);
      for (const [i, claim] of claims.entries()) assert.ok((shares[i] as number) <= claim.capacity, REPLAY);
      const byId = (list: typeof claims) => new Map(shareOut(amount, list).map((share, i) => [list[i]?.id, share]));
      for (const [id, share] of byId(other)) assert.equal(share, byId(claims).get(id), REPLAY);
    }),
    RUNS,
  );
});

test('DEF-7 shares are those of handing out the left units one by one', () => {
  fc.assert(
    fc.property(claimsOf(40), upTo(200), ([claims], amount) => {
      assert.deepEqual(shareOut(amount, claims), handedOut(amount, claims), REPLAY);
    }),
    RUNS,
  );
});

/** The exact share rounded down, then a unit each time to whoever misses most of one. */
function handedOut(amount: number, claims: readonly { id: number; capacity: number }[]): number[] {
  const capacity = claims.reduce((total, claim) => total + claim.capacity, 0);
  const shared = Math.min(amount, capacity);
  const rows = claims.map(({ id, capacity: claim }) => {
    const exact = shared * claim;
    const share = capacity === 0 ? 0 : Math.floor(exact / capacity);
    return { id, claim, share, missing: exact - share * capacity };
  });
  for (let left = shared - rows.reduce((total, { share }) => total + share, 0); left > 0; left -= 1) {
    const best = rows.reduce((a, b) => {
      if (a.missing !== b.missing) return a.missing > b.missing ? a : b;
      if (a.claim !== b.claim) return a.claim > b.claim ? a : b;
      return a.id < b.id ? a : b;
    });
    best.share += 1;
    best.missing = -1;
  }
  return rows.map(({ share }) => share);
}

/** Holdings in several contracts; the fee of a lot is whole when `tickValue` is. */
const holdings = (tickValue: fc.Arbitrary<number>) =>
  fc
    .array(fc.record({ position: signed(60), price: from1To(3_000), tickValue, targetRate: from1To(40) }), {
      minLength: 1,
      maxLength: 5,
    })
    .map((list) =>
      list.map(({ position, price, tickValue, targetRate }, i) => ({
        contract: i as ContractId,
        position: position as Lots,
        price: price as Ticks,
        tickValue: tickValue as Money,
        // From 1 % to 40 % of value, rounded up, and always above the fee of half a per cent.
        targetPerLot: (Math.ceil((price * tickValue * targetRate) / 100) + 1) as Money,
        feeRate: 5_000 as Millionths,
      })),
    );

test('DEF-1, DEF-2 the plan is that of closing lot by lot until the target is covered', () => {
  fc.assert(
    fc.property(holdings(fc.constant(1_000_000)), fc.integer({ min: -20, max: 120 }), ([...list], part) => {
      const target = list.reduce((total, h) => total + h.targetPerLot * Math.abs(h.position), 0);
      const equity = Math.floor((target * part) / 100);
      const maintenanceMargin = Math.floor(target * 0.8) as Money;
      const plan = closeOutPlan({ equity: equity as Money, maintenanceMargin, holdings: list });

      const rows = list.map((h) => ({ ...h, left: Math.abs(h.position), size: Math.abs(h.position) * h.targetPerLot }));
      rows.sort((a, b) => b.size - a.size || a.contract - b.contract);
      let [money, needed] = [equity, target];
      while (equity < maintenanceMargin && money < needed) {
        const row = rows.find(({ left }) => left > 0);
        if (row === undefined) break;
        row.left -= 1;
        money -= (row.price * row.tickValue * 5) / 1_000;
        needed -= row.targetPerLot;
      }
      const expected = rows
        .map(({ contract, position, left }) => ({ contract, lots: Math.abs(position) - left }))
        .filter(({ lots }) => lots > 0);
      assert.deepEqual(plan, expected, REPLAY);
    }),
    RUNS,
  );
});

test('DEF-1, DEF-2 after the plan equity covers the target of what stays, whatever is rounded', () => {
  fc.assert(
    fc.property(holdings(from1To(2_000_000)), upTo(99), (list, part) => {
      const target = list.reduce((total, h) => total + h.targetPerLot * Math.abs(h.position), 0);
      const equity = Math.floor((target * part) / 100);
      const plan = closeOutPlan({ equity: equity as Money, maintenanceMargin: target as Money, holdings: list });
      let fees = 0n;
      let needed = 0n;
      for (const { contract, position, price, tickValue, targetPerLot } of list) {
        const lots = plan.find((closing) => closing.contract === contract)?.lots ?? 0;
        assert.ok(lots <= Math.abs(position), REPLAY);
        fees += (BigInt(lots) * BigInt(price) * BigInt(tickValue) * 5_000n + 999_999n) / 1_000_000n;
        needed += BigInt(Math.abs(position) - lots) * BigInt(targetPerLot);
      }
      assert.ok(needed === 0n || BigInt(equity) - fees >= needed, REPLAY);
    }),
    RUNS,
  );
});

test('DEF-3 slices end, and never ask for more than their share', () => {
  fc.assert(
    fc.property(from1To(5_000), from1To(20_000), (position, book) => {
      let left = position;
      while (left > 0) {
        const slice = closeOutSlice(left as Lots, book as Lots, CLOSE_OUT_SLICING);
        assert.ok(slice >= 1 && slice <= left && (slice === 1 || slice * 10 <= book), REPLAY);
        assert.ok(left <= 50 || slice * 2 <= left + 1, REPLAY);
        left -= slice;
      }
    }),
    RUNS,
  );
});

test('DEF-4 no last price alone moves the price of judgement beyond the other two', () => {
  const price = from1To(3_000).map((n) => n as Ticks);
  const maybe = fc.option(price, { nil: undefined });
  fc.assert(
    fc.property(price, price, maybe, maybe, maybe, (settlementPrice, lastPrice, bestBid, bestAsk, averagePrice) => {
      const judged = closeOutMark({ settlementPrice, lastPrice, bestBid, bestAsk, averagePrice });
      const middle = bestBid === undefined || bestAsk === undefined ? settlementPrice : (bestBid + bestAsk) / 2;
      const others = [middle, averagePrice ?? settlementPrice];
      assert.ok(judged >= Math.floor(Math.min(...others)) && judged <= Math.ceil(Math.max(...others)), REPLAY);
    }),
    RUNS,
  );
});

const exposure = fc.record({
  equity: fc.integer({ min: -1_000_000, max: 90_000_000 }).map((n) => n as Money),
  position: signed(40).map((n) => n as Lots),
  price: from1To(2_000).map((n) => n as Ticks),
  tickValue: from1To(2_000).map((n) => n as Money),
});

test('DEF-5 closing at the bankruptcy price leaves less than a tick a lot, and never a debt', () => {
  fc.assert(
    fc.property(exposure, (one) => {
      const { equity, position, price, tickValue } = one;
      const left = equity + (bankruptcyPrice(one) - price) * position * tickValue;
      assert.ok(left >= 0 && left < Math.abs(position) * tickValue, REPLAY);
    }),
    RUNS,
  );
});

test('DEF-6 at the close-out price equity is below the maintenance margin, and one tick better it is not', () => {
  fc.assert(
    fc.property(exposure, from1To(1_000_000), (one, maintenance) => {
      const { equity, position, price, tickValue } = one;
      const first = closeOutPrice({ ...one, maintenanceMargin: maintenance as Money });
      const fallsShort = (at: number) => equity + (at - price) * position * tickValue < maintenance;
      assert.ok(fallsShort(first), REPLAY);
      assert.ok(!fallsShort(first + Math.sign(position)), REPLAY);
    }),
    RUNS,
  );
});

const PRICE = 1_190;
const holders = shuffled(
  fc
    .array(fc.record({ position: signed(50), entry: from1To(1_600), isHedger: fc.boolean() }), { maxLength: 12 })
    .map((list) => list.map((row, i) => ({ ...row, account: i }))),
);
type Row = { account: number; position: number; entry: number; isHedger: boolean };
const asHolder = ({ account, position, entry, isHedger }: Row): Holder => ({
  account: account as AccountId,
  position: position as Lots,
  profit: ((PRICE - entry) * position * 7) as Money,
  isHedger,
});
const terms = { price: PRICE as Ticks, tickValue: 7 as Money };

/** 0, 1 or 2 by what a lot has gained, 3 for a hedger who has gained, 9 for nobody's tier; in ticks, not in money. */
function tierOf({ position, entry, isHedger }: Row): number {
  const gained = (PRICE - entry) * Math.sign(position);
  if (gained <= 0) return 9;
  return isHedger ? 3 : gained >= 119 ? 0 : gained >= 71.4 ? 1 : 2;
}

test('DEF-10, DEF-11 as many longs as shorts close, nobody flips, and the order does not matter', () => {
  fc.assert(
    fc.property(
      holders,
      fc.array(upTo(60), { minLength: 12, maxLength: 12 }),
      fc.boolean(),
      ([rows, other], asked, down) => {
        const declarations = asked.map((capacity, i) => ({ id: i as AccountId, capacity: capacity as Lots }));
        const lockedTerms = { ...terms, lockedSide: down ? 'down' : 'up' } as const;
        const reduction = forcedReduction(lockedTerms, rows.map(asHolder), declarations);
        const again = forcedReduction(lockedTerms, other.map(asHolder), declarations.toReversed());
        assert.deepEqual(again, reduction, REPLAY);

        const out = new Map(reduction.declarants.map(({ account, lots }) => [account as number, lots as number]));
        const taken = new Map(reduction.takers.map(({ account, lots }) => [account as number, lots as number]));
        assert.equal(sum([...out.values()]), BigInt(reduction.lots), REPLAY);
        assert.equal(sum([...taken.values()]), BigInt(reduction.lots), REPLAY);

        const side = down ? 1 : -1;
        const mayGetOut = (row: Row) => row.position * side > 0 && (PRICE - row.entry) * side <= -119;
        const wanted = rows.map((row) =>
          mayGetOut(row) ? Math.min(asked[row.account] as number, Math.abs(row.position)) : 0,
        );
        assert.equal(sum(wanted), BigInt(reduction.lots + reduction.unfilled), REPLAY);
        const tiers: number[] = [];
        for (const [i, row] of rows.entries()) {
          assert.ok((out.get(row.account) ?? 0) <= (wanted[i] as number), REPLAY);
          const lots = taken.get(row.account) ?? 0;
          if (lots > 0) assert.ok(row.position * side < 0 && lots <= Math.abs(row.position) && tierOf(row) < 9, REPLAY);
          if (lots > 0) tiers.push(tierOf(row));
        }
        // A tier is asked only when the ones before it are closed altogether, and lots stay only when all of them are.
        const reached = reduction.unfilled > 0 ? 9 : Math.max(-1, ...tiers);
        for (const row of rows)
          if (row.position * side < 0 && tierOf(row) < reached)
            assert.equal(taken.get(row.account), Math.abs(row.position), REPLAY);
      },
    ),
    RUNS,
  );
});

test('DEF-12 a deleveraging closes what is left, or everybody on the other side who has gained', () => {
  fc.assert(
    fc.property(holders, signed(400), ([rows, other], position) => {
      const defaulter = { account: 99 as AccountId, position: position as Lots };
      const reduction = autoDeleverage(terms, defaulter, rows.map(asHolder));
      assert.deepEqual(autoDeleverage(terms, defaulter, other.map(asHolder)), reduction, REPLAY);
      const gained = rows.filter((row) => row.position * position < 0 && tierOf(row) < 9);
      const capacity = gained.reduce((total, row) => total + Math.abs(row.position), 0);
      assert.equal(reduction.lots, Math.min(capacity, Math.abs(position)), REPLAY);
      assert.equal(sum(reduction.takers.map(({ lots }) => lots)), BigInt(reduction.lots), REPLAY);
    }),
    RUNS,
  );
});

const amount = upTo(1_000_000).map((n) => n as Money);
const resources: fc.Arbitrary<Resources> = fc.record({
  defaulter: fc.constant(0 as AccountId),
  margin: amount,
  contribution: amount,
  venueCapital: amount,
  members: fc
    .array(fc.record({ contribution: amount, assessable: amount, gain: amount }), { maxLength: 6 })
    .map((list) => list.map((member, i) => ({ ...member, account: (i + 1) as AccountId }))),
});

test('DEF-8, DEF-9 pieces and remainder sum to the loss, and no layer is asked before the one above it is empty', () => {
  fc.assert(
    fc.property(resources, upTo(20_000_000), (given, loss) => {
      const { layers, remainder } = absorb(loss as Money, given);
      const of = (pick: 'contribution' | 'assessable' | 'gain') => Number(sum(given.members.map((m) => m[pick])));
      const has = [
        given.margin,
        given.contribution,
        given.venueCapital,
        of('contribution'),
        of('assessable'),
        of('gain'),
      ];
      let left = loss;
      for (const [i, { total, pieces }] of layers.entries()) {
        assert.equal(total, Math.min(left, has[i] as number), REPLAY);
        assert.equal(sum(pieces.map((piece) => piece.amount)), BigInt(total), REPLAY);
        left -= total;
      }
      assert.equal(remainder, left, REPLAY);

      // A piece is within one micro-dollar of the exact share.
      for (const { account, amount } of layers[3]?.pieces ?? []) {
        const claim = BigInt(given.members.find((member) => member.account === account)?.contribution ?? 0);
        const difference = BigInt(amount) * sum([of('contribution')]) - claim * sum([layers[3]?.total ?? 0]);
        assert.ok(difference < sum([of('contribution')]) && -difference < sum([of('contribution')]), REPLAY);
      }
      const reversed = absorb(loss as Money, { ...given, members: given.members.toReversed() });
      assert.deepEqual(reversed.layers, layers, REPLAY);
    }),
    RUNS,
  );
});

const books = fc
  .record({
    initialMargin: upTo(300_000),
    held: fc.array(fc.tuple(upTo(8), signed(90), from1To(2_000)), { maxLength: 4 }),
  })
  .map(({ initialMargin, held }) => ({
    initialMargin: initialMargin as Money,
    holdings: held.map(([rank, position, price]) => ({
      rank,
      position: position as Lots,
      price: price as Ticks,
      tickValue: 3 as Money,
    })),
  }));
const fundMembers = fc
  .array(fc.array(books, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 7 })
  .map((list) => list.map((own, i): FundMember => ({ account: i as AccountId, books: own })));

/** A member's losses beyond the margin of each book, summed. */
function plainUncovered({ books: own }: FundMember, shocks: readonly number[]): number {
  return own.reduce((total, book) => total + plainLossBeyond(book, shocks), 0);
}

/** A book's loss beyond its margin, in millionths of a micro-dollar before the one rounding. */
function plainLossBeyond({ initialMargin, holdings }: FundMember['books'][number], shocks: readonly number[]): number {
  const gain = holdings.reduce(
    (total, h) => total + BigInt(h.position * h.price * h.tickValue) * BigInt(shocks[h.rank] ?? shocks.at(-1) ?? 0),
    0n,
  );
  let loss = gain < 0n ? -gain : 0n;
  if (loss % 1_000_000n > 0n) loss += 1_000_000n - (loss % 1_000_000n);
  return Math.max(0, Number(loss / 1_000_000n) - initialMargin);
}

test('DEF-13, DEF-14 the cover is the largest sum of two members in any scenario', () => {
  fc.assert(
    fc.property(fundMembers, (members) => {
      let cover = 0;
      for (const scenario of STRESS_SET) {
        const losses = members.map((member) => plainUncovered(member, scenario.shocks));
        assert.deepEqual(
          members.map((member) => uncoveredLoss(member, scenario)),
          losses,
          REPLAY,
        );
        for (const [i, a] of losses.entries())
          for (const b of [0, ...losses.slice(i + 1)]) cover = Math.max(cover, a + b);
      }
      const size = sizeFund(members, STRESS_SET);
      assert.equal(size.cover, cover, REPLAY);
      assert.equal(size.fund, cover + Math.ceil(cover / 10), REPLAY);
    }),
    RUNS,
  );
});

test('DEF-14 a member who holds more of the same never makes the fund smaller', () => {
  // Of the same, and at the same margin: a lot that offsets another may make it smaller, and shall.
  fc.assert(
    fc.property(fundMembers, from1To(5), ([first, ...others], times) => {
      const { account, books: own } = first as FundMember;
      const more = own.map((book) => ({
        ...book,
        holdings: book.holdings.map((h) => ({ ...h, position: (h.position * times) as Lots })),
      }));
      const before = sizeFund([first as FundMember, ...others], STRESS_SET);
      const after = sizeFund([{ account, books: more }, ...others], STRESS_SET);
      assert.ok(after.fund >= before.fund, REPLAY);
      for (const scenario of STRESS_SET)
        for (const [i, { holdings }] of own.entries()) {
          const grown = more[i] as (typeof more)[number];
          assert.ok(stressLoss(grown.holdings, scenario) >= stressLoss(holdings, scenario), REPLAY);
        }
    }),
    RUNS,
  );
});

test('DEF-15 contributions sum to the fund, keep the floor, and rise with margin', () => {
  fc.assert(
    fc.property(fundMembers, upTo(2_000_000), upTo(400_000), (members, fund, floor) => {
      const margins = members.map(({ books: own }) => sum(own.map(({ initialMargin }) => initialMargin)));
      if (margins.every((margin) => margin === 0n)) return;
      const given = contributions(fund as Money, members, floor as Money);
      assert.equal(sum(given), BigInt(Math.max(fund, floor * members.length)), REPLAY);
      for (const [i, margin] of margins.entries()) {
        assert.ok((given[i] as number) >= floor, REPLAY);
        for (const [j, other] of margins.entries())
          if (margin > other) assert.ok((given[i] as number) >= (given[j] as number), REPLAY);
      }
    }),
    RUNS,
  );
});

test('DEF-16 the smallest exhausting move is the one that is found by trying every percent', () => {
  fc.assert(
    fc.property(fundMembers, upTo(900_000), (members, fund) => {
      let found: number | undefined;
      for (let percent = 1; percent <= 1_000 && found === undefined; percent += 1)
        for (const move of [-percent, percent]) {
          if (move < -100 || found !== undefined) continue;
          const missing = sum(members.map((member) => plainUncovered(member, [move * 10_000])));
          if (missing > BigInt(fund)) found = move * 10_000;
        }
      assert.equal(smallestExhaustingShock(members, fund as Money), found, REPLAY);
    }),
    { ...RUNS, numRuns: 200 },
  );
});
