/**
 * First passage between two barriers against the other series, a lattice, the reflection principle and optional
 * stopping.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { byImages, byWaves, type Channel, firstPassage } from '#lab/leverage/first-passage.ts';
import { scaledTail } from '#lab/leverage/normal-tail.ts';
import { Random } from '#makers/random.ts';

const near = (found: number, expected: number, within: number, what = ''): void =>
  assert.ok(Math.abs(found - expected) <= within, `${what}: ${found} is not ${expected}`);

/** P(N < z) by Simpson's rule from nine deviations down. */
function below(z: number): number {
  const steps = 4_000;
  const width = (z + 9) / steps;
  let sum = 0;
  for (let i = 0; i <= steps; i += 1) {
    const x = -9 + i * width;
    sum += (i === 0 || i === steps ? 1 : i % 2 === 1 ? 4 : 2) * Math.exp((-x * x) / 2);
  }
  return (sum * width) / 3 / Math.sqrt(2 * Math.PI);
}

/** A random walk on a lattice whose nodes the barriers are: as many steps down and up to them as are said. */
function onLattice(down: number, up: number, steps: number, bias: number): { adverse: number; favourable: number } {
  let mass = new Float64Array(down + up + 1);
  mass[down] = 1;
  let [adverse, favourable] = [0, 0];
  for (let step = 0; step < steps; step += 1) {
    const next = new Float64Array(mass.length);
    for (let at = 1; at < mass.length - 1; at += 1) {
      const here = mass[at] as number;
      next[at + 1] = (next[at + 1] as number) + here * (0.5 + bias);
      next[at - 1] = (next[at - 1] as number) + here * (0.5 - bias);
    }
    adverse += next[0] as number;
    favourable += next.at(-1) as number;
    next[0] = 0;
    next[next.length - 1] = 0;
    mass = next;
  }
  return { adverse, favourable };
}

/** Channels of every kind: young and old, with drifts either way. */
function drawn(random: Random): Channel {
  const volatility = 0.1 + random.next();
  const [adverse, favourable] = [0.005 + 0.2 * random.next(), 0.005 + 0.2 * random.next()];
  const age = 0.1 + 1.5 * random.next();
  const years = (age * (adverse + favourable) ** 2) / volatility ** 2;
  // Over the time the drift goes up to three deviations either way.
  const drift = ((6 * random.next() - 3) * volatility) / Math.sqrt(years);
  return { drift, volatility, adverse, favourable, years };
}

test('the upper tail has its tabled values, on both sides of the seam, and does not overflow', () => {
  // Abramowitz and Stegun, table 26.1, and the C library's erfc beyond.
  for (const [z, value] of [
    [0, 0.5],
    [1, 0.15865525393145707],
    [-1, 0.8413447460685429],
    [3, 0.0013498980316301],
    [8, 6.22096057427178e-16],
  ] as const)
    near(scaledTail(0, z) / value, 1, 1e-11, String(z));
  near(scaledTail(0, 6 - 1e-12) / scaledTail(0, 6), 1, 1e-9);
  // e^(z²/2) P(N > z) is 1 / (z √(2π)) less a share of 1/z².
  near(scaledTail(5_000, 100) * 100 * Math.sqrt(2 * Math.PI), 1 - 1e-4, 1e-7);
});

test('images and waves are the same probability', () => {
  const seed = 1;
  const random = Random.of(seed, 'series');
  for (let i = 0; i < 500; i += 1) {
    const channel = drawn(random);
    near(byImages(channel), byWaves(channel), 1e-12, `seed ${seed}, ${JSON.stringify(channel)}`);
  }
});

