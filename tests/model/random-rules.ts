/**
 * Commands drawn from dice over every order type, every phase and every price rule: most sensible, some wrong.
 *
 * They go beside `random-commands.ts`, which draws what is plain. The products are small, so that auctions, breaches and
 * refusals come often; the steps look at the exchange that carries them out, so the same dice give the same steps.
 */
import { dateOf, startOf } from '#core/calendar.ts';
import { BUY, type Command, type OrderWish, SELL, type Side, type TimeInForce } from '#core/commands.ts';
import { type ProductSpecification, SITP } from '#core/contract.ts';
import type { Exchange } from '#core/exchange.ts';
import type { ListedContract } from '#core/listed-contract.ts';
import { NONE } from '#core/order-book/order-book.ts';
import { type Phase, phases } from '#core/phase.ts';
import { profiles } from '#core/price-rules/profiles.ts';
import type { OrderTerms, SelfTradeMode, Trigger } from '#core/trading/terms.ts';
import type { AccountId, ContractId, Lots, Millis, OrderId, Ticks, TradeDate } from '#core/units.ts';
import { changed, dollars, fixing, product, timeOf } from './commands.ts';
import type { Dice, Step } from './random-commands.ts';

const small = { priceMax: 400, orderQuantityMax: 25, positionMax: 60, consecutiveMonths: 1, quarterlyMonths: 0 };
const products: readonly ProductSpecification[] = [
  changed(SITP, { ...small, code: 'PLAIN' }),
  changed(SITP, { ...small, code: 'OURS', prices: { ...profiles.tokenpit, band: 60_000, collar: 30_000 } }),
  changed(SITP, { ...small, code: 'PAPER', prices: profiles.paper }),
  changed(SITP, { ...small, code: 'LADDER', prices: profiles.shanghai }),
];
const names = ['anna', 'bao', 'chen', 'dana', 'emil', 'fay'];

/** Steps without end. The next one is drawn when the one before it has been carried out on `exchange()`. */
export function* randomRules(exchange: () => Exchange, dice: Dice): Generator<Step, never> {
  let time = timeOf('2026-11-23');
  let indexPrice = dollars(1);
  const step = (command: Command): Step => ({ command, time });
  const account = () => dice(names.length) as AccountId;

  yield step(fixing((dateOf(time) - 1) as TradeDate, indexPrice));
  for (const specification of products) yield step(product(specification));
  for (const [i, name] of names.entries()) {
    yield step({ type: 'openAccount', name, kind: 'member', credential: '' });
    yield step({ type: 'deposit', account: i as AccountId, amount: dollars(i === 0 ? 3 : 60) });
  }
  yield step({ type: 'joinGroup', account: 3 as AccountId, owner: 2 as AccountId });

  for (;;) {
    const living = exchange().contracts.filter(({ expired }) => !expired);
    const contract = living[dice(living.length)] as ListedContract;
    time = Math.min(time + dice(20_000), startOf((dateOf(time) + 1) as TradeDate) - 1) as Millis;
    const chance = dice(1_000);
    const who = account();
    if (chance < 560) yield step({ type: 'placeOrder', account: who, ...randomWish(contract, dice) });
    else if (chance < 680) yield step(cancel(exchange(), who, contract, dice));
    else if (chance < 760) yield step(amend(exchange(), who, contract, dice));
    else if (chance < 830) yield step(quotes(living, who, dice));
    else if (chance < 870) {
      const orders = [randomWish(contract, dice), randomWish(contract, dice)] as const;
      yield step({ type: 'placePair', account: who, orders });
    } else if (chance < 880) {
      const only = dice(2) === 0 ? {} : { contract: contract.id };
      yield step({ type: 'cancelOrders', account: who, ...only, ...(dice(2) === 0 && { side: side(dice) }) });
    } else if (chance < 920) {
      const { code } = contract.specification;
      yield step({ type: 'changePhase', product: code, phase: nextPhase(contract.phase, dice) });
    } else if (chance < 924) yield step({ type: 'haltContract', contract: contract.id, until: null });
    else if (chance < 960) {
      const stopped = living.find(({ phase, phaseUntil }) => phase !== 'continuous' && (phaseUntil ?? 0) <= time);
      yield step({ type: 'resumeContract', contract: (stopped ?? contract).id });
    } else if (chance < 962) yield step({ type: 'joinGroup', account: who, owner: account() });
    else if (chance < 975) yield step({ type: 'deposit', account: who, amount: dollars(1 + dice(5)) });
    else if (chance < 988) {
      time = startOf(((exchange().tradeDate as TradeDate) + 1) as TradeDate);
      const date = exchange().tradeDate as TradeDate;
      for (let next = nextFixing(exchange()); next <= date; next = nextFixing(exchange())) {
        indexPrice = dollars(Math.min(3, Math.max(0.05, (indexPrice / 1e6) * (0.94 + dice(121) / 1_000))));
        yield step(fixing(next, indexPrice));
      }
      yield step({ type: 'endDay', date });
      time = startOf(exchange().tradeDate as TradeDate);
    }
  }
}

