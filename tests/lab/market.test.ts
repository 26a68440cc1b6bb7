/**
 * The hedging study through the exchange: money, formula and chance of single played years. Years are small: few
 * companies, few others.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Month } from '#core/calendar.ts';
import { BUY } from '#core/commands.ts';
import { refuseSpecification } from '#core/contract.ts';
import { divideUp } from '#core/units.ts';
import { futuresPrice } from '#lab/jump-diffusion/futures-price.ts';
import { tableThree } from '#lab/jump-diffusion/parameters.ts';
import { planOf, signOf } from '#lab/market/hedge-plan.ts';
import { hedgedMonths, lastDay, yearsAt } from '#lab/market/hedged-year.ts';
import { Expectations, eve } from '#lab/market/model-clock.ts';
import { playMarket, playYear, reckonYear } from '#lab/market/play-year.ts';
import {
  designs,
  limitProfiles,
  type MarketSettings,
  marginModels,
  refuseSettings,
  usualSettings,
} from '#lab/market/settings.ts';
import { specificationOf } from '#lab/market/specification.ts';

const SEED = 5;
/** One maker and nobody else beside the companies, by the margin and the limits that are quickest to work out. */
const small: MarketSettings = {
  ...usualSettings,
  ...{ makers: 1, speculators: 0, sellers: 0, hedgers: 2, margin: 'paper', limits: 'paper', presence: 100 },
};

/** Everything that a company's fills must have brought, worked out from fills and final prices alone. */
function cashOfFills({ exchange, records }: ReturnType<typeof playMarket>['played']) {
  const finalOf = (month: Month) => exchange.contracts.find((one) => one.month === month)?.settlementPrice ?? 0;
  const { takerFeeRate, tickSize, lotSize } = exchange.products[0] as (typeof exchange.products)[number];
  return records.companies.map((record, company) => {
    let [gain, fees] = [0, 0];
    for (const { month, side, lots, price } of record.fills) {
      gain += (side === BUY ? lots : -lots) * (finalOf(month) - price) * tickSize * lotSize;
      fees += divideUp(lots * price * tickSize * lotSize * takerFeeRate, 1_000_000);
    }
    const account = exchange.accounts.find(({ name }) => name === `company-${company}`)?.id;
    assert.ok(account !== undefined);
    return { gain, fees, record, cash: exchange.ledger.cashOf(account), account, exchange };
  });
}

test('a company’s cash is what it paid in, what its fills gained by the final prices, and its fees, to the micro-dollar', () => {
  const settings: MarketSettings = { ...small, hedge: 'stack' };
  const { played } = playMarket({ settings, seed: SEED, year: 0 });
  for (const { gain, fees, record, cash, account, exchange } of cashOfFills(played)) {
    assert.ok(record.fills.length > 100, `${record.fills.length} fills`);
    assert.equal(record.variation, gain);
    assert.equal(record.fees, fees);
    assert.equal(record.booked, 0);
    assert.equal(exchange.summary(account).positions.length, 0);
    assert.ok(cash >= 0);
  }
});

test('with close-outs and a default, cash is still accounted for and the parts sum to the difference from the formula', () => {
  const settings = { ...small, credit: 12 };
  const task = { settings, seed: SEED, year: 0 };
  const market = playMarket(task);
  const { companies, defaults, defaultLoss } = reckonYear(task, market);
  assert.ok(defaults > 0 && defaultLoss > 0);
  const fills = cashOfFills(market.played);
  for (const [number, one] of companies.entries()) {
    const { gain, fees, record } = fills[number] as (typeof fills)[number];
    assert.ok(record.closeOuts > 0 && record.fills.some(({ sent }) => sent === undefined));
    assert.equal(record.variation, gain);
    const tokens = 12 * settings.usage;
    const cash = (gain + record.booked - fees) / 1e6 / tokens;
    assert.ok(Math.abs(one.paid - (one.unhedged - cash + one.parts.funding)) < 1e-9);
    const parts = Object.values(one.parts).reduce((sum, part) => sum + part, 0);
    assert.ok(Math.abs(one.paid - one.strip - parts) < 1e-9, `${one.paid - one.strip} against ${parts}`);
  }
});

