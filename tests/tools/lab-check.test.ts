/** The command `check`: what it refuses, with the place; and the example of our own contract, held to the product. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { DEFAULT_PROGRAMME } from '#core/market-making/programmes.ts';
import { robust } from '#core/price-index/methodology.ts';
import { listedProducts } from '#core/products.ts';
import { indexTerms } from '#feeds/registry.ts';
import { readContract } from '../../tools/lab/check/contract-file.ts';
import { check } from '../../tools/lab/experiments/check.ts';
import { inProcess } from '../lab/in-process.ts';

const run = (...argv: string[]) => check.run(argv, inProcess);

test('each document that cannot be used gets one complaint with the place', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'check-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'contract.json');
  for (const [text, code, says] of [
    ['{"price": ', 'NOT_JSON', /contract\.json is not JSON: /],
    ['[]', 'WRONG_SHAPE', /: the document has to be an object\.$/],
    ['{"prize": "2.00"}', 'WRONG_SHAPE', /: \/prize is no field of a contract\.$/],
    ['{"price": 2}', 'WRONG_SHAPE', /: \/price has to be an amount in US dollars like "2\.00"/],
    ['{"lotSize": 0}', 'WRONG_SHAPE', /: \/lotSize has to be a whole number from 1 to 1000000000\.$/],
    ['{"margin": {"cap": "12%"}}', 'WRONG_SHAPE', /: \/margin lacks floor\.$/],
    ['{"margin": {"floor": "12"}}', 'WRONG_SHAPE', /: \/margin\/floor has to be a share like "12%"/],
    ['{"margin": {"floor": "12%", "roof": 1}}', 'WRONG_SHAPE', /: \/margin\/roof is no field of a contract\.$/],
    ['{"limits": {"halts": [{"move": "15%", "minutes": "ten"}]}}', 'WRONG_SHAPE', /: \/limits\/halts\/0\/minutes has/],
    ['{"index": {"average": "mode"}}', 'WRONG_SHAPE', /: \/index\/average has to be "mean" or "median"\.$/],
    ['{"calendar": {"tradingDays": 6}}', 'WRONG_SHAPE', /: \/calendar\/tradingDays has to be 5 or 7\.$/],
  ] as const) {
    writeFileSync(file, text);
    await assert.rejects(run(file), { name: 'Complaint', code, message: says }, text);
  }
});

test('a file that is not there, a folder, and flags that are none are complained about', async () => {
  await assert.rejects(run('no/such.json'), { code: 'NOT_FOUND', message: 'There is no file no/such.json.' });
  await assert.rejects(run('examples'), { code: 'FILE_UNUSABLE' });
  await assert.rejects(run(), { code: 'USAGE', message: 'check takes one file, CONTRACT.json.' });
  await assert.rejects(run('a.json', 'b.json'), { code: 'USAGE' });
  await assert.rejects(run('a.json', '--deep'), { code: 'USAGE' });
});

test('the same command gives the same report', async () => {
  const [one, two] = [await run('examples/contracts/paper.json'), await run('examples/contracts/paper.json')];
  assert.deepEqual(one, two);
  assert.equal(one.command, 'npm run lab -- check examples/contracts/paper.json');
  assert.match(one.answer, /^Of \d+ findings: \d+ fails, /);
});

test('examples/contracts/sit.json is the product that this venue lists, its index and its makers', () => {
  const design = readContract('examples/contracts/sit.json');
  const sit = listedProducts[0];
  assert.ok(sit?.margin?.model === 'historical' && sit.prices && sit.settlement && sit.protection);
  const { margin, prices, protection } = sit;
  assert.deepEqual(
    [design.lotSize, design.tickSize, design.priceMax, design.orderQuantityMax, design.positionMax],
    [sit.lotSize, sit.tickSize, sit.priceMax * sit.tickSize, sit.orderQuantityMax, sit.positionMax],
  );
  assert.deepEqual([design.spotMonthMax, design.allMonthsMax], [protection.spotMonthMax, protection.allMonthsMax]);
  assert.deepEqual(design.limits, {
    day: prices.dailyLimit,
    spotMonth: prices.spotMonthLimit,
    ladder: prices.ladder,
    halts: prices.halts,
  });
  assert.deepEqual(design.margin, {
    floor: margin.floor,
    aboveLimit: prices.marginAboveLimit,
    days: margin.horizonDays,
    confidence: 990_000,
    history: {
      deviationFloor: margin.deviationFloor,
      stressWeight: margin.stressWeight,
      stressDeviation: margin.stressDeviation,
    },
    gaps: margin.gaps,
    maintenance: sit.maintenanceShare,
  });
  assert.deepEqual(design.fees, { taker: sit.takerFeeRate, maker: sit.makerFeeRate });
  assert.deepEqual(design.months, { consecutive: sit.consecutiveMonths, quarterly: sit.quarterlyMonths });
  assert.equal(design.settlement?.validShare, sit.settlement.final.validShare);

  const { registry } = indexTerms;
  const qualify = new Set(
    registry.models
      .filter(({ scores }) => scores.every((score, i) => score >= (registry.bar[i] ?? 0)))
      .map(({ model }) => model),
  );
  const volumes: Record<string, number> = {};
  for (const { seller, model, volume } of registry.listings)
    if (qualify.has(model)) volumes[seller] = (volumes[seller] ?? 0) + volume;
  assert.deepEqual(design.index?.volumes, volumes);
  assert.deepEqual(Object.values(design.index?.gate ?? {}), registry.bar);
  assert.deepEqual(
    [design.index?.cap, design.index?.sellersMin, design.index?.reducedSellersMin, design.index?.ratioMax],
    [robust.cap, robust.gates.sellersMin, robust.fallback.reducedSellersMin, robust.ratioMax],
  );

  const { front, others, shareMin, netCapitalMin } = DEFAULT_PROGRAMME;
  const quote = ({ spreadMax, lotsMin }: typeof front) => ({ spreadMax, lotsMin });
  assert.deepEqual(design.makers, {
    front: quote(front),
    others: quote(others),
    presence: shareMin,
    netCapital: netCapitalMin,
  });
});
