/** Normal numbers in blocks: their bits, their moments, their cells and their tails. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BlockDice } from '#lab/chance/block-dice.ts';
import { inverseNormal } from '#lab/chance/inverse-normal.ts';
import { errorComplement } from '#lab/statistics/chi-square.ts';
import { Random } from '#makers/random.ts';

const SEED = 11;
const COUNT = 2_000_000;
const BLOCK = 1_000;

test('even numbers are those of the plain dice of the same name, two draws each', () => {
  const [plain, dice] = [Random.of(3, 'a'), BlockDice.of(3, 'a')];
  for (let i = 0; i < 1_000; i += 1) {
    const high = Math.floor((plain.next() * 2 ** 32) / 2 ** 5);
    const low = Math.floor((plain.next() * 2 ** 32) / 2 ** 6);
    assert.equal(dice.next(), (high * 2 ** 26 + low) / 2 ** 53);
  }
});

test(`${COUNT} normal numbers have the moments, the tails and the cells of the law`, () => {
  const powers = [0, 0, 0, 0];
  const beyond = [1, 2, 3, 3.5, 4];
  const outside = beyond.map(() => [0, 0] as [below: number, above: number]);
  // Two hundred cells of equal probability.
  const edges = Array.from({ length: 199 }, (_, i) => inverseNormal((i + 1) / 200));
  const cells = new Float64Array(200);
  for (const block of blocksOf(COUNT))
    for (const z of block) {
      for (let k = 0; k < 4; k += 1) powers[k] = (powers[k] as number) + z ** (k + 1);
      for (const [i, far] of beyond.entries()) {
        if (z < -far) (outside[i] as [number, number])[0] += 1;
        if (z > far) (outside[i] as [number, number])[1] += 1;
      }
      cells[cellOf(edges, z)] = (cells[cellOf(edges, z)] as number) + 1;
    }
  // Mean and variance of z, z², z³, z⁴.
  const law = [
    [0, 1],
    [1, 2],
    [0, 15],
    [3, 96],
  ] as const;
  for (const [k, [mean, variance]] of law.entries())
    within((powers[k] as number) / COUNT, mean, Math.sqrt(variance / COUNT), `power ${k + 1}`);
  for (const [i, far] of beyond.entries())
    for (const [side, count] of (outside[i] as [number, number]).entries()) {
      const tail = errorComplement(far / Math.SQRT2) / 2;
      within(count / COUNT, tail, Math.sqrt(tail / COUNT), `beyond ${side === 0 ? -far : far}`);
    }
  const expected = COUNT / 200;
  const square = cells.reduce((sum, found) => sum + (found - expected) ** 2 / expected, 0);
  // Chi-square of 199 degrees is about normal: mean 199, variance 398.
  within(square, 199, Math.sqrt(398), 'chi-square over 200 cells');
});

test('beyond the last layer the tail goes on as it should', () => {
  // Of 2,000,000 numbers about 516 lie beyond 3.6542; they are told apart by their own cells.
  const layer = 3.654152885361009;
  const far: number[] = [];
  for (const block of blocksOf(COUNT)) for (const z of block) if (Math.abs(z) > layer) far.push(Math.abs(z));
  const all = errorComplement(layer / Math.SQRT2);
  within(far.length, COUNT * all, Math.sqrt(COUNT * all), 'how many');
  for (const place of [3.75, 3.9, 4.1]) {
    const share = errorComplement(place / Math.SQRT2) / all;
    const found = far.filter((z) => z > place).length / far.length;
    within(found, share, Math.sqrt((share * (1 - share)) / far.length), `beyond ${place}`);
  }
});

test('neighbours and numbers of two names have nothing to do with each other', () => {
  const [one, two] = [new Float64Array(200_000), new Float64Array(200_000)];
  BlockDice.of(SEED, 'part 0').fillNormals(one, one.length);
  BlockDice.of(SEED, 'part 1').fillNormals(two, two.length);
  const product = (of: (i: number) => number) => one.reduce((sum, _, i) => sum + of(i), 0) / one.length;
  const error = 1 / Math.sqrt(one.length);
  within(
    product((i) => (one[i] as number) * (one[i + 1] ?? 0)),
    0,
    error,
    'neighbours',
  );
  within(
    product((i) => (one[i] as number) * (two[i] as number)),
    0,
    error,
    'names',
  );
  within(
    product((i) => ((one[i] as number) ** 2 - 1) * ((one[i + 1] ?? 0) ** 2 - 1)),
    0,
    2 * error,
    'squares of neighbours',
  );
});

test('the same seed and name give the same numbers, others give others', () => {
  const draw = (seed: number, name: string) => {
    const numbers = new Float64Array(2_000);
    BlockDice.of(seed, name).fillNormals(numbers, numbers.length);
    return numbers;
  };
  assert.deepEqual(draw(1, 'a'), draw(1, 'a'));
  assert.notDeepEqual(draw(1, 'a'), draw(2, 'a'));
  assert.notDeepEqual(draw(1, 'a'), draw(1, 'b'));
});

test('the inverse of the law is its inverse, in the middle and far out', () => {
  for (const z of [0.01, 0.5, 1.1, 1.2, 2, 4, 5.1, 7, 12, 30]) {
    const tail = errorComplement(z / Math.SQRT2) / 2;
    assert.ok(Math.abs(-inverseNormal(tail) / z - 1) < 1e-11, `${z}`);
    if (z < 4) assert.ok(Math.abs(inverseNormal(1 - tail) / z - 1) < 1e-9, `${z}`);
  }
  assert.equal(inverseNormal(0.5), 0);
});

function* blocksOf(count: number): Generator<Float64Array> {
  const dice = BlockDice.of(SEED, 'normals');
  const block = new Float64Array(BLOCK);
  for (let drawn = 0; drawn < count; drawn += BLOCK) {
    dice.fillNormals(block, BLOCK);
    yield block;
  }
}

function cellOf(edges: readonly number[], z: number): number {
  let [low, high] = [0, edges.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((edges[middle] as number) < z) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Fails beyond 4.5 standard errors: once in 150,000 seeds. */
function within(found: number, expected: number, error: number, what: string): void {
  assert.ok(Math.abs(found - expected) < 4.5 * error, `${what}, seed ${SEED}: ${found} is not ${expected} ± ${error}`);
}
