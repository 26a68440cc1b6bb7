/**
 * A day whose end moves money in every step: losses, a default, the waterfall, contributions, calls.
 *
 * It is a fixed list of commands, each with its time, up to the midnight at which the day is over; what follows is what is
 * due by the clock. So whoever plays it, in one go or in twenty pieces, must come to the same journal.
 */

import { BUY, type Command, GOOD_TILL_CANCEL, SELL } from '#core/commands.ts';
import { SIT } from '#core/contract.ts';
import type { Risks } from '#core/due.ts';
import type { Event } from '#core/events.ts';
import { recorder } from '#core/events.ts';
import { Exchange } from '#core/exchange.ts';
import type { AccountId, ContractId, Lots, Millis, Money, Sequence, Ticks, TradeDate } from '#core/units.ts';
import { plainEvidence } from '#makers/plain-index.ts';
import { MemberRecords } from '#market-data/member-records.ts';
import { dueCommand } from '../../src/venue/day-keeper.ts';
import { changed, dayOf, dollars, endOfDay, fixing, indexTerms, product, timeOf } from '../model/commands.ts';

interface Timed {
  readonly command: Command;
  readonly time: Millis;
}

const DAY = dayOf('2026-11-24');
const INDEX = dollars(1.5);

/** When the end of the second day, which is disturbed, is due. */
export const MIDNIGHT = timeOf('2026-11-25');

/** Everything up to that midnight: a first day with its end, and the trades of the second one. */
export const PREPARATION: readonly Timed[] = [...prepare()];

function* prepare(): Generator<Timed> {
  const first = timeOf('2026-11-23');
  const at = (time: Millis, ...commands: readonly Command[]) => commands.map((command) => ({ command, time }));
  const accounts = ['anna', 'bao', 'chen', 'dana'].map(
    (name): Command => ({ type: 'openAccount', name, kind: 'member', credential: '' }),
  );
  const oneMonth = changed(SIT, { consecutiveMonths: 1, quarterlyMonths: 0 });
  const client: Command = { type: 'openAccount', name: 'cleo', kind: 'member', credential: '', member: 1 as AccountId };
  yield* at(first, indexTerms, fixing((DAY - 2) as TradeDate, INDEX), product(oneMonth), ...accounts, client);
  const cash = [1_300, 30_000, 80_000, 20_000, 1_300];
  yield* at(first, ...cash.map((amount, account) => deposit(account, amount)), {
    type: 'addCapital',
    amount: dollars(250),
  });
  yield* at(first, order(1, SELL, 20, 1_500), order(0, BUY, 10, 1_500), order(4, BUY, 10, 1_500));
  yield* at(timeOf('2026-11-24'), fixing((DAY - 1) as TradeDate, INDEX), ...endOfDay((DAY - 1) as TradeDate));
  yield* at(timeOf('2026-11-24 12:00'), order(2, BUY, 1, 1_280), order(3, SELL, 1, 1_280), order(2, BUY, 400, 1_276));
}

function order(account: number, side: typeof BUY | typeof SELL, quantity: number, price: number): Command {
  const contract = 0 as ContractId;
  const wish = { contract, side, price: price as Ticks, quantity: quantity as Lots };
  return { type: 'placeOrder', account: account as AccountId, ...wish, timeInForce: GOOD_TILL_CANCEL };
}

function deposit(account: number, amount: number): Command {
  return { type: 'deposit', account: account as AccountId, amount: dollars(amount) };
}

/** What is due at that midnight by what a venue finds in its state; undefined when nothing is any more. */
export function dueAtMidnight(exchange: Risks): Command | undefined {
  return dueCommand(exchange, MIDNIGHT, DAY, (date) => plainEvidence(date, INDEX as Money));
}

/** An exchange with the fold of statements beside it, and everything that happened. */
export class PlainRun {
  readonly exchange = new Exchange();
  readonly records = new MemberRecords();
  readonly events: Event[] = [];
  sequence = 0;

  carryOut(command: Command, time: Millis): void {
    const firstEvent = this.events.length + 1;
    const events: Event[] = [];
    this.exchange.execute(command, time, recorder(events));
    this.events.push(...events);
    this.sequence += 1;
    const published = { sequence: this.sequence as Sequence, time, events, command, clientId: undefined, firstEvent };
    this.records.apply(published);
  }

  /** What must be the same however often a venue was killed. */
  get outcome(): DayOutcome {
    return { sequence: this.sequence, hash: this.exchange.hash(), records: JSON.stringify(this.records.snapshot()) };
  }
}

export interface DayOutcome {
  readonly sequence: number;
  readonly hash: string;
  /** Orders, fills and statements of every account. */
  readonly records: string;
}

/** The same commands on an exchange that nobody disturbs. */
export function undisturbed(): PlainRun {
  const run = new PlainRun();
  for (const { command, time } of PREPARATION) run.carryOut(command, time);
  for (let due = dueAtMidnight(run.exchange); due !== undefined; due = dueAtMidnight(run.exchange))
    run.carryOut(due, MIDNIGHT);
  return run;
}