test('a lattice whose nodes the barriers are comes to the same', () => {
  for (const [down, up, steps, bias] of [
    [60, 90, 1_500, 0],
    [60, 90, 20_000, 0],
    [40, 110, 9_000, 0.004],
    [110, 40, 9_000, 0.003],
    [75, 75, 5_000, -0.006],
  ] as const) {
    // A step is 1 in a unit of time, so the deviation is 1 and the drift twice the bias.
    const found = firstPassage({ drift: 2 * bias, volatility: 1, adverse: down, favourable: up, years: steps });
    const walked = onLattice(down, up, steps, bias);
    near(found.adverse, walked.adverse, 2e-4, `${down} down`);
    near(found.favourable, walked.favourable, 2e-4, `${up} up`);
  }
});

test('with one barrier it is the reflection principle', () => {
  for (const [drift, volatility, adverse, years] of [
    [0, 0.45, 0.01, 1 / 252],
    [-0.1, 0.45, 0.04, 3 / 252],
    [0.8, 0.3, 0.1, 1],
    [-2, 0.6, 0.3, 0.5],
  ] as const) {
    const spread = volatility * Math.sqrt(years);
    const expected =
      below((-adverse - drift * years) / spread) +
      Math.exp((-2 * drift * adverse) / volatility ** 2) * below((-adverse + drift * years) / spread);
    const found = firstPassage({ drift, volatility, adverse, favourable: Infinity, years });
    near(found.adverse, expected, 1e-11);
    assert.equal(found.favourable, 0);
  }
});

test('for ever, e to the −2 drift / variance times the height is fair: what it is on average it was at the start', () => {
  for (const drift of [-3, -0.1, 1e-9, 0.2, 4]) {
    const { adverse, favourable } = firstPassage({
      drift,
      volatility: 0.5,
      adverse: 0.02,
      favourable: 0.05,
      years: Infinity,
    });
    const theta = (2 * drift) / 0.25;
    near(adverse * Math.exp(theta * 0.02) + favourable * Math.exp(-theta * 0.05), 1, 1e-9);
    near(adverse + favourable, 1, 1e-12);
  }
  // Without drift the odds are as the distances; a barrier alone is reached for certain unless the drift leads away.
  const still = { drift: 0, volatility: 0.5, adverse: 0.01, favourable: 0.03, years: Infinity };
  near(firstPassage(still).adverse, 0.75, 1e-15);
  assert.equal(firstPassage({ ...still, drift: -1, favourable: Infinity }).adverse, 1);
  near(firstPassage({ ...still, drift: 1, favourable: Infinity }).adverse, Math.exp(-0.08), 1e-15);
});

test('more time never makes either end less likely, and in the long run there is no other', () => {
  const seed = 2;
  const random = Random.of(seed, 'time');
  for (let i = 0; i < 100; i += 1) {
    const channel = drawn(random);
    let before = firstPassage({ ...channel, years: channel.years * 1e-3 });
    for (const times of [0.01, 0.1, 0.3, 0.5, 0.9, 1, 2, 5, 50, Infinity]) {
      const now = firstPassage({ ...channel, years: channel.years * times });
      assert.ok(now.adverse >= before.adverse - 1e-12 && now.favourable >= before.favourable - 1e-12, `seed ${seed}`);
      near(now.adverse + now.favourable + now.neither, 1, 1e-12);
      before = now;
    }
    near(before.neither, 0, 1e-9);
  }
});

test('barriers behind the start, barriers that are not there and extremes of drift are probabilities too', () => {
  assert.deepEqual(firstPassage({ drift: 0, volatility: 1, adverse: 0, favourable: 1, years: 1 }), {
    adverse: 1,
    favourable: 0,
    neither: 0,
  });
  for (const volatility of [0.01, 0.45, 10])
    for (const drift of [-60, -5, 0, 5, 60])
      for (const adverse of [1e-5, 0.01, 1, 20, Infinity])
        for (const favourable of [1e-6, 0.03, 2, Infinity])
          for (const years of [1e-9, 1 / 252, 1, 100, Infinity]) {
            const channel = { drift, volatility, adverse, favourable, years };
            const { adverse: a, favourable: f, neither } = firstPassage(channel);
            for (const each of [a, f, neither])
              assert.ok(each >= -1e-12 && each <= 1, JSON.stringify({ channel, a, f }));
          }
});