function nextFixing(exchange: Exchange): TradeDate {
  return ((exchange.fixings.at(-1)?.date ?? 0) + 1) as TradeDate;
}

const side = (dice: Dice): Side => (dice(2) === 0 ? BUY : SELL);

/** Mostly back to continuous trading, so that there is something to interrupt. */
function nextPhase(now: Phase, dice: Dice): Phase {
  if (now !== 'continuous' && dice(3) > 0) return now === 'settlement' ? 'preOpen' : 'continuous';
  return phases[dice(phases.length)] as Phase;
}

function randomWish(contract: ListedContract, dice: Dice): OrderWish {
  const near = contract.markPrice() + dice(7) - 3;
  const price = (
    dice(8) > 0 ? near : contract.limitDown - 1 + dice(contract.limitUp - contract.limitDown + 3)
  ) as Ticks;
  const quantity = (1 + dice(dice(4) === 0 ? 25 : 8)) as Lots;
  const plain: OrderWish = { contract: contract.id, side: side(dice), price, quantity, timeInForce: 0 };
  if (dice(3) === 0) return { ...plain, timeInForce: dice(2) as TimeInForce };
  const timeInForce = dice(7) as TimeInForce;
  const terms = randomTerms(contract, plain, timeInForce, dice);
  return { ...plain, ...terms.wish, timeInForce, ...(Object.keys(terms.terms).length > 0 && { terms: terms.terms }) };
}

function randomTerms(contract: ListedContract, plain: OrderWish, timeInForce: TimeInForce, dice: Dice) {
  const some = (odds: number) => dice(odds) === 0;
  const modes: SelfTradeMode[] = ['expireTaker', 'expireMaker', 'expireBoth', 'decrement'];
  const pricing = some(8) ? (some(2) ? 'market' : 'marketToLimit') : undefined;
  const terms: OrderTerms = {
    ...(pricing !== undefined && { pricing }),
    ...(timeInForce === 4 && !some(9) && { goodTill: (20_780 + dice(20)) as TradeDate }),
    ...(some(8) && { trigger: randomTrigger(contract, plain.side, dice) }),
    ...(some(timeInForce === 1 ? 2 : 30) && { minimumQuantity: (1 + dice(6)) as Lots }),
    ...(some(5) && { display: (1 + dice(4)) as Lots }),
    ...(some(8) && { postOnly: some(2) ? ('reject' as const) : ('slide' as const) }),
    ...(some(6) && { reduceOnly: true }),
    ...(some(3) && { selfTrade: modes[dice(4)] as SelfTradeMode }),
  };
  return { wish: pricing === undefined ? {} : { price: 0 as Ticks }, terms };
}

function randomTrigger(contract: ListedContract, side: Side, dice: Dice): Trigger {
  const by = dice(2) === 0 ? 'last' : 'mark';
  if (dice(3) === 0) return { by, trail: (1 + dice(4)) as Ticks };
  const away = 1 + dice(5);
  return { by, price: (contract.markPrice() + (side === BUY ? away : -away)) as Ticks };
}

/** An order near the front of the contract's book, or one that waits; mostly its owner's. */
function someOrder(exchange: Exchange, who: AccountId, contract: ListedContract, dice: Dice) {
  const { book, stops } = contract;
  const waiting = stops.all[dice(stops.size + 3)];
  let slot = book.first(side(dice));
  for (let i = dice(4); i > 0 && slot !== NONE; i -= 1) slot = book.next(slot);
  const order = (waiting?.order ?? (slot === NONE ? 0 : book.orderOf(slot))) as OrderId;
  return { order, account: dice(15) === 0 ? who : (exchange.ownerOf(order) ?? who) };
}

function cancel(exchange: Exchange, who: AccountId, contract: ListedContract, dice: Dice): Command {
  return { type: 'cancelOrder', ...someOrder(exchange, who, contract, dice) };
}

function amend(exchange: Exchange, who: AccountId, contract: ListedContract, dice: Dice): Command {
  return {
    type: 'amendOrder',
    ...someOrder(exchange, who, contract, dice),
    ...(dice(2) === 0 && { price: (contract.markPrice() + dice(7) - 3) as Ticks }),
    ...(dice(3) > 0 && { quantity: (1 + dice(12)) as Lots }),
  };
}

function quotes(living: readonly ListedContract[], who: AccountId, dice: Dice): Command {
  const drawn = living.filter(() => dice(2) === 0);
  return {
    type: 'placeQuotes',
    account: who,
    quotes: drawn.map((contract) => {
      const middle = contract.markPrice() + dice(3) - 1;
      const one = (price: number) => ({ price: price as Ticks, quantity: (1 + dice(5)) as Lots });
      return {
        contract: dice(30) === 0 ? (99 as ContractId) : contract.id,
        ...(dice(6) > 0 && { bid: one(middle - dice(3)) }),
        ...(dice(6) > 0 && { ask: one(middle + dice(3)) }),
      };
    }),
  };
}
