/**
 * Market making against plain twins, on random histories: quotes by trying every pair, presence by asking every
 * millisecond, protection by adding up every fill again.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Clock, PresenceMeter } from '#core/market-making/presence-meter.ts';
import type { ProtectionSettings } from '#core/market-making/protection-settings.ts';
import { ProtectionWindow } from '#core/market-making/protection-window.ts';
import { isWithinSpread, type OwnLevel, type Quote, quoteOf, standingOf } from '#core/market-making/standing.ts';
import type { Lots, Millionths, Millis, Ticks } from '#core/units.ts';
import { type Dice, diceOf } from '../model/random-commands.ts';

const SEED = Number(process.env.SEED ?? 7);
const replay = (seed: number) => `seed ${seed} fails; replay it with: SEED=${seed} npm test -- market-making`;

const sizes = fc.array(fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 60 })), { maxLength: 6 });
const obligations = fc.record({
  spreadMax: fc.integer({ min: 1, max: 400_000 }).map((n) => n as Millionths),
  lotsMin: fc.integer({ min: 1, max: 60 }).map((n) => n as Lots),
  comparableMin: fc.constantFrom(0, 333_333, 500_000, 1_000_000).map((n) => n as Millionths),
});

test('MMK-4 the pair that counts is the closest of all pairs that are enough, on both sides at once', () => {
  fc.assert(
    fc.property(sizes, sizes, obligations, (below, above, obligation) => {
      const [bids, asks] = [levels(100, -1, below), levels(101, 1, above)];
      const pairs = bids.flatMap((_, i) => asks.map((_, j) => pairOf(bids, asks, i, j)));
      const enough = pairs.filter(({ bidLots, askLots }) => {
        const [smaller, larger] = [Math.min(bidLots, askLots), Math.max(bidLots, askLots)];
        return smaller >= obligation.lotsMin && smaller / larger >= obligation.comparableMin / 1e6;
      });
      const found = quoteOf(bids, asks, obligation);
      assert.equal(found === undefined, enough.length === 0);
      if (found === undefined) return;
      assert.ok(enough.some((pair) => JSON.stringify(pair) === JSON.stringify(found)));
      for (const { bid, ask } of enough) assert.ok(found.bid >= bid && found.ask <= ask);
      const isKept = enough.some((pair) => isWithinSpread(pair, obligation));
      assert.equal(standingOf(bids, asks, obligation).keeps, isKept, 'no other pair would have kept it');
    }),
    { seed: SEED, numRuns: 2_000 },
  );
});

test('MMK-3, MMK-4 closer quotes with as many lots are never worse', () => {
  fc.assert(
    fc.property(sizes, sizes, obligations, fc.integer({ min: 0, max: 20 }), (below, above, obligation, wider) => {
      const wide = standingOf(levels(100 - wider, -1, below), levels(101 + wider, 1, above), obligation);
      const close = standingOf(levels(100, -1, below), levels(101, 1, above), obligation);
      assert.ok(close.keeps || !wide.keeps);
    }),
    { seed: SEED, numRuns: 1_000 },
  );
});

test('MMK-9 a score is what fractions say, to the thousandth of a lot', () => {
  fc.assert(
    fc.property(sizes, sizes, obligations, (below, above, obligation) => {
      const [bids, asks] = [levels(2_000, -1, below), levels(2_001, 1, above)];
      const { keeps, score } = standingOf(bids, asks, obligation);
      if (!keeps) return assert.equal(score, 0);
      const { bid, ask } = quoteOf(bids, asks, obligation) as Quote;
      const middle = (bid + ask) / 2;
      const reach = Math.floor((obligation.spreadMax / 1e6) * middle + 1e-9) / 2;
      const worth = (side: readonly OwnLevel[], direction: number) =>
        side.reduce((sum, [price, quantity]) => {
          const distance = Math.max(0, (price - middle) * direction);
          return distance < reach ? sum + ((reach - distance) / reach) ** 2 * quantity : sum;
        }, 0);
      const [ofBids, ofAsks] = [worth(bids, -1), worth(asks, 1)];
      const expected = 1_000 * Math.max(Math.min(ofBids, ofAsks), Math.max(ofBids, ofAsks) / 3);
      assert.ok(score <= expected + 1e-3 && score > expected - 1 - 1e-3, `${score} of ${expected}`);
    }),
    { seed: SEED, numRuns: 2_000 },
  );
});

test('MMK-5, MMK-6, MMK-7 the meter counts what asking every millisecond counts, written down and read back or not', () => {
  const clocks: readonly Clock[] = ['obligated', 'obligated', 'excused', 'stopped'];
  for (let seed = SEED; seed < SEED + 200; seed += 1) {
    const dice = diceOf(seed);
    const begin = dice(1_000);
    let meter = new PresenceMeter(begin as Millis);
    // What holds from each millisecond on; the last word in a millisecond holds for all of it.
    const held: { clock: Clock; times: number; keeps: boolean; score: number }[] = [];
    let now = { clock: 'stopped' as Clock, times: 1, keeps: false, score: 0 };
    let time = begin;
    for (let change = 0; change < 60; change += 1) {
      const next = time + (dice(3) === 0 ? 0 : dice(90));
      while (time < next) {
        held.push(now);
        time += 1;
      }
      if (dice(3) === 0) {
        now = { ...now, clock: clocks[dice(clocks.length)] as Clock, times: 1 + dice(2) };
        meter.setClock(time as Millis, now.clock, now.times);
      } else {
        const keeps = dice(2) === 0;
        now = { ...now, keeps, score: keeps ? dice(5_000) : 0 };
        meter.setStanding(time as Millis, { keeps: now.keeps, score: now.score });
      }
      if (dice(10) === 0) meter = PresenceMeter.restore(JSON.parse(JSON.stringify(meter.snapshot())));
      if (dice(5) > 0) continue;
      const expected = { obligated: 0, present: 0, excused: 0, scoreTime: 0n };
      for (const { clock, times, keeps, score } of held) {
        if (clock === 'excused') expected.excused += 1;
        if (clock !== 'obligated') continue;
        expected.obligated += times;
        if (keeps) expected.present += times;
        expected.scoreTime += BigInt(times * score);
      }
      assert.deepEqual(meter.read(time as Millis), expected, replay(seed));
    }
  }
});

test('MMK-13, MMK-14 protection agrees with adding up every fill again', () => {
  let frozen = 0;
  for (let seed = SEED; seed < SEED + 300; seed += 1) {
    const dice = diceOf(seed);
    const settings: ProtectionSettings = {
      intervalMs: 1 + dice(30),
      frozenMs: dice(3) * 10,
      quantity: dice(3) === 0 ? null : ((1 + dice(80)) as Lots),
      delta: dice(3) === 0 ? null : ((1 + dice(40)) as Lots),
    };
    let window = new ProtectionWindow(settings);
    const plain = new PlainProtection(settings);
    let time = 0;
    for (let i = 0; i < 200; i += 1) {
      time += quiet(dice);
      if (dice(20) === 0) window = ProtectionWindow.restore(JSON.parse(JSON.stringify(window.snapshot())));
      if (dice(25) === 0) {
        window.reset();
        plain.reset();
      }
      assert.equal(window.isFrozen(time as Millis), plain.isFrozen(time), replay(seed));
      const signedLots = (1 + dice(20)) * (dice(2) === 0 ? 1 : -1);
      const isReached = plain.fill(time, signedLots);
      assert.equal(window.fill(time as Millis, signedLots as Lots), isReached, replay(seed));
      if (isReached) frozen += 1;
    }
  }
  assert.ok(frozen > 1_000, 'limits were reached often enough to show something');
});

test('MMK-13 a window remembers no more fills than lie in it', () => {
  const window = new ProtectionWindow({ intervalMs: 100, frozenMs: 0, quantity: null, delta: 1_000 as Lots });
  for (let time = 0; time < 100_000; time += 1) window.fill(time as Millis, (time % 2 === 0 ? 1 : -1) as Lots);
  assert.equal(window.snapshot().fills.length, 100);
});

/** Every fill since the last freeze or reset, added up anew each time. */
class PlainProtection {
  readonly #settings: ProtectionSettings;
  #fills: { time: number; signedLots: number }[] = [];
  #frozenUntil = Number.NEGATIVE_INFINITY;

