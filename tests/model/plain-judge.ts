/**
 * A second judge of protection before the trade, written for the reader: it keeps every command and fill that it ever
 * heard of, and looks through all of them.
 *
 * Positions and resting orders it reads from the exchange before the command; settings, switches, repetitions and freezes
 * are its own. What it cannot judge, the price of an order that finds its own and what a reduce-only order is cut to, it
 * leaves out. For the rest it says which protective codes hold; `rejections.ts` says which of them is first.
 */
import assert from 'node:assert/strict';
import { BUY, type Command, type OrderWish, type Side } from '#core/commands.ts';
import type { Event } from '#core/events.ts';
import type { Exchange } from '#core/exchange.ts';
import type { ListedContract } from '#core/listed-contract.ts';
import type { ProtectionSettings } from '#core/market-making/protection-settings.ts';
import type { Exemption } from '#core/protection/risk-settings.ts';
import type { SwitchTarget } from '#core/protection/switches.ts';
import { orderRejections, type Rejection } from '#core/rejections.ts';
import type { AccountId } from '#core/units.ts';

type Of<T extends Command['type']> = Extract<Command, { type: T }>;
type Sent = OrderWish & { readonly account: number; readonly time: number };
interface Guard {
  readonly settings: ProtectionSettings;
  fills: { readonly time: number; readonly lots: number }[];
  frozenUntil: number;
}
/** An order, and what goes when it comes: its own lots, those of its quote. */
type Judged = OrderWish & { readonly account: number; readonly replaced: number };

const PROTECTIVE: readonly string[] = Object.entries(orderRejections)
  .filter(([, rule]) => /^(PRO|POS|MMK)-/.test(rule))
  .map(([code]) => code);
const order = Object.keys(orderRejections);

export class PlainJudge {
  #permissions: Of<'permitAccount'>[] = [];
  #caps: Of<'capOrders'>[] = [];
  #exemptions: Of<'grantExemption'>[] = [];
  #switches: { readonly target: SwitchTarget; askedBy: string | null }[] = [];
  #sent: Sent[] = [];
  #guards = new Map<string, Guard>();
  #protected = new Set<number>();
  /** How often each protective code was judged and found right. */
  readonly agreed = new Map<string, number>();

  /** Called before the command is carried out; what is returned is called with what happened. */
  before(exchange: Exchange, command: Command, time: number): (events: readonly Event[]) => void {
    const holding = this.#holding(exchange, command, time);
    return (events) => {
      const [first] = events;
      const refusal = first?.type === 'rejected' ? first.reason : undefined;
      if (holding !== undefined) this.#compare(holding, refusal, command);
      if (refusal === undefined) this.#remember(command, time);
      this.#hear(exchange, events, time);
      this.#nothingStands(exchange);
    };
  }

