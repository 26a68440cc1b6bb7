import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Random } from '#makers/random.ts';

test('random numbers are those of the published xoshiro128**', () => {
  // The generator written out a second time, with whole numbers of 32 bits as bigints, from the authors' definition.
  const word = (x: bigint): bigint => x & 0xffff_ffffn;
  const left = (x: bigint, k: bigint): bigint => word(x << k) | (x >> (32n - k));
  let [s0, s1, s2, s3] = [1n, 2n, 3n, 4n];
  const reference = (): number => {
    const result = word(left(word(s1 * 5n), 7n) * 9n);
    const t = word(s1 << 9n);
    s2 ^= s0;
    s3 ^= s1;
    s1 ^= s2;
    s0 ^= s3;
    s2 ^= t;
    s3 = left(s3, 11n);
    return Number(result) / 2 ** 32;
  };
  const random = new Random([1, 2, 3, 4]);
  for (let i = 0; i < 1_000; i += 1) assert.equal(random.next(), reference());
});

test('a stream goes on from its state, and every name has a stream of its own', () => {
  const random = Random.of(7, 'anna');
  random.next();
  const resumed = new Random(random.state);
  assert.deepEqual([resumed.next(), resumed.next()], [random.next(), random.next()]);
  const firsts = ['anna', 'annb', 'bao', ''].flatMap((name) => [7, 8].map((seed) => Random.of(seed, name).next()));
  assert.equal(new Set(firsts).size, firsts.length);
});

test('normal numbers have mean 0 and deviation 1, and rounding is right on average', () => {
  const random = Random.of(7, 'normal');
  const draws = Array.from({ length: 40_000 }, () => random.normal());
  const mean = draws.reduce((a, b) => a + b, 0) / draws.length;
  const variance = draws.reduce((a, b) => a + (b - mean) ** 2, 0) / draws.length;
  // Four standard errors: 1/√n of the mean, √(2/n) of the variance.
  assert(Math.abs(mean) < 0.02 && Math.abs(variance - 1) < 0.029, `${mean} ${variance}`);
  const rounded = Array.from({ length: 40_000 }, () => random.round(0.3));
  assert(Math.abs(rounded.reduce((a, b) => a + b, 0) / rounded.length - 0.3) < 0.01);
});
