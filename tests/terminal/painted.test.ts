/** Values that are painted once a frame, with frames that the test draws by hand. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

const frames: (() => void)[] = [];
Object.assign(globalThis, { requestAnimationFrame: (draw: () => void) => frames.push(draw) });
const { Painted } = await import('../../src/terminal/live/painted.ts');

test('TRM-3 a hundred changes between two frames are painted once, and all values of a frame together', () => {
  const price = new Painted('1.500');
  const volume = new Painted(0);
  const seen: [string, number][] = [];
  price.subscribe(() => seen.push([price.visible(), volume.newest]));
  for (let change = 1; change <= 100; change += 1) {
    price.set(`1.${500 + change}`);
    volume.set(change);
  }
  assert.equal(frames.length, 1);
  assert.equal(price.visible(), '1.500');
  assert.equal(price.newest, '1.600');
  frames.shift()?.();
  assert.deepEqual(seen, [['1.600', 100]]);
  assert.equal(volume.visible(), 100);
});

test('TRM-3 what is made later is made once a frame, and what is the same is not painted', () => {
  const depth = new Painted<readonly number[]>([]);
  let made = 0;
  let painted = 0;
  const leave = depth.subscribe(() => {
    painted += 1;
  });
  const levels = [1, 2, 3];
  for (let change = 0; change < 5; change += 1)
    depth.setLater(() => {
      made += 1;
      return levels;
    });
  frames.shift()?.();
  assert.deepEqual([made, painted], [1, 1]);
  depth.set(levels);
  frames.shift()?.();
  assert.equal(painted, 1);
  leave();
  depth.set([]);
  frames.shift()?.();
  assert.equal(painted, 1);
  assert.equal(frames.length, 0);
});
