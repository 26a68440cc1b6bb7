/** What a market maker sets, promises and is told, through the doors of a whole venue. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Millis } from '#core/units.ts';
import { CONTRACT, OpenDoors, order, refusalOf } from './open-doors.ts';

const protection = { intervalMs: 1_000, frozenMs: 0, quantity: 3, delta: null } as const;

test('API-26 a maker sets its own protection, which acts, is reset and taken away', async (t) => {
  const doors = await OpenDoors.with(t);
  const [anna, bao] = [doors.client('anna'), doors.client('bao')];
  const { sequence } = await anna.setProtection('SIT', protection);
  assert.equal(sequence, doors.sequencer.sequence);
  const quotes = [{ contract: CONTRACT, bid: { price: '1.490', quantity: 5 }, ask: { price: '1.510', quantity: 5 } }];
  const [quote] = (await anna.placeQuotes(quotes)).quotes;
  await bao.placeOrder({ contract: CONTRACT, side: 'sell', price: '1.490', quantity: 3 });
  const { status, cancelReason } = await anna.order(quote?.ask?.order as number);
  assert.deepEqual([status, cancelReason], ['cancelled', 'protection']);
  const again = await doors.ask('PUT', '/quotes', { key: doors.keyOf('anna'), body: { quotes } });
  assert.equal(refusalOf(again).code, 'PROTECTION_FROZEN');
  await anna.resetProtection('SIT');
  await anna.placeQuotes(quotes);
  await anna.removeProtection('SIT');
  await bao.placeOrder({ contract: CONTRACT, side: 'sell', price: '1.490', quantity: 4 });
  assert.equal((await anna.orders()).length, 2, 'without protection the rest stays');
});

test('API-26, API-12 a protection that cannot be is refused, by the doors or by the exchange', async (t) => {
  const doors = await OpenDoors.with(t);
  const key = doors.keyOf('anna');
  const cases = [
    ['PUT', '/protection/SIT', { ...protection, intervalMs: 0 }, 'PROTECTION_INVALID', true],
    ['PUT', '/protection/SIT', { ...protection, quantity: null }, 'PROTECTION_INVALID', true],
    ['PUT', '/protection/SIT', { ...protection, delta: -1 }, 'PROTECTION_INVALID', true],
    ['PUT', '/protection/GAS', protection, 'PRODUCT_UNKNOWN', true],
    ['DELETE', '/protection/GAS', undefined, 'PRODUCT_UNKNOWN', true],
    ['POST', '/protection/SIT/reset', undefined, 'NOT_PROTECTED', true],
    ['PUT', '/protection/SIT', { intervalMs: 1_000 }, 'FIELD_MISSING', false],
    ['PUT', '/protection/SIT', { ...protection, quantity: '3' }, 'QUANTITY_NOT_WHOLE', false],
    ['PUT', '/protection/SIT', { ...protection, frozenMs: 0.5 }, 'FIELD_INVALID', false],
    ['PUT', '/protection/SIT', { ...protection, account: 'bao' }, 'FIELD_UNKNOWN', false],
  ] as const;
  for (const [method, path, body, code, isJournalled] of cases) {
    const [hash, sequence] = [doors.exchange.hash(), doors.sequencer.sequence];
    const answer = await doors.ask(method, path, { key, body });
    assert.equal(refusalOf(answer).code, code, `${method} ${path} ${JSON.stringify(body)}`);
    assert.equal(doors.exchange.hash(), hash);
    assert.equal(doors.sequencer.sequence, sequence + (isJournalled ? 1 : 0));
  }
});

test('API-26 agreements are public, but for what a maker owns, and its report is for the maker alone', async (t) => {
  const doors = await OpenDoors.with(t);
  const [anna, bao] = [doors.client('anna'), doors.client('bao')];
  const operator = doors.client();
  operator.key = doors.operatorKey;
  assert.deepEqual([await doors.client().makers(), await anna.makerReport()], [[], []]);
  await operator.operate({
    type: 'signAgreement',
    account: 'anna',
    product: 'SIT',
    netCapital: '77',
    programme: 'venue',
  });
  const [agreement] = await doors.client().makers();
  assert.deepEqual(
    { ...agreement, stress: undefined, rebates: agreement?.rebates.length },
    {
      account: 'anna',
      product: 'SIT',
      front: { spreadMax: '0.015000', lotsMin: 20, comparableMin: '0.500000' },
      others: { spreadMax: '0.025000', lotsMin: 20, comparableMin: '0.500000' },
      shareMin: '0.700000',
      stress: undefined,
      rebates: 3,
    },
  );
  assert.ok(!JSON.stringify(agreement).includes('77'));

  // Half an hour without quotes, then half an hour with them, by the venue's clock.
  doors.clock.time = (doors.clock.time + 1_800_000) as Millis;
  await anna.placeQuotes([
    { contract: CONTRACT, bid: { price: '1.495', quantity: 20 }, ask: { price: '1.505', quantity: 20 } },
  ]);
  doors.clock.time = (doors.clock.time + 1_800_000) as Millis;
  const report = (await anna.makerReport()).find(({ contract }) => contract === CONTRACT);
  const { month, obligatedMs, presentMs, share, met } = report ?? {};
  assert.deepEqual(
    { month, obligatedMs, presentMs, share, met },
    { month: '2026-11', obligatedMs: 3_600_000, presentMs: 1_800_000, share: '0.500000', met: false },
  );
  assert.deepEqual(await bao.makerReport(), []);
  await operator.operate({ type: 'endAgreement', account: 'anna', product: 'SIT' });
  assert.deepEqual(await doors.client().makers(), []);
  const strange = await doors.ask('POST', '/orders', { key: doors.operatorKey, body: order() });
  assert.equal(refusalOf(strange).code, 'KEY_UNKNOWN');
});
