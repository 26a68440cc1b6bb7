/** The bench's own workloads are what they say, and every engine makes of them what the plain book makes. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Exchange } from '#core/exchange.ts';
import { LadderBook } from '#core/order-book/ladder-book.ts';
import type { Ticks } from '#core/units.ts';
import { BookEngine } from '../../bench/engines/book.ts';
import { type Engine, Tally } from '../../bench/engines/engine.ts';
import { Commands, ExchangeEngine, tallying } from '../../bench/engines/exchange.ts';
import { openingCommands, TIME } from '../../bench/engines/opening.ts';
import { ReportingEngine } from '../../bench/engines/reports.ts';
import { RivalEngine } from '../../bench/engines/rival.ts';
import { ladderEngine } from '../../bench/twin.ts';
import { generateWorkload } from '../../bench/workloads/generator.ts';
import { generateMarket } from '../../bench/workloads/market.ts';
import { generateSpread } from '../../bench/workloads/spread.ts';
import { wideWorkloads } from '../../bench/workloads/wide.ts';
import { PRICE_MAX, type Workload } from '../../bench/workloads/workload.ts';
import { NaiveBook } from '../model/naive-book.ts';

function tallyOf(engine: Engine, commands: number) {
  for (let i = 0; i < commands; i += 1) engine.execute(i);
  const { trades, volume, cancelsRefused, digest } = engine.tally;
  return { trades, volume, cancelsRefused, digest };
}

const naive = (workload: Workload) => new BookEngine(workload, new NaiveBook());
const reporting = (workload: Workload) => new ReportingEngine(workload, new LadderBook(PRICE_MAX as Ticks));

for (const { name, build } of wideWorkloads)
  test(`MAT-1 ${name}: the ladder and the plain book make the same trades of a small one`, () => {
    const workload = build(100);
    const tally = tallyOf(ladderEngine(workload), workload.commands);
    assert.deepEqual(tally, tallyOf(naive(workload), workload.commands));
  });

test('MAT-1 a sweep takes each of its levels once a round, and a crash takes every bid', () => {
  const [sweep, , crash] = wideWorkloads.map(({ build }) => build(100));
  assert.equal(tallyOf(ladderEngine(sweep as Workload), 303).trades, 300);
  assert.equal(tallyOf(ladderEngine(crash as Workload), 1_000).volume, 5_000);
});

test('MAT-3 with accounts, client ids and reports the book makes the same trades, and reports all that happens', () => {
  const workload = generateWorkload('mixed', 5_000, 7);
  const engine = reporting(workload);
  const tally = tallyOf(engine, workload.commands);
  assert.deepEqual(tally, tallyOf(ladderEngine(workload), workload.commands));
  const placed = workload.orderMax;
  const cancels = workload.commands - placed;
  assert.ok(engine.reports >= placed + cancels + 2 * tally.trades);
  assert.ok(engine.reports <= 2 * placed + cancels + 2 * tally.trades);
});

test('MAT-3 nodejs-order-book makes the same trades as the book', () => {
  const workload = generateWorkload('mixed', 5_000, 7);
  const tally = tallyOf(ladderEngine(workload), workload.commands);
  assert.deepEqual(tallyOf(new RivalEngine(workload), workload.commands), tally);
});

test('MAT-3 a market of three contracts makes the trades of its three streams', () => {
  const workload = generateMarket(3, 6_000, 7);
  const market = tallyOf(new ExchangeEngine(workload, 3), workload.commands);
  const streams = [7, 8, 9].map((seed) => tallyOf(ladderEngine(generateWorkload('mixed', 2_000, seed)), 2_000));
  const sum = (of: (tally: (typeof streams)[number]) => number) => streams.reduce((all, each) => all + of(each), 0);
  assert.equal(
    market.trades,
    sum(({ trades }) => trades),
  );
  assert.equal(
    market.volume,
    sum(({ volume }) => volume),
  );
  assert.equal(
    market.cancelsRefused,
    sum(({ cancelsRefused }) => cancelsRefused),
  );
});

test('CLR-1 a spread market keeps its size, and its sums hold', () => {
  const size = { resting: 500, accounts: 50, contracts: 7 };
  const workload = generateSpread(size, 2_000);
  const commands = new Commands(workload);
  const exchange = new Exchange();
  const tally = new Tally();
  for (const command of openingCommands(size)) exchange.execute(command, TIME, tallying(tally));
  for (let i = 0; i < workload.commands; i += 1) exchange.execute(commands.at(i), TIME, tallying(tally));
  exchange.audit();
  const resting = exchange.contracts.reduce((sum, { book }) => sum + book.size, 0);
  assert.ok(Math.abs(resting - size.resting) <= 1, `${resting} orders rest`);
  assert.ok(tally.trades > 0);
  assert.equal(tally.cancelsRefused, 0);
});