test('without friction a hedge through the exchange costs what the formula says, but for ticks and a maker’s view', () => {
  const settings: MarketSettings = {
    ...(designs.frictionless as (typeof designs)[string]).settings,
    hedgers: 2,
  };
  const years = Array.from({ length: 2 }, (_, year) => playYear({ settings, seed: SEED, year }));
  const companies = years.flatMap((year) => year.companies);
  // A final price is off by half a tick at most, a fill by half the spread and a tick; a maker's own view of a month wanders
  // with a deviation of 0.13 %, of which five are allowed for, and a lot of 10 leaves up to 5 of 20,400 tokens unhedged.
  const price = 2.3;
  const tolerance = settings.ratio * (0.5 * settings.tick + 1.5 * settings.tick + price * (0.0001 + 5 * 0.0013));
  for (const { paid, hedged, missed } of companies) {
    assert.equal(missed, 0);
    assert.ok(Math.abs(paid - hedged) < tolerance, `${paid} against ${hedged}, tolerance ${tolerance}`);
  }
  const varianceOf = (values: readonly number[]) => {
    const mean = values.reduce((a, b) => a + b) / values.length;
    return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  };
  const efficiency = (name: 'paid' | 'hedged') =>
    1 - varianceOf(companies.map((one) => one[name])) / varianceOf(companies.map((one) => one.unhedged));
  assert.ok(Math.abs(efficiency('paid') - efficiency('hedged')) < 0.02);
});

test('the same year is played the same again, and another year or seed is not', () => {
  const task = { settings: { ...small, presence: 80 }, seed: SEED, year: 2 };
  const played = playYear(task);
  assert.deepEqual(playYear(task), played);
  assert.notDeepEqual(playYear({ ...task, year: 3 }).companies, played.companies);
});

test('designs share their prices: what a company would have paid unhedged does not depend on the contract', () => {
  const one = playYear({ settings: { ...small, makers: 0, funding: 0 }, seed: SEED, year: 4 });
  const other = playYear({
    settings: { ...small, makers: 0, tick: 0.01, lot: 10, limits: 'none' },
    seed: SEED,
    year: 4,
  });
  assert.deepEqual(
    one.companies.map(({ unhedged, strip }) => [unhedged, strip]),
    other.companies.map(({ unhedged, strip }) => [unhedged, strip]),
  );
  // Without a maker nobody offers anything, and all of the hedge is missed.
  assert.ok(one.companies.every(({ missed, planned }) => missed === planned && planned > 0));
  assert.ok(one.companies.every(({ paid, unhedged }) => Math.abs(paid - unhedged) < 1e-9));
});

test('a strip and a stack both end with a month’s share in every month', () => {
  for (const hedge of ['strip', 'stack'] as const) {
    const legs = planOf({ ...usualSettings, hedge });
    assert.equal(new Set(legs.map(({ month, side }) => `${month} ${side}`)).size, legs.length);
    for (const month of hedgedMonths) {
      const held = legs.reduce((sum, leg) => sum + (leg.month === month ? signOf(leg) * leg.tokens : 0), 0);
      assert.ok(Math.abs(held - 0.85 * 24_000) < 1e-6, `${hedge}: ${held} in ${month}`);
    }
    for (const { from, by, until } of legs) assert.ok(from <= by && by <= until);
  }
});

test('expected fixings are the futures prices of the model, whose clock starts a season earlier', () => {
  const expectations = new Expectations(tableThree);
  for (const [latest, date, price] of [
    [eve, lastDay, 2],
    [eve + 100, eve + 180, 3.1],
    [eve + 10, eve + 11, 1.4],
  ] as const) {
    const [from, to] = [yearsAt(latest as typeof eve), yearsAt(date as typeof eve)];
    const expected = futuresPrice(tableThree, Math.log(price), from, to);
    const found = expectations.fixing(Math.log(price), latest as typeof eve, date as typeof eve);
    assert.ok(Math.abs(found - expected) < 1e-9, `${found} against ${expected}`);
  }
});

test('the product of every corner of the settings can be listed, and settings beyond them are refused in words', () => {
  for (const tick of [0.0002, 0.001, 0.5])
    for (const lot of [1, 1_000, 100_000])
      for (const margin of marginModels)
        for (const limits of limitProfiles) {
          const settings = { ...usualSettings, tick, lot, margin, limits };
          assert.equal(refuseSettings(settings), undefined);
          assert.equal(refuseSpecification(specificationOf(settings)), undefined, JSON.stringify(settings));
        }
  assert.match(refuseSettings({ ...usualSettings, tick: 1 }) ?? '', /tick is 1, and must be from 0.0002 to 0.5/);
  assert.match(refuseSettings({ ...usualSettings, hedgers: 0 }) ?? '', /hedgers is 0/);
  assert.match(refuseSettings({ ...usualSettings, usage: Number.NaN }) ?? '', /usage is NaN/);
});
