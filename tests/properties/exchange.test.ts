/**
 * What no sequence of commands may break, on sequences that nobody thought of.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Event, recorder } from '#core/events.ts';
import { Exchange } from '#core/exchange.ts';
import { Bookkeeper } from '../model/bookkeeper.ts';
import { NaiveBook } from '../model/naive-book.ts';
import { type Dice, diceOf, randomSteps, type Step } from '../model/random-commands.ts';
import { withoutClockOrDice } from '../model/taint.ts';

const SEED = Number(process.env.SEED ?? 7);
const replay = (seed: number) => `replay it with: SEED=${seed} npm test -- exchange`;

test('CLR-1, PRC-3 whatever is asked: sums hold, a refusal changes nothing, a second bookkeeper agrees', () => {
  const happened = new Set<string>();
  for (let seed = SEED; seed < SEED + 20; seed += 1) {
    const exchange = new Exchange();
    const books = new Bookkeeper();
    const terms = new Map<number, Extract<Event, { type: 'contractTerms' }>>();
    const steps = randomSteps(() => exchange, diceOf(seed));
    for (let i = 1; i <= 600; i += 1)
      told(`command ${i} of seed ${seed}; ${replay(seed)}`, () => {
        for (const event of carefully(exchange, steps.next().value)) {
          books.hear(event);
          happened.add(event.type === 'rejected' ? event.reason : event.type);
          if (event.type === 'contractTerms') terms.set(event.contract, event);
          if (event.type !== 'contractSettled' || event.method === 'final') continue;
          const { limitDown = 0, limitUp = 0 } = terms.get(event.contract) ?? {};
          assert.ok(event.price >= limitDown && event.price <= limitUp, 'a settlement price lies within the limits');
        }
        books.agreesWith(exchange);
      });
  }
  for (const what of ['trade', 'contractExpired', 'withdrawn', 'POSITION_LIMIT_EXCEEDED', 'MARKET_CLOSED'])
    assert.ok(happened.has(what), `${what} never happened: this shows little`);
});

test('CLR-1 the same on shrinking sequences: the shortest one that fails is printed', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(), { maxLength: 900, size: 'max' }), (numbers) => {
      const exchange = new Exchange();
      const books = new Bookkeeper();
      const carriedOut: string[] = [];
      const dice = diceFrom(numbers);
      const steps = randomSteps(() => exchange, dice);
      while (dice.left() > 0) {
        const step = steps.next().value;
        carriedOut.push(JSON.stringify(step.command));
        told(carriedOut.join('\n'), () => {
          for (const event of carefully(exchange, step)) books.hear(event);
          books.agreesWith(exchange);
        });
      }
    }),
    { seed: SEED, numRuns: 200 },
  );
});

test('MAT-3 the exchange over the plain book is the exchange over the ladder after each of 20,000 commands', () => {
  for (let seed = SEED; seed < SEED + 10; seed += 1) {
    const ladder = new Exchange();
    const plain = new Exchange(() => new NaiveBook());
    const steps = randomSteps(() => ladder, diceOf(seed));
    for (let sequence = 1; sequence <= 2_000; sequence += 1) {
      const step = steps.next().value;
      const where = `command ${sequence} ${JSON.stringify(step.command)}; ${replay(seed)}`;
      assert.deepEqual(carryOut(ladder, step), carryOut(plain, step), where);
      assert.equal(ladder.hash(), plain.hash(), where);
    }
  }
});

test('an exchange that is read back goes on as the one that was written, over either book', () => {
  const original = new Exchange();
  let copy = new Exchange();
  const dice = diceOf(SEED + 1);
  const steps = randomSteps(() => original, diceOf(SEED));
  for (let sequence = 1; sequence <= 6_000; sequence += 1) {
    if (dice(20) === 0) {
      const written = JSON.stringify(copy.snapshot());
      copy = Exchange.restore(JSON.parse(written), dice(2) === 0 ? () => new NaiveBook() : undefined);
      copy.audit();
      assert.equal(copy.hash(), original.hash(), `written before command ${sequence}; ${replay(SEED)}`);
    }
    const step = steps.next().value;
    const where = `command ${sequence}; ${replay(SEED)}`;
    assert.deepEqual(carryOut(copy, step), carryOut(original, step), where);
    for (const { id } of original.accounts) assert.deepEqual(figures(copy, id), figures(original, id), where);
  }
  assert.equal(copy.hash(), original.hash());
});

test('the same commands at the same times give the same events and the same hash, without clock or dice', () => {
  assert.throws(() => withoutClockOrDice(() => Date.now()), /must not use Date/, 'the alarm itself works');
  assert.throws(() => withoutClockOrDice(() => new Date()), /must not use Date/);
  assert.throws(() => withoutClockOrDice(() => Math.random()), /must not use Math.random/);

  const first = new Exchange();
  const steps = randomSteps(() => first, diceOf(SEED));
  const recorded: { step: Step; events: Event[] }[] = [];
  for (let i = 0; i < 5_000; i += 1) {
    const step = steps.next().value;
    recorded.push({ step, events: carryOut(first, step) });
  }
  const second = new Exchange();
  withoutClockOrDice(() => {
    for (const { step, events } of recorded) assert.deepEqual(carryOut(second, step), events, replay(SEED));
    second.audit();
    assert.equal(second.hash(), first.hash());
    assert.equal(Exchange.restore(second.snapshot()).hash(), first.hash());
  });
});

function carryOut(exchange: Exchange, { command, time }: Step): Event[] {
  const events: Event[] = [];
  exchange.execute(command, time, recorder(events));
  return events;
}

/** Carries a step out, proves every invariant, and that a refusal changed nothing. */
function carefully(exchange: Exchange, step: Step): Event[] {
  const before = exchange.hash();
  const events = carryOut(exchange, step);
  exchange.audit();
  if (!events.some(({ type }) => type === 'rejected')) return events;
  assert.equal(events.length, 1, 'a refusal is all that happens');
  assert.equal(exchange.hash(), before, 'a refused command changes nothing');
  return events;
}

/** What an account sees, by contract code, because the contracts of two exchanges are different objects. */
function figures(exchange: Exchange, account: Parameters<Exchange['summary']>[0]) {
  const { positions, ...amounts } = exchange.summary(account);
  return { ...amounts, positions: positions.map(({ contract, ...figure }) => ({ ...figure, code: contract.code })) };
}

/** Dice that show these numbers one after the other, and then only the lowest side. */
function diceFrom(numbers: readonly number[]): Dice & { left(): number } {
  let next = 0;
  const dice = (sides: number) => (numbers[next++] ?? 0) % sides;
  return Object.assign(dice, { left: () => numbers.length - next });
}

/** Runs what may fail, and says where. */
function told(where: string, run: () => void): void {
  try {
    run();
  } catch (error) {
    throw new Error(`${where}\n${error instanceof Error ? error.message : error}`, { cause: error });
  }
}
