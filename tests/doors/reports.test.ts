/** What whoever runs the venue can look up: the reconciliation, and who holds much. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SIT } from '#core/contract.ts';
import type { AccountId, Lots, Money } from '#core/units.ts';
import type { LargeTraderReport, Reconciliation } from '#wire/operator-reports.ts';
import { dayOf, dollars, product } from '../model/commands.ts';
import { CONTRACT, OpenDoors } from './open-doors.ts';

const asked = async (doors: OpenDoors): Promise<Reconciliation> => {
  const { status, body } = await doors.ask('GET', '/operator/reconciliation', { key: doors.operatorKey });
  assert.equal(status, 200);
  return body as Reconciliation;
};

test('MKT-13 statements and ledger agree to the micro-dollar, by member, house and clients apart', async (t) => {
  const doors = await OpenDoors.with(t);
  const before = await asked(doors);
  assert.deepEqual([before.agrees, before.date, before.sequence], [true, null, doors.sequencer.sequence]);
  const { key } = await doors.client('anna').openClient('anna-one');
  const client = doors.client();
  client.key = key;
  await doors.client('bao').placeOrder({ contract: CONTRACT, side: 'sell', price: '1.510', quantity: 10 });
  await client.placeOrder({ contract: CONTRACT, side: 'buy', price: '1.510', quantity: 10 });
  await doors.endDay();

  const told = await asked(doors);
  assert.deepEqual([told.agrees, told.differences, told.date], [true, [], '2026-11-23']);
  // Three accounts with a million each; fees of 0.01 % and 0.002 % of 15,100 dollars; nobody has gained, as the day
  // settled where it traded.
  assert.deepEqual(told.ledger, {
    cash: '2999998.188000',
    bank: '-3000000.000000',
    settlement: '0.000000',
    fees: '1.812000',
    rebates: '0.000000',
    capital: '0.000000',
    fund: '0.000000',
    defaults: '0.000000',
    sum: '0.000000',
  });
  assert.equal(told.statements, told.ledger.cash);
  assert.equal(told.total.closingBalance, told.ledger.cash);
  const million = { item: 'deposits', amount: '1000000.000000' };
  const none = { accounts: 0, openingBalance: '0.000000', items: [], closingBalance: '0.000000' };
  const whole = { accounts: 1, openingBalance: '0.000000' };
  const fee = (item: string, amount: string) => [million, { item, amount }];
  assert.deepEqual(told.members, [
    {
      member: 'anna',
      house: { ...whole, items: [million], closingBalance: '1000000.000000' },
      clients: { ...whole, items: fee('takerFees', '-1.510000'), closingBalance: '999998.490000' },
    },
    {
      member: 'bao',
      house: { ...whole, items: fee('makerFees', '-0.302000'), closingBalance: '999999.698000' },
      clients: none,
    },
  ]);
  // On a quiet day nothing moves, and everybody stands where the last page closed.
  await doors.endDay();
  const quiet = await asked(doors);
  assert.deepEqual([quiet.date, quiet.total.items], ['2026-11-24', []]);
  assert.equal(quiet.total.closingBalance, told.ledger.cash);
  // With capital there is a default fund, and what members give to it is an item of theirs.
  await doors.send({ type: 'addCapital', amount: dollars(500) });
  await doors.endDay();
  const { agrees, ledger, total } = await asked(doors);
  assert.deepEqual(
    [agrees, ledger.capital, ledger.bank, ledger.sum],
    [true, '500.000000', '-3000500.000000', '0.000000'],
  );
  assert.notEqual(ledger.fund, '0.000000');
  assert.deepEqual(total.items, [{ item: 'fundContribution', amount: `-${ledger.fund}` }]);
});

test('MKT-13 ledger and statements are read at one command while others go on', async (t) => {
  const doors = await OpenDoors.with(t);
  const all: Promise<unknown>[] = [];
  for (let i = 0; i < 40; i += 1) {
    all.push(doors.send({ type: 'deposit', account: (i % 2) as AccountId, amount: (i + 1) as Money }));
    if (i % 4 === 0)
      all.push(asked(doors).then(({ agrees, differences }) => assert.ok(agrees, JSON.stringify(differences))));
  }
  await Promise.all(all);
});

test('MKT-13 an account whose statement is not its cash is named', async (t) => {
  const doors = await OpenDoors.with(t);
  const { exchange } = doors;
  const { ledger } = exchange;
  Object.defineProperty(exchange, 'ledger', {
    value: new Proxy(ledger, {
      get: (its, name) =>
        name === 'cashOf'
          ? (account: AccountId) => (its.cashOf(account) + (account === 1 ? 1 : 0)) as Money
          : (Reflect.get(its, name).bind?.(its) ?? Reflect.get(its, name, its)),
    }),
  });
  const { agrees, differences } = await asked(doors);
  assert.equal(agrees, false);
  assert.deepEqual(differences, [{ account: 'bao', statement: '1000000.000000', ledger: '1000000.000001' }]);
});

test('POS-7 the report is told as JSON and as comma-separated values', async (t) => {
  const doors = await OpenDoors.with(t);
  const key = doors.operatorKey;
  const get = async () => (await doors.ask('GET', '/operator/large-traders', { key })).body as LargeTraderReport;
  assert.deepEqual(await get(), { date: null, traders: [] });
  const protection = {
    orderValueMax: dollars(1_000_000),
    repeats: { most: 100, windowMs: 1 },
    spotMonthMax: 50 as Lots,
    allMonthsMax: 100 as Lots,
  };
  await doors.send(product({ ...SIT, code: 'TPX', protection }));
  const contract = 'TPX2612';
  await doors.client('bao').placeOrder({ contract, side: 'sell', price: '1.500', quantity: 70 });
  await doors.client('anna').placeOrder({ contract, side: 'buy', price: '1.500', quantity: 70 });
  await doors.send(
    { type: 'declareHedger', account: 0 as AccountId, hedges: true },
    { type: 'grantExemption', account: 0 as AccountId, product: 'TPX', lots: 20 as Lots, until: dayOf('2026-11-30') },
  );
  await doors.endDay();
  const held = { contract, openInterest: 70, shareOfOpenInterest: '1.000000' };
  const limits = [{ limit: 'allMonths', contract: null, held: 70, most: 100, share: '0.700000' }];
  assert.deepEqual(await get(), {
    date: '2026-11-23',
    traders: [
      {
        product: 'TPX',
        owner: 'anna',
        accounts: ['anna'],
        months: [{ ...held, position: 70 }],
        limits,
        hedgers: ['anna'],
        exemptions: [{ account: 'anna', lots: 20, until: '2026-11-30', inForce: true }],
      },
      {
        product: 'TPX',
        owner: 'bao',
        accounts: ['bao'],
        months: [{ ...held, position: -70 }],
        limits,
        hedgers: [],
        exemptions: [],
      },
    ],
  });
  const csv = await fetch(`${doors.address}/api/v1/operator/large-traders?format=csv`, {
    headers: { authorization: `Bearer ${key}` },
  });
  assert.equal(csv.headers.get('content-type'), 'text/csv; charset=utf-8');
  assert.deepEqual((await csv.text()).split('\r\n'), [
    'date,product,owner,accounts,kind,limit,contract,position,of,share,hedgers,exemptions',
    '2026-11-23,TPX,anna,anna,month,,TPX2612,70,70,1.000000,anna,anna 20 until 2026-11-30',
    '2026-11-23,TPX,anna,anna,limit,allMonths,,70,100,0.700000,anna,anna 20 until 2026-11-30',
    '2026-11-23,TPX,bao,bao,month,,TPX2612,-70,70,1.000000,,',
    '2026-11-23,TPX,bao,bao,limit,allMonths,,70,100,0.700000,,',
    '',
  ]);
});
