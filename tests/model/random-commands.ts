/**
 * Commands drawn from dice: most of them sensible, some late, some wrong, over many days.
 *
 * The steps look at the exchange that carries them out, to quote near its prices and to cancel orders that rest, so the
 * same dice and the same exchange give the same steps. Two small products with odd fees and tight limits keep every
 * refusal within reach.
 */

import { dateOf, MILLIS_PER_DAY, startOf } from '#core/calendar.ts';
import { BUY, type Command, GOOD_TILL_CANCEL, IMMEDIATE_OR_CANCEL, SELL } from '#core/commands.ts';
import { type ProductSpecification, SITP } from '#core/contract.ts';
import type { Exchange } from '#core/exchange.ts';
import { NONE } from '#core/order-book/order-book.ts';
import { daySteps } from '#core/settlement/day-steps.ts';
import {
  type AccountId,
  type ContractId,
  lots,
  type Millis,
  type Money,
  money,
  type OrderId,
  type TradeDate,
  ticks,
} from '#core/units.ts';
import { plainEvidence, plainTerms } from '#makers/plain-index.ts';
import { changed, dayOf, dollars, endOfDay, fixing, indexTerms, product, timeOf } from './commands.ts';

/** `dice(n)` is a whole number from 0 to n − 1. */
export type Dice = (sides: number) => number;

export interface Step {
  readonly command: Command;
  readonly time: Millis;
}

