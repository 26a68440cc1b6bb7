/** Even points: the known first ones, one into each piece of every dimension, scrambled and not. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BlockDice } from '#lab/chance/block-dice.ts';
import { SOBOL_DIMENSIONS_MAX, SobolPoints } from '#lab/chance/sobol.ts';

const SEED = 4;

test('the first points of five dimensions are the published ones', () => {
  // Joe and Kuo's own listing of the points of new-joe-kuo-6, in the order of Gray's code.
  const published = [
    [0, 0, 0, 0, 0],
    [0.5, 0.5, 0.5, 0.5, 0.5],
    [0.75, 0.25, 0.25, 0.25, 0.75],
    [0.25, 0.75, 0.75, 0.75, 0.25],
    [0.375, 0.375, 0.625, 0.875, 0.375],
    [0.875, 0.875, 0.125, 0.375, 0.875],
    [0.625, 0.125, 0.875, 0.625, 0.625],
    [0.125, 0.625, 0.375, 0.125, 0.125],
  ];
  assert.deepEqual(
    pointsOf(new SobolPoints(5), 8, 5).map((point) => point.map((place) => Math.floor(place * 2 ** 20) / 2 ** 20)),
    published,
  );
});

for (const [name, dice] of [
  ['as they are', undefined],
  ['scrambled', BlockDice.of(SEED, 'scramble')],
] as const)
  test(`of 2ᵏ points ${name}, one falls into each of 2ᵏ pieces of every dimension`, () => {
    const points = pointsOf(new SobolPoints(SOBOL_DIMENSIONS_MAX, dice), 1_024, SOBOL_DIMENSIONS_MAX);
    for (const k of [1, 4, 10])
      for (let from = 0; from < 1_024; from += 2 ** k)
        for (let at = 0; at < SOBOL_DIMENSIONS_MAX; at += 1) {
          const pieces = new Set(
            points.slice(from, from + 2 ** k).map((point) => Math.floor((point[at] as number) * 2 ** k)),
          );
          assert.equal(pieces.size, 2 ** k, `dimension ${at}, points from ${from}, seed ${SEED}`);
        }
  });

test('no two dimensions share their numbers', () => {
  const points = pointsOf(new SobolPoints(SOBOL_DIMENSIONS_MAX), 256, SOBOL_DIMENSIONS_MAX);
  const columns = Array.from({ length: SOBOL_DIMENSIONS_MAX }, (_, at) => points.map((point) => point[at]).join());
  assert.equal(new Set(columns).size, SOBOL_DIMENSIONS_MAX);
});

test('the first two dimensions fill 4 by 4 boxes with one of sixteen points each, however they are scrambled', () => {
  for (let scramble = 0; scramble < 20; scramble += 1) {
    const points = pointsOf(new SobolPoints(2, BlockDice.of(SEED, `${scramble}`)), 16, 2);
    const boxes = new Set(points.map(([x, y]) => 4 * Math.floor(4 * (x as number)) + Math.floor(4 * (y as number))));
    assert.equal(boxes.size, 16, `scramble ${scramble}, seed ${SEED}`);
  }
});

test('a scrambled point alone is even: the mean over scrambles has no bias', () => {
  const scrambles = 4_000;
  let [sum, squares] = [0, 0];
  for (let i = 0; i < scrambles; i += 1) {
    const [point] = pointsOf(new SobolPoints(3, BlockDice.of(SEED, `alone ${i}`)), 1, 3) as [number[]];
    sum += point[2] as number;
    squares += (point[2] as number) ** 2;
  }
  assert.ok(Math.abs(sum / scrambles - 1 / 2) < 4.5 * Math.sqrt(1 / 12 / scrambles), `seed ${SEED}`);
  assert.ok(Math.abs(squares / scrambles - 1 / 3) < 4.5 * Math.sqrt(4 / 45 / scrambles), `seed ${SEED}`);
});

function pointsOf(points: SobolPoints, count: number, dimensions: number): number[][] {
  const point = new Float64Array(dimensions);
  return Array.from({ length: count }, () => {
    points.next(point);
    return [...point];
  });
}
