/**
 * Calls, close-outs, defaults and the fund through the doors: what the account itself sees, what everybody sees, and what
 * whoever runs the venue sees and may ask for. The figures are those of the examples of chapter DEF.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Command } from '#core/commands.ts';
import { type Rejection, ruleOfRejection } from '#core/rejections.ts';
import type { AccountId, Millis } from '#core/units.ts';
import type { Published } from '#sequencer/machine.ts';
import { statusOf } from '#session/refused.ts';
import type { OperatorCommand } from '#wire/operator.ts';
import { dollars } from '../model/commands.ts';
import { CONTRACT, OpenDoors, refusalOf } from './open-doors.ts';
import { Speaker } from './speaker.ts';

const PEOPLE = ['anna', 'bao', 'chen', 'dana', 'emil'];
const HOUR_MS = 3_600_000;
const ANNA = 0 as AccountId;

const usd = (amount: number) => amount.toFixed(6);

/** anna is left with so many dollars, and buys 10 lots at 1.500 from bao; her fee is 1.50. */
async function annaIsLong(doors: OpenDoors, dollarsLeft: number): Promise<void> {
  await doors.send({ type: 'withdraw', account: ANNA, amount: dollars(1_000_000 - dollarsLeft) });
  await trade(doors, 'bao', 'anna', 10, '1.500');
}

/** One offers and the other takes. */
async function trade(doors: OpenDoors, seller: string, buyer: string, quantity: number, price: string): Promise<void> {
  await doors.client(seller).placeOrder({ contract: CONTRACT, side: 'sell', price, quantity });
  await doors.client(buyer).placeOrder({ contract: CONTRACT, side: 'buy', price, quantity });
}

async function operate(doors: OpenDoors, ...commands: readonly OperatorCommand[]): Promise<void> {
  const client = operator(doors);
  for (const command of commands) await client.operate(command);
}

function operator(doors: OpenDoors) {
  const client = doors.client();
  client.key = doors.operatorKey;
  return client;
}

/** A thousand lots trade at 1.400 and margin is looked at: anna, with 600 left of 1,200, is called. */
async function annaIsCalled(t: Parameters<typeof OpenDoors.with>[0]): Promise<OpenDoors> {
  const doors = await OpenDoors.with(t, PEOPLE);
  await annaIsLong(doors, 1_601.5);
  await trade(doors, 'emil', 'chen', 1_000, '1.400');
  await operate(doors, { type: 'checkMargin' });
  return doors;
}

test('API-40 an account sees its call, what it has gained since entry, and the prices at which margin and money end', async (t) => {
  const doors = await annaIsCalled(t);
  const account = await doors.client('anna').account();
  assert.deepEqual(account.call, {
    since: '2026-11-23T09:00:00.000Z',
    due: '2026-11-23T10:00:00.000Z',
    missing: usd(600),
  });
  assert.deepEqual([account.closedOut, account.inDefault, account.contribution], [false, false, usd(0)]);
  const [held] = account.positions;
  assert.deepEqual([held?.entryPrice, held?.markPrice, held?.gain], ['1.50000', '1.400', usd(-1_000)]);
  // 1,400 − 600 / 10, and the last tick below 1,400 − (600 − 900) / 10 = 1,430.
  assert.deepEqual([held?.bankruptcyPrice, held?.closeOutPrice], ['1.340', '1.429']);
  const short = (await doors.client('bao').account()).positions[0];
  assert.deepEqual([short?.entryPrice, short?.gain], ['1.50000', usd(1_000)]);
  assert.equal((await doors.client('bao').account()).call, null);

  await doors.send({ type: 'deposit', account: ANNA, amount: dollars(600) });
  assert.equal((await doors.client('anna').account()).call, null);
});

test('API-40 the account channel tells when a call, a close-out or a default begins and ends', async (t) => {
  const doors = await OpenDoors.with(t, PEOPLE);
  await annaIsLong(doors, 1_601.5);
  const speaker = await Speaker.to(doors.address);
  t.after(() => speaker.socket.close());
  await speaker.done({ op: 'authenticate', key: doors.keyOf('anna') });
  await speaker.done({ op: 'subscribe', channel: 'account' });
  const hears = (isSo: (summary: Record<string, unknown>) => boolean) =>
    speaker.hear((heard) => heard.channel === 'account' && isSo(heard.summary as Record<string, unknown>));
  await trade(doors, 'emil', 'chen', 1_000, '1.400');
  await operate(doors, { type: 'checkMargin' });
  await hears(({ call, closedOut }) => call !== null && closedOut === false);
  doors.clock.time = (doors.clock.time + HOUR_MS) as Millis;
  await operate(doors, { type: 'checkMargin' });
  await hears(({ closedOut }) => closedOut === true);
  const known = speaker.heard.length;
  await doors.send({ type: 'deposit', account: ANNA, amount: dollars(600) });
  await speaker.until(() =>
    speaker.heard.slice(known).some(({ summary }) => {
      const { call, closedOut } = summary as Record<string, unknown>;
      return call === null && closedOut === false;
    }),
  );
});

