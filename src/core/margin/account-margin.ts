/**
 * What an account must have, exactly: outright margin, less what months take off each other, plus concentration.
 *
 * The outright sum over contracts is kept running by whoever trades (`clearing/accounts.ts`), and most questions are
 * answered by it alone. What stands here is asked when a product has margin rules: worked out anew from the account's
 * holdings every time, in one place for orders, withdrawals, calls and explanations. A product without rules has neither
 * offsets nor concentration.
 */
import type { ProductSpecification } from '../contract.ts';
import type { ListedContract } from '../listed-contract.ts';
import type { VenueState } from '../state.ts';
import { type AccountId, type Lots, type Money, NO_LOTS, NO_MONEY, shareUp } from '../units.ts';
import { addOnPerLot } from './concentration.ts';
import { type Leg, offsetOf, type Risk } from './risk.ts';

/** Lots of one account in one contract: a position, and what rests on either side. */
export interface HeldLots {
  readonly position: number;
  readonly buying: number;
  readonly selling: number;
}

/** Lots as they are, or as they would be. */
export type LotsOf = (contract: ListedContract, account: AccountId) => HeldLots;

/** What is held, with all that rests. */
export const asHeld: LotsOf = ({ positions }, account) => ({
  position: positions.positionOf(account),
  buying: positions.buyingOf(account),
  selling: positions.sellingOf(account),
});

/** Positions without orders, which is what maintenance margin is for (rule MAR-2). */
export const positionsAlone: LotsOf = ({ positions }, account) => ({
  position: positions.positionOf(account),
  buying: 0,
  selling: 0,
});

/** Lots that an account wants on top of what it has; what takes the place of others may be fewer. */
export interface WantedLots {
  readonly contract: ListedContract;
  readonly buying: number;
  readonly selling: number;
}

/** What is held once these lots rest too. */
export function ifResting(whose: AccountId, wanted: readonly WantedLots[]): LotsOf {
  return (contract, account) => {
    const held = asHeld(contract, account);
    const more = account === whose ? wanted.find((one) => one.contract === contract) : undefined;
    if (more === undefined) return held;
    return { ...held, buying: held.buying + more.buying, selling: held.selling + more.selling };
  };
}

/** What is held once all of these lots are filled. */
export function ifAllFilled(whose: AccountId, wanted: readonly WantedLots[]): LotsOf {
  return (contract, account) => {
    const held = asHeld(contract, account);
    const more = account === whose ? wanted.find((one) => one.contract === contract) : undefined;
    return more === undefined ? held : { ...held, position: held.position + more.buying - more.selling };
  };
}

/** The lots at risk: the larger of what is long if all buys fill and what is short if all sells fill (rule MAR-3). */
export function lotsAtRisk({ position, buying, selling }: HeldLots): Lots {
  return Math.max(position + buying, selling - position) as Lots;
}

/** What an account must have for one contract. */
export interface ContractNeed {
  readonly contract: ListedContract;
  readonly atRisk: Lots;
  readonly outright: Money;
  /** Lots at risk of all accounts of the same owner, and what they cost on top (rule MAR-15). */
  readonly owned: number;
  readonly concentration: Money;
}

/** What an account must have for one product. */
export interface ProductNeed {
  readonly specification: ProductSpecification;
  /** Nearest month first. */
  readonly contracts: readonly ContractNeed[];
  /** What its months could lose together; undefined without margin rules. */
  readonly risk: Risk | undefined;
  readonly offset: Money;
  readonly amount: Money;
}

/** What the account must have, product by product, with `lotsOf` everybody's lots and these contracts looked at too. */
export function needsOf(
  state: VenueState,
  account: AccountId,
  lotsOf: LotsOf,
  also: readonly WantedLots[] = [],
): ProductNeed[] {
  const byProduct = new Map<ProductSpecification, ListedContract[]>();
  const contracts = new Set(state.accounts.engagedIn(account).map((id) => state.contracts[id] as ListedContract));
  for (const { contract } of also) contracts.add(contract);
  for (const contract of contracts) {
    const { specification } = contract;
    const months = byProduct.get(specification);
    if (months === undefined) byProduct.set(specification, [contract]);
    else months.push(contract);
  }
  return [...byProduct].map(([specification, months]) =>
    productNeed(
      state,
      account,
      lotsOf,
      specification,
      months.sort((a, b) => a.month - b.month),
    ),
  );
}

