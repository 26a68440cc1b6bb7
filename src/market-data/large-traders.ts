/**
 * Who holds much: the day's end positions of every beneficial owner against the position limits (rule POS-7).
 *
 * Positions are those with which a day was settled, less what was closed outside the book since, and stand until the next
 * day is; open interest is the sum of the long ones. Owners, hedgers and exemptions are as they were declared last.
 * Whether an order is refused is the exchange's to say, account by account; here all accounts of an owner count together.
 */
import { firstDayOf, type Month } from '#core/calendar.ts';
import type { ProductSpecification } from '#core/contract.ts';
import type { Event } from '#core/events.ts';
import { openInterestMax, reportedShareOf } from '#core/protection/product-protection.ts';
import type { Exemption } from '#core/protection/risk-settings.ts';
import {
  type AccountId,
  type ContractId,
  type Lots,
  type Millionths,
  NO_LOTS,
  ONE_MILLION,
  type TradeDate,
} from '#core/units.ts';
import type { Fold, Published } from './fold.ts';

export type LimitName = 'contract' | 'spotMonth' | 'openInterest' | 'allMonths';

/** An owner's position in one month. */
export interface MonthPosition {
  readonly contract: ContractId;
  /** All accounts of the owner together; signed. */
  readonly position: Lots;
  readonly openInterest: Lots;
  /** Of the open interest, the sign left out. */
  readonly share: Millionths;
}

/** How far a limit is used. */
export interface LimitUse {
  readonly limit: LimitName;
  /** Null of the limit over all months. */
  readonly contract: ContractId | null;
  /** Lots held on one side. */
  readonly held: Lots;
  readonly most: Lots;
  readonly share: Millionths;
}

export interface LargeTrader {
  readonly product: string;
  /** The accounts of the owner that hold something in the product, in the order of their numbers. */
  readonly accounts: readonly AccountId[];
  /** The account that names the group. */
  readonly owner: AccountId;
  readonly months: readonly MonthPosition[];
  /** Limits of which enough is used to be reported, the one used most first. */
  readonly limits: readonly LimitUse[];
  readonly hedgers: readonly AccountId[];
  readonly exemptions: readonly ({ readonly account: AccountId } & Exemption)[];
}

interface ListedMonth {
  readonly product: string;
  readonly month: Month;
}

/** What accounts held when a contract was settled. */
type Settled = Map<AccountId, Lots>;

export class LargeTraders implements Fold {
  readonly #products = new Map<string, ProductSpecification>();
  #months: ListedMonth[] = [];
  #groups: AccountId[] = [];
  readonly #hedgers = new Set<AccountId>();
  readonly #exemptions = new Map<string, Exemption>();
  #settled = new Map<ContractId, Settled>();
  /** The settlement that is under way. */
  #settling = new Map<ContractId, Settled>();
  #date: TradeDate | undefined;

  /** The day of which the positions are; undefined before the first. */
  get date(): TradeDate | undefined {
    return this.#date;
  }

