/** The price model against published vectors, a second solution of the same equation, and its own moments. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { futuresPrice, jumpTerm } from '#lab/jump-diffusion/futures-price.ts';
import { levelAt, type Parameters, tableThree } from '#lab/jump-diffusion/parameters.ts';
import { drawPath, evenGrid, gridOf } from '#lab/jump-diffusion/path.ts';
import { momentsAt, pull } from '#lab/jump-diffusion/transition.ts';
import { Random } from '#makers/random.ts';

/** A model without trend and season, whose figures were computed apart from this code. */
const plain: Parameters = {
  reversion: 3,
  level: Math.log(1.5),
  trend: [{ from: 0, perYear: 0 }],
  season: { size: 0, period: 1 },
  volatility: 0.6,
  jumps: { perYear: 4, mean: 0.15, deviation: 0.25 },
};
const bent: Parameters = {
  ...tableThree,
  trend: [
    { from: 0, perYear: -0.9 },
    { from: 0.7, perYear: 0.2 },
    { from: 1.9, perYear: 0.5 },
  ],
};

test('futures of the paper’s Table 3, at eight maturities, to three decimals', () => {
  const published = [2.182, 2.171, 1.979, 1.814, 1.631, 1.301, 1.155, 0.918];
  const months = [3, 6, 9, 12, 18, 24, 30, 36];
  for (const [at, month] of months.entries())
    assert.ok(
      Math.abs(futuresPrice(tableThree, Math.log(2), 0, month / 12) - (published[at] as number)) <= 0.0005,
      `${month} months`,
    );
});

test('a future and the moments of the logarithm, as worked out elsewhere', () => {
  assert.ok(Math.abs(futuresPrice(plain, Math.log(1.2), 0, 0.5) - 1.76667) < 0.000005);
  const { mean, variance } = momentsAt(plain, Math.log(1.2), 0, 0.5);
  assert.ok(Math.abs(mean - 0.51105) < 0.000005);
  assert.ok(Math.abs(variance - 0.11086) < 0.000005);
});

test('what the level adds is the integral of its pull, where the trend bends too', () => {
  for (const [from, to] of [
    [0, 0.25],
    [0.3, 2.4],
    [1, 1.5],
    [0, 3],
  ] as const) {
    const rest = (u: number) => bent.reversion * Math.exp(-bent.reversion * (to - u)) * levelAt(bent, u);
    assert.ok(Math.abs(pull(bent, from, to) - middlePoints(rest, from, to)) < 1e-7, `${from} to ${to}`);
  }
});

test('the term of the jumps is the integral that it stands for', () => {
  const { reversion, jumps } = tableThree;
  for (const span of [0.1, 1, 3]) {
    const rest = (u: number) => {
      const c = Math.exp(-reversion * u);
      return jumps.perYear * (Math.exp(jumps.mean * c + 0.5 * jumps.deviation ** 2 * c * c) - 1);
    };
    assert.ok(Math.abs(jumpTerm(tableThree, span) - middlePoints(rest, 0, span)) < 1e-8);
  }
  assert.equal(jumpTerm({ ...tableThree, jumps: { ...jumps, perYear: 0 } }, 1), 0);
});

test('a future seen from half way is the mean of futures seen from there', () => {
  // The tower rule: F(0, 1) = E F(½, 1), by quadrature over the diffusion alone.
  const still = { ...bent, jumps: { perYear: 0, mean: 0, deviation: 0 } };
  const { mean, variance } = momentsAt(still, 0.5, 0, 0.5);
  const density = (z: number) => Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
  const later = (z: number) => density(z) * futuresPrice(still, mean + Math.sqrt(variance) * z, 0.5, 1);
  assert.ok(Math.abs(middlePoints(later, -9, 9) - futuresPrice(still, 0.5, 0, 1)) < 1e-8);
});

test('paths have the mean price, mean and variance that the closed forms give, in one step and in many', () => {
  const seed = 8;
  const paths = 40_000;
  for (const [name, grid] of [
    ['one step', gridOf(bent, [0, 1])],
    ['uneven steps', gridOf(bent, [0, 0.02, 0.4, 0.41, 0.9, 1])],
  ] as const) {
    const dice = Random.of(seed, name);
    const path = new Float64Array(grid.times.length);
    const ends = Array.from({ length: paths }, () => {
      drawPath(grid, 0.5, dice, path);
      return path.at(-1) as number;
    });
    const { mean, variance } = momentsAt(bent, 0.5, 0, 1);
    near(ends, mean, `${name}: mean, seed ${seed}`);
    near(
      ends.map((x) => (x - mean) ** 2),
      variance,
      `${name}: variance, seed ${seed}`,
    );
    near(ends.map(Math.exp), futuresPrice(bent, 0.5, 0, 1), `${name}: price, seed ${seed}`);
  }
});

test('without chance a path follows its level, and steps can be as long as one likes', () => {
  const still = { ...bent, volatility: 0, jumps: { perYear: 0, mean: 0, deviation: 0 } };
  const few = new Float64Array(3);
  const many = new Float64Array(1_001);
  drawPath(evenGrid(still, 2, 2), 0.7, Random.of(1, ''), few);
  drawPath(evenGrid(still, 2, 1_000), 0.7, Random.of(1, ''), many);
  assert.ok(Math.abs((few[2] as number) - (many[1_000] as number)) < 1e-12);
});

/** Fails beyond 4.5 standard errors: once in 150,000 seeds. */
function near(values: readonly number[], expected: number, what: string): void {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
  const error = Math.sqrt(variance / values.length);
  assert.ok(Math.abs(mean - expected) < 4.5 * error, `${what}: ${mean} is not ${expected} ± ${error}`);
}

/** A hundred thousand middle points: slow, plain, and with an error far below what is asked. */
function middlePoints(f: (x: number) => number, from: number, to: number): number {
  const n = 100_000;
  const step = (to - from) / n;
  let sum = 0;
  for (let i = 0; i < n; i += 1) sum += f(from + (i + 0.5) * step);
  return sum * step;
}
