/**
 * What clients want, given what they see: strangers who do a bit of everything, some of it wrong; a gambler who risks
 * all it has and cannot always pay; and participants of the house with their real strategies.
 */
import { BUY, type Command, GOOD_TILL_CANCEL, IMMEDIATE_OR_CANCEL, SELL, type Side } from '#core/commands.ts';
import type { Exchange } from '#core/exchange.ts';
import type { ListedContract } from '#core/listed-contract.ts';
import { NONE } from '#core/order-book/order-book.ts';
import type { AccountId, ContractId, Lots, Millis, Money, OrderId, Ticks } from '#core/units.ts';
import { viewOf } from '#makers/exchange-view.ts';
import { byOpinion, PublicOpinion } from '#makers/fair-value.ts';
import { MarketMaker, PLAYED } from '#makers/market-maker.ts';
import type { Intent, Strategy } from '#makers/member-view.ts';
import { Speculator } from '#makers/speculator.ts';
import type { Dice } from '../world/dice.ts';

export interface Seen {
  readonly exchange: Exchange;
  readonly account: AccountId;
  readonly time: Millis;
}

/** Wants something: no command, one, or several at once. */
export type Wisher = (seen: Seen, dice: Dice) => readonly Command[];
export const characters = ['stranger', 'gambler', 'maker', 'speculator'] as const;
export type Character = (typeof characters)[number];

/** Somebody of this character with a capital of `capital`, to be deposited whenever there is no cash. */
export function wisher(character: Character, seed: number, capital: Money): Wisher {
  const wish = wishers[character](seed);
  return (seen, dice) =>
    seen.exchange.summary(seen.account).balance === 0
      ? [{ type: 'deposit', account: seen.account, amount: capital }]
      : wish(seen, dice);
}

const wishers: Readonly<Record<Character, (seed: number) => Wisher>> = {
  stranger: () => strange,
  gambler: (seed) => (seen, dice) => gamble(seen, dice, seed % 2 === 0 ? BUY : SELL),
  maker: (seed) => played(new MarketMaker(seed, MAKER, PLAYED, byOpinion(new PublicOpinion(seed)))),
  speculator: (seed) => played(new Speculator(seed, SPECULATOR)),
};

/** What makers and speculators trade in a rehearsal. */
const PRODUCT = 'SIM';

const MAKER = {
  name: 'maker',
  product: PRODUCT,
  months: 2,
  spreadFront: 0.02,
  spreadBack: 0.04,
  step: 0.01,
  quantities: [5, 5],
  quantityKept: 2,
  lotsPerPercent: 20,
};
const SPECULATOR = {
  name: 'whim',
  product: PRODUCT,
  months: 2,
  view: 'whim',
  memoryHours: 3,
  lotsMax: 20,
  lotsPerHour: 20,
} as const;

function strange(seen: Seen, dice: Dice): Command[] {
  const { exchange, account } = seen;
  const chance = dice.below(100);
  if (chance < 64) return [randomOrder(seen, dice)];
  if (chance < 84) return [{ type: 'cancelOrder', account, order: restingOrder(exchange, dice) }];
  if (chance < 88) return [{ type: 'deposit', account, amount: someMoney(dice) }];
  if (chance < 93) return [{ type: 'withdraw', account, amount: someMoney(dice) }];
  if (chance < 96) return [oddOrder(seen, dice)];
  // One that is open, and is the same account if it should have been lost; or a name that cannot be one.
  const [first] = exchange.accounts;
  const name = dice.happens(0.5) ? (first?.name ?? '') : 'X'.repeat(dice.below(4_000));
  return [{ type: 'openAccount', name, kind: 'member', credential: first?.credential ?? '' }];
}

/** As many lots as it can get, always on the same side, and whatever is left out of the house. */
function gamble(seen: Seen, dice: Dice, side: Side): Command[] {
  const { exchange, account } = seen;
  const { equity, initialMargin } = exchange.summary(account);
  if (equity < 0) return dice.happens(0.2) ? [{ type: 'deposit', account, amount: -equity as Money }] : [];
  if (dice.happens(0.2)) return [{ type: 'withdraw', account, amount: (equity - initialMargin) as Money }];
  const contract = someContract(exchange, dice);
  const price = side === BUY ? contract.limitUp : contract.limitDown;
  return [order(account, contract.id, side, price, dice.between(1, 25), dice)];
}

function randomOrder({ exchange, account }: Seen, dice: Dice): Command {
  const contract = someContract(exchange, dice);
  const side = dice.oneOf([BUY, SELL] as const);
  const near = contract.markPrice() + dice.between(-2, 2);
  const price = dice.happens(0.85) ? near : dice.between(contract.limitDown - 1, contract.limitUp + 1);
  return order(account, contract.id, side, price, dice.between(1, dice.oneOf([5, 25])), dice);
}

/** Something that can hardly be taken: of a contract that is gone or never was, of nothing, of far too much. */
function oddOrder({ exchange, account }: Seen, dice: Dice): Command {
  const contract = dice.below(exchange.contracts.length + 1) as ContractId;
  return order(account, contract, dice.oneOf([BUY, SELL] as const), dice.below(300), dice.oneOf([0, 1, 26, 4e9]), dice);
}

function order(
  account: AccountId,
  contract: ContractId,
  side: Side,
  price: number,
  quantity: number,
  dice: Dice,
): Command {
  const timeInForce = dice.happens(0.2) ? IMMEDIATE_OR_CANCEL : GOOD_TILL_CANCEL;
  return {
    type: 'placeOrder',
    account,
    contract,
    side,
    price: price as Ticks,
    quantity: quantity as Lots,
    timeInForce,
  };
}

/** An order near the front of some book, whoever's it is, or none. */
function restingOrder(exchange: Exchange, dice: Dice): OrderId {
  const { book } = someContract(exchange, dice);
  let slot = book.first(dice.oneOf([BUY, SELL] as const));
  for (let skip = dice.below(4); skip > 0 && slot !== NONE; skip -= 1) slot = book.next(slot);
  return slot === NONE ? (dice.between(1, 99) as OrderId) : book.orderOf(slot);
}

function someContract({ contracts }: Exchange, dice: Dice): ListedContract {
  return dice.oneOf(contracts.filter(({ expired }) => !expired));
}

function someMoney(dice: Dice): Money {
  return (dice.happens(0.1) ? -dice.below(2) : dice.between(1, 5_000_000)) as Money;
}

function played(strategy: Strategy): Wisher {
  return ({ exchange, account, time }) =>
    strategy.decide(viewOf(exchange, account, time, PRODUCT)).map((intent) => commandOf(intent, account, exchange));
}

function commandOf(intent: Intent, account: AccountId, exchange: Exchange): Command {
  if (intent.type === 'cancel') return { type: 'cancelOrder', account, order: intent.order };
  const { side, price, quantity, timeInForce } = intent;
  const contract = exchange.findContract(intent.contract) as ListedContract;
  return { type: 'placeOrder', account, contract: contract.id, side, price, quantity, timeInForce };
}
