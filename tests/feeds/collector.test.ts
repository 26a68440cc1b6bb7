/** The collector: rounds by a timer that the tests turn, and sources that fail in every way. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Millis } from '#core/units.ts';
import { Collector, type SourceState } from '#feeds/collector.ts';
import { EvidenceStore, StoreFull } from '#feeds/evidence-store.ts';
import { openSources } from '#feeds/live-sources.ts';
import { type FreshReading, type Source, SourceFailed } from '#feeds/source.ts';
import { send, serve } from './local-server.ts';
import { at, price, reading, temporaryFolder } from './readings.ts';

const EVERY_MS = 3_600_000;
const start = at('2026-11-20T10:00Z');

/** A timer that waits to be turned. */
class Turned {
  readonly waiting: (() => void)[] = [];
  readonly delays: number[] = [];
  after = (ms: number, action: () => void): void => {
    this.delays.push(ms);
    this.waiting.push(action);
  };
}

const hour = (n: number): string => new Date(start + n * EVERY_MS).toISOString();

/** A source that gives or throws one thing after the other. */
function source(name: string, ...answers: readonly (FreshReading | Error)[]): Source & { asked: number } {
  const self = {
    name,
    asked: 0,
    read: async (): Promise<FreshReading> => {
      const answer = answers[Math.min(self.asked, answers.length - 1)];
      self.asked += 1;
      if (answer === undefined || answer instanceof Error) throw answer;
      return answer;
    },
  };
  return self;
}

const good = (name: string, n: number): FreshReading => reading(name, hour(n), [price('acme m1', hour(n), 100 + n)]);
const keepAll = { add: async () => true };
const stateOf = (collector: Collector, name: string): SourceState => {
  const state = collector.states.find((one) => one.name === name);
  assert.ok(state !== undefined);
  return state;
};

test('IDX-49 a source that fails is shown, is asked again, and stops neither the others nor the rounds', async () => {
  const timer = new Turned();
  let now = start;
  const failing = source(
    'openrouter',
    new SourceFailed('TIMEOUT', '30000 ms'),
    new TypeError('undefined is not a function'),
    good('openrouter', 2),
  );
  const well = source('litellm', good('litellm', 0), good('litellm', 1), good('litellm', 2));
  const changes: SourceState[] = [];
  const collector = new Collector({
    sources: [failing, well],
    store: keepAll,
    now: () => now,
    timer,
    everyMs: EVERY_MS,
    onChange: (state) => changes.push(state),
  });
  assert.deepEqual(stateOf(collector, 'openrouter'), {
    name: 'openrouter',
    reads: 0,
    failures: 0,
    lastSuccess: null,
    prices: 0,
    problems: 0,
    lastFailure: null,
  });

  const turn = async (n: number): Promise<void> => {
    now = (start + n * EVERY_MS) as Millis;
    if (n === 0) collector.start();
    else timer.waiting[n - 1]?.();
    while (timer.waiting.length === n) await new Promise(setImmediate);
  };
  await turn(0);
  const { lastFailure, failures, lastSuccess } = stateOf(collector, 'openrouter');
  assert.deepEqual([failures, lastSuccess, lastFailure?.code, lastFailure?.at], [1, null, 'TIMEOUT', start]);
  assert.match(lastFailure?.message ?? '', /not complete in the time .*30000 ms/);
  assert.deepEqual([stateOf(collector, 'litellm').lastSuccess, stateOf(collector, 'litellm').prices], [start, 1]);

  await turn(1);
  assert.equal(stateOf(collector, 'openrouter').lastFailure?.code, 'UNEXPECTED');
  await turn(2);
  const healed = stateOf(collector, 'openrouter');
  assert.deepEqual([healed.reads, healed.failures, healed.lastSuccess], [3, 2, start + 2 * EVERY_MS]);
  assert.equal(healed.lastFailure?.at, start + EVERY_MS, 'the last failure is still known');
  assert.deepEqual(timer.delays, [EVERY_MS, EVERY_MS, EVERY_MS]);
  assert.equal(changes.length, 6);
  await collector.stop();
  timer.waiting[2]?.();
  assert.deepEqual([failing.asked, well.asked], [3, 3], 'no round begins after the end');
});

test('IDX-49 what cannot be kept is a failure of its own', async () => {
  const store = { add: () => Promise.reject(new StoreFull('There is no room.')) };
  const options = { store, now: () => start, timer: new Turned(), everyMs: EVERY_MS };
  const collector = new Collector({ sources: [source('litellm', good('litellm', 0))], ...options });
  await collector.readAll();
  const { failures, lastFailure, lastSuccess } = stateOf(collector, 'litellm');
  assert.deepEqual([failures, lastFailure?.code, lastSuccess], [1, 'NOT_KEPT', null]);
  assert.match(lastFailure?.message ?? '', /no room/);
});

test('IDX-49 a reading that is called off at the end says nothing about its source', async () => {
  const endless: Source = {
    name: 'openrouter',
    read: (signal) =>
      new Promise((_, reject) => signal.addEventListener('abort', () => reject(new SourceFailed('STOPPED')))),
  };
  const options = { store: keepAll, now: () => start, timer: new Turned(), everyMs: EVERY_MS };
  const collector = new Collector({ sources: [endless], ...options });
  collector.start();
  await collector.stop();
  assert.deepEqual([stateOf(collector, 'openrouter').failures, stateOf(collector, 'openrouter').reads], [0, 0]);
});

test('IDX-49 without a source nothing is ever asked', () => {
  const timer = new Turned();
  new Collector({ sources: [], store: keepAll, now: () => start, timer, everyMs: EVERY_MS }).start();
  assert.deepEqual(timer.delays, []);
});

test('IDX-49, IDX-43 what a server shows is kept, what has changed its shape is not', async (context) => {
  let now = start;
  let shown: unknown = { data: [{ id: 'acme/m1', pricing: { prompt: '0.000001', completion: '0.000002' } }] };
  const address = await serve(context, (_, response) => send(response, JSON.stringify(shown)));
  const store = new EvidenceStore(temporaryFolder(context));
  context.after(() => store.close());
  const sources = openSources(['openrouter'], {
    listings: () => [{ seller: 'acme', listing: 'm1', names: { openrouter: 'acme/m1' } }],
    now: () => now,
    addresses: { openrouter: address },
    rules: { allowLoopback: true },
  });
  const collector = new Collector({ sources, store, now: () => now, timer: new Turned(), everyMs: EVERY_MS });
  await collector.readAll();
  now = (start + EVERY_MS) as Millis;
  shown = { models: [] };
  await collector.readAll();
  now = (start + 2 * EVERY_MS) as Millis;
  shown = { data: [{ id: 'acme/m1', pricing: { prompt: '0.0000011', completion: '0.000002' } }] };
  await collector.readAll();

  const { reads, failures, lastFailure } = stateOf(collector, 'openrouter');
  assert.deepEqual([reads, failures, lastFailure?.code], [3, 1, 'SCHEMA_CHANGED']);
  const { documents, prices } = store.evidenceOf(Math.floor(start / 86_400_000) as never);
  assert.deepEqual(
    prices.map(({ document, observedAt, input }) => [documents[document]?.fetchedAt, observedAt, input]),
    [
      [start, start, 1_000_000],
      [now, now, 1_100_000],
    ],
  );
  const [first] = documents;
  assert.match(Buffer.from(store.rawOf(first?.hash ?? '') ?? []).toString(), /acme\/m1/);
});
