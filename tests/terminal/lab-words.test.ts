/** How figures of the lab are written on the screen. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cellText, claimsInShort } from '../../src/terminal/models/lab-words.ts';

test('TRM-29 a cell has the places of its column, and what is missing is a dash', () => {
  for (const [cell, places, text] of [
    [-1234567.891, 2, '−1,234,567.89'],
    [0.5, 3, '0.500'],
    [12, undefined, '12'],
    [0.1 + 0.2, undefined, '0.30000000000000004'],
    [1e-9, undefined, '1e-9'],
    [1e25, 2, '1e+25'],
    [true, undefined, 'yes'],
    [false, undefined, 'no'],
    ['=2+2', undefined, '=2+2'],
    [null, 2, '–'],
  ] as const)
    assert.equal(cellText(cell, places), text);
});

test('TRM-29 the claims are counted by verdict, and where nobody claims anything nothing is said', () => {
  const claim = { claim: 'c', said: '1', measured: '2', because: '' };
  assert.equal(
    claimsInShort([
      { ...claim, verdict: 'holds' },
      { ...claim, verdict: 'does not hold' },
      { ...claim, verdict: 'holds under a stated reading' },
    ]),
    '1 of 3 hold, 1 under a stated reading',
  );
  assert.equal(claimsInShort([]), undefined);
});