/** anna defaults: her 10 lots settle at 1.280 a day after the fund of DEF-22 was collected. */
async function annaDefaults(t: Parameters<typeof OpenDoors.with>[0]): Promise<OpenDoors> {
  const doors = await OpenDoors.with(t, PEOPLE);
  await annaIsLong(doors, 1_300);
  await doors.send({ type: 'addCapital', amount: dollars(250) });
  await doors.endDay();
  await trade(doors, 'dana', 'chen', 1, '1.280');
  await doors.endDay();
  return doors;
}

test('API-41, MKT-20 everybody sees how the fund was sized and who bore the loss, and no name', async (t) => {
  const doors = await OpenDoors.with(t, PEOPLE);
  const client = doors.client();
  assert.deepEqual(await client.defaultFund(), { latest: null, days: [], openDefaults: 0, losses: [] });
  await annaIsLong(doors, 1_300);
  await doors.send({ type: 'addCapital', amount: dollars(250) });
  await doors.endDay();
  const { latest, days } = await client.defaultFund();
  const day = {
    date: '2026-11-23',
    cover: usd(13_800),
    fund: usd(15_180),
    collected: usd(7_590 + 98.5),
    capital: usd(250),
  };
  assert.deepEqual(days, [day]);
  // 10 lots at 1,500 less 1,200 of margin: on a fall anna loses, on a rise bao, and nobody else holds anything.
  assert.deepEqual(latest, {
    ...day,
    buffer: usd(1_380),
    scenario: 'all months +100 %',
    scenarios: [
      { scenario: 'all months −80 %', cover: usd(10_800) },
      { scenario: 'all months −50 %', cover: usd(6_300) },
      { scenario: 'all months +50 %', cover: usd(6_300) },
      { scenario: 'all months +100 %', cover: usd(13_800) },
      { scenario: 'nearest month −80 %', cover: usd(10_800) },
      { scenario: 'nearest month +100 %', cover: usd(13_800) },
      { scenario: 'near months fall, far months rise', cover: usd(4_800) },
      { scenario: 'near months rise, far months fall', cover: usd(4_800) },
      { scenario: 'the index stands still for five days, then falls', cover: usd(8_850) },
      { scenario: 'the index stands still for five days, then doubles', cover: usd(11_400) },
    ],
    // 150 a per cent less 1,200 is more than 7,938.50 from 61 % on.
    exhaustedBy: '-0.610000',
    contributors: 2,
    assessable: usd(15_180),
  });

  await trade(doors, 'dana', 'chen', 1, '1.280');
  await doors.endDay();
  const after = await client.defaultFund(1);
  assert.deepEqual(
    after.days.map(({ date }) => date),
    ['2026-11-24'],
  );
  assert.equal(after.openDefaults, 1);
  assert.deepEqual(after.losses, [
    {
      date: '2026-11-24',
      loss: usd(2_200),
      layers: [
        { layer: 'defaulterMargin', amount: usd(1_200) },
        { layer: 'defaulterContribution', amount: usd(98.5) },
        { layer: 'venueCapital', amount: usd(250) },
        { layer: 'memberContributions', amount: usd(651.5) },
        { layer: 'assessments', amount: usd(0) },
        { layer: 'variationGains', amount: usd(0) },
      ],
      remainder: usd(0),
    },
  ]);
  const told = JSON.stringify(after);
  for (const name of PEOPLE) assert.ok(!told.includes(name), `${name} is not named`);
});

