/**
 * The workload through the whole exchange: `execute` with all that it does around the book.
 *
 * Five hundred accounts buy and five hundred others sell, so that no account meets itself and the trades are those of
 * the book alone. A refused order would shift the numbers of all that follow, so it ends the pass.
 *
 * Left out: reading and writing bytes, the journal, the network. Events are heard and counted, not encoded.
 */
import { type Command, GOOD_TILL_CANCEL, IMMEDIATE_OR_CANCEL, type Side } from '#core/commands.ts';
import type { ProductSpecification } from '#core/contract.ts';
import type { Emit } from '#core/events.ts';
import { Exchange } from '#core/exchange.ts';
import type { Rejection } from '#core/rejections.ts';
import type { AccountId, ContractId, Lots, Millis, OrderId, Ticks } from '#core/units.ts';
import type { Workload } from '../workloads/workload.ts';
import { type Engine, Tally } from './engine.ts';
import { openingCommands, TIME } from './opening.ts';

const ACCOUNTS_PER_SIDE = 500;
/** Fifty thousand a second, so that rules with a memory of some time have something to remember. */
const COMMANDS_PER_MS = 20;
export const ACCOUNTS = 2 * ACCOUNTS_PER_SIDE;

/** Columns beside those of a workload: the contract of each command and, where it matters, whose it is. */
export interface SpreadColumns {
  readonly contracts: Uint8Array;
  readonly accounts?: Int32Array;
}

/** The commands of a workload, as the exchange takes them; they are to be taken in order. */
export class Commands {
  readonly #workload: Workload & Partial<SpreadColumns>;
  readonly #contracts: Uint8Array | undefined;
  readonly #senders: Int32Array | undefined;
  /** By order number, because a cancel names its account and the workload's cancels do not. */
  readonly #accounts: Int32Array;

  /** A workload that says no contracts is all in the first one. */
  constructor(workload: Workload & Partial<SpreadColumns>) {
    this.#workload = workload;
    this.#contracts = workload.contracts;
    this.#senders = workload.accounts;
    this.#accounts = new Int32Array(workload.cancels.length + 1);
  }

  at(i: number): Command {
    const workload = this.#workload;
    const order = workload.orders[i] as OrderId;
    if (workload.cancels[i] === 1) {
      // Whoever names an order that was never given is some account all the same.
      const account = (order <= workload.orderMax ? this.#accounts[order] : 0) as AccountId;
      return { type: 'cancelOrder', account, order };
    }
    const side = workload.sides[i] as Side;
    const sender = this.#senders === undefined ? 2 * (order % ACCOUNTS_PER_SIDE) + side : this.#senders[i];
    const account = sender as AccountId;
    this.#accounts[order] = account;
    return {
      type: 'placeOrder',
      account,
      contract: (this.#contracts === undefined ? 0 : this.#contracts[i]) as ContractId,
      side,
      price: workload.prices[i] as Ticks,
      quantity: workload.quantities[i] as Lots,
      timeInForce: workload.immediate[i] === 1 ? IMMEDIATE_OR_CANCEL : GOOD_TILL_CANCEL,
    };
  }
}

export class ExchangeEngine implements Engine {
  readonly tally = new Tally();
  readonly #exchange = new Exchange();
  readonly #commands: Commands;
  readonly #emit: Emit;

  /** `rules` are those of a product that the contracts trade by. */
  constructor(workload: Workload & Partial<SpreadColumns>, contracts = 1, rules?: ProductSpecification) {
    this.#commands = new Commands(workload);
    this.#emit = tallying(this.tally);
    for (const command of openingCommands({ contracts, accounts: ACCOUNTS, rules }))
      this.#exchange.execute(command, TIME, this.#emit);
  }

  execute(i: number): void {
    const time = (TIME + Math.floor(i / COMMANDS_PER_MS)) as Millis;
    this.#exchange.execute(this.#commands.at(i), time, this.#emit);
  }
}

/** Hears every event and counts those that the bench reports. */
export function tallying(tally: Tally): Emit {
  return {
    orderAccepted() {},
    orderRested() {},
    orderCancelled() {},
    happened() {},
    trade(_contract, _trade, price, quantity, _takerSide, makerOrder, takerOrder) {
      tally.trade(makerOrder, takerOrder, price, quantity);
    },
    rejected(_account, reason: Rejection) {
      if (reason !== 'ORDER_UNKNOWN') throw new Error(`the exchange refuses what the bench needs: ${reason}`);
      tally.cancelsRefused += 1;
    },
  };
}
