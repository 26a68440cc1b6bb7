/**
 * Taking what is offered: an order that trades at once against the best quote of the other side or not at all.
 */
import { BUY, IMMEDIATE_OR_CANCEL, type Side } from '#core/commands.ts';
import type { Lots } from '#core/units.ts';
import { type ContractView, middleOf, type Place } from './member-view.ts';

/** A quote further than this from the middle of the market is not worth taking. */
const SLIPPAGE_MAX = 0.02;

/**
 * The order for up to `quantity` lots at the best quote; undefined when there is no quote, it is too far away, nothing
 * trades now, or `quantity` is not at least one lot.
 */
export function take(contract: ContractView, side: Side, quantity: number): Place | undefined {
  const quote = side === BUY ? contract.ask : contract.bid;
  if (quote === undefined || quantity < 1 || contract.phase !== 'continuous') return undefined;
  if (side === BUY ? quote.price > contract.bidMax : quote.price < contract.askMin) return undefined;
  if (Math.abs(quote.price / middleOf(contract) - 1) > SLIPPAGE_MAX) return undefined;
  return {
    type: 'place',
    contract: contract.code,
    side,
    price: quote.price,
    quantity: Math.min(Math.floor(quantity), quote.quantity) as Lots,
    timeInForce: IMMEDIATE_OR_CANCEL,
  };
}