  constructor(settings: ProtectionSettings) {
    this.#settings = settings;
  }

  fill(time: number, signedLots: number): boolean {
    if (this.isFrozen(time)) return false;
    this.#fills.push({ time, signedLots });
    const { intervalMs, frozenMs, quantity, delta } = this.#settings;
    const inWindow = this.#fills.filter((fill) => fill.time > time - intervalMs).map((fill) => fill.signedLots);
    const bought = inWindow.filter((lots) => lots > 0).reduce((sum, lots) => sum + lots, 0);
    const sold = inWindow.filter((lots) => lots < 0).reduce((sum, lots) => sum - lots, 0);
    const isReached =
      bought + sold >= (quantity ?? Number.POSITIVE_INFINITY) ||
      Math.abs(bought - sold) >= (delta ?? Number.POSITIVE_INFINITY);
    if (!isReached) return false;
    this.#fills = [];
    this.#frozenUntil = frozenMs === 0 ? Number.POSITIVE_INFINITY : time + frozenMs;
    return true;
  }

  isFrozen(time: number): boolean {
    return time < this.#frozenUntil;
  }

  reset(): void {
    this.#fills = [];
    this.#frozenUntil = Number.NEGATIVE_INFINITY;
  }
}

/** Milliseconds until the next fill: often none, sometimes longer than a window. */
function quiet(dice: Dice): number {
  return dice(3) === 0 ? 0 : dice(dice(10) === 0 ? 60 : 6);
}

/** Levels that go away from `best` in steps, `[step, quantity]`. */
function levels(best: number, direction: 1 | -1, steps: readonly (readonly [number, number])[]): OwnLevel[] {
  let price = best - direction;
  return steps.map(([step, quantity]) => {
    price += direction * step;
    return [price as Ticks, quantity as Lots];
  });
}

/** The pair of the i-th bid and the j-th ask, with the lots at them and better. */
function pairOf(bids: readonly OwnLevel[], asks: readonly OwnLevel[], i: number, j: number): Quote {
  const upTo = (side: readonly OwnLevel[], last: number) =>
    side.slice(0, last + 1).reduce((sum, [, quantity]) => sum + quantity, 0) as Lots;
  const [[bid], [ask]] = [bids[i] as OwnLevel, asks[j] as OwnLevel];
  return { bid, bidLots: upTo(bids, i), ask, askLots: upTo(asks, j) };
}