function productNeed(
  state: VenueState,
  account: AccountId,
  lotsOf: LotsOf,
  specification: ProductSpecification,
  months: readonly ListedContract[],
): ProductNeed {
  const margin = state.margins.get(specification.code);
  const contracts = months.map((contract) => contractNeed(state, account, lotsOf, contract));
  let amount = 0;
  for (const { outright, concentration } of contracts) amount += outright + concentration;
  if (margin === undefined)
    return { specification, contracts, risk: undefined, offset: NO_MONEY, amount: amount as Money };
  const risk = margin.riskOf(legsOf(months, (contract) => lotsOf(contract, account)));
  const offset = offsetOf(risk, margin.offsetShare);
  return { specification, contracts, risk, offset, amount: (amount - offset) as Money };
}

/** The months that take part in offsets, with twice the middle of what each may come to (rules MAR-12 and MAR-13). */
function legsOf(months: readonly ListedContract[], lotsOf: (contract: ListedContract) => HeldLots): Leg[] {
  return months.flatMap((contract) => {
    const { position, buying, selling } = lotsOf(contract);
    const lots = (2 * position + buying - selling) as Lots;
    if (lots === 0 || contract.facts === undefined || contract.inDelivery) return [];
    return [{ rank: contract.facts.rank, lots, marginPerLot: contract.marginPerLot }];
  });
}

/** What concentration costs the account over all its contracts, with these lots resting too (rule MAR-15). */
export function concentrationOf(state: VenueState, account: AccountId, wanted: readonly WantedLots[]): Money {
  const isAlone = !state.accounts.isGrouped(account);
  let sum = 0;
  for (const id of state.accounts.engagedIn(account)) {
    const contract = state.contracts[id] as ListedContract;
    const atRisk = contract.positions.worst(account);
    // Nearly always a comparison is the answer: every order of a product with concentration rules asks.
    if (isAlone && atRisk <= contract.lotsInTime) continue;
    if (isWanted(wanted, contract)) continue;
    sum += concentrationIn(contract, atRisk, isAlone ? atRisk : ownedLots(state, account, asHeld, contract));
  }
  for (const { contract, buying, selling } of wanted) {
    const atRisk = contract.positions.worst(account, buying, selling);
    if (isAlone && atRisk <= contract.lotsInTime) continue;
    const owned = isAlone ? atRisk : ownedLots(state, account, ifResting(account, wanted), contract);
    sum += concentrationIn(contract, atRisk, owned);
  }
  return sum as Money;
}

function isWanted(wanted: readonly WantedLots[], contract: ListedContract): boolean {
  return wanted.some((one) => one.contract === contract);
}

function contractNeed(state: VenueState, account: AccountId, lotsOf: LotsOf, contract: ListedContract): ContractNeed {
  const atRisk = lotsAtRisk(lotsOf(contract, account));
  const outright = (atRisk * contract.marginPerLot) as Money;
  const hasRules = Boolean(contract.margin?.rules.concentration);
  const owned = hasRules ? ownedLots(state, account, lotsOf, contract) : atRisk;
  return { contract, atRisk, outright, owned, concentration: concentrationIn(contract, atRisk, owned) };
}

/** What concentration costs on top of so many lots at risk, of `owned` of the same owner. */
function concentrationIn(contract: ListedContract, atRisk: number, owned: number): Money {
  const rules = contract.margin?.rules.concentration;
  if (!rules) return NO_MONEY;
  const { marginPerLot, lotsInTime, tickValue } = contract;
  return (atRisk * addOnPerLot(rules, owned, lotsInTime, marginPerLot, tickValue)) as Money;
}

function ownedLots(state: VenueState, account: AccountId, lotsOf: LotsOf, contract: ListedContract): number {
  if (!state.accounts.isGrouped(account)) return lotsAtRisk(lotsOf(contract, account));
  let lots: number = NO_LOTS;
  for (const one of state.accounts.sameOwner(account)) lots += lotsAtRisk(lotsOf(contract, one));
  return lots;
}

/** The sum over products. */
export function sumOf(needs: readonly ProductNeed[]): Money {
  return needs.reduce((sum, { amount }) => sum + amount, 0) as Money;
}

/** What positions alone must be covered by in a product with margin rules: a share of what they need (rule MAR-2). */
export function maintenanceOf({ specification, amount }: ProductNeed): Money {
  return shareUp(amount, specification.maintenanceShare);
}