/** Seeded dice (mulberry32). */
export function diceOf(seed: number): Dice {
  let state = seed | 0;
  return (sides) => {
    state = (state + 0x6d2b_79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % sides;
  };
}

const small = { priceMax: 300, orderQuantityMax: 25, positionMax: 40, consecutiveMonths: 2, quarterlyMonths: 1 };
const products: readonly ProductSpecification[] = [
  changed(SITP, { ...small, code: 'SMALL' }),
  changed(SITP, { ...small, code: 'ODD', lotSize: 3, priceLimitRate: 70_000, takerFeeRate: 1_237, makerFeeRate: 411 }),
];

/** Steps without end. The next one is drawn when the one before it has been carried out on `exchange()`. */
export function* randomSteps(exchange: () => Exchange, dice: Dice): Generator<Step, never> {
  let time = timeOf('2026-11-23');
  let indexPrice = dollars(1);
  const step = (command: Command): Step => ({ command, time });
  const account = () => dice(exchange().accounts.length + (dice(40) === 0 ? 1 : 0)) as AccountId;
  const amount = () => money(dice(20) === 0 ? -dice(2) : 1 + dice(20_000_000));

  yield step(indexTerms);
  yield step(fixing((dateOf(time) - 1) as TradeDate, indexPrice));
  for (const specification of products) yield step(product(specification));
  for (const name of ['anna', 'bao', 'chen', 'dana', 'emil']) {
    yield step({ type: 'openAccount', name, kind: 'member', credential: '' });
    const last = (exchange().accounts.length - 1) as AccountId;
    yield step({ type: 'deposit', account: last, amount: dollars(30) });
  }

  for (;;) {
    if (!exchange().isOpenAt(time) && dice(3) > 0) time = later(time, startOf(exchange().tradeDate as TradeDate));
    time = later(time, Math.min(time + dice(60_000), startOf((dateOf(time) + 1) as TradeDate) - 1));
    const chance = dice(1_000);
    if (chance < 640) yield step(randomOrder(exchange(), account(), dice));
    else if (chance < 850) {
      const order = dice(5) === 0 ? (dice(99) as OrderId) : restingOrder(exchange(), dice);
      const owner = dice(20) === 0 ? account() : (exchange().ownerOf(order) ?? account());
      yield step({ type: 'cancelOrder', account: owner, order });
    } else if (chance < 890) yield step({ type: 'deposit', account: account(), amount: amount() });
    else if (chance < 920) yield step({ type: 'withdraw', account: account(), amount: amount() });
    else if (chance < 924)
      yield step({ type: 'openAccount', name: `guest${dice(9)}`, kind: 'simulated', credential: '' });
    else if (chance < 926)
      yield step(product(changed(SITP, { code: ['SMALL', 'NEW', 'bad'][dice(3)] ?? '', ...small })));
    else if (chance < 930) yield step(someStep((dateOf(time) - dice(3)) as TradeDate, dice));
    else if (chance < 934) yield step(fixing((dateOf(time) + dice(3) - 1) as TradeDate, indexPrice));
    else if (chance < 937)
      yield step(corrected((nextFixing(exchange()) - dice(4)) as TradeDate, moved(indexPrice, dice)));
    else if (chance < 938) yield step(otherTerms(dice));
    else if (chance < 960) {
      // The day is over, now and then by several days, and now and then its end comes before its fixing.
      const over = startOf((Math.max(exchange().tradeDate as TradeDate, dateOf(time)) + 1) as TradeDate);
      time = (over + (dice(12) === 0 ? dice(9) * MILLIS_PER_DAY : 0) + dice(5)) as Millis;
      while ((exchange().tradeDate as TradeDate) < dateOf(time)) {
        const date = exchange().tradeDate as TradeDate;
        if (dice(8) === 0) yield step(someStep(date, dice));
        for (let next = nextFixing(exchange()); next <= date; next = nextFixing(exchange())) {
          indexPrice = moved(indexPrice, dice);
          yield step(fixing(next, dice(10) === 0 ? undefined : indexPrice));
        }
        for (let end = exchange().nextStep; exchange().tradeDate === date; end = exchange().nextStep) {
          if (dice(20) === 0) yield step(someStep(date, dice));
          yield step({ type: 'endDay', date, step: end });
          if (dice(20) === 0) yield step({ type: 'withdraw', account: account(), amount: amount() });
        }
      }
    }
  }
}

/** A day of the index, or one that has none, once more. */
function corrected(date: TradeDate, price: Money): Command {
  return { type: 'correctFixing', date, evidence: plainEvidence(date, price), reason: 'a late price', by: 'olga' };
}

/** The same terms under another version, for a day on which they may or may not take effect. */
function otherTerms(dice: Dice): Command {
  const terms = { ...plainTerms(), version: `PLAIN-${1 + dice(9)}` };
  const effective = dayOf(['2027-01-01', '2027-04-01', '2027-05-01'][dice(3)] as string);
  return { type: 'adoptIndexTerms', terms, effective, reason: 'a review', by: 'olga' };
}

/** An order near the front of some book, or none. */
function restingOrder(exchange: Exchange, dice: Dice): OrderId {
  const book = exchange.contracts[dice(exchange.contracts.length)]?.book;
  let slot = book?.first(dice(2) === 0 ? BUY : SELL) ?? NONE;
  for (let i = dice(3); i > 0 && slot !== NONE && book !== undefined; i -= 1) slot = book.next(slot);
  return slot === NONE || book === undefined ? (0 as OrderId) : book.orderOf(slot);
}

/** Any step of the end of the day, in its turn or not. */
function someStep(date: TradeDate, dice: Dice): Command {
  return endOfDay(date)[dice(daySteps.length)] as Command;
}

function nextFixing(exchange: Exchange): TradeDate {
  return ((exchange.fixings.at(-1)?.date ?? 0) + 1) as TradeDate;
}

const later = (a: number, b: number): Millis => Math.max(a, b) as Millis;

/** Up or down by 6 % at most, between USD 0.02 and 4. */
function moved(price: Money, dice: Dice): Money {
  return Math.min(4_000_000, Math.max(20_000, Math.round((price * (940 + dice(121))) / 1_000))) as Money;
}

/** An order near the mark price, sometimes far from it or beyond the limits, mostly in a contract that lives. */
function randomOrder(exchange: Exchange, account: AccountId, dice: Dice): Command {
  const living = exchange.contracts.filter(({ expired }) => !expired);
  const contract = living[dice(living.length)] ?? living[0];
  if (contract === undefined) throw new Error('nothing is listed');
  const width = contract.limitUp - contract.limitDown + 1;
  const near = contract.markPrice() + dice(5) - 2;
  const price = dice(6) > 0 ? near : contract.limitDown - 1 + dice(width + 2);
  return {
    type: 'placeOrder',
    account,
    contract: dice(40) === 0 ? (dice(exchange.contracts.length + 1) as ContractId) : contract.id,
    side: dice(2) === 0 ? BUY : SELL,
    price: ticks(price),
    quantity: lots(dice(50) === 0 ? dice(2) * 26 : 1 + dice(dice(4) === 0 ? 25 : 6)),
    timeInForce: dice(6) === 0 ? IMMEDIATE_OR_CANCEL : GOOD_TILL_CANCEL,
  };
}
