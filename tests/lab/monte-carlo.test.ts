/** Simulation against closed forms: every way of drawing has the same law, and errors are as large as they are said to be. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BlockDice } from '#lab/chance/block-dice.ts';
import { futuresPrice } from '#lab/jump-diffusion/futures-price.ts';
import { type Parameters, tableThree } from '#lab/jump-diffusion/parameters.ts';
import { leftAfter, momentsAt } from '#lab/jump-diffusion/transition.ts';
import { Bridge } from '#lab/monte-carlo/bridge.ts';
import { fitControls } from '#lab/monte-carlo/controls.ts';
import { efficiencyOf, meanOf } from '#lab/monte-carlo/estimates.ts';
import { type Plan, pilot, type Question, runPart } from '#lab/monte-carlo/run-part.ts';
import { type Draw, draws, poissonQuantile } from '#lab/monte-carlo/samplers.ts';
import { mergeTallies, type Tally, Tallying } from '#lab/monte-carlo/tally.ts';
import { Walk } from '#lab/monte-carlo/walk.ts';
import { purchaseTimes, worthBy } from '#lab/paper/hedge-worth.ts';
import { Random } from '#makers/random.ts';

const SEED = 21;
const START = Math.log(2);
const futures: Question = { kind: 'futures', dates: [0.25, 1] };
const hedge = (averaged: boolean): Question => ({
  kind: 'hedge',
  averaged,
  purchases: { dates: purchaseTimes, ratio: 0.85, basis: { volatility: 0.31, reversion: 4 } },
});

test('a tally has the means and covariances of its samples, however they are split', () => {
  const dice = Random.of(SEED, 'tally');
  const samples = Array.from({ length: 50 }, () => {
    const z = dice.normal();
    return [1e6 + z, dice.normal() - 2 * z, dice.next()];
  });
  const tallied = (some: readonly (readonly number[])[]) => {
    const tally = new Tallying(3);
    for (const sample of some) tally.add(Float64Array.from(sample));
    return tally;
  };
  const means = [0, 1, 2].map((i) => samples.reduce((sum, sample) => sum + (sample[i] as number), 0) / 50);
  for (const cuts of [[], [1], [17], [3, 4, 40]]) {
    const edges = [0, ...cuts, 50];
    const merged = mergeTallies(
      cuts.map((cut, i) => tallied(samples.slice(edges[i], cut))).concat(tallied(samples.slice(cuts.at(-1) ?? 0))),
    );
    assert.equal(merged.count, 50);
    for (let i = 0; i < 3; i += 1) {
      assert.ok(Math.abs((merged.means[i] as number) - (means[i] as number)) < 1e-9);
      for (let j = 0; j < 3; j += 1) {
        const product = samples.reduce(
          (sum, sample) =>
            sum + ((sample[i] as number) - (means[i] as number)) * ((sample[j] as number) - (means[j] as number)),
          0,
        );
        assert.ok(Math.abs((merged.products[3 * i + j] as number) - product) < 1e-6, `${cuts}: ${i}, ${j}`);
      }
    }
  }
});

test('counts by inversion have the probabilities of Poisson', () => {
  for (const mean of [0, 0.3, 3, 9]) {
    const timesOf = poissonQuantile(mean);
    let [below, term] = [0, Math.exp(-mean)];
    for (let n = 0; n < 8; n += 1) {
      const above = below + term;
      assert.equal(timesOf(below + term / 2), n);
      if (term > 1e-6) assert.equal(timesOf(above - term * 1e-6), n);
      below = above;
      term *= mean / (n + 1);
      if (term === 0) break;
    }
  }
  assert.ok(poissonQuantile(3)(1 - 2 ** -53) > 15);
});

/** A model that bends, jumps and swings, so that a part left out would show. */
const bent: Parameters = {
  ...tableThree,
  trend: [
    { from: 0, perYear: -0.9 },
    { from: 0.4, perYear: 0.5 },
  ],
  season: { size: 0.3, period: 0.7 },
};

for (const draw of draws)
  test(`${draw} paths have the moments of the closed forms, at each date and between dates`, () => {
    const dates = [0.1, 0.15, 0.6, 1];
    const [sooner, later] = [1, 3];
    const block = 256;
    // One sample is the mean over a block, each block from a sampler of its own: what belongs together stays together.
    const tally = new Tallying(6);
    const logs = new Float64Array(block * dates.length);
    for (let sample = 0; sample < 160; sample += 1) {
      const dice = BlockDice.of(SEED, `${draw} ${sample}`);
      const sampler =
        draw === 'even' ? new Bridge(bent, 0.5, dates, block, dice) : new Walk(bent, 0.5, dates, draw, block, dice);
      sampler.fill(logs);
      const sums = new Float64Array(6);
      for (let p = 0; p < block; p += 1) {
        const [x, y] = [logs[sooner * block + p] as number, logs[later * block + p] as number];
        for (const [i, value] of [x, x * x, y, y * y, x * y, Math.exp(y)].entries())
          sums[i] = (sums[i] as number) + value / block;
      }
      tally.add(sums);
    }
    const [a, b] = [momentsAt(bent, 0.5, 0, dates[sooner] as number), momentsAt(bent, 0.5, 0, 1)];
    const between = leftAfter(bent, 1 - (dates[sooner] as number)) * a.variance;
    const expected = [
      a.mean,
      a.variance + a.mean ** 2,
      b.mean,
      b.variance + b.mean ** 2,
      between + a.mean * b.mean,
      futuresPrice(bent, 0.5, 0, 1),
    ];
    for (const [i, value] of expected.entries()) {
      const { value: found, standardError } = meanOf([tally], i);
      near(found, value, standardError, `moment ${i}`);
    }
  });

