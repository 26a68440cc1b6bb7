/**
 * Whole venues under every fault there is, each from one seed. `npm run simulate` runs fresh seeds for as long as you
 * like.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { explain } from '#simulation/explain.ts';
import { type Rehearsed, rehearse } from '#simulation/rehearsal.ts';
import { scriptOf } from '#simulation/script.ts';
import { harmKinds } from '#simulation/world/harm.ts';
import { defects } from './defects.ts';

const SEEDS = 110;
const rehearsed: Rehearsed[] = [];

test('JRN-2, JRN-5, JRN-6, JRN-8, JRN-9, JRN-11, JRN-12, API-7, API-11, API-12, API-13 whatever fails in a simulated venue, no promise is broken', async () => {
  for (let seed = 1; seed <= SEEDS; seed += 1) {
    const run = await rehearse(scriptOf(seed));
    if (run.finding !== undefined) assert.fail((await explain(seed))?.join('\n'));
    rehearsed.push(run);
  }
});

test('in these seeds everything happens that is planned: every fault, every harm, every way to settle and to be refused', () => {
  const happened = new Set(rehearsed.flatMap(({ counts }) => [...counts.keys()]));
  const planned = [
    ...['crash', 'kill', 'powerCut', 'stop', 'snapshot', 'clock', 'network', 'disk', 'index', ...harmKinds],
    ...['connection', 'a connection is lost', 'a reader is too slow', 'a repeat is answered'],
    'several are said together',
    ...['reply', 'account snapshot', 'account delta', 'book snapshot', 'book delta', 'trades delta', 'candles delta'],
    ...['tickers delta', 'index snapshot', 'venue snapshot'],
    ...['opened from a snapshot', 'opened from the journal', 'snapshot passed over', 'torn tail'],
    ...['refused: JOURNAL_CORRUPT', 'CLOSED', 'DISK_LOW', 'DUPLICATE_ID_MISMATCH', 'COMMAND_TOO_LARGE'],
    ...[
      'trade',
      'orderRested',
      'marginCalled',
      'contractExpired',
      'fixing: withheld',
      'fixing: carried',
      'somebody owes',
      'withdrawn',
    ],
    ...['requested', 'unfilled', 'selfTrade', 'outsideLimit', 'expired'].map((reason) => `cancelled: ${reason}`),
    ...['vwap', 'quotes', 'previous', 'final'].map((method) => `settled: ${method}`),
    ...['ACCOUNT_UNKNOWN', 'CONTRACT_UNKNOWN', 'CONTRACT_EXPIRED', 'MARKET_CLOSED', 'QUANTITY_NOT_POSITIVE'],
    ...['QUANTITY_TOO_LARGE', 'PRICE_OUTSIDE_LIMIT', 'POSITION_LIMIT_EXCEEDED', 'MARGIN_INSUFFICIENT'],
    ...['VENUE_CLOSING', 'TOO_MANY_REQUESTS', 'KEY_MISSING', 'KEY_UNKNOWN', 'OPERATION_UNKNOWN', 'CHANNEL_UNKNOWN'],
    ...['MESSAGE_NOT_TEXT', 'MESSAGE_NOT_JSON', 'FIELD_INVALID', 'FIELD_MISSING', 'FIELD_UNKNOWN'],
    ...['PRICE_NOT_DECIMAL', 'PRICE_OFF_TICK', 'PRICE_OUT_OF_RANGE', 'QUANTITY_NOT_WHOLE'],
    ...['ORDER_UNKNOWN', 'AMOUNT_NOT_POSITIVE', 'ACCOUNT_NAME_TAKEN', 'ACCOUNT_NAME_INVALID'],
  ];
  assert.deepEqual(
    planned.filter((name) => !happened.has(name)),
    [],
  );
});

test('one seed is one run: the same commands, events and states, and another seed is another', async () => {
  const [once, again, other] = [await rehearse(scriptOf(3)), await rehearse(scriptOf(3)), await rehearse(scriptOf(4))];
  assert.ok(once.commands > 20);
  assert.equal(once.trace, again.trace);
  assert.deepEqual([...once.counts], [...again.counts]);
  assert.notEqual(once.trace, other.trace);
});

test('a seed that fails is told as a short story, with the line that repeats it', async () => {
  const defect = defects['a fee is taken and not booked'] as () => object;
  const [headline, size, ...story] = (await explain(1, defect)) ?? [];
  assert.match(
    headline ?? '',
    /^seed 1 fails: money and positions sum up: .*; replay it with: SEED=1 npm run simulate$/,
  );
  assert.match(size ?? '', /^\d+ of its \d+ steps are enough:$/);
  assert.ok(Number.parseInt(size ?? '', 10) <= 12, size);
  assert.ok(story.some((line) => line.includes('placeOrder')));
  assert.match(story.at(-1) ?? '', /the ledger sums to -/);
});
