/** What a hedge is worth in closed form, against simulation by other means and the audited figures of the paper. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tableThree } from '#lab/jump-diffusion/parameters.ts';
import { drawPath, gridOf } from '#lab/jump-diffusion/path.ts';
import { basisFor, purchaseTimes, worthBy } from '#lab/paper/hedge-worth.ts';
import { meanProduct, priceMoments } from '#lab/procurement/price-moments.ts';
import { Random } from '#makers/random.ts';

test('the paper’s twelve purchases deviate by 0.38, and its headline is a basis of 15 to 33 %', () => {
  // Figures of an audit of the paper by 10,000 simulated paths: 0.38; 77.9 % at 0.148, 64.0 % and 0.871 at 0.31, 62 % at 0.333.
  const worth = worthBy(tableThree, 0.85);
  assert.equal(worth(0).unhedged.toFixed(2), '0.38');
  assert.ok(Math.abs(worth(0.148).reduction - 0.779) < 0.005);
  assert.ok(Math.abs(worth(0.31).reduction - 0.64) < 0.005);
  assert.ok(Math.abs(worth(0.31).efficiency - 0.871) < 0.005);
  assert.ok(Math.abs(worth(0.333).reduction - 0.62) < 0.005);
});

test('without basis a hedge of a share takes off that share of the deviation, and all of it hedges all', () => {
  const { reduction, efficiency, bestRatio, correlation } = worthBy(tableThree, 0.85)(0);
  assert.ok(Math.abs(reduction - 0.85) < 1e-12);
  assert.ok(Math.abs(efficiency - 0.9775) < 1e-12);
  assert.ok(Math.abs(bestRatio - 1) < 1e-12);
  assert.ok(Math.abs(correlation - 1) < 1e-12);
  assert.ok(worthBy(tableThree, 1)(0).hedged < 1e-7);
});

test('the best ratio is the best, and its efficiency is the square of the correlation', () => {
  const { bestRatio, correlation } = worthBy(tableThree, 0.3)(0.5);
  const efficiencyAt = (ratio: number) => worthBy(tableThree, ratio)(0.5).efficiency;
  assert.ok(Math.abs(efficiencyAt(bestRatio) - correlation * correlation) < 1e-12);
  for (const beside of [-0.01, 0.01]) assert.ok(efficiencyAt(bestRatio + beside) < efficiencyAt(bestRatio));
});

test('the basis that gives a worth gives it, and where none does there is none', () => {
  const worth = worthBy(tableThree, 0.85);
  const basis = basisFor(worth, ({ efficiency }) => efficiency, 0.87) as number;
  assert.ok(Math.abs(worth(basis).efficiency - 0.87) < 1e-9);
  assert.equal(
    basisFor(worth, ({ reduction }) => reduction, 0.86),
    undefined,
  );
});

test('mean products of prices are those of simulated paths', () => {
  const seed = 3;
  const dice = Random.of(seed, 'products');
  const grid = gridOf(tableThree, [0, 0.25, 1]);
  const path = new Float64Array(3);
  const products = Array.from({ length: 60_000 }, () => {
    drawPath(grid, Math.log(2), dice, path);
    return Math.exp((path[1] as number) + (path[2] as number));
  });
  const mean = products.reduce((a, b) => a + b, 0) / products.length;
  const error = Math.sqrt(products.reduce((sum, x) => sum + (x - mean) ** 2, 0)) / products.length;
  const expected = meanProduct(tableThree, Math.log(2), 0.25, 1);
  assert.ok(Math.abs(mean - expected) < 4.5 * error, `seed ${seed}: ${mean} is not ${expected} ± ${error}`);
  // The product with itself is the second moment, and the product with a certain price is that price times the mean.
  const { means, products: table } = priceMoments(tableThree, Math.log(2), [0, ...purchaseTimes]);
  assert.ok(Math.abs((table[0]?.[5] as number) - 2 * (means[5] as number)) < 1e-12);
  assert.equal(table[3]?.[7], table[7]?.[3]);
});
