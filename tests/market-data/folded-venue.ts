/**
 * An exchange with market data, member records and maker records behind it, for tests: what is sent to the one is folded
 * by the others. The index stands at 1.500, and the first day that trades is Monday, 2026-11-02.
 */
import { dateOfCivil, startOf } from '#core/calendar.ts';
import type { Command } from '#core/commands.ts';
import { SIT } from '#core/contract.ts';
import { type Event, recorder } from '#core/events.ts';
import { Exchange } from '#core/exchange.ts';
import type { AccountId, Millis, Money, Sequence, TradeDate } from '#core/units.ts';
import { MakerRecords } from '#market-data/maker-records.ts';
import { MarketData } from '#market-data/market-data.ts';
import { MemberRecords } from '#market-data/member-records.ts';
import { dollars, endOfDay, fixing, indexTerms } from '../model/commands.ts';

export const MONDAY = dateOfCivil(2026, 10, 2);

/** The index of a day, at 1.500. */
export const fixed = (date: TradeDate): Command => fixing(date, dollars(1.5));

export class FoldedVenue {
  readonly exchange = new Exchange();
  readonly market = new MarketData();
  readonly records = new MemberRecords();
  readonly makers = new MakerRecords();
  time = startOf(MONDAY);
  /** Called after every command with what happened. */
  after: (events: readonly Event[]) => void = () => {};
  #sequence = 0;

  /** Lists SIT on Monday and opens an account with a million dollars for every name. */
  constructor(...names: string[]) {
    this.send(indexTerms);
    this.send(fixed((MONDAY - 1) as TradeDate));
    this.send({ type: 'defineProduct', specification: SIT });
    names.forEach((name, account) => {
      this.send({ type: 'openAccount', name, kind: name.startsWith('sim') ? 'simulated' : 'member', credential: name });
      this.send({ type: 'deposit', account: account as AccountId, amount: 1e12 as Money });
    });
  }

  /** Carries out a command, `later` milliseconds after the one before, and returns what happened. */
  send(command: Command, later = 0): readonly Event[] {
    this.time = (this.time + later) as Millis;
    const events: Event[] = [];
    this.exchange.execute(command, this.time, recorder(events));
    this.#sequence += 1;
    const published = { sequence: this.#sequence as Sequence, time: this.time, events };
    this.market.apply(published);
    this.records.apply(published);
    this.makers.apply(published);
    this.after(events);
    return events;
  }

  /** Midnight comes: the day's fixing, then the end of the day. Over a weekend the missing fixings follow. */
  endDay(): void {
    const date = this.exchange.tradeDate as TradeDate;
    this.time = startOf((date + 1) as TradeDate);
    this.send(fixed(date));
    for (const step of endOfDay(date)) this.send(step);
    const next = this.exchange.tradeDate as TradeDate;
    this.time = startOf(next);
    for (let day = date + 1; day < next; day += 1) this.send(fixed(day as TradeDate));
  }
}
