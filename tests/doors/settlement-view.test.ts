/** A settlement as it is written on the wire: the tier, its figures, and what was tried before. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Value } from 'typebox/value';
import { SIT } from '#core/contract.ts';
import type { SettlementDetails } from '#core/events.ts';
import { settlementProfiles } from '#core/settlement/settlement-profiles.ts';
import { type ContractId, lots, ticks } from '#core/units.ts';
import { ContractMarket, type Settlement as CoreSettlement } from '#market-data/contract-market.ts';
import { settlementRulesView, settlementView } from '#session/settlement-view.ts';
import { Settlement, SettlementRules } from '#wire/settlement.ts';
import { dayOf } from '../model/commands.ts';

const market = (contract: number, code: string) =>
  new ContractMarket(
    { contract: contract as ContractId, month: 2026 * 12 + 11 + contract, code, lastTradingDay: dayOf('2026-12-16') },
    SIT,
  );
const contracts = [market(0, 'SIT2612'), market(1, 'SIT2701')];

function view(method: CoreSettlement['method'], details?: SettlementDetails) {
  const settled = { date: dayOf('2026-11-23'), price: ticks(1_516), method, volume: lots(30), openInterest: lots(12) };
  const written = settlementView(
    { ...settled, ...(details && { details }) },
    contracts[1] as ContractMarket,
    contracts,
  );
  assert.ok(Value.Check(Settlement, written), JSON.stringify(written));
  return written;
}

test('SET-15 the tier, its figures in the units of the wire, and the tiers passed over are written', () => {
  const inputs = { trades: 5, lots: lots(30), value: 45_472, buyers: 2, sellers: 3, previous: ticks(1_500) };
  assert.deepEqual(view('window', { inputs, passed: [] }), {
    contract: 'SIT2701',
    date: '2026-11-23',
    settlementPrice: '1.516',
    method: 'window',
    volume: 30,
    openInterest: 12,
    inputs: { trades: 5, lots: 30, value: '45.472', buyers: 2, sellers: 3, previous: '1.500' },
    passed: [],
  });
  const neighbour = { neighbour: 0 as ContractId, neighbourPrice: ticks(1_520), previous: ticks(1_500) };
  const found = view('spreads', {
    inputs: { ...neighbour, spreadHalfTicks: -29, unlimited: 1_534 },
    passed: [{ method: 'window', reason: 'noTrades' }],
  });
  assert.deepEqual(
    [found.inputs, found.passed],
    [
      { neighbour: 'SIT2612', neighbourPrice: '1.520', previous: '1.500', spread: '-0.01450', unlimited: '1.534' },
      [{ method: 'window', reason: 'noTrades' }],
    ],
  );
  assert.deepEqual(view('final', { inputs: { fixings: 15, days: 16 }, passed: [] }).inputs, { fixings: 15, days: 16 });
});

test('SET-8 the tiers of a product are written in their order, with their figures', () => {
  for (const rules of Object.values(settlementProfiles)) {
    const written = settlementRulesView(rules);
    assert.ok(Value.Check(SettlementRules, written), JSON.stringify(written));
    assert.deepEqual(
      written.tiers.map(({ method }) => method),
      rules.tiers.map(({ method }) => method),
    );
  }
  const { tiers, validShare, lastFixings } = settlementRulesView(settlementProfiles.tokenpit);
  assert.deepEqual(tiers[0], { method: 'window', minutes: 15, trades: 5, lots: 20, owners: 2 });
  assert.deepEqual([validShare, lastFixings], ['0.900000', 5]);
});

test('SET-15 of a product without settlement rules only the method is written', () => {
  assert.deepEqual(Object.keys(view('vwap')), [
    'contract',
    'date',
    'settlementPrice',
    'method',
    'volume',
    'openInterest',
  ]);
});
