/**
 * What comes before the first order: an index, products, and accounts with cash, as commands.
 *
 * All accounts are rich, the daily limits are as wide as the ladder, and no quantity is too large: every check that an
 * order meets is made, and none refuses.
 */
import { dateOfCivil, startOf } from '#core/calendar.ts';
import type { Command } from '#core/commands.ts';
import { type ProductSpecification, SIT } from '#core/contract.ts';
import type { MarginRules } from '#core/margin/margin-rules.ts';
import {
  type AccountId,
  type Lots,
  type Millionths,
  type Money,
  ONE_MILLION,
  type Ticks,
  type TradeDate,
} from '#core/units.ts';
import { plainEvidence, plainTerms } from '#makers/plain-index.ts';
import { PRICE_MAX } from '../workloads/workload.ts';

/** A Friday, all of which the bench's commands come in. */
export const DATE: TradeDate = dateOfCivil(2026, 10, 23);
export const TIME = startOf(DATE);

const CASH = 1e15 as Money;
/** Up to twice and down to none of this price is the whole ladder. */
export const INDEX_VALUE = ((PRICE_MAX + 1) / 2) as Money;
/** Around this price the documented workload trades, well within anybody's limits. */
const DOCUMENTED_PRICE = 100_000 as Money;
const MONTHS_MAX = 60;

export interface Opening {
  readonly contracts: number;
  readonly accounts: number;
  /** The margin model of the products; by default the paper's. */
  readonly margin?: MarginRules | undefined;
  /** A product by whose rules these trade, without its phases; by default by the fewest that there can be. */
  readonly rules?: ProductSpecification | undefined;
  /** What the exchange keeps of an account's key; by default nobody has one. */
  readonly credentialOf?: (account: number) => string;
}

/** Contracts and accounts are numbered from 0. */
export function* openingCommands(opening: Opening): Generator<Command> {
  const { contracts, accounts, margin, rules, credentialOf = () => '' } = opening;
  const indexValue = rules === undefined ? INDEX_VALUE : DOCUMENTED_PRICE;
  const base = { ...(rules ?? { ...SIT, priceLimitRate: ONE_MILLION as Millionths }), ...(margin && { margin }) };
  yield { type: 'adoptIndexTerms', terms: plainTerms(), effective: DATE, reason: 'A benchmark begins.', by: 'bench' };
  yield { type: 'fixIndex', date: DATE, evidence: plainEvidence(DATE, indexValue) };
  for (let listed = 0; listed < contracts; listed += MONTHS_MAX)
    yield { type: 'defineProduct', specification: product(listed, Math.min(MONTHS_MAX, contracts - listed), base) };
  for (let account = 0; account < accounts; account += 1) {
    yield { type: 'openAccount', name: `account-${account}`, kind: 'simulated', credential: credentialOf(account) };
    yield { type: 'deposit', account: account as AccountId, amount: CASH };
  }
}

/** A product with so many months, priced by any tick of the ladder, of which any order's quantity may be held. */
function product(number: number, months: number, base: ProductSpecification): ProductSpecification {
  const { schedule: _, protection, ...rules } = base;
  const lots = 1_000_000_000 as Lots;
  return {
    ...rules,
    code: `B${String.fromCharCode(65 + number / MONTHS_MAX)}`,
    lotSize: 1,
    tickSize: 1,
    priceMax: PRICE_MAX as Ticks,
    orderQuantityMax: lots,
    positionMax: lots,
    consecutiveMonths: months,
    quarterlyMonths: 0,
    ...(protection !== undefined && {
      protection: { ...protection, orderValueMax: CASH, spotMonthMax: lots, allMonthsMax: lots },
    }),
  };
}