for (const draw of draws)
  for (const controls of [false, true])
    test(`futures by ${draw} paths ${controls ? 'with' : 'without'} controls`, () => {
      const parts = run(planOf(futures, draw), controls, 1_024);
      for (const [at, date] of [0.25, 1].entries()) {
        const { value, standardError } = meanOf(parts, at);
        near(value, futuresPrice(tableThree, START, 0, date), standardError, `${date} years`);
      }
    });

for (const draw of draws)
  for (const averaged of [false, true])
    for (const controls of [false, true])
      test(`hedge efficiency by ${draw} paths, basis ${averaged ? 'averaged' : 'drawn'}, ${controls ? 'with' : 'without'} controls`, () => {
        const { value, standardError, bias } = efficiencyOf(run(planOf(hedge(averaged), draw), controls, 512));
        near(value, worthBy(tableThree, 0.85)(0.31).efficiency, standardError, 'efficiency');
        assert.ok(Math.abs(bias) < standardError / 20);
      });

test('errors are as large as they are said to be, of samples that belong together too', () => {
  const exact = { futures: futuresPrice(tableThree, START, 0, 1), hedge: worthBy(tableThree, 0.85)(0.31).efficiency };
  const seeds = 80;
  for (const [draw, controls, averaged] of [
    ['independent', false, false],
    ['antithetic', true, true],
    ['both', false, true],
    ['even', true, true],
  ] as const) {
    let [ofFutures, ofHedge] = [0, 0];
    const plans = [planOf({ kind: 'futures', dates: [1] }, draw), planOf(hedge(averaged), draw)] as const;
    // One pilot for all seeds: it is part of what is held fixed.
    const [first, second] = plans.map((plan) => (controls ? pilot(plan) : undefined));
    for (let seed = 1; seed <= seeds; seed += 1) {
      const one = meanOf(partsOf({ ...plans[0], seed }, first, 64), 0);
      const two = efficiencyOf(partsOf({ ...plans[1], seed }, second, 64));
      ofFutures += ((one.value - exact.futures) / one.standardError) ** 2 / seeds;
      ofHedge += ((two.value - exact.hedge) / two.standardError) ** 2 / seeds;
    }
    // Mean squares of 80 standard normal numbers lie within 1 ± 4.5 √(2 / 80); a little above where 24 samples tell the error.
    for (const [what, square] of Object.entries({ ofFutures, ofHedge }))
      assert.ok(Math.abs(square - 1.05) < 0.75, `${draw}, ${what}: ${square}`);
  }
});

test('controls take the part of a value that they explain, and nothing of its mean', () => {
  const dice = Random.of(SEED, 'controls');
  const tally = new Tallying(3);
  for (let i = 0; i < 2_000; i += 1) {
    const [u, v] = [dice.normal(), dice.normal()];
    tally.add(Float64Array.of(3 * u - 0.5 * (u + v) + 7, u, u + v));
  }
  const [[first = 0, second = 0] = []] = fitControls(tally, 1);
  assert.ok(Math.abs(first - 3) < 1e-9 && Math.abs(second + 0.5) < 1e-9);
});

test('together the techniques take at least ten times fewer paths, for both questions', () => {
  const squared = ({ standardError }: { standardError: number }) => standardError ** 2;
  const plain = run(planOf(futures, 'independent'), false, 2_048);
  assert.ok(squared(meanOf(plain, 1)) > 200 * squared(meanOf(run(planOf(futures, 'antithetic'), true, 2_048), 1)));
  const drawn = run(planOf(hedge(false), 'independent'), false, 2_048);
  const better = run(planOf(hedge(true), 'independent'), true, 2_048);
  assert.ok(squared(efficiencyOf(drawn)) > 10 * squared(efficiencyOf(better)));
});

function planOf(question: Question, draw: Draw): Plan {
  return { parameters: tableThree, start: START, question, draw, seed: SEED };
}

function run(plan: Plan, controls: boolean, paths: number): Tally[] {
  return partsOf(plan, controls ? pilot(plan) : undefined, paths);
}

function partsOf(plan: Plan, coefficients: number[][] | undefined, paths: number): Tally[] {
  return Array.from({ length: 24 }, (_, part) => runPart({ ...plan, part, paths, coefficients }));
}

/** Fails beyond 4.5 standard errors: once in 150,000 seeds, or in 6,000 where 24 scrambles say how large they are. */
function near(found: number, expected: number, error: number, what: string): void {
  assert.ok(Math.abs(found - expected) < 4.5 * error, `${what}, seed ${SEED}: ${found} is not ${expected} ± ${error}`);
}
