/** Liquidation cascades: worked figures, a plain second implementation, and what bounds them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type CascadeTerms, cascade, closedAt, type Position, smallestShock, spreadOut } from '#lab/cascade/cascade.ts';
import { Random } from '#makers/random.ts';

const positions: readonly Position[] = [
  { leverage: 50, lots: 400, entry: 1 },
  { leverage: 20, lots: 600, entry: 1 },
  { leverage: 10, lots: 1_000, entry: 1 },
  { leverage: 5, lots: 1_500, entry: 1 },
];
const terms: CascadeTerms = { side: 'long', positions, depth: 200, shock: 0.012, maintenance: 0.01, closedPerRound: 1 };
const near = (found: number | undefined, expected: number, within: number): void =>
  assert.ok(found !== undefined && Math.abs(found - expected) <= within, `${found} is not ${expected}`);

test('a shock of 1.2 % falls 3.18, 1.99 and 1.60 % with depths of 200, 500 and 1,000, and one of 1 % goes nowhere', () => {
  for (const [depth, total] of [
    [200, '3.18'],
    [500, '1.99'],
    [1_000, '1.60'],
  ] as const)
    assert.equal((100 * cascade({ ...terms, depth }).total).toFixed(2), total);
  const quiet = cascade({ ...terms, shock: 0.01 });
  assert.deepEqual([quiet.rounds, quiet.lots], [[], 0]);
  near(quiet.total, 0.01, 1e-15);
  near(quiet.amplification, 1, 1e-12);
});

test('a shock of 3 % with a depth of 200 falls 7.8 % and takes 1,000 lots in two rounds', () => {
  const { total, lots, rounds, amplification, price } = cascade({ ...terms, shock: 0.03 });
  assert.equal((100 * total).toFixed(1), '7.8');
  assert.equal(lots, 1_000);
  assert.deepEqual(
    rounds.map((round) => round.lots),
    [400, 600],
  );
  near(price, 0.97 * 0.98 * 0.97, 1e-15);
  near(amplification, total / 0.03, 1e-12);
});

/** The recursion as it is written down, over the prices at which positions are closed. */
function plainly({ side, positions: all, depth, shock, maintenance }: CascadeTerms): number {
  const sign = side === 'long' ? 1 : -1;
  let price = 1 - sign * shock;
  let open = [...all];
  for (;;) {
    const gone = open.filter(({ leverage, entry }) => entry / leverage + sign * (price - entry) < maintenance * price);
    if (gone.length === 0) return price;
    open = open.filter((position) => !gone.includes(position));
    price = Math.max(0, price * (1 - (sign * 0.01 * gone.reduce((sum, { lots }) => sum + lots, 0)) / depth));
  }
}

function drawn(random: Random): CascadeTerms {
  return {
    side: random.next() < 0.5 ? 'long' : 'short',
    positions: Array.from({ length: 1 + Math.floor(8 * random.next()) }, () => ({
      leverage: 1 + 80 * random.next() ** 2,
      lots: 1 + 1_000 * random.next(),
      entry: 0.97 + 0.06 * random.next(),
    })),
    depth: 50 + 2_000 * random.next(),
    shock: 0.1 * random.next(),
    maintenance: 0.01 * random.next(),
    closedPerRound: 1,
  };
}

test('the plain recursion ends at the same price; there nobody is below maintenance, and one step back somebody was', () => {
  const seed = 1;
  const random = Random.of(seed, 'cascade');
  for (let i = 0; i < 500; i += 1) {
    const each = drawn(random);
    const { price, rounds, lots } = cascade(each);
    near(price, plainly(each), 1e-12);
    const sign = each.side === 'long' ? 1 : -1;
    const closed = each.positions.filter((position) => sign * (closedAt(each, position) - price) > 1e-12);
    near(
      closed.reduce((sum, position) => sum + position.lots, 0),
      lots,
      1e-6,
    );
    assert.ok(
      rounds.every((round) => round.lots > 0),
      `seed ${seed}`,
    );
  }
});

test('the fall of all rounds lies between that of all lots at once and that of one after another without end', () => {
  const seed = 2;
  const random = Random.of(seed, 'bounds');
  for (let i = 0; i < 500; i += 1) {
    const each = drawn(random);
    const sign = each.side === 'long' ? 1 : -1;
    const { price, lots } = cascade(each);
    const sum = (-sign * 0.01 * lots) / each.depth;
    const start = 1 - sign * each.shock;
    assert.ok(price >= start * Math.max(0, 1 + sum) - 1e-12, `seed ${seed}`);
    assert.ok(price <= start * Math.exp(sum) + 1e-12, `seed ${seed}`);
  }
});

