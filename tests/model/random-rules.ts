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
import { mayFollow, type Phase, phases } from '#core/phase.ts';
import { profiles } from '#core/price-rules/profiles.ts';
import { settlementProfiles } from '#core/settlement/settlement-profiles.ts';
import type { SettlementRules } from '#core/settlement/settlement-rules.ts';
import type { OrderTerms, SelfTradeMode, Trigger } from '#core/trading/terms.ts';
import type { AccountId, ContractId, Lots, Millis, OrderId, Ticks, TradeDate } from '#core/units.ts';
import { changed, dollars, endOfDay, fixing, indexTerms, product, timeOf } from './commands.ts';
import type { Dice, Step } from './random-commands.ts';

const small = { priceMax: 400, orderQuantityMax: 25, positionMax: 60, consecutiveMonths: 1, quarterlyMonths: 0 };
/** Our tiers, for days on which little trades. */
const ourSettlement: SettlementRules = {
  ...settlementProfiles.tokenpit,
  tiers: settlementProfiles.tokenpit.tiers.map((tier) => {
    if (tier.method === 'window') return { ...tier, minutes: 1_440, trades: 3, lots: 5 as Lots };
    if (tier.method === 'closingAuction') return { ...tier, lots: 3 as Lots };
    return tier;
  }),
};
const products: readonly ProductSpecification[] = [
  changed(SITP, { ...small, code: 'PLAIN' }),
  changed(SITP, {
    ...small,
    code: 'OURS',
    prices: { ...profiles.tokenpit, band: 60_000, collar: 30_000 },
    settlement: ourSettlement,
  }),
  changed(SITP, { ...small, code: 'PAPER', prices: profiles.paper }),
  changed(SITP, { ...small, code: 'LADDER', prices: profiles.shanghai, settlement: settlementProfiles.shanghai }),
];
const names = ['anna', 'bao', 'chen', 'dana', 'emil', 'fay'];
/** Some are soon short of margin, some never. */
const cash = [2, 4, 8, 8, 60, 60];

/** Steps without end. The next one is drawn when the one before it has been carried out on `exchange()`. */
export function* randomRules(exchange: () => Exchange, dice: Dice): Generator<Step, never> {
  // A few days before the first month expires.
  let time = timeOf('2026-12-10');
  let indexPrice = dollars(1);
  const step = (command: Command): Step => ({ command, time });
  const account = () => dice(names.length + (dice(60) === 0 ? 1 : 0)) as AccountId;
  const someContract = (contract: ListedContract) =>
    (dice(60) === 0 ? dice(exchange().contracts.length + 1) : contract.id) as ContractId;

  yield step(indexTerms);
  yield step(fixing((dateOf(time) - 1) as TradeDate, indexPrice));
  for (const specification of products) yield step(product(specification));
  for (const [i, name] of names.entries()) {
    yield step({ type: 'openAccount', name, kind: 'member', credential: '' });
    yield step({ type: 'deposit', account: i as AccountId, amount: dollars(cash[i] as number) });
  }
  yield step({ type: 'joinGroup', account: 3 as AccountId, owner: 2 as AccountId });

  for (;;) {
    const living = exchange().contracts.filter(({ expired }) => !expired);
    const contract = living[dice(living.length)] as ListedContract;
    time = Math.min(time + dice(dice(3) === 0 ? 400 : 20_000), startOf((dateOf(time) + 1) as TradeDate) - 1) as Millis;
    // What does not trade is soon led on, and days are long enough for prices to go somewhere.
    const chance = contract.trades || dice(5) > 0 ? dice(1_000) : 900;
    const who = account();
    const wish = () => {
      const wished = randomWish(contract, who, exchange().tradeDate as TradeDate, dice);
      return { ...wished, contract: someContract(contract) };
    };
    if (chance < 560) yield step({ type: 'placeOrder', account: who, ...wish() });
    else if (chance < 680) yield step(cancel(exchange(), who, contract, dice));
    else if (chance < 760) yield step(amend(exchange(), who, contract, dice));
    else if (chance < 830) yield step(quotes(living, who, dice));
    else if (chance < 870) {
      const orders = [wish(), wish()] as const;
      yield step({ type: 'placePair', account: who, orders });
    } else if (chance < 880) {
      const only = dice(2) === 0 ? {} : { contract: someContract(contract) };
      yield step({ type: 'cancelOrders', account: who, ...only, ...(dice(2) === 0 && { side: side(dice) }) });
    } else if (chance < 920) {
      const code = dice(40) === 0 ? 'NONE' : contract.specification.code;
      yield step({ type: 'changePhase', product: code, phase: nextPhase(contract.phase, dice) });
    } else if (chance < 924) {
      const until = dice(3) === 0 ? null : ((time + dice(300_000)) as Millis);
      yield step({ type: 'haltContract', contract: someContract(contract), until });
    } else if (chance < 960) {
      const stopped = living.find(({ phase, phaseUntil }) => phase !== 'continuous' && (phaseUntil ?? 0) <= time);
      yield step({ type: 'resumeContract', contract: someContract(stopped ?? contract) });
    } else if (chance < 962) yield step({ type: 'joinGroup', account: who, owner: account() });
    else if (chance < 975) yield step({ type: 'deposit', account: who, amount: dollars(1) });
    else if (chance < 980) {
      time = startOf(((exchange().tradeDate as TradeDate) + 1) as TradeDate);
      const date = exchange().tradeDate as TradeDate;
      for (let next = nextFixing(exchange()); next <= date; next = nextFixing(exchange())) {
        indexPrice = dollars(Math.min(3, Math.max(0.05, (indexPrice / 1e6) * (0.94 + dice(121) / 1_000))));
        yield step(fixing(next, indexPrice));
      }
      for (const end of endOfDay(date)) {
        yield step(end);
        if (dice(20) === 0) yield step({ type: 'resumeContract', contract: someContract(contract) });
      }
      time = startOf(exchange().tradeDate as TradeDate);
    }
  }
}

