/**
 * Commands drawn from dice over products with spreads: months and spreads are quoted close to each other, so that most
 * prices could be implied from others. Beside `random-rules.ts`, which draws every order type in single months.
 *
 * The second product has price rules, so that guards and interruptions act; the first has none, so that nothing but the
 * books decides what trades.
 */
import { dateOf, startOf } from '#core/calendar.ts';
import { BUY, type Command, type OrderWish, SELL, type Side, type TimeInForce } from '#core/commands.ts';
import { type ProductSpecification, SITP } from '#core/contract.ts';
import type { Exchange } from '#core/exchange.ts';
import type { ListedContract } from '#core/listed-contract.ts';
import { profiles } from '#core/price-rules/profiles.ts';
import type { ListedSpread } from '#core/spreads/listed-spread.ts';
import type { OrderTerms } from '#core/trading/terms.ts';
import type { AccountId, Lots, Millis, OrderId, Ticks, TradeDate } from '#core/units.ts';
import { changed, dollars, endOfDay, fixing, indexTerms, product, timeOf } from './commands.ts';
import type { Dice, Step } from './random-commands.ts';

const small = { priceMax: 300, orderQuantityMax: 25, positionMax: 200, spreads: 'adjacent', takerFeeRate: 1_237 };
export const spreadProducts: readonly ProductSpecification[] = [
  changed(SITP, { ...small, code: 'FREE', consecutiveMonths: 3, quarterlyMonths: 1, priceLimitRate: 60_000 }),
  changed(SITP, { ...small, code: 'RULED', consecutiveMonths: 2, quarterlyMonths: 0, prices: profiles.tokenpit }),
];
const names = ['anna', 'bao', 'chen', 'dana', 'emil', 'fay'];

/** Steps without end. The next one is drawn when the one before it has been carried out on `exchange()`. */
export function* randomSpreads(exchange: () => Exchange, dice: Dice): Generator<Step, never> {
  let time = timeOf('2026-11-23');
  let indexPrice = dollars(1);
  const step = (command: Command): Step => ({ command, time });
  const account = () => dice(names.length) as AccountId;

  yield step(indexTerms);
  yield step(fixing((dateOf(time) - 1) as TradeDate, indexPrice));
  for (const specification of spreadProducts) yield step(product(specification));
  for (const [i, name] of names.entries()) {
    yield step({ type: 'openAccount', name, kind: 'member', credential: '' });
    yield step({ type: 'deposit', account: i as AccountId, amount: dollars(i === 0 ? 3 : 90) });
  }
  yield step({ type: 'joinGroup', account: 3 as AccountId, owner: 2 as AccountId });
  const settings = { intervalMs: 600_000, quantity: 8 as Lots, delta: null, frozenMs: 5_000 };
  yield step({ type: 'protectMaker', account: 4 as AccountId, product: 'FREE', settings });

  for (;;) {
    const living = exchange().contracts.filter(({ expired }) => !expired);
    const contract = living[dice(living.length)] as ListedContract;
    const spreads = exchange().spreads.filter(({ expired }) => !expired || dice(30) === 0);
    const spread = spreads[dice(spreads.length)] as ListedSpread;
    time = Math.min(time + dice(20_000), startOf((dateOf(time) + 1) as TradeDate) - 1) as Millis;
    const chance = dice(1_000);
    const who = account();
    if (chance < 40) yield step(quotes(living, 4 as AccountId, dice));
    else if (chance < 60) {
      const orders = [monthWish(contract, dice), monthWish(contract, dice)] as const;
      yield step({ type: 'placePair', account: who, orders });
    } else if (chance < 430) yield step({ type: 'placeOrder', account: who, ...monthWish(contract, dice) });
    else if (chance < 750) yield step({ type: 'placeOrder', account: who, ...spreadWish(spread, dice) });
    else if (chance < 850) yield step(cancel(exchange(), who, dice));
    else if (chance < 880) yield step(amend(exchange(), contract, dice));
    else if (chance < 890) {
      const where = [{}, { contract: contract.id }, { contract: spread.id }][dice(3)];
      yield step({ type: 'cancelOrders', account: who, ...where, ...(dice(2) === 0 && { side: side(dice) }) });
    } else if (chance < 900) yield step({ type: 'haltContract', contract: contract.id, until: null });
    else if (chance < 940) {
      const stopped = living.find(({ phase }) => phase !== 'continuous') ?? contract;
      yield step({ type: 'resumeContract', contract: stopped.id });
    } else if (chance < 944) {
      const { code } = contract.specification;
      yield step({ type: 'changePhase', product: code, phase: dice(5) === 0 ? 'closed' : 'continuous' });
    } else if (chance < 950) {
      const target =
        dice(2) === 0
          ? { level: 'account' as const, account: who }
          : { level: 'contract' as const, contract: contract.id };
      yield step({ type: 'throwSwitch', target, by: 'one' });
      yield step({ type: 'releaseSwitch', target, by: 'one' });
      yield step({ type: 'releaseSwitch', target, by: 'two' });
    } else if (chance < 970) yield step({ type: 'deposit', account: who, amount: dollars(1 + dice(9)) });
    else if (chance < 985) {
      time = startOf(((exchange().tradeDate as TradeDate) + 1) as TradeDate);
      const date = exchange().tradeDate as TradeDate;
      for (let next = nextFixing(exchange()); next <= date; next = nextFixing(exchange())) {
        indexPrice = dollars(Math.min(2, Math.max(0.2, (indexPrice / 1e6) * (0.94 + dice(121) / 1_000))));
        yield step(fixing(next, indexPrice));
      }
      for (const end of endOfDay(date)) yield step(end);
      time = startOf(exchange().tradeDate as TradeDate);
    }
  }
}

