/**
 * The documented workload on several contracts at once: one stream for each, from a seed of its own, shuffled together.
 *
 * Within a contract the commands keep their order, so each contract makes the trades of its own stream; only the order
 * numbers are given anew, in the order in which the exchange will give them.
 */
import type { Side } from '#core/commands.ts';
import { Dice } from './dice.ts';
import { generateWorkload } from './generator.ts';
import { type Workload, WorkloadBuilder } from './workload.ts';

export interface MarketWorkload extends Workload {
  /** The contract of each command. A cancel does not say it: the exchange finds the order by its number. */
  readonly contracts: Uint8Array;
}

/** `commands` commands of the mixed profile, spread over `contracts` contracts. */
export function generateMarket(contracts: number, commands: number, seed: number): MarketWorkload {
  const share = Math.floor(commands / contracts);
  const streams = Array.from({ length: contracts }, (_, contract) => generateWorkload('mixed', share, seed + contract));
  const numbers = streams.map((stream) => new Int32Array(stream.orderMax + 1));
  const next = new Int32Array(contracts);
  const merged = new WorkloadBuilder(share * contracts);
  const column = new Uint8Array(share * contracts);
  const waiting = Array.from({ length: contracts }, (_, contract) => contract);
  const dice = new Dice(seed);

  while (waiting.length > 0) {
    const drawn = dice.below(waiting.length);
    const contract = waiting[drawn] as number;
    const stream = streams[contract] as Workload;
    const given = numbers[contract] as Int32Array;
    const i = next[contract] as number;
    const order = stream.orders[i] as number;
    column[merged.commands] = contract;
    if (stream.cancels[i] === 1) merged.cancel(given[order] as number);
    else
      given[order] = merged.place(
        stream.sides[i] as Side,
        stream.prices[i] as number,
        stream.quantities[i] as number,
        stream.immediate[i] === 1,
      );
    next[contract] = i + 1;
    if (i + 1 === share) waiting.splice(drawn, 1);
  }
  return Object.assign(merged, { contracts: column });
}