function nextFixing(exchange: Exchange): TradeDate {
  return ((exchange.fixings.at(-1)?.date ?? 0) + 1) as TradeDate;
}

const side = (dice: Dice): Side => (dice(2) === 0 ? BUY : SELL);

/** Every other time back to trading, where that may follow, so that there is something to interrupt. */
function nextPhase(now: Phase, dice: Dice): Phase {
  if (dice(8) === 0) return phases[dice(phases.length)] as Phase;
  if (mayFollow(now, 'continuous') && dice(2) === 0) return 'continuous';
  const next = phases.filter((phase) => mayFollow(now, phase));
  return next[dice(next.length)] as Phase;
}

/** Prices lean to one side for a day, and accounts to one side for good, so that limits of both are reached. */
function randomWish(contract: ListedContract, who: AccountId, date: TradeDate, dice: Dice): OrderWish {
  const near = contract.markPrice() + dice(7) - 3 + (date % 5) - 2;
  const price = (
    dice(8) > 0 ? near : contract.limitDown - 1 + dice(contract.limitUp - contract.limitDown + 3)
  ) as Ticks;
  const quantity = (dice(40) === 0 ? 26 * dice(2) : 1 + dice(dice(4) === 0 ? 25 : 8)) as Lots;
  const leaning = (who + contract.id) % 2 === 0 ? BUY : SELL;
  const plain: OrderWish = {
    contract: contract.id,
    side: dice(3) === 0 ? leaning : side(dice),
    ...{ price, quantity, timeInForce: 0 },
  };
  if (dice(3) === 0) return { ...plain, timeInForce: dice(2) as TimeInForce };
  const timeInForce = dice(7) as TimeInForce;
  const terms = randomTerms(contract, plain, timeInForce, date, dice);
  return { ...plain, ...terms.wish, timeInForce, ...(Object.keys(terms.terms).length > 0 && { terms: terms.terms }) };
}

function randomTerms(
  contract: ListedContract,
  plain: OrderWish,
  timeInForce: TimeInForce,
  date: TradeDate,
  dice: Dice,
) {
  const some = (odds: number) => dice(odds) === 0;
  const modes: SelfTradeMode[] = ['expireTaker', 'expireMaker', 'expireBoth', 'decrement'];
  const pricing = some(8) ? (some(2) ? 'market' : 'marketToLimit') : undefined;
  const terms: OrderTerms = {
    ...(pricing !== undefined && { pricing }),
    ...(timeInForce === 4 && !some(9) && { goodTill: (date - 1 + dice(8)) as TradeDate }),
    ...(some(5) && { trigger: randomTrigger(contract, plain.side, dice) }),
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
  const away = dice(6);
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
    ...(dice(3) > 0 && { quantity: (1 + dice(dice(2) === 0 ? 3 : 12)) as Lots }),
  };
}

function quotes(living: readonly ListedContract[], who: AccountId, dice: Dice): Command {
  const once = living.filter(() => dice(2) === 0);
  const drawn = dice(15) === 0 ? [...once, ...once.slice(0, 1)] : once;
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
