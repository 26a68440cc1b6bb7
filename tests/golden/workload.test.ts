/**
 * The documented workload through the order book and through the whole exchange: the trades that other engines make,
 * counted and digested.
 *
 * The figures are not this project's: see `bench/workloads/documented.ts`.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ExchangeEngine } from '../../bench/engines/exchange.ts';
import { ladderEngine } from '../../bench/twin.ts';
import { documentedWorkloads } from '../../bench/workloads/documented.ts';
import { generateWorkload } from '../../bench/workloads/generator.ts';
import { decodeWorkload, encodeWorkload, type Workload, WorkloadUnreadable } from '../../bench/workloads/workload.ts';

const subjects = { 'the book': ladderEngine, 'the exchange': (workload: Workload) => new ExchangeEngine(workload) };

for (const { profile, commands, seed, ...figures } of documentedWorkloads.filter(
  (known) => known.commands <= 200_000,
)) {
  for (const [name, start] of Object.entries(subjects)) {
    test(`MAT-3 ${name} makes the documented trades: ${profile}, ${commands} commands, seed ${seed}`, () => {
      const engine = start(decodeWorkload(encodeWorkload(generateWorkload(profile, commands, seed))));
      for (let i = 0; i < commands; i += 1) engine.execute(i);
      const { trades, volume, cancelsRefused, digest } = engine.tally;
      assert.deepEqual({ trades, volume, cancelsRefused, digest }, figures);
    });
  }
}

test('a file that is not a workload is refused in one sentence', () => {
  const good = encodeWorkload(generateWorkload('mixed', 3, 7));
  const changed = (at: number, byte: number) => good.with(at, byte);
  const cases: [Uint8Array, RegExp][] = [
    [good.subarray(0, 15), /begins with 16 bytes, this has 15$/],
    [changed(0, 0), /begins with the letters SITB/],
    [changed(4, 2), /has version 2, known is 1$/],
    [changed(8, 0), /has 1 to 100000000 commands, this says 0$/],
    [good.subarray(0, 63), /3 commands take 64 bytes, this has 63$/],
    [changed(16, 2), /command 0 has type 2/],
    [changed(17, 2), /command 0 has side 2/],
    [changed(20, 5), /command 0 places order 5, the next number is 1$/],
    [changed(27, 255), /command 0 has price -\d+, allowed is 1 to 262143$/],
    [changed(31, 255), /command 0 has quantity \d+, allowed is 1 to 1000000000$/],
  ];
  for (const [bytes, message] of cases) {
    assert.throws(
      () => decodeWorkload(bytes),
      (error) => error instanceof WorkloadUnreadable && message.test(error.message),
    );
  }
});
