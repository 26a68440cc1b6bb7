/**
 * Protection before the trade on sequences that nobody thought of: two books and two judges agree on each command.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Event, recorder } from '#core/events.ts';
import { Exchange } from '#core/exchange.ts';
import { Bookkeeper } from '../model/bookkeeper.ts';
import { NaiveBook } from '../model/naive-book.ts';
import { PlainJudge } from '../model/plain-judge.ts';
import { diceOf, type Step } from '../model/random-commands.ts';
import { randomProtection } from '../model/random-protection.ts';

const SEED = Number(process.env.SEED ?? 7);
const replay = (seed: number) => `replay it with: SEED=${seed} npm test -- properties/protection`;

test('PRO-1, PRO-7, MMK-15 a second judge agrees with every acceptance and refusal, over either book', () => {
  const happened = new Map<string, number>();
  for (let seed = SEED; seed < SEED + 8; seed += 1) {
    let [ladder, plain] = [new Exchange(), new Exchange(() => new NaiveBook())];
    const [judge, books] = [new PlainJudge(), new Bookkeeper()];
    const steps = randomProtection(() => ladder, diceOf(seed));
    for (let sequence = 1; sequence <= 900; sequence += 1) {
      const step = steps.next().value;
      const where = `command ${sequence} ${JSON.stringify(step.command)}; ${replay(seed)}`;
      told(where, () => {
        const before = ladder.hash();
        const judged = judge.before(ladder, step.command, step.time);
        const events = carryOut(ladder, step);
        assert.deepEqual(carryOut(plain, step), events);
        assert.equal(plain.hash(), ladder.hash());
        ladder.audit();
        if (events.some(({ type }) => type === 'rejected')) {
          assert.equal(events.length, 1, 'a refusal is all that happens');
          assert.equal(ladder.hash(), before, 'a refused command changes nothing');
        }
        judged(events);
        for (const event of events) books.hear(event);
        books.agreesWith(ladder);
        for (const event of events) count(happened, event.type === 'rejected' ? event.reason : event.type);
        if (sequence % 50 > 0) return;
        ladder = Exchange.restore(JSON.parse(JSON.stringify(ladder.snapshot())));
        plain = Exchange.restore(JSON.parse(JSON.stringify(plain.snapshot())), () => new NaiveBook());
      });
    }
  }
  for (const what of WANTED) assert.ok(happened.has(what), `${what} never happened: this shows little`);
});

/** What has to come about for this to show something. */
const WANTED = [
  ...['SWITCHED_OFF', 'NOT_PERMITTED', 'PROTECTION_FROZEN', 'CLOSE_ONLY', 'QUANTITY_ABOVE_CAP'],
  ...['ORDER_VALUE_TOO_LARGE', 'REPEATED_TOO_OFTEN', 'POSITION_LIMIT_EXCEEDED', 'SPOT_MONTH_LIMIT_EXCEEDED'],
  ...['OPEN_INTEREST_LIMIT_EXCEEDED', 'ALL_MONTHS_LIMIT_EXCEEDED'],
  ...['SECOND_PERSON_NEEDED', 'switchReleased', 'protectionTriggered', 'rebatePaid'],
];

function carryOut(exchange: Exchange, { command, time }: Step): Event[] {
  const events: Event[] = [];
  exchange.execute(command, time, recorder(events));
  return events;
}

function count(happened: Map<string, number>, what: string): void {
  happened.set(what, (happened.get(what) ?? 0) + 1);
}

/** Runs what may fail, and says where. */
function told(where: string, run: () => void): void {
  try {
    run();
  } catch (error) {
    throw new Error(`${where}\n${error instanceof Error ? error.message : error}`, { cause: error });
  }
}