function nextFixing(exchange: Exchange): TradeDate {
  return ((exchange.fixings.at(-1)?.date ?? 0) + 1) as TradeDate;
}

const side = (dice: Dice): Side => (dice(2) === 0 ? BUY : SELL);

function monthWish(contract: ListedContract, dice: Dice): OrderWish {
  const near = contract.markPrice() + dice(9) - 4;
  const price = dice(12) > 0 ? near : contract.limitDown - 1 + dice(contract.limitUp - contract.limitDown + 3);
  const quantity = (1 + dice(dice(4) === 0 ? 20 : 6)) as Lots;
  const plain = { contract: contract.id, side: side(dice), price: price as Ticks, quantity };
  if (dice(4) > 0) return { ...plain, timeInForce: (dice(5) === 0 ? 1 : 0) as TimeInForce };
  const drawn: readonly OrderTerms[] = [
    { display: 2 as Lots },
    { reduceOnly: true },
    { postOnly: dice(2) === 0 ? 'slide' : 'reject' },
    { selfTrade: 'decrement' },
    { trigger: { by: dice(2) === 0 ? 'last' : 'mark', price: (price + (plain.side === BUY ? 2 : -2)) as Ticks } },
    {},
  ];
  return { ...plain, timeInForce: dice(4) as TimeInForce, terms: drawn[dice(drawn.length)] as OrderTerms };
}

function quotes(living: readonly ListedContract[], account: AccountId, dice: Dice): Command {
  const drawn = living.filter(() => dice(3) === 0);
  const one = (price: number) => ({ price: price as Ticks, quantity: (1 + dice(5)) as Lots });
  const quote = (contract: ListedContract) => {
    const middle = contract.markPrice() + dice(3) - 1;
    return { contract: contract.id, bid: one(middle - 1 - dice(2)), ask: one(middle + dice(2)) };
  };
  return { type: 'placeQuotes', account, quotes: drawn.map(quote) };
}

function spreadWish(spread: ListedSpread, dice: Dice): OrderWish {
  const { near, far } = spread;
  const middle = near.markPrice() - far.markPrice();
  const width = far.limitUp - far.limitDown + 3;
  const price = (middle + (dice(12) > 0 ? dice(7) - 3 : dice(2 * width) - width)) as Ticks;
  const quantity = (1 + dice(dice(4) === 0 ? 26 : 6)) as Lots;
  const timeInForce = (dice(40) === 0 ? 3 : dice(5) === 0 ? 1 : 0) as TimeInForce;
  return { contract: spread.id, side: side(dice), price, quantity, timeInForce };
}

/** An order somewhere, mostly its owner's. */
function someOrder(exchange: Exchange, dice: Dice): OrderId {
  const books = [...exchange.contracts, ...exchange.spreads].map(({ book }) => book).filter(({ size }) => size > 0);
  const book = books[dice(Math.max(1, books.length))];
  if (book === undefined) return 0 as OrderId;
  let slot = book.first(side(dice));
  for (let i = dice(3); i > 0 && slot >= 0; i -= 1) slot = book.next(slot);
  return (slot < 0 ? 0 : book.orderOf(slot)) as OrderId;
}

function cancel(exchange: Exchange, who: AccountId, dice: Dice): Command {
  const order = someOrder(exchange, dice);
  return { type: 'cancelOrder', order, account: dice(15) === 0 ? who : (exchange.ownerOf(order) ?? who) };
}

function amend(exchange: Exchange, contract: ListedContract, dice: Dice): Command {
  const order = someOrder(exchange, dice);
  return {
    type: 'amendOrder',
    order,
    account: exchange.ownerOf(order) ?? (0 as AccountId),
    ...(dice(2) === 0 && { price: (contract.markPrice() + dice(7) - 3) as Ticks }),
    quantity: (1 + dice(12)) as Lots,
  };
}
