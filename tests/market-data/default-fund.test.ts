import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Event } from '#core/events.ts';
import type { AccountId, Money, TradeDate } from '#core/units.ts';
import { DefaultFund, FUND_DAYS_KEPT, LOSSES_KEPT } from '#market-data/default-fund.ts';
import { MarketData } from '#market-data/market-data.ts';
import { dollars } from '../model/commands.ts';

const sized = (date: number): Event => ({
  type: 'fundSized',
  date: date as TradeDate,
  ...{
    scenario: 'all months +100 %',
    cover: dollars(100),
    fund: dollars(110),
    collected: dollars(date),
    capital: dollars(5),
  },
  ...{ exhaustedBy: null, contributors: 2, assessable: dollars(110), covers: [] },
});
const absorbed = (date: number): Event => ({
  type: 'lossAbsorbed',
  account: 7 as AccountId,
  date: date as TradeDate,
  loss: dollars(30),
  layers: [
    { layer: 'venueCapital', total: dollars(5), pieces: [{ account: -1 as AccountId, amount: dollars(5) }] },
    { layer: 'memberContributions', total: dollars(25), pieces: [{ account: 3 as AccountId, amount: dollars(25) }] },
  ],
  remainder: 0 as Money,
});

test(`MKT-20 the last ${FUND_DAYS_KEPT} days of the fund and the last ${LOSSES_KEPT} losses are kept, without a name`, () => {
  const fund = new DefaultFund();
  for (let date = 1; date <= 403; date += 1) {
    fund.apply(sized(date));
    fund.apply(absorbed(date));
  }
  assert.deepEqual([fund.days.length, fund.days[0]?.date, fund.days.at(-1)?.date], [400, 4, 403]);
  assert.deepEqual([fund.losses.length, fund.losses[0]?.date, fund.losses.at(-1)?.date], [50, 354, 403]);
  assert.equal(fund.latest?.collected, dollars(403));
  assert.deepEqual(fund.losses.at(-1)?.layers, [
    { layer: 'venueCapital', amount: dollars(5) },
    { layer: 'memberContributions', amount: dollars(25) },
  ]);
});

test('MKT-20 a default is counted while it is open, and what is known outlives a restart', () => {
  const market = new MarketData();
  assert.equal('defaultFund' in market.snapshot(), false);
  const one = { account: 7 as AccountId, member: 7 as AccountId, date: 1 as TradeDate };
  const events: Event[] = [
    { type: 'defaultDeclared', ...one, loss: dollars(30) },
    { type: 'defaultDeclared', ...one, account: 8 as AccountId, loss: dollars(1) },
    absorbed(1),
    sized(1),
    { type: 'defaultClosed', account: 8 as AccountId, date: 1 as TradeDate },
  ];
  market.apply({ sequence: 1 as never, time: 0 as never, events });
  const again = new MarketData();
  again.restore(JSON.parse(JSON.stringify(market.snapshot())));
  for (const { defaultFund } of [market, again]) {
    assert.deepEqual([defaultFund.openDefaults, defaultFund.days.length, defaultFund.losses.length], [1, 1, 1]);
    assert.equal(defaultFund.latest?.fund, dollars(110));
  }
  assert.deepEqual(again.snapshot(), market.snapshot());
});
