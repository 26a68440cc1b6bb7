/**
 * A market of any size that keeps its size: so many resting orders, of so many accounts, in so many contracts.
 *
 * First the orders are placed; then one goes and another comes, by turns. One in ten goes because somebody takes the
 * best, the others are cancelled. All are of one lot, so as many rest at the end as at the beginning. To know what rests, the
 * steps are played on an exchange while they are written; the measured one gets the same commands from memory.
 *
 * An account trades in a few contracts, as members do, however many are listed.
 */
import { BUY, SELL, type Side } from '#core/commands.ts';
import { Exchange } from '#core/exchange.ts';
import { Tally } from '../engines/engine.ts';
import { Commands, type SpreadColumns, tallying } from '../engines/exchange.ts';
import { openingCommands, TIME } from '../engines/opening.ts';
import { Dice } from './dice.ts';
import { RestingOrders } from './generator.ts';
import { type Workload, WorkloadBuilder } from './workload.ts';

export interface SpreadSize {
  readonly resting: number;
  readonly accounts: number;
  readonly contracts: number;
}

export interface SpreadWorkload extends Workload, SpreadColumns {
  /** So many commands fill the books; the steps follow. */
  readonly filling: number;
}

/** In how many contracts one account trades. */
const CONTRACTS_EACH = 4;
const MIDDLE = 131_072;
const REACH = 50_000;

export function generateSpread({ resting, accounts, contracts }: SpreadSize, steps: number): SpreadWorkload {
  const workload = new WorkloadBuilder(resting + steps);
  const columns = {
    contracts: new Uint8Array(resting + steps),
    accounts: new Int32Array(resting + steps),
  };
  const dice = new Dice(7);
  const live = new RestingOrders(resting + steps + 1);
  const exchange = new Exchange();
  const commands = new Commands(Object.assign(workload, columns));
  const tally = new Tally();
  const emit = {
    ...tallying(tally),
    orderRested: (order: number) => live.add(order),
    trade: (_contract: number, _trade: number, _price: number, _quantity: number, _side: Side, makerOrder: number) =>
      live.delete(makerOrder),
  };
  for (const command of openingCommands({ contracts, accounts })) exchange.execute(command, TIME, emit);
  const play = () => exchange.execute(commands.at(workload.commands - 1), TIME, emit);

  const place = (isTaking: boolean): void => {
    const account = dice.below(accounts);
    const side = dice.coin() ? BUY : SELL;
    const away = isTaking ? -REACH : 1 + dice.below(REACH);
    columns.accounts[workload.commands] = account;
    columns.contracts[workload.commands] = (account + dice.below(Math.min(CONTRACTS_EACH, contracts))) % contracts;
    workload.place(side, side === BUY ? MIDDLE - away : MIDDLE + away, 1, isTaking);
    play();
  };
  while (workload.commands < resting) place(false);
  while (workload.commands < resting + steps) {
    if (live.size < resting) place(false);
    else if (dice.below(10) === 0) place(true);
    else {
      workload.cancel(live.at(dice.below(live.size)));
      const order = workload.orders[workload.commands - 1] as number;
      play();
      live.delete(order);
    }
  }
  return Object.assign(workload, columns, { filling: resting });
}
