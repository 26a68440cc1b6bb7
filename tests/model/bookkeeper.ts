/**
 * A second bookkeeper, who hears events only.
 *
 * Cash is what was deposited, less what was withdrawn, less fees, plus the daily cash by the formula of rule SET-2: each
 * trade from its price to the settlement price, and the position of the day before from one settlement price to the
 * next. The exchange keeps one running value instead; both must come to the same micro-dollar.
 */
import assert from 'node:assert/strict';
import { BUY } from '#core/commands.ts';
import { tickValue } from '#core/contract.ts';
import type { Event } from '#core/events.ts';
import type { Exchange } from '#core/exchange.ts';

interface Sheet {
  readonly tickValue: number;
  settlementPrice: number;
  /** Signed lots by account: now, and after the last settlement. */
  positions: Map<number, number>;
  before: Map<number, number>;
  trades: { readonly account: number; readonly lots: number; readonly price: number }[];
}

export class Bookkeeper {
  readonly #cash = new Map<number, number>();
  readonly #tickValues = new Map<string, number>();
  readonly #sheets = new Map<number, Sheet>();
  #fees = 0;
  /** What the day that ends settles at, and which contracts end with it. */
  readonly #settled = new Map<number, { readonly price: number; readonly openInterest: number }>();
  readonly #expired: number[] = [];

  hear(event: Event): void {
    switch (event.type) {
      case 'deposited':
        return this.#pay(event.account, event.amount);
      case 'withdrawn':
        return this.#pay(event.account, -event.amount);
      case 'rebatePaid':
        this.#fees -= event.amount;
        return this.#pay(event.account, event.amount);
      case 'productDefined':
        return void this.#tickValues.set(event.specification.code, tickValue(event.specification));
      case 'contractListed': {
        const value = this.#tickValues.get(event.product) as number;
        const sheet = { tickValue: value, settlementPrice: 0, trades: [] };
        return void this.#sheets.set(event.contract, { ...sheet, positions: new Map(), before: new Map() });
      }
      case 'contractTerms':
        this.#sheet(event.contract).settlementPrice = event.settlementPrice;
        return;
      case 'trade': {
        const bought = event.takerSide === BUY ? event.quantity : -event.quantity;
        this.#trade(event.contract, event.takerAccount, bought, event.price, event.takerFee);
        return this.#trade(event.contract, event.makerAccount, -bought, event.price, event.makerFee);
      }
      case 'contractSettled':
        return void this.#settled.set(event.contract, event);
      case 'contractExpired':
        return void this.#expired.push(event.contract);
      case 'dayStepDone':
        return event.step === 'variation' ? this.#payVariation() : undefined;
    }
  }

  /** Compares everything that both keep. */
  agreesWith(exchange: Exchange): void {
    for (const { id, name } of exchange.accounts) {
      assert.equal(this.#cash.get(id) ?? 0, exchange.summary(id).balance, `cash of ${name}`);
      for (const contract of exchange.contracts) {
        const position = this.#sheets.get(contract.id)?.positions.get(id) ?? 0;
        assert.equal(position, contract.positions.positionOf(id), `position of ${name} in ${contract.code}`);
      }
    }
    assert.equal(this.#fees, exchange.fees, 'fees');
  }

  #trade(contract: number, account: number, lots: number, price: number, fee: number): void {
    const sheet = this.#sheet(contract);
    sheet.positions.set(account, (sheet.positions.get(account) ?? 0) + lots);
    sheet.trades.push({ account, lots, price });
    this.#fees += fee;
    this.#pay(account, -fee);
  }

  #payVariation(): void {
    for (const [contract, { price, openInterest }] of this.#settled)
      this.#settle(this.#sheet(contract), price, openInterest);
    this.#settled.clear();
    for (const contract of this.#expired.splice(0)) this.#sheets.delete(contract);
  }

  #settle(sheet: Sheet, price: number, openInterest: number): void {
    for (const { account, lots, price: traded } of sheet.trades)
      this.#pay(account, lots * (price - traded) * sheet.tickValue);
    const moved = (price - sheet.settlementPrice) * sheet.tickValue;
    for (const [account, position] of sheet.before) this.#pay(account, position * moved);
    const long = [...sheet.positions.values()].reduce((sum, position) => sum + Math.max(0, position), 0);
    assert.equal(openInterest, long, 'open interest is the sum of the long positions');
    sheet.settlementPrice = price;
    sheet.before = new Map(sheet.positions);
    sheet.trades = [];
  }

  #sheet(contract: number): Sheet {
    return this.#sheets.get(contract) as Sheet;
  }

  #pay(account: number, amount: number): void {
    this.#cash.set(account, (this.#cash.get(account) ?? 0) + amount);
  }
}
