/** The tree behind an account's margin, through the doors. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { OpenDoors } from './open-doors.ts';

test('API-28 the account sees the tree behind its initial margin, and what it sees sums up', async (t) => {
  const doors = await OpenDoors.with(t);
  const anna = doors.client('anna');
  await anna.placeOrder({ contract: 'SIT2612', side: 'buy', price: '1.500', quantity: 5 });
  await anna.placeOrder({ contract: 'SIT2701', side: 'sell', price: '1.500', quantity: 2 });
  const { sequence, ...tree } = await anna.margin();
  const { initialMargin, sequence: asOf } = await anna.account();
  assert.equal(sequence, asOf);
  const contract = (name: string, lots: string, amount: string) => ({
    label: 'contract',
    name,
    amount,
    rule: 'paper',
    figures: [
      { label: 'lotsAtRisk', unit: 'lots', value: lots },
      { label: 'settlementPrice', unit: 'price', value: '1.500' },
      { label: 'rate', unit: 'share', value: '0.080000' },
      { label: 'marginPerLot', unit: 'money', value: '120.000000' },
      { label: 'paper', unit: 'share', value: '0.080000' },
    ],
  });
  const parts = [contract('SIT2612', '5', '600.000000'), contract('SIT2701', '2', '240.000000')];
  assert.deepEqual(tree, {
    account: 'anna',
    amount: initialMargin,
    products: [{ product: 'SIT', amount: initialMargin, parts }],
  });
  assert.equal(initialMargin, '840.000000');
  assert.deepEqual((await doors.client('bao').margin()).products, []);
});
