/**
 * The commands of whoever runs the venue, through its doors: whose key opens them, what each of them is to the exchange,
 * and what is refused.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEFAULT_PROGRAMME, PAPER_TERMS } from '#core/market-making/programmes.ts';
import { type Rejection, ruleOfRejection } from '#core/rejections.ts';
import type { Published } from '#sequencer/machine.ts';
import { statusOf } from '#session/refused.ts';
import { dollars } from '../model/commands.ts';
import { OpenDoors, order, refusalOf } from './open-doors.ts';

const anna = { level: 'account', account: 'anna' } as const;

test('API-25 only the key of whoever runs the venue opens its commands, and it opens nothing else', async (t) => {
  const doors = await OpenDoors.with(t);
  const body = { command: { type: 'declareStress', product: 'SIT', stressed: true } };
  const ask = (key: string | undefined) => doors.ask('POST', '/operator/commands', { key, body });
  const { footprint } = doors;
  assert.equal(refusalOf(await ask(undefined)).code, 'KEY_MISSING');
  for (const key of [doors.keyOf('anna'), 'tp_0', ''])
    assert.match(String(refusalOf(await ask(key)).code), /^KEY_(UNKNOWN|MISSING)$/);
  for (const [method, path] of [
    ['GET', '/account'],
    ['DELETE', '/orders'],
    ['GET', '/makers/report'],
  ] as const)
    assert.equal(refusalOf(await doors.ask(method, path, { key: doors.operatorKey })).code, 'KEY_UNKNOWN');
  assert.equal(doors.footprint, footprint);
  assert.equal((await ask(doors.operatorKey)).status, 200);
});

test('API-25 each command reaches the exchange in its own units', async (t) => {
  const doors = await OpenDoors.with(t);
  const heard: Published[] = [];
  doors.sequencer.subscribe((published) => void heard.push(published));
  const client = doors.client();
  client.key = doors.operatorKey;
  const { credential } = doors.exchange.accounts[0] as { credential: string };
  const key = { level: 'key', credential };
  const cases = [
    [
      { type: 'haltContract', contract: 'SIT2612', until: '2026-11-23T10:00:00.000Z' },
      { contract: 0, until: 1_795_428_000_000 },
    ],
    [{ type: 'resumeContract', contract: 'SIT2612' }, { contract: 0 }],
    [
      { type: 'changePhase', product: 'SIT', phase: 'closingAuction' },
      { product: 'SIT', phase: 'closingAuction' },
    ],
    [
      { type: 'throwSwitch', target: anna, by: 'Zoë' },
      { target: { level: 'account', account: 0 }, by: 'Zoë' },
    ],
    [
      { type: 'releaseSwitch', target: anna, by: 'Zoë' },
      { target: { level: 'account', account: 0 }, by: 'Zoë' },
    ],
    [
      { type: 'throwSwitch', target: { level: 'venue' }, by: 'Ada' },
      { target: { level: 'venue' }, by: 'Ada' },
    ],
    [
      { type: 'throwSwitch', target: { level: 'key', account: 'anna' }, by: 'Ada' },
      { target: key, by: 'Ada' },
    ],
    [
      { type: 'throwSwitch', target: { level: 'contract', contract: 'SIT2701' }, by: 'Ada' },
      { target: { level: 'contract', contract: 1 }, by: 'Ada' },
    ],
    [
      { type: 'permitAccount', account: 'bao', product: 'SIT', permission: 'closeOnly' },
      { account: 1, product: 'SIT', permission: 'closeOnly' },
    ],
    [
      { type: 'capOrders', account: 'bao', quantity: 5, value: '10000.5' },
      { account: 1, quantity: 5, value: 10_000_500_000 },
    ],
    [
      { type: 'capOrders', account: 'bao', quantity: null, value: null },
      { account: 1, quantity: null, value: null },
    ],
    [
      { type: 'grantExemption', account: 'bao', product: 'SIT', lots: 100, until: '2026-12-31' },
      { account: 1, product: 'SIT', lots: 100, until: 20_818 },
    ],
    [
      { type: 'joinGroup', account: 'bao', owner: 'anna' },
      { account: 1, owner: 0 },
    ],
    [
      { type: 'declareHedger', account: 'bao', hedges: true },
      { account: 1, hedges: true },
    ],
    [{ type: 'addCapital', amount: '2500000.5' }, { amount: 2_500_000_500_000 }],
    [
      { type: 'signAgreement', account: 'bao', product: 'SIT', netCapital: '5', programme: 'venue' },
      { agreement: { account: 1, product: 'SIT', netCapital: 5_000_000, terms: DEFAULT_PROGRAMME } },
    ],
    [
      { type: 'signAgreement', account: 'bao', product: 'SIT', netCapital: '50000000', programme: 'paper' },
      { agreement: { account: 1, product: 'SIT', netCapital: dollars(50_000_000), terms: PAPER_TERMS } },
    ],
    [
      { type: 'endAgreement', account: 'bao', product: 'SIT' },
      { account: 1, product: 'SIT' },
    ],
    [
      { type: 'declareStress', product: 'SIT', stressed: true },
      { product: 'SIT', stressed: true },
    ],
    [
      { type: 'declareException', account: null, product: 'SIT', lifted: true, reason: 'an outage' },
      { account: null, product: 'SIT', lifted: true, reason: 'an outage' },
    ],
  ] as const;
  for (const [command, parts] of cases) {
    const { sequence } = await client.operate(command);
    assert.equal(sequence, doors.sequencer.sequence);
    assert.deepEqual(heard.at(-1)?.command, { type: command.type, ...parts });
  }
});

test('API-25 what the exchange refuses of a command carries its code, its rule and its number', async (t) => {
  const doors = await OpenDoors.with(t);
  const key = doors.operatorKey;
  await doors.ask('POST', '/orders', { key: doors.keyOf('bao'), body: order({ price: '1.400' }) });
  const agree = { type: 'signAgreement', account: 'anna', product: 'SIT', netCapital: '5', programme: 'paper' };
  const signed = { date: '2026-11-22', reason: 'a mistake', by: 'Ada' };
  const cases: readonly (readonly [Rejection, object])[] = [
    ['PRODUCT_UNKNOWN', { type: 'changePhase', product: 'GAS', phase: 'closed' }],
    ['PHASE_NOT_NEXT', { type: 'changePhase', product: 'SIT', phase: 'preOpen' }],
    ['NOT_INTERRUPTED', { type: 'resumeContract', contract: 'SIT2612' }],
    ['GROUP_INVALID', { type: 'joinGroup', account: 'anna', owner: 'anna' }],
    ['ACCOUNT_HAS_ORDERS', { type: 'joinGroup', account: 'anna', owner: 'bao' }],
    ['PERSON_UNNAMED', { type: 'throwSwitch', target: anna, by: '' }],
    ['SWITCH_NOT_THROWN', { type: 'releaseSwitch', target: anna, by: 'Ada' }],
    ['SETTING_INVALID', { type: 'grantExemption', account: 'anna', product: 'SIT', lots: -1, until: '2026-12-31' }],
    ['SETTING_INVALID', { type: 'capOrders', account: 'anna', quantity: 1, value: '0' }],
    ['AGREEMENT_INVALID', { ...agree, netCapital: '-1' }],
    ['NET_CAPITAL_INSUFFICIENT', agree],
    ['SETTLEMENT_NOT_OPEN', { type: 'correctSettlement', contract: 'SIT2612', price: '1.500', ...signed }],
    ['REASON_MISSING', { type: 'setFallbackFixing', value: '1.5', ...signed, reason: '' }],
    ['FIXING_NOT_WITHHELD', { type: 'setFallbackFixing', value: '1.5', ...signed }],
    [
      'SETTING_INVALID',
      { type: 'setCommitteePrice', contract: 'SIT2612', price: '1.500', reason: 'no index', by: 'Ada' },
    ],
    ['AMOUNT_NOT_POSITIVE', { type: 'addCapital', amount: '0' }],
    ['AMOUNT_TOO_LARGE', { type: 'addCapital', amount: '9000000000.000001' }],
    ['NO_AGREEMENT', { type: 'endAgreement', account: 'anna', product: 'SIT' }],
  ];
  const refuse = async (code: Rejection, command: object) => {
    const [hash, sequence] = [doors.exchange.hash(), doors.sequencer.sequence + 1];
    const answer = await doors.ask('POST', '/operator/commands', { key, body: { command } });
    const is = { status: statusOf(code), code, rule: ruleOfRejection[code], sequence };
    assert.deepEqual(refusalOf(answer), is, JSON.stringify(command));
    assert.equal(doors.exchange.hash(), hash, `${code}: the state is as it was`);
  };
  for (const [code, command] of cases) await refuse(code, command);
  const client = doors.client();
  client.key = key;
  await client.operate({ type: 'throwSwitch', target: anna, by: 'Ada' });
  await refuse('SWITCH_ALREADY_THROWN', { type: 'throwSwitch', target: anna, by: 'Ben' });
  await client.operate({ type: 'releaseSwitch', target: anna, by: 'Ada' });
  await refuse('SECOND_PERSON_NEEDED', { type: 'releaseSwitch', target: anna, by: 'Ada' });
  await client.operate({ type: 'releaseSwitch', target: anna, by: 'Ben' });
  const placed = await doors.ask('POST', '/orders', { key: doors.keyOf('anna'), body: order({ price: '1.400' }) });
  assert.equal(placed.status, 201, 'two persons have released the switch');
});

test('API-25, API-12 a command of another shape, or that names nobody, is refused and touches nothing', async (t) => {
  const doors = await OpenDoors.with(t);
  const stress = { type: 'declareStress', product: 'SIT', stressed: true };
  const cap = { type: 'capOrders', account: 'anna', quantity: 1, value: null };
  const halt = { type: 'haltContract', contract: 'SIT2612', until: null };
  const cases: readonly (readonly [code: string, body: object, field?: string])[] = [
    ['FIELD_MISSING', {}, 'command'],
    ['FIELD_UNKNOWN', { command: stress, by: 'Ada' }, 'by'],
    ['FIELD_INVALID', { command: 'halt' }, 'command'],
    ['FIELD_MISSING', { command: {} }, 'type'],
    ['FIELD_INVALID', { command: { type: 'endDay', date: 1 } }, 'type'],
    ['FIELD_INVALID', { command: { type: 'deposit', account: 'anna', amount: '1' } }, 'type'],
    ['FIELD_MISSING', { command: { type: 'declareStress', product: 'SIT' } }, 'stressed'],
    ['FIELD_UNKNOWN', { command: { ...stress, until: null } }, 'until'],
    ['FIELD_INVALID', { command: { ...stress, stressed: 'yes' } }, 'stressed'],
    ['FIELD_INVALID', { command: { type: 'changePhase', product: 'SIT', phase: 'night' } }, 'phase'],
    ['FIELD_INVALID', { command: { ...halt, until: 'tomorrow' } }, 'until'],
    ['FIELD_INVALID', { command: { ...halt, until: '2026-11-23' } }, 'until'],
    ['CONTRACT_UNKNOWN', { command: { ...halt, contract: 'SIT9912' } }, 'contract'],
    ['ACCOUNT_UNKNOWN', { command: { ...cap, account: 'nobody' } }, 'account'],
    ['QUANTITY_NOT_POSITIVE', { command: { ...cap, quantity: 0 } }, 'quantity'],
    ['FIELD_INVALID', { command: { ...cap, value: 7 } }, 'value'],
    ['FIELD_INVALID', { command: { ...cap, value: '0.0000001' } }, 'value'],
    ['FIELD_INVALID', { command: { ...cap, value: '999999999999999' } }, 'value'],
    ['FIELD_INVALID', { command: { type: 'throwSwitch', target: { level: 'desk' }, by: 'Ada' } }, 'level'],
    ['FIELD_MISSING', { command: { type: 'throwSwitch', target: { level: 'account' }, by: 'Ada' } }, 'account'],
    [
      'FIELD_UNKNOWN',
      { command: { type: 'throwSwitch', target: { level: 'venue', account: 'anna' }, by: 'A' } },
      'account',
    ],
    ['FIELD_INVALID', { command: { type: 'throwSwitch', target: anna, by: 'x'.repeat(65) } }, 'by'],
  ];
  for (const [code, body, field] of cases) {
    const { footprint } = doors;
    const answer = await doors.ask('POST', '/operator/commands', { key: doors.operatorKey, body });
    const said = refusalOf(answer);
    assert.deepEqual([said.code, said.field, said.sequence], [code, field, undefined], JSON.stringify(body));
    assert.equal(doors.footprint, footprint, JSON.stringify(body));
  }
});
