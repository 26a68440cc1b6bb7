/** Figures and prices as they are written on the screen. Every expected text was written by hand. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  decimal,
  dollars,
  lots,
  MISSING,
  opposite,
  percent,
  placesOf,
  position,
  rate,
  rounded,
  signed,
  signedDollars,
  signOf,
  trimPlaces,
} from '../../src/terminal/models/figures.ts';
import { countUnits, readDecimal, stepPrice, writeUnits } from '../../src/terminal/models/price-steps.ts';

test('TRM-11 a figure is grouped, keeps every place it has, and carries the true minus sign', () => {
  assert.equal(decimal('1234567.50'), '1,234,567.50');
  assert.equal(decimal('-1234.500'), '\u22121,234.500');
  assert.equal(decimal('999'), '999');
  assert.equal(decimal('9007199254740993.123456789'), '9,007,199,254,740,993.123456789');
  assert.equal(decimal(null), MISSING);
});

test('TRM-11 a change says its sign, and nothing has none', () => {
  assert.equal(signed('0.025'), '+0.025');
  assert.equal(signed('-0.025'), '\u22120.025');
  assert.equal(signed('0.000'), '0.000');
  assert.deepEqual([signOf('0.001'), signOf('-0.001'), signOf('-0.000'), signOf(null)], [1, -1, 0, 0]);
  assert.deepEqual([position(3), position(-3), position(0), lots(12_000)], ['+3', '\u22123', '0', '12,000']);
});

test('TRM-11 amounts are shown to the cent, half a cent rounds away from zero', () => {
  assert.equal(dollars('196.662822'), '196.66');
  assert.equal(dollars('0.005000'), '0.01');
  assert.equal(dollars('-1234.565000'), '\u22121,234.57');
  assert.equal(dollars('-0.004999'), '0.00');
  assert.equal(signedDollars('12.300000'), '+12.30');
  assert.equal(signedDollars(opposite('1.484200')), '\u22121.48');
  assert.equal(signedDollars(opposite('0.000000')), '0.00');
  assert.equal(opposite('-2.5'), '2.5');
});

test('TRM-11 shares are shown in per cent, rates with only the places they have', () => {
  assert.equal(percent('0.15625'), '15.6\u00a0%');
  assert.equal(percent('0.094686', 2), '9.47\u00a0%');
  assert.equal(percent('1'), '100.0\u00a0%');
  assert.equal(rate('0.000100'), '0.01\u00a0%');
  assert.equal(rate('0.150000'), '15\u00a0%');
});

test('TRM-11 a column has the places of the finest figure in it', () => {
  assert.equal(placesOf(['3.000000', '0.228800', '15.000000'], 2), 4);
  assert.equal(placesOf(['3.000000'], 2), 2);
  assert.equal(rounded('0.228800', 4), '0.2288');
  assert.equal(rounded('1.0776604', 3), '1.078');
  assert.deepEqual(
    [trimPlaces('1.500000', 3), trimPlaces('2.155426', 3), trimPlaces('7.00', 0)],
    ['1.500', '2.155426', '7'],
  );
});

test('TRM-8 a typed price is read as a plain decimal or not at all', () => {
  assert.deepEqual(['1.5', '.5', '2.', ' 007.10 '].map(readDecimal), ['1.5', '0.5', '2', '7.10']);
  assert.deepEqual(['', '.', '1e3', '-1', '1,5', '+1'].map(readDecimal), new Array(6).fill(undefined));
});

test('TRM-10 an arrow moves a price by one tick and never below the first', () => {
  assert.equal(stepPrice('1.999', '0.001', 3, 1), '2.000');
  assert.equal(stepPrice('0.001', '0.001', 3, -1), '0.001');
  assert.equal(stepPrice('1.52', '0.05', 2, 1), '1.55');
  assert.equal(stepPrice('1.52', '0.05', 2, -1), '1.50');
  assert.deepEqual([countUnits('1.5', 3), countUnits('1.0005', 3), writeUnits(7, 3)], [1500, undefined, '0.007']);
});
