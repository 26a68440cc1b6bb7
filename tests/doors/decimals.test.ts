/** Decimal strings and whole numbers: what is written is what is read, exactly, and nothing else is taken. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type ProductSpecification, SIT, SITP } from '#core/contract.ts';
import { type Money, money, type Ticks, ticks } from '#core/units.ts';
import {
  priceDecimals,
  readDecimal,
  readPrice,
  readSpreadPrice,
  writeAveragePrice,
  writeDecimal,
  writeMoney,
  writePrice,
} from '#session/decimals.ts';
import { changed } from '../model/commands.ts';

const SEED = Number(process.env.SEED ?? 7);
const REPLAY = `replay it with: SEED=${SEED} npm test -- decimals`;
const RUNS = { seed: SEED, numRuns: 2_000 };

test('API-3 a price is written with the places of its tick', () => {
  // USD 0.001, 0.01, 0.005, 1, 2.50 and a millionth.
  const cases: [tickSize: number, places: number, written: string][] = [
    [1_000, 3, '1.523'],
    [10_000, 2, '15.23'],
    [5_000, 3, '7.615'],
    [1_000_000, 0, '1523'],
    [2_500_000, 1, '3807.5'],
    [1, 6, '0.001523'],
  ];
  for (const [tickSize, places, written] of cases) {
    const specification = changed(SIT, { tickSize });
    assert.equal(priceDecimals(specification), places);
    assert.equal(writePrice(ticks(1523), specification), written);
    assert.equal(readPrice(written, specification), 1523);
  }
});

test('API-27 a price of a spread may be zero or negative, and lies between the differences that prices can have', () => {
  // SIT trades from 0.001 to 50.000, so its prices differ by 49.999 at most.
  const cases: [text: string, read: number | string][] = [
    ['-0.012', -12],
    ['0.3', 300],
    ['49.999', 49_999],
    ['-49.999', -49_999],
    ['50.000', 'PRICE_OUT_OF_RANGE'],
    ['-50.000', 'PRICE_OUT_OF_RANGE'],
    ['-0.0005', 'PRICE_OFF_TICK'],
    ['0.0005', 'PRICE_OFF_TICK'],
    ['−1', 'PRICE_NOT_DECIMAL'],
  ];
  for (const [text, read] of cases) assert.equal(readSpreadPrice(text, SIT), read, text);
  for (const zero of ['0', '-0', '-0.000']) assert.ok(Object.is(readSpreadPrice(zero, SIT), 0), zero);
  for (const price of [-49_999, -1_000, -12, 0, 7, 49_999])
    assert.equal(readSpreadPrice(writePrice(price as Ticks, SIT), SIT), price);
  assert.equal(writePrice(-12 as Ticks, SIT), '-0.012');
});

test('API-3 amounts keep every micro-dollar, at both ends of what an account may hold', () => {
  const cases: [amount: number, written: string][] = [
    [0, '0.000000'],
    [1, '0.000001'],
    [-1, '-0.000001'],
    [1_523_000, '1.523000'],
    [-1_000_000, '-1.000000'],
    [9e15, '9000000000.000000'],
    [-8_999_999_999_999_999, '-8999999999.999999'],
  ];
  for (const [amount, written] of cases) assert.equal(writeMoney(money(amount)), written);
});

test('API-3 whatever is written is read back, digit for digit', () => {
  fc.assert(
    fc.property(fc.maxSafeInteger(), fc.integer({ min: 0, max: 9 }), (value, places) => {
      const text = writeDecimal(value, places);
      // The plain twin: the number with a point set into its digits.
      const digits = String(Math.abs(value)).padStart(places + 1, '0');
      const twin = places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`;
      assert.equal(text, value < 0 ? `-${twin}` : twin, REPLAY);
      if (digits.length - places > 15) return;
      assert.equal(readDecimal(text), BigInt(value) * 10n ** BigInt(9 - places), REPLAY);
    }),
    RUNS,
  );
});

test('API-3 every price of a product is read as it was written, and half a tick more never is', () => {
  const anyProduct = fc.constantFrom<ProductSpecification>(SIT, SITP, changed(SIT, { tickSize: 250 }));
  fc.assert(
    fc.property(anyProduct, fc.integer({ min: 1, max: 5_000 }), (specification, price) => {
      const text = writePrice(ticks(price), specification);
      assert.equal(readPrice(text, specification), price, REPLAY);
      assert.equal(readPrice(`${text}000`.slice(0, text.indexOf('.') + 10), specification), price, REPLAY);
      const beside = writeDecimal(price * specification.tickSize + specification.tickSize / 2, 6);
      assert.equal(
        readPrice(beside, specification),
        price < specification.priceMax ? 'PRICE_OFF_TICK' : 'PRICE_OUT_OF_RANGE',
        REPLAY,
      );
    }),
    RUNS,
  );
});

test('API-3 a price is read as the decimal that it is, short or long', () => {
  const texts = fc.stringMatching(/^-?[0-9]{0,10}\.?[0-9]{0,10}$/);
  const products = fc.constantFrom(1, 250, 1_000, 2_500_000).map((tickSize) => changed(SIT, { tickSize }));
  fc.assert(
    fc.property(texts, products, (text, specification) => {
      const nano = readDecimal(text);
      const perTick = BigInt(specification.tickSize) * 1_000n;
      const read = readPrice(text, specification);
      const isInRange = nano !== undefined && nano > 0n && nano <= BigInt(specification.priceMax) * perTick;
      if (nano === undefined) assert.match(String(read), /^PRICE_(NOT_DECIMAL|OUT_OF_RANGE)$/, `${text}; ${REPLAY}`);
      else if (!isInRange) assert.equal(read, 'PRICE_OUT_OF_RANGE', `${text}; ${REPLAY}`);
      else assert.equal(read, nano % perTick === 0n ? Number(nano / perTick) : 'PRICE_OFF_TICK', `${text}; ${REPLAY}`);
    }),
    RUNS,
  );
});

test('API-3 an average is rounded towards zero, however large its parts', () => {
  const values = fc.oneof(fc.maxSafeInteger(), fc.integer({ min: -100_000, max: 100_000 }));
  const lots = fc.integer({ min: 1, max: 1_000_000_000 });
  fc.assert(
    fc.property(values, lots, fc.constantFrom(1, 1_000, 2_500_000), (value, count, tickSize) => {
      const specification = changed(SIT, { tickSize });
      const places = priceDecimals(specification) + 2;
      const nano = BigInt(value) * BigInt(tickSize) * 1_000n;
      const twin = writeDecimal(nano / (BigInt(count) * 10n ** BigInt(9 - places)), places);
      assert.equal(writeAveragePrice(value, count, specification), twin, REPLAY);
    }),
    RUNS,
  );
});

test('API-3 text that is no plain decimal is never read', () => {
  const plain = /^-?\d{1,15}(\.\d{1,9})?$/;
  const almost = fc.stringMatching(/^[-+ ]?[0-9٣]{0,17}[.,e]?[0-9]{0,11}[ \n]?$/);
  fc.assert(
    fc.property(fc.oneof(almost, fc.string()), (text) => {
      assert.equal(
        readDecimal(text) !== undefined,
        plain.test(text) && /^[\x20-\x7e]*$/.test(text),
        `${JSON.stringify(text)}; ${REPLAY}`,
      );
    }),
    RUNS,
  );
});

test('API-3 an average price has two places more than the tick and is rounded down', () => {
  // 5 lots at 1.500 and 2 at 1.501: 10,502 ticks over 7 lots are 1.500285…
  assert.equal(writeAveragePrice(5 * 1500 + 2 * 1501, 7, SIT), '1.50028');
  assert.equal(writeAveragePrice(3 * 1500, 3, SIT), '1.50000');
  const most = (50_000 * 100_000) as number;
  assert.equal(writeAveragePrice(most, 100_000, SIT), '50.00000');
  assert.equal(writeMoney(0 as Money), '0.000000');
});
