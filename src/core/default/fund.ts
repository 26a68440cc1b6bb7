/**
 * How large the default fund is, and what each member gives to it.
 *
 * The fund bears what the two members with the largest uncovered losses leave behind on the same worst day, and a buffer.
 * Uncovered is what the margin of each of a member's books does not pay. Contributions are whole, at least the floor, and sum
 * exactly to the fund. The worst days are in `stress.ts`; who pays first is in `waterfall.ts`.
 */
import { invariant } from '../invariants.ts';
import {
  type AccountId,
  add,
  divideDown,
  type Millionths,
  type Money,
  multiply,
  NO_MONEY,
  ONE_MILLION,
  shareUp,
} from '../units.ts';
import { FUND_BUFFER } from './parameters.ts';
import { shareByClaim } from './pro-rata.ts';
import { type Scenario, type StressedHolding, stressLoss } from './stress.ts';

/** One account with the margin that it alone has: a member's own, or that of one of its clients. */
export interface RiskBook {
  readonly initialMargin: Money;
  readonly holdings: readonly StressedHolding[];
}

/** A clearing member as the fund sees it. The margin of one book covers no loss of another. */
export interface FundMember {
  readonly account: AccountId;
  readonly books: readonly RiskBook[];
}

/** What the two members with the largest uncovered losses leave behind on one of the worst days. */
export interface Cover {
  readonly scenario: Scenario;
  readonly cover: Money;
}

/** The size of the fund, and why: the scenario that asks for most (the earlier of equals), of all that were looked at. */
export interface FundSize extends Cover {
  readonly fund: Money;
  readonly covers: readonly Cover[];
}

/** No price falls below zero, and none is thought to rise above eleven times its level. */
const RISE_MAX_PERCENT = 1_000;
const FALL_MAX_PERCENT = 100;

/** The part of a member's losses in a scenario that the margin of its books does not pay (rule DEF-14). */
export function uncoveredLoss({ books }: FundMember, scenario: Scenario): Money {
  return books.reduce(
    (sum, { initialMargin, holdings }) =>
      add(sum, Math.max(0, stressLoss(holdings, scenario) - initialMargin) as Money),
    NO_MONEY,
  );
}

function marginOf({ books }: FundMember): Money {
  return books.reduce((sum, { initialMargin }) => add(sum, initialMargin), NO_MONEY);
}

/** The fund that these members need under these scenarios, of which there is at least one (rule DEF-14). */
export function sizeFund(members: readonly FundMember[], scenarios: readonly Scenario[]): FundSize {
  invariant(scenarios.length > 0, 'a default fund is sized under at least one scenario');
  const covers = scenarios.map((scenario) => ({
    scenario,
    cover: twoLargest(members.map((member) => uncoveredLoss(member, scenario))),
  }));
  const { scenario, cover } = covers.reduce((worst, one) => (one.cover > worst.cover ? one : worst));
  return { scenario, cover, fund: add(cover, shareUp(cover, FUND_BUFFER)), covers };
}

function twoLargest(losses: readonly Money[]): Money {
  const [first = NO_MONEY, second = NO_MONEY] = losses.toSorted((a, b) => b - a);
  return add(first, second);
}

/**
 * What each member gives, in the order of the members: in proportion to initial margin, and at least `floor`, for which
 * the others then give less (rule DEF-15). The contributions sum to the fund, or to the floors where these are more.
 */
export function contributions(fund: Money, members: readonly FundMember[], floor: Money): Money[] {
  if (multiply(floor, members.length) >= fund) return members.map(() => floor);
  invariant(
    members.some((member) => marginOf(member) > 0),
    'a default fund is shared among members who hold margin',
  );

  const atFloor = new Set<AccountId>();
  for (;;) {
    const rest = add(fund, multiply(floor, -atFloor.size));
    const claims = members.map((member) => ({
      id: member.account,
      capacity: atFloor.has(member.account) ? 0 : marginOf(member),
    }));
    const shares = shareByClaim(rest, claims);
    const below = claims.filter(({ id }, i) => !atFloor.has(id) && (shares[i] as Money) < floor);
    if (below.length === 0) return claims.map(({ id }, i) => (atFloor.has(id) ? floor : (shares[i] as Money)));
    for (const { id } of below) atFloor.add(id);
  }
}

/**
 * The smallest move of all months in whole percent, down or up, on which everybody's uncovered losses together are more
 * than `resources`; of two equal moves the fall, and undefined where no move is (rule DEF-16).
 */
export function smallestExhaustingShock(members: readonly FundMember[], resources: Money): Millionths | undefined {
  const exhausts = (percent: number): boolean => {
    const scenario = { name: 'all months', shocks: [inMillionths(percent)] };
    return members.reduce((sum, member) => sum + BigInt(uncoveredLoss(member, scenario)), 0n) > BigInt(resources);
  };
  // A larger move in the same direction never costs anybody less who loses by it, so the first can be found by halving.
  const fall = firstOf(FALL_MAX_PERCENT, (percent) => exhausts(-percent));
  const rise = firstOf(RISE_MAX_PERCENT, exhausts);
  if (fall !== undefined && (rise === undefined || fall <= rise)) return inMillionths(-fall);
  return rise === undefined ? undefined : inMillionths(rise);
}

const inMillionths = (percent: number): Millionths => (percent * (ONE_MILLION / 100)) as Millionths;

/** The first number from 1 to `last` that `holds`, where it holds for all that follow; undefined where it never does. */
function firstOf(last: number, holds: (number: number) => boolean): number | undefined {
  if (!holds(last)) return undefined;
  let [below, first] = [0, last];
  while (first - below > 1) {
    const middle = divideDown(below + first, 2);
    if (holds(middle)) first = middle;
    else below = middle;
  }
  return first;
}