  /** Everybody who is to be reported, by product, whoever uses most of a limit first. */
  get report(): readonly LargeTrader[] {
    return [...this.#products.values()].flatMap((product) => this.#inProduct(product));
  }

  #inProduct(product: ProductSpecification): LargeTrader[] {
    const held = new Map<AccountId, Map<ContractId, Lots>>();
    const accounts = new Map<AccountId, Set<AccountId>>();
    for (const [contract, positions] of this.#settled) {
      if (this.#months[contract]?.product !== product.code) continue;
      for (const [account, position] of positions) {
        if (position === 0) continue;
        const owner = this.#groups[account] as AccountId;
        const months = entry(held, owner, () => new Map<ContractId, Lots>());
        months.set(contract, ((months.get(contract) ?? NO_LOTS) + position) as Lots);
        entry(accounts, owner, () => new Set<AccountId>()).add(account);
      }
    }
    return [...held]
      .map(([owner, months]) => this.#trader(product, owner, months, accounts.get(owner) ?? new Set()))
      .filter(({ limits }) => limits.length > 0)
      .sort((a, b) => (b.limits[0]?.share ?? 0) - (a.limits[0]?.share ?? 0) || a.owner - b.owner);
  }

  #trader(
    product: ProductSpecification,
    owner: AccountId,
    held: ReadonlyMap<ContractId, Lots>,
    members: ReadonlySet<AccountId>,
  ): LargeTrader {
    const months = [...held].map(([contract, position]): MonthPosition => {
      const openInterest = longLots(this.#settled.get(contract) as Settled);
      return { contract, position, openInterest, share: shareOf(position, openInterest) };
    });
    const reported = reportedShareOf(product.protection);
    const limits = [...months.flatMap((month) => this.#limitsOf(product, month)), ...allMonths(product, months)];
    const accounts = [...members].sort((a, b) => a - b);
    return {
      product: product.code,
      owner,
      accounts,
      months: months.sort((a, b) => a.contract - b.contract),
      limits: limits.filter(({ share }) => share >= reported).sort((a, b) => b.share - a.share),
      hedgers: accounts.filter((account) => this.#hedgers.has(account)),
      exemptions: accounts.flatMap((account) => {
        const exemption = this.#exemptions.get(`${account} ${product.code}`);
        return exemption === undefined ? [] : [{ account, ...exemption }];
      }),
    };
  }

  #limitsOf({ positionMax, protection }: ProductSpecification, held: MonthPosition): LimitUse[] {
    const { contract, position, openInterest } = held;
    const use = (limit: LimitName, most: Lots) => usedOf(limit, contract, position, most);
    const { month } = this.#months[contract] as ListedMonth;
    const isSpot = this.#date !== undefined && this.#date >= firstDayOf(month);
    const most = protection === undefined ? undefined : openInterestMax(protection, openInterest);
    return [
      use('contract', positionMax),
      ...(protection !== undefined && isSpot ? [use('spotMonth', protection.spotMonthMax)] : []),
      ...(most === undefined ? [] : [use('openInterest', most)]),
    ];
  }

  apply({ events }: Published): void {
    for (const event of events) this.#applyEvent(event);
  }

  #applyEvent(event: Event): void {
    switch (event.type) {
      // Nearly everything that happens, and nothing to this fold.
      case 'orderAccepted':
      case 'orderRested':
      case 'trade':
      case 'orderCancelled':
        return;
      case 'productDefined':
        this.#products.set(event.specification.code, event.specification);
        return;
      case 'contractListed':
        this.#months[event.contract] = { product: event.product, month: event.month };
        return;
      case 'accountOpened':
        this.#groups[event.account] = event.account;
        return;
      case 'groupJoined':
        this.#groups[event.account] = event.group;
        return;
      case 'hedgerDeclared':
        if (event.hedges) this.#hedgers.add(event.account);
        else this.#hedgers.delete(event.account);
        return;
      case 'exemptionGranted': {
        const { account, product, lots, until } = event;
        if (lots === 0) this.#exemptions.delete(`${account} ${product}`);
        else this.#exemptions.set(`${account} ${product}`, { lots, until });
        return;
      }
      case 'contractSettled':
        this.#settling.set(event.contract, new Map());
        return;
      case 'variationPaid':
        if (event.position !== 0) this.#settling.get(event.contract)?.set(event.account, event.position);
        return;
      case 'positionReduced': {
        // Before the day is paid the payments will say what is left; after it the lots go from what was settled.
        const positions = this.#settling.has(event.contract) ? undefined : this.#settled.get(event.contract);
        const before = positions?.get(event.account);
        if (before !== undefined) positions?.set(event.account, (before + event.lots) as Lots);
        return;
      }
      case 'dayStepDone':
        if (event.step !== 'variation') return;
        [this.#settled, this.#settling] = [this.#settling, new Map()];
        this.#date = event.date;
        return;
    }
  }

  snapshot(): LargeTradersState {
    const rows = (from: ReadonlyMap<ContractId, Settled>): SettledRow[] =>
      [...from].map(([contract, positions]) => [contract, [...positions]]);
    return {
      products: [...this.#products.values()],
      months: [...this.#months],
      groups: [...this.#groups],
      hedgers: [...this.#hedgers],
      exemptions: [...this.#exemptions],
      settled: rows(this.#settled),
      settling: rows(this.#settling),
      date: this.#date ?? null,
    };
  }

  restore(state: unknown): void {
    const { products, months, groups, hedgers, exemptions, settled, settling, date } = state as LargeTradersState;
    this.#products.clear();
    for (const product of products) this.#products.set(product.code, product);
    this.#months = [...months];
    this.#groups = [...groups];
    this.#hedgers.clear();
    for (const account of hedgers) this.#hedgers.add(account);
    this.#exemptions.clear();
    for (const [key, exemption] of exemptions) this.#exemptions.set(key, exemption);
    this.#settled = settledOf(settled);
    this.#settling = settledOf(settling);
    this.#date = date ?? undefined;
  }
}

type SettledRow = readonly [ContractId, positions: readonly (readonly [AccountId, Lots])[]];

interface LargeTradersState {
  readonly products: readonly ProductSpecification[];
  readonly months: readonly ListedMonth[];
  readonly groups: readonly AccountId[];
  readonly hedgers: readonly AccountId[];
  readonly exemptions: readonly (readonly [string, Exemption])[];
  readonly settled: readonly SettledRow[];
  readonly settling: readonly SettledRow[];
  readonly date: TradeDate | null;
}

function settledOf(rows: readonly SettledRow[]): Map<ContractId, Settled> {
  return new Map(rows.map(([contract, held]) => [contract, new Map(held)]));
}

/** The open interest: as many lots are long as short. */
function longLots(positions: Settled): Lots {
  return [...positions.values()].reduce((sum, position) => sum + Math.max(0, position), 0) as Lots;
}

/** Long and short months make up for each other (rule POS-4). */
function allMonths({ protection }: ProductSpecification, months: readonly MonthPosition[]): LimitUse[] {
  if (protection === undefined) return [];
  const position = months.reduce((sum, month) => sum + month.position, 0) as Lots;
  return [usedOf('allMonths', null, position, protection.allMonthsMax)];
}

function usedOf(limit: LimitName, contract: ContractId | null, position: Lots, most: Lots): LimitUse {
  return { limit, contract, held: Math.abs(position) as Lots, most, share: shareOf(position, most) };
}

/** What the position is of `whole`, the sign left out, rounded down; of nothing it is nothing. */
function shareOf(position: Lots, whole: Lots): Millionths {
  if (whole === 0) return 0 as Millionths;
  return Number((BigInt(Math.abs(position)) * BigInt(ONE_MILLION)) / BigInt(whole)) as Millionths;
}

function entry<K, V>(entries: Map<K, V>, key: K, make: () => V): V {
  let value = entries.get(key);
  if (value === undefined) {
    value = make();
    entries.set(key, value);
  }
  return value;
}