  #compare(holding: readonly string[], refusal: Rejection | undefined, command: Command): void {
    const what = `${JSON.stringify(command)}: ${refusal ?? 'taken'}, judged ${holding.join(', ') || 'in order'}`;
    if (refusal === undefined) assert.deepEqual(holding, [], what);
    if (refusal === undefined || !order.includes(refusal)) return;
    if (PROTECTIVE.includes(refusal) && !isLeftOut(command, refusal)) assert.ok(holding.includes(refusal), what);
    this.agreed.set(refusal, (this.agreed.get(refusal) ?? 0) + 1);
    if (command.type !== 'placeOrder') return;
    for (const code of holding) assert.ok(order.indexOf(code) >= order.indexOf(refusal), what);
  }

  /** The protective codes that hold against the command; undefined where there is nothing to judge. */
  #holding(exchange: Exchange, command: Command, time: number): string[] | undefined {
    switch (command.type) {
      case 'placeOrder':
        return this.#against(exchange, [{ ...command, replaced: 0 }], time);
      case 'placePair': {
        const [first, second] = command.orders.map((wish) => ({ ...wish, account: command.account, replaced: 0 }));
        const alone = [first, second].flatMap((one) => this.#against(exchange, [one as Judged], time) ?? []);
        const stops = command.orders.some(({ terms }) => terms?.trigger !== undefined);
        const behind = { ...(second as Judged), replaced: first?.side === second?.side ? -(first?.quantity ?? 0) : 0 };
        const cut = command.orders.some(({ terms }) => terms?.reduceOnly === true);
        if (cut || stops || first?.contract !== second?.contract) return alone;
        return [...alone, ...(this.#against(exchange, [behind], time) ?? [])];
      }
      case 'placeQuotes': {
        const wishes = command.quotes.flatMap(({ contract, bid, ask }): Judged[] =>
          [bid, ask].flatMap((side, i) => {
            const replaced = this.#quoted(exchange, command.account, contract, i as Side);
            const empty = { price: 0, quantity: 0 } as NonNullable<typeof side>;
            const wish = { account: command.account, contract, side: i as Side, replaced, timeInForce: 0 } as const;
            return [{ ...wish, ...(side ?? empty), terms: { protected: true } }];
          }),
        );
        return this.#against(exchange, wishes, time, true);
      }
      case 'throwSwitch':
      case 'releaseSwitch':
        return this.#switchRefusal(exchange, command);
      default:
        return undefined;
    }
  }

  #against(exchange: Exchange, wishes: readonly Judged[], time: number, isQuote = false): string[] | undefined {
    const found = new Set<string>();
    for (const wish of wishes) {
      const contract = exchange.contracts[wish.contract];
      if (contract === undefined || contract.expired || exchange.accounts[wish.account] === undefined) continue;
      const { protection, code } = contract.specification;
      const { account, side, quantity, terms } = wish;
      const permission = last(this.#permissions, (one) => one.account === account && one.product === code)?.permission;
      if (this.#switches.some(({ target }) => isOff(exchange, target, account, contract))) found.add('SWITCHED_OFF');
      if (permission === 'cancelOnly') found.add('NOT_PERMITTED');
      const guard = this.#guards.get(`${account} ${code}`);
      if (terms?.protected === true && guard !== undefined && time < guard.frozenUntil) found.add('PROTECTION_FROZEN');
      const { most, windowMs } = protection?.repeats ?? { most: Number.POSITIVE_INFINITY, windowMs: 0 };
      const equal = this.#sent.filter((one) => isEqual(one, wish) && time - one.time < windowMs);
      if (!isQuote && equal.length >= most) found.add('REPEATED_TOO_OFTEN');
      if (terms?.trigger !== undefined || terms?.reduceOnly === true || (isQuote && quantity === 0)) continue;

      const caps = last(this.#caps, (one) => one.account === account);
      if (caps?.quantity != null && quantity > caps.quantity) found.add('QUANTITY_ABOVE_CAP');
      const value = wish.price * quantity * (contract.specification.tickSize * contract.specification.lotSize);
      const isPriced = terms?.pricing === undefined && terms?.postOnly !== 'slide';
      const most_ = [protection?.orderValueMax, caps?.value].filter((one) => one != null);
      if (isPriced && most_.some((one) => value > one)) found.add('ORDER_VALUE_TOO_LARGE');
      const more = quantity - wish.replaced;
      if (permission === 'closeOnly' && Math.max(0, ifFilled(contract, account, side) + more) > 0)
        found.add('CLOSE_ONLY');
      if (more <= 0) continue;
      const held = ifFilled(contract, account, side) + more;
      if (held > contract.specification.positionMax) found.add('POSITION_LIMIT_EXCEEDED');
      if (protection === undefined) continue;
      const exempt = this.#exempt(exchange, account, code);
      if (isSpot(exchange, contract) && held > protection.spotMonthMax + exempt) found.add('SPOT_MONTH_LIMIT_EXCEEDED');
      const { openInterestShare: share, openInterestFloor: floor } = protection;
      if (share !== undefined && floor !== undefined) {
        const ofOpen = Math.floor((longLots(exchange, contract) * share) / 1_000_000);
        if (held > Math.max(floor, ofOpen) + exempt) found.add('OPEN_INTEREST_LIMIT_EXCEEDED');
      }
    }
    for (const code of new Set(exchange.products.map((one) => one.code)))
      for (const side of [0, 1] as const) this.#allMonths(exchange, wishes, code, side, found);
    return [...found];
  }

  #allMonths(exchange: Exchange, wishes: readonly Judged[], code: string, side: Side, found: Set<string>): void {
    const product = exchange.products.find((one) => one.code === code);
    const months = exchange.contracts.filter((one) => one.specification.code === code && !one.expired);
    const its = wishes.filter(
      (one) =>
        one.side === side &&
        months.some(({ id }) => id === one.contract) &&
        one.terms?.trigger === undefined &&
        one.terms?.reduceOnly !== true,
    );
    const account = its[0]?.account;
    if (account === undefined || exchange.accounts[account] === undefined || product?.protection === undefined) return;
    const more = its.reduce((sum, { quantity, replaced }) => sum + quantity - replaced, 0);
    const held = months.reduce((sum, contract) => sum + ifFilled(contract, account, side), 0);
    const most = product.protection.allMonthsMax + this.#exempt(exchange, account, code);
    if (more > 0 && held + more > most) found.add('ALL_MONTHS_LIMIT_EXCEEDED');
  }

  #exempt(exchange: Exchange, account: number, code: string): number {
    const one: Exemption | undefined = last(this.#exemptions, (e) => e.account === account && e.product === code);
    return one !== undefined && (exchange.tradeDate ?? 0) <= one.until ? one.lots : 0;
  }

  /** What a switch command is refused for, which is one code or none. */
  #switchRefusal(exchange: Exchange, { type, target, by }: Of<'throwSwitch'> | Of<'releaseSwitch'>): string[] {
    const stands = this.#switches.find((one) => isSame(exchange, one.target, target));
    const isKnown =
      target.level === 'venue' ||
      (target.level === 'contract' && exchange.contracts[target.contract] !== undefined) ||
      (target.level === 'key' && exchange.accounts.some(({ credential }) => credential === target.credential)) ||
      ('account' in target && exchange.accounts[target.account] !== undefined);
    if (!isKnown) return [target.level === 'contract' ? 'CONTRACT_UNKNOWN' : 'ACCOUNT_UNKNOWN'];
    if (by.trim() !== by || by === '') return ['PERSON_UNNAMED'];
    if (type === 'throwSwitch') return stands === undefined ? [] : ['SWITCH_ALREADY_THROWN'];
    if (stands === undefined) return ['SWITCH_NOT_THROWN'];
    return stands.askedBy === by ? ['SECOND_PERSON_NEEDED'] : [];
  }

  #remember(command: Command, time: number): void {
    if (command.type === 'permitAccount') this.#permissions.push(command);
    if (command.type === 'capOrders') this.#caps.push(command);
    if (command.type === 'grantExemption') this.#exemptions.push(command);
    if (command.type === 'throwSwitch') this.#switches.push({ target: command.target, askedBy: null });
    if (command.type === 'placeOrder') this.#sent.push({ ...command, time });
    if (command.type === 'placePair')
      for (const wish of command.orders) this.#sent.push({ ...wish, account: command.account, time });
    if (command.type === 'protectMaker') {
      const key = `${command.account} ${command.product}`;
      if (command.settings === null) this.#guards.delete(key);
      else this.#guards.set(key, { settings: command.settings, fills: [], frozenUntil: 0 });
    }
    if (command.type !== 'resetProtection') return;
    const guard = this.#guards.get(`${command.account} ${command.product}`);
    if (guard !== undefined) [guard.fills, guard.frozenUntil] = [[], 0];
  }

  /** Fills are counted, and a freeze has to begin with exactly the fill with which it must (rules MMK-13 and MMK-15). */
  #hear(exchange: Exchange, events: readonly Event[], time: number): void {
    let due: string | undefined;
    for (const event of events) {
      if (due !== undefined && event.type !== 'orderRested' && event.type !== 'orderCancelled') {
        assert.equal(event.type, 'protectionTriggered', `protection of ${due} is due`);
        due = undefined;
      } else if (event.type === 'protectionTriggered')
        assert.fail('protection acted, and nothing had reached its limit');
      if (event.type === 'termsAccepted' && event.terms.protected === true) this.#protected.add(event.order);
      if (event.type === 'switchReleased')
        this.#switches = this.#switches.filter((one) => !isSame(exchange, one.target, event.target));
      if (event.type === 'releaseAsked')
        for (const one of this.#switches) if (isSame(exchange, one.target, event.target)) one.askedBy = event.by;
      if (event.type !== 'trade' || event.origin !== 'book' || !this.#protected.has(event.makerOrder)) continue;
      const { code } = (exchange.contracts[event.contract] as ListedContract).specification;
      const key = `${event.makerAccount} ${code}`;
      const guard = this.#guards.get(key);
      if (guard === undefined) continue;
      assert.ok(time >= guard.frozenUntil, 'no protected order trades while its maker is frozen');
      guard.fills.push({ time, lots: event.takerSide === BUY ? -event.quantity : event.quantity });
      const { intervalMs, frozenMs, quantity, delta } = guard.settings;
      const young = guard.fills.filter((fill) => time - fill.time < intervalMs).map(({ lots }) => lots);
      const sum = (lots: readonly number[]) => lots.reduce((all, one) => all + one, 0);
      const isReached = sum(young.map(Math.abs)) >= (quantity ?? 1e12) || Math.abs(sum(young)) >= (delta ?? 1e12);
      if (!isReached) continue;
      [guard.fills, guard.frozenUntil] = [[], frozenMs === 0 ? Number.POSITIVE_INFINITY : time + frozenMs];
      due = key;
    }
    assert.equal(due, undefined, 'protection acts within the command');
  }

  /** No order rests or waits where a switch stands (rule PRO-8). */
  #nothingStands(exchange: Exchange): void {
    if (this.#switches.length === 0) return;
    exchange.snapshot().contracts.forEach(({ bids, asks, stops = [] }, id) => {
      for (const [, account] of [...bids, ...asks, ...stops])
        for (const { target } of this.#switches)
          assert.ok(
            !isOff(exchange, target, account, exchange.contracts[id] as ListedContract),
            'what is off is empty',
          );
    });
  }

  #quoted(exchange: Exchange, account: number, contract: number, side: Side): number {
    const { contracts, details = [] } = exchange.snapshot();
    const quotes = new Set(details.filter((row) => row[5]).map(([number]) => number));
    const rows = (side === BUY ? contracts[contract]?.bids : contracts[contract]?.asks) ?? [];
    return rows
      .filter(([number, owner]) => owner === account && quotes.has(number))
      .reduce((sum, row) => sum + row[3], 0);
  }
}

/** Whether this refusal may come from what is not judged here. */
function isLeftOut(command: Command, refusal: Rejection): boolean {
  const wishes: OrderWish[] =
    'orders' in command ? [...command.orders] : command.type === 'placeOrder' ? [command] : [];
  const [isCut, isPriced] = [
    wishes.some(({ terms }) => terms?.reduceOnly === true),
    wishes.some(({ terms }) => terms?.pricing !== undefined || terms?.postOnly === 'slide'),
  ];
  return isCut || (isPriced && refusal === 'ORDER_VALUE_TOO_LARGE');
}

/** The open interest, counted anew. */
function longLots({ accounts }: Exchange, { positions }: ListedContract): number {
  return accounts.reduce((sum, { id }) => sum + Math.max(0, positions.positionOf(id as AccountId)), 0);
}

/** What the account would hold on a side if everything that rests there were filled. */
function ifFilled({ positions }: ListedContract, account: number, side: Side): number {
  const id = account as Parameters<typeof positions.positionOf>[0];
  const position = positions.positionOf(id);
  return side === BUY ? position + positions.buyingOf(id) : positions.sellingOf(id) - position;
}

function isSpot({ tradeDate = 0 as never }: Exchange, { month }: ListedContract): boolean {
  const date = new Date(tradeDate * 86_400_000);
  return date.getUTCFullYear() * 12 + date.getUTCMonth() >= month;
}

function isOff(exchange: Exchange, target: SwitchTarget, account: number, contract: ListedContract): boolean {
  if (target.level === 'venue') return true;
  if (target.level === 'contract') return target.contract === contract.id;
  if (target.level === 'account') return target.account === account;
  if (target.level === 'key') return exchange.accounts[account]?.credential === target.credential;
  return groupOf(exchange, account) === groupOf(exchange, target.account);
}

function isSame(exchange: Exchange, a: SwitchTarget, b: SwitchTarget): boolean {
  if (a.level === 'group' && b.level === 'group') return groupOf(exchange, a.account) === groupOf(exchange, b.account);
  return JSON.stringify(a) === JSON.stringify(b);
}

function groupOf(exchange: Exchange, account: number): number {
  return exchange.snapshot().groups?.find(([one]) => one === account)?.[1] ?? account;
}

function isEqual(a: Sent, b: Judged): boolean {
  return (['account', 'contract', 'side', 'price', 'quantity'] as const).every((field) => a[field] === b[field]);
}

function last<T>(all: readonly T[], isMeant: (one: T) => boolean): T | undefined {
  return all.findLast(isMeant);
}
