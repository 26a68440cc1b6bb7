/**
 * From quotes on the wire to a command and from its outcome to an answer for each of them (rule API-23).
 *
 * Quotes have no id of their own: sent again they replace themselves.
 */
import { BUY, type Quote as CoreQuote, type PlaceQuotes, type QuoteSide, SELL, type Side } from '#core/commands.ts';
import type { AccountId, Lots } from '#core/units.ts';
import type { OrderRecord } from '#market-data/order-records.ts';
import type { Outcome } from '#sequencer/machine.ts';
import type { PlaceQuotesAnswer, Quote, QuoteOutcome, QuotesRequest } from '#wire/orders.ts';
import { carryOutAndTell, type Told } from './carry-out.ts';
import type { Account } from './members.ts';
import type { OrderEntry } from './order-entry.ts';
import { fillsOf, ordersAccepted } from './order-outcome.ts';
import { readPriceField } from './order-words.ts';
import type { Venue } from './venue-port.ts';

export class QuoteEntry {
  readonly #venue: Venue;
  readonly #orders: OrderEntry;

  constructor(venue: Venue, orders: OrderEntry) {
    this.#venue = venue;
    this.#orders = orders;
  }

  /** Replaces the account's quotes in these contracts, all of them or none. */
  place({ id: account }: Account, { quotes }: QuotesRequest, told: Told<string>): void {
    const command: PlaceQuotes = { type: 'placeQuotes', account, quotes: quotes.map((quote) => this.#read(quote)) };
    const read = (outcome: Outcome) => {
      const standing = this.#standing(outcome, account);
      return JSON.stringify({
        sequence: outcome.sequence,
        quotes: quotes.map((quote, i) => this.#outcome(outcome, quote, command.quotes[i] as CoreQuote, standing)),
      } satisfies PlaceQuotesAnswer);
    };
    carryOutAndTell(this.#venue, command, read, told);
  }

  #read({ contract: code, bid, ask }: Quote): CoreQuote {
    const instrument = this.#orders.instrument(code);
    const read = (side: NonNullable<Quote['bid']>, field: string): QuoteSide => ({
      price: readPriceField(side.price, instrument, field),
      quantity: side.quantity as Lots,
    });
    return {
      contract: instrument.contract,
      ...(bid !== undefined && { bid: read(bid, 'bid') }),
      ...(ask !== undefined && { ask: read(ask, 'ask') }),
    };
  }

  /** What may be a side of a quote now: what the command placed, and what kept its place. */
  #standing(outcome: Outcome, account: AccountId): OrderRecord[] {
    const { memberRecords } = this.#venue;
    const placed = ordersAccepted(outcome).flatMap((order) => memberRecords.order(account, order) ?? []);
    return [...placed, ...memberRecords.restingOrders(account).filter(({ isQuote }) => isQuote === true)];
  }

  #outcome(outcome: Outcome, quote: Quote, asked: CoreQuote, standing: readonly OrderRecord[]): QuoteOutcome {
    const find = (side: Side) =>
      standing.find((record) => record.contract === asked.contract && record.side === side) ?? null;
    const bid = asked.bid === undefined ? null : find(BUY);
    const ask = asked.ask === undefined ? null : find(SELL);
    const fills = [bid, ask].flatMap((record) => (record === null ? [] : fillsOf(outcome, record)));
    return {
      contract: quote.contract,
      bid: bid && this.#orders.orderView(bid),
      ask: ask && this.#orders.orderView(ask),
      fills: fills.map((fill) => this.#orders.fillView(fill)),
    };
  }
}
