/**
 * The step of a day's end that sizes the default fund and brings every contribution to what is asked (rule DEF-22).
 *
 * A member's clients are parts of its risk, each with its own margin: what one has over covers nothing of another. How the
 * size follows from stress is `fund.ts`.
 */
import { indexOf } from '../contract.ts';
import type { Emit } from '../events.ts';
import type { ListedContract } from '../listed-contract.ts';
import type { EndingDay } from '../settlement/end-of-day.ts';
import type { VenueState } from '../state.ts';
import { type AccountId, add, type Money, NO_MONEY, subtract, type TradeDate } from '../units.ts';
import { contributions, type FundMember, type RiskBook, sizeFund, smallestExhaustingShock } from './fund.ts';
import { FUND_FLOOR } from './parameters.ts';
import { STRESS_SET, type StressedHolding } from './stress.ts';
import { assessable } from './waterfall.ts';

/** Sizes the fund for the positions of the day and takes or gives back the difference. */
export function collectFund({ state, date, emit }: EndingDay): void {
  const { ledger, risk } = state;
  if (!risk.hasFund) return;
  const members = membersAtRisk(state);
  const { scenario, cover, fund, covers } = sizeFund(members, STRESS_SET);
  const asked = contributions(fund, members, FUND_FLOOR);
  risk.asked.clear();
  for (const [i, { account }] of members.entries()) risk.asked.set(account, asked[i] as Money);
  for (const account of new Set([...ledger.contributors, ...risk.asked.keys()])) bring(state, account, date, emit);

  const { contributors } = ledger;
  const collected = contributors.reduce((sum, one) => add(sum, ledger.contributionOf(one)), NO_MONEY);
  const { capital } = ledger;
  const exhaustedBy = smallestExhaustingShock(members, add(collected, capital)) ?? null;
  emit.happened({
    type: 'fundSized',
    date,
    ...{ scenario: scenario.name, cover, fund, collected, capital, exhaustedBy },
    contributors: contributors.length,
    assessable: asked.reduce((sum, one) => add(sum, assessable(one)), NO_MONEY),
    covers: covers.map((one) => ({ scenario: one.scenario.name, cover: one.cover })),
  });
}

/** Brings a contribution to what is asked; what the member cannot spare now is asked for again the next day. */
function bring(state: VenueState, account: AccountId, date: TradeDate, emit: Emit): void {
  const { ledger, risk } = state;
  const missing = subtract(risk.asked.get(account) ?? NO_MONEY, ledger.contributionOf(account));
  // A contribution may be needed for a default that is open, so none is given back until it is closed.
  if (missing === 0 || (missing < 0 && risk.defaults.size > 0)) return;
  const cash = ledger.cashOf(account);
  const spare = Math.max(0, cash - state.initialMargin(account));
  const amount = Math.min(missing, spare) as Money;
  if (amount === 0) return;
  if (amount > 0) ledger.transfer({ cash: account }, { fund: account }, amount);
  else ledger.transfer({ fund: account }, { cash: account }, -amount as Money);
  emit.happened({ type: 'booked', account, date, item: 'fundContribution', amount: -amount as Money });
}

/** The members who hold something themselves or through clients, in the order of their numbers. */
function membersAtRisk(state: VenueState): FundMember[] {
  const ranks = ranksOf(state);
  const books = new Map<AccountId, RiskBook[]>();
  for (const { id, member } of state.accounts.all) {
    const holdings = state.accounts.engagedIn(id).flatMap((contract): StressedHolding[] => {
      const {
        positions,
        settlementPrice: price,
        tickValue,
        specification,
      } = state.contracts[contract] as ListedContract;
      const position = positions.positionOf(id);
      const rank = ranks.get(contract) as number;
      return position === 0 ? [] : [{ index: indexOf(specification), rank, position, price, tickValue }];
    });
    if (holdings.length === 0) continue;
    const book = { initialMargin: state.initialMargin(id), holdings };
    books.set(member, [...(books.get(member) ?? []), book]);
  }
  return [...books].sort(([a], [b]) => a - b).map(([account, of]) => ({ account, books: of }));
}

/** The place of every contract among the living months of its product: 0 is the nearest. */
function ranksOf({ contracts }: VenueState): Map<number, number> {
  const living = contracts.filter(({ expired }) => !expired).sort((a, b) => a.month - b.month);
  const counts = new Map<string, number>();
  return new Map(
    living.map(({ id, specification: { code } }) => {
      const rank = counts.get(code) ?? 0;
      counts.set(code, rank + 1);
      return [id, rank];
    }),
  );
}
