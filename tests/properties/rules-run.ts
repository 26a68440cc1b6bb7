/**
 * The exchange under every rule at once, drawn from a seed: over the ladder and over the plain book, after every command.
 *
 * Both give the same events and come to the same hash, every invariant holds, a refusal changes nothing, and a second
 * bookkeeper agrees. Now and then one of them is written down and read back. What happened is counted, so that whoever
 * runs it can ask for everything that can happen.
 */
import assert from 'node:assert/strict';
import { FILL_OR_KILL } from '#core/commands.ts';
import { type Event, recorder } from '#core/events.ts';
import { Exchange } from '#core/exchange.ts';
import { phases } from '#core/phase.ts';
import { cancelRejections, groupRejections, orderRejections, phaseRejections } from '#core/rejections.ts';
import { Bookkeeper } from '../model/bookkeeper.ts';
import { NaiveBook } from '../model/naive-book.ts';
import { diceOf, type Step } from '../model/random-commands.ts';
import { randomRules } from '../model/random-rules.ts';

/** Commands of one seed: over more of them days and contracts pile up, and every hash takes longer. */
export const COMMANDS_OF_A_SEED = 2_000;

/** What the drawn commands do not ask for, because runs of their own do: protection, kill switches, spreads, defaults. */
const NOT_DRAWN: readonly string[] = [
  'IN_DEFAULT',
  'SWITCHED_OFF',
  'NOT_PERMITTED',
  'CLOSE_ONLY',
  'QUANTITY_ABOVE_CAP',
  'SPOT_MONTH_LIMIT_EXCEEDED',
  'OPEN_INTEREST_LIMIT_EXCEEDED',
  'ALL_MONTHS_LIMIT_EXCEEDED',
  'SPREAD_TERMS_UNKNOWN',
  'PROTECTION_FROZEN',
  'ORDER_VALUE_TOO_LARGE',
  'REPEATED_TOO_OFTEN',
  'protection',
  'switchedOff',
];
const CANCEL_REASONS = [
  'requested',
  'unfilled',
  'selfTrade',
  'outsideLimit',
  'expired',
  'lapsed',
  'otherOfPair',
  'reduceOnly',
  'replaced',
  'refusedWhenTriggered',
];
const EVENTS = ['orderTriggered', 'orderAmended', 'shownChanged', 'groupJoined', 'marginCalled', 'contractExpired'];
const CAUSES = ['schedule', 'operator', 'halt', 'breaker', 'velocity'];

/** Ways to a settlement price that come often here; tests/properties/settlement-prices.test.ts has all of them. */
const SETTLEMENTS = ['window', 'vwap', 'quotes', 'previous', 'final', 'lastFixings'];

/** Everything that can happen, by name. */
export const reachable: readonly string[] = [
  ...[orderRejections, cancelRejections, phaseRejections, groupRejections].flatMap((table) => Object.keys(table)),
  ...phases,
  ...CANCEL_REASONS,
  ...CAUSES,
  ...EVENTS,
  ...SETTLEMENTS.map((method) => `settled: ${method}`),
].filter((name) => !NOT_DRAWN.includes(name));

/** Carries out the commands of a seed, and counts in `seen` what happened. Failures name the seed and the command. */
export function runSeed(seed: number, seen: Map<string, number>, replay: string): void {
  let ladder = new Exchange();
  let plain = new Exchange(() => new NaiveBook());
  const books = new Bookkeeper();
  const dice = diceOf(seed + 1_000_000);
  const steps = randomRules(() => ladder, diceOf(seed));
  for (let sequence = 1; sequence <= COMMANDS_OF_A_SEED; sequence += 1) {
    const step = steps.next().value;
    try {
      const before = ladder.hash();
      const events = carryOut(ladder, step);
      assert.deepEqual(carryOut(plain, step), events, 'the same happens over either book');
      allOrNone(step, events);
      const hash = ladder.hash();
      assert.equal(plain.hash(), hash, 'either book comes to the same hash');
      ladder.audit();
      if (events.some(({ type }) => type === 'rejected')) {
        assert.equal(events.length, 1, 'a refusal is all that happens');
        assert.equal(hash, before, 'a refused command changes nothing');
      }
      for (const event of events) {
        books.hear(event);
        for (const name of namesOf(event)) seen.set(name, (seen.get(name) ?? 0) + 1);
      }
      books.agreesWith(ladder);
      if (dice(50) === 0) ladder = readBack(ladder);
      if (dice(50) === 0) plain = readBack(plain, () => new NaiveBook());
    } catch (error) {
      const where = `command ${sequence} of seed ${seed}: ${JSON.stringify(step.command)}`;
      throw new Error(`${where}\nreplay it with: ${replay}\n${String(error)}`, { cause: error });
    }
  }
}

/** Fails with the names of what never happened. */
export function assertReached(seen: ReadonlyMap<string, number>): void {
  const missing = reachable.filter((name) => !seen.has(name));
  assert.deepEqual(missing, [], 'this never happened, so the run shows nothing of it');
}

/** What fill or kill and minimum quantities promise: all or so many lots at once, or none (rules ORD-14 and ORD-17). */
function allOrNone({ command }: Step, events: readonly Event[]): void {
  if (command.type !== 'placeOrder' || command.terms?.trigger !== undefined) return;
  const least = command.timeInForce === FILL_OR_KILL ? command.quantity : command.terms?.minimumQuantity;
  const accepted = events.find((event) => event.type === 'orderAccepted');
  if (least === undefined || accepted === undefined) return;
  let [traded, cut] = [0, 0];
  for (const event of events) {
    if (event.type === 'trade' && event.takerOrder === accepted.order) traded += event.quantity;
    if (event.type === 'orderReduced' && event.order === accepted.order) cut += event.quantity;
  }
  const isMet = command.timeInForce === FILL_OR_KILL ? traded === least - cut : traded >= least;
  assert.ok(traded === 0 || isMet, `${traded} lots traded at once, ${least} less ${cut} were to`);
}

function namesOf(event: Event): string[] {
  if (event.type === 'rejected') return [event.reason];
  if (event.type === 'orderCancelled' || event.type === 'orderReduced') return [event.reason];
  if (event.type === 'contractSettled') return [`settled: ${event.method}`];
  if (event.type === 'phaseChanged') return [event.phase, event.cause];
  return [event.type];
}

function readBack(exchange: Exchange, makeBook?: ConstructorParameters<typeof Exchange>[0]): Exchange {
  const copy = Exchange.restore(JSON.parse(JSON.stringify(exchange.snapshot())), makeBook);
  copy.audit();
  assert.equal(copy.hash(), exchange.hash(), 'the exchange that was read is the one that was written');
  return copy;
}

function carryOut(exchange: Exchange, { command, time }: Step): Event[] {
  const events: Event[] = [];
  exchange.execute(command, time, recorder(events));
  return events;
}