test('API-42 whoever runs the venue sees every account that is short, the call that is due first before the others', async (t) => {
  const doors = await annaIsCalled(t);
  const client = operator(doors);
  const { accounts, checkedAt } = await client.risk();
  assert.equal(checkedAt, '2026-11-23T09:00:00.000Z');
  assert.deepEqual(accounts, [
    {
      account: 'anna',
      member: 'anna',
      simulated: false,
      balance: usd(1_600),
      equity: usd(600),
      initialMargin: usd(1_200),
      maintenanceMargin: usd(900),
      missing: usd(600),
      contribution: usd(0),
      call: { since: '2026-11-23T09:00:00.000Z', due: '2026-11-23T10:00:00.000Z', missing: usd(600) },
      closeOut: null,
      default: null,
      positions: [{ contract: CONTRACT, position: 10, entryPrice: '1.50000', judgedPrice: '1.400' }],
    },
  ]);
  // dana is called half an hour later: 10 lots at 1.400 with 1,300, of which 1,050 are left at the average of 1.375.
  await doors.send({ type: 'withdraw', account: 3 as AccountId, amount: dollars(1_000_000 - 1_301.4) });
  await trade(doors, 'bao', 'dana', 10, '1.400');
  await trade(doors, 'emil', 'chen', 5_000, '1.370');
  doors.clock.time = (doors.clock.time + HOUR_MS / 2) as Millis;
  await operate(doors, { type: 'checkMargin' });
  doors.clock.time = (doors.clock.time + HOUR_MS / 2) as Millis;
  await operate(doors, { type: 'checkMargin' });
  const later = (await client.risk()).accounts;
  assert.deepEqual(
    later.map(({ account, equity, closeOut }) => [account, equity, closeOut]),
    [
      ['anna', usd(350), { since: '2026-11-23T10:00:00.000Z', nextAt: '2026-11-23T10:00:00.000Z', whole: false }],
      ['dana', usd(1_050), null],
    ],
  );
});

test('API-42 a default is seen with its days and its debt, and any account with its clients', async (t) => {
  const doors = await annaDefaults(t);
  const open: Command = {
    type: 'openAccount',
    name: 'cleo',
    kind: 'member',
    credential: 'cleo',
    member: 1 as AccountId,
  };
  await doors.send(open);
  const client = operator(doors);
  const { summary, margin, risk, clients } = await client.operatorAccount('anna');
  assert.deepEqual(margin, await doors.client('anna').margin());
  assert.equal(margin.amount, risk.initialMargin);
  assert.deepEqual([summary.inDefault, summary.closedOut, summary.balance], [true, true, usd(0)]);
  assert.deepEqual(risk.default, { since: '2026-11-24', days: 1, owed: usd(0) });
  assert.equal(risk.closeOut?.whole, true);
  assert.deepEqual(clients, []);
  assert.deepEqual((await client.operatorAccount('bao')).clients, ['cleo']);
  assert.equal((await client.operatorAccount('cleo')).risk.member, 'bao');
  assert.deepEqual(
    (await client.risk()).accounts.map(({ account }) => account),
    ['anna'],
  );
  const refused = await doors.ask('GET', '/operator/accounts/nobody', { key: doors.operatorKey });
  assert.deepEqual(refusalOf(refused), { status: 422, code: 'ACCOUNT_UNKNOWN', rule: 'MEM-1', field: 'account' });
  for (const path of ['/operator/risk', '/operator/accounts/bao'])
    assert.equal(refusalOf(await doors.ask('GET', path, { key: doors.keyOf('bao') })).code, 'KEY_UNKNOWN');
});

test('API-42 what watches over margin can be asked for, and is refused by the exchange where it has no place', async (t) => {
  const doors = await annaIsCalled(t);
  const heard: Published[] = [];
  doors.sequencer.subscribe((published) => void heard.push(published));
  const key = doors.operatorKey;
  const refuse = async (code: Rejection, command: OperatorCommand) => {
    const [hash, sequence] = [doors.exchange.hash(), doors.sequencer.sequence + 1];
    const answer = await doors.ask('POST', '/operator/commands', { key, body: { command } });
    const is = { status: statusOf(code), code, rule: ruleOfRejection[code], sequence };
    assert.deepEqual(refusalOf(answer), is, JSON.stringify(command));
    assert.equal(doors.exchange.hash(), hash, `${code}: the state is as it was`);
  };
  await doors.send({ type: 'openAccount', name: 'cleo', kind: 'member', credential: 'cleo', member: 1 as AccountId });
  await refuse('NOT_CLOSED_OUT', { type: 'closeOut', account: 'anna' });
  await refuse('NOT_BEFORE_VARIATION', { type: 'reducePositions', contract: CONTRACT });
  await refuse('MEMBER_UNKNOWN', { type: 'portClients', member: 'bao', to: 'cleo' });
  doors.clock.time = (doors.clock.time + HOUR_MS) as Millis;
  await operate(doors, { type: 'checkMargin' }, { type: 'closeOut', account: 'anna' });
  await refuse('CLOSE_OUT_WAITS', { type: 'closeOut', account: 'anna' });
  await operate(doors, { type: 'portClients', member: 'bao', to: 'chen' });
  assert.deepEqual(heard.at(-1)?.command, { type: 'portClients', member: 1, to: 2 });
  const unknown = { type: 'portClients', member: 'bao', to: 'nobody' } as const;
  const { field, sequence } = refusalOf(
    await doors.ask('POST', '/operator/commands', { key, body: { command: unknown } }),
  );
  assert.deepEqual([field, sequence], ['to', undefined]);
});