test('one group ends farther with a larger shock or less depth; several can end a little nearer when rounds regroup', () => {
  const one: CascadeTerms = { ...terms, positions: [positions[0] as Position] };
  const totals = [0.001, 0.005, 0.01, 0.0102, 0.02, 0.3].map((shock) => cascade({ ...one, shock }).total);
  assert.deepEqual(
    totals,
    totals.toSorted((a, b) => a - b),
  );
  const byDepth = [10, 100, 200, 1_000].map((depth) => cascade({ ...one, depth }).total);
  assert.deepEqual(
    byDepth,
    byDepth.toSorted((a, b) => b - a),
  );

  // Closed at 1, 2 and 2.9 %: after 1.99 % the second waits for the third (0.99 × 0.88), after 2.01 % it goes with the
  // first (0.97 × 0.90).
  const three = [100, 50, 1 / 0.029].map((leverage, at) => ({
    leverage,
    lots: [100, 200, 1_000][at] as number,
    entry: 1,
  }));
  const regrouped: CascadeTerms = { ...terms, positions: three, depth: 100, maintenance: 0 };
  near(cascade({ ...regrouped, shock: 0.0199 }).price, 0.9801 * 0.99 * 0.88, 1e-12);
  near(cascade({ ...regrouped, shock: 0.0201 }).price, 0.9799 * 0.97 * 0.9, 1e-12);
});

test('shorts are squeezed: 50x at 1 % is bought back from 0.99 % on', () => {
  const short: CascadeTerms = { ...terms, side: 'short' };
  near(cascade(short).price, 1.012 * 1.02, 1e-12);
  assert.equal(cascade({ ...short, shock: 0.0099 }).lots, 0);
  // Longs on the same leverage hold out a little longer.
  assert.equal(cascade({ ...short, shock: 0.01 }).lots, 400);
  assert.equal(cascade({ ...terms, shock: 0.01 }).lots, 0);
});

test('the smallest shock for 20x is 4.04 % alone, and 2.08 % once 50x has pushed the price by 2 %', () => {
  const twenty = positions[1] as Position;
  near(1 - closedAt(terms, twenty), 1 - 0.95 / 0.99, 1e-15);
  near(smallestShock(terms, twenty), 1 - 0.95 / 0.99 / 0.98, 2e-9);
  near(smallestShock({ ...terms, depth: 1e9 }, twenty), 1 - 0.95 / 0.99, 1e-6);
  near(smallestShock(terms, positions[0] as Position), 1 - 0.98 / 0.99, 2e-9);
  // A long without leverage is never closed.
  const bare: CascadeTerms = { ...terms, positions: [{ leverage: 1, lots: 10, entry: 1 }] };
  assert.equal(smallestShock(bare, bare.positions[0] as Position), undefined);
});

test('half a close is enough where the market is deep, and only comes in more rounds where it is thin', () => {
  // 200 of 400 lots at 0.988 leave 0.0140 a lot at 0.986024, above 1 % of it.
  const deep = cascade({ ...terms, depth: 1_000, closedPerRound: 0.5 });
  assert.deepEqual([deep.lots, deep.rounds.length], [200, 1]);
  near(deep.price, 0.988 * 0.998, 1e-15);
  // A quarter at a time with a depth of 200: each round moves the price by more than it cures.
  const thin = cascade({ ...terms, closedPerRound: 0.25 });
  const whole = cascade(terms);
  near(thin.lots, whole.lots, 1e-9);
  assert.ok(thin.rounds.length > whole.rounds.length);
  // A product of small falls is a little less than one large one, and that is all that is gained.
  near(thin.total, whole.total, 3e-4);
});

test('more lots than the depth can bear leave no price', () => {
  const { price, total, lots } = cascade({ ...terms, depth: 1 });
  assert.deepEqual([price, total], [0, 1]);
  assert.equal(lots, 400);
});

test('entries spread out hold the same lots, but for those that were closed before', () => {
  const spread = spreadOut(terms, 0.005, 10);
  const sum = (all: readonly Position[]) => all.reduce((lots, position) => lots + position.lots, 0);
  near(sum(spread), 3_500, 1e-9);
  assert.ok(spread.every(({ entry }) => entry > 0.995 && entry < 1.005));
  // Opened 1.01 % higher, 50x would be gone: of ten slices up to 2 % away, those at 1.4 and 1.8 do not stand any more.
  const wide = spreadOut({ ...terms, positions: [positions[0] as Position] }, 0.02, 10);
  near(sum(wide), 320, 1e-9);
  assert.ok(wide.every((position) => closedAt(terms, position) <= 1));
});
