/**
 * Days of a small venue in which accounts are ruined: thin cash, little capital, prices that jump to their limits.
 *
 * The steps look at the exchange that carries them out; the same dice give the same steps. What is due by the clock is
 * carried out as a venue would: margin is looked at, close-outs are offered slice by slice, days end step by step.
 */
import { dateOf, startOf } from '#core/calendar.ts';
import { BUY, type Command, DAY, IMMEDIATE_OR_CANCEL, SELL } from '#core/commands.ts';
import { type ProductSpecification, SITP } from '#core/contract.ts';
import { dueEndOfDay, duePhase, dueRisk } from '#core/due.ts';
import type { Exchange } from '#core/exchange.ts';
import type { ListedContract } from '#core/listed-contract.ts';
import { profiles } from '#core/price-rules/profiles.ts';
import { type AccountId, lots, type Millis, type Money, type TradeDate, ticks } from '#core/units.ts';
import { changed, dollars, fixing, indexTerms, product, timeOf } from './commands.ts';
import type { Dice, Step } from './random-commands.ts';

const MINUTE = 60_000;
const two = { priceMax: 2_000, orderQuantityMax: 500, positionMax: 1_000, consecutiveMonths: 2, quarterlyMonths: 0 };
/** Limits far beyond margin, so that one day can ruin; and the venue's own rules, under which it takes a few. */
const wide = changed(SITP, {
  ...two,
  code: 'WIDE',
  lotSize: 20,
  priceLimitRate: 900_000,
  takerFeeRate: 1_237,
  makerFeeRate: 411,
});
const ruled = changed(SITP, { ...two, code: 'RULED', lotSize: 20, prices: profiles.shanghai });

const MEMBERS = ['anna', 'bao', 'chen', 'dana', 'emil', 'fola', 'gina', 'hugo'];
const CLIENTS = 6;

/** The steps of a venue for so many days, each to be carried out on `exchange()` before the next is drawn. */
export function* randomDefaults(exchange: () => Exchange, dice: Dice, days: number): Generator<Step, void> {
  let time = timeOf('2026-11-23');
  let index = dollars(5);
  const step = (command: Command): Step => ({ command, time });
  const specification: ProductSpecification = dice(4) === 0 ? ruled : wide;
  yield step(indexTerms);
  yield step(fixing((dateOf(time) - 1) as TradeDate, index));
  yield step(product(specification));
  for (const name of MEMBERS) yield step({ type: 'openAccount', name, kind: 'member', credential: '' });
  const clients = dice(CLIENTS + 1);
  for (let n = 0; n < clients; n += 1) {
    const of = { name: `client${n}`, kind: 'member', credential: '', member: dice(4) as AccountId } as const;
    yield step({ type: 'openAccount', ...of });
  }
  if (dice(3) > 0) yield step({ type: 'addCapital', amount: dollars(1 + dice(200)) });
  if (dice(3) === 0) yield step({ type: 'declareHedger', account: dice(8) as AccountId, hedges: true });
  // Two make the market, and are rich or not; the others have some hundred dollars. Who has nothing to spare after margin
  // contributes little to the fund, so that a loss soon comes to what is asked beyond it.
  const rich = [20_000, 4_000, 1_500][dice(3)] as number;
  for (const { id } of exchange().accounts)
    yield step({ type: 'deposit', account: id, amount: dollars(id < 2 ? rich : 150 + dice(dice(2) ? 400 : 2_500)) });

  for (let day = 0; day < days; day += 1) {
    const shock = dice(3) === 0 ? (dice(2) === 0 ? 1 : -1) * (40 + dice(61)) : 0;
    for (let round = 0; round < 6; round += 1) {
      time = (time + (20 + dice(90)) * MINUTE) as Millis;
      yield* due();
      for (let n = 0; n < 2; n += 1) yield* trade(round >= 3 ? shock : 0);
      yield* due();
      if (dice(2) === 0) yield step(oddCommand());
    }
    time = startOf((dateOf(time) + 1) as TradeDate);
    index = Math.max(20_000, Math.round((index * (100 + Math.trunc(shock / 4) + dice(5) - 2)) / 100)) as Money;
    yield step(fixing((dateOf(time) - 1) as TradeDate, dice(12) === 0 ? undefined : index));
    for (let end = dueEndOfDay(exchange(), time); end !== undefined; end = dueEndOfDay(exchange(), time)) {
      yield step(end);
      if (dice(10) === 0) yield step(oddCommand());
    }
  }

  /** Everything that is due by now, and the slices of the next minute. */
  function* due(): Generator<Step, void> {
    for (let n = 0; n < 12; n += 1) {
      const command = duePhase(exchange(), time) ?? dueRisk(exchange(), time);
      if (command !== undefined) yield step(command);
      else if (exchange().risk.closeOuts.size > 0) time = (time + 10_000) as Millis;
      else return;
    }
  }

  /** Somebody trades with somebody else: near the last price, or so many hundredths of the way to a limit. */
  function* trade(shock: number): Generator<Step, void> {
    const living = exchange().contracts.filter(({ expired }) => !expired);
    const contract = living[dice(living.length)] as ListedContract;
    const { limitUp, limitDown } = contract;
    const mark = contract.markPrice();
    const towards = shock > 0 ? limitUp : limitDown;
    const near = mark + Math.trunc(((towards - mark) * Math.abs(shock)) / 100) + (shock === 0 ? dice(7) - 3 : 0);
    const price = ticks(Math.min(limitUp, Math.max(limitDown, near)));
    const quantity = lots(1 + dice(dice(2) === 0 ? 8 : 60));
    const [one, other] = [account(), account()];
    const buys = dice(2) === 0;
    const terms = dice(6) === 0 ? { terms: { reduceOnly: true } } : {};
    const order = { type: 'placeOrder', contract: contract.id, price, quantity } as const;
    yield step({ ...order, account: one, side: buys ? BUY : SELL, timeInForce: DAY });
    const last = dice(4) === 0 ? DAY : IMMEDIATE_OR_CANCEL;
    yield step({ ...order, account: other, side: buys ? SELL : BUY, timeInForce: last, ...terms });
  }

  function account(): AccountId {
    return (dice(3) === 0 ? dice(2) : dice(exchange().accounts.length)) as AccountId;
  }

  /** What may come at any time, in its turn or not. */
  function oddCommand(): Command {
    const amount = dollars(1 + dice(300));
    const drawn: Command[] = [
      { type: 'deposit', account: account(), amount },
      { type: 'withdraw', account: account(), amount },
      { type: 'portClients', member: dice(8) as AccountId, to: dice(8) as AccountId },
      { type: 'closeOut', account: account() },
      { type: 'checkMargin' },
      {
        type: 'reducePositions',
        contract: (exchange().contracts.find(({ expired }) => !expired) as ListedContract).id,
      },
    ];
    if (dice(12) === 0) return { type: 'addCapital', amount };
    return drawn[dice(drawn.length)] as Command;
  }
}
