/**
 * Yesterday's commands come to yesterday's events and yesterday's hash. How to renew: `record-exchange.ts`.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Exchange } from '#core/exchange.ts';
import { carryOut, read } from './exchange-recording.ts';

test('the recorded commands come to the recorded events and hash', () => {
  const { steps, hash } = read();
  const exchange = new Exchange();
  const seen = new Set<string>();
  for (const [i, step] of steps.entries()) {
    const { events, digest } = carryOut(exchange, step);
    const story = `line ${i + 1} is the first that differs: ${JSON.stringify(step.command)}\ncame to`;
    assert.equal(digest, step.events, `${story}\n${events.map((event) => JSON.stringify(event)).join('\n')}`);
    for (const { type } of events) seen.add(type);
  }
  assert.equal(exchange.hash(), hash);
  for (const type of ['trade', 'contractExpired', 'withdrawn', 'rejected', 'marginCalled', 'fixingCorrected'])
    assert.ok(seen.has(type), `the recording knows no ${type}`);
});
