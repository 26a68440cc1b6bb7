/**
 * How a year's market begins: an index, a product, and everybody's account with its money.
 */
import { startOf } from '#core/calendar.ts';
import type { Command } from '#core/commands.ts';
import type { AccountId, Millis, Money, TradeDate } from '#core/units.ts';
import { plainEvidence, plainTerms } from '#makers/plain-index.ts';
import type { Actor } from './actors.ts';
import { indexFrom, lastDay, marketFrom } from './hedged-year.ts';
import { fixingDays } from './model-clock.ts';
import { type Prices, placeOf } from './prices.ts';
import type { MarketSettings } from './settings.ts';
import { specificationOf } from './specification.ts';

export type Submit = (command: Command, time: Millis) => void;

/** What the venue puts up for defaults, and what the broker has through whom companies clear. */
const OWN_CAPITAL = 10_000_000_000_000 as Money;
const BROKER_CAPITAL = 100_000_000_000_000 as Money;
const CREDENTIAL = '0'.repeat(64);
const SAID = { reason: 'The index begins.', by: 'study' } as const;

/** Accounts of actors and companies, in the order in which these were given. */
export interface OpenedAccounts {
  readonly actors: readonly AccountId[];
  readonly companies: readonly AccountId[];
}

/** Opens the market of a new exchange, to which `submit` brings commands. */
export function openMarket(
  settings: MarketSettings,
  prices: Prices,
  actors: readonly Actor[],
  companies: number,
  submit: Submit,
): OpenedAccounts {
  const time = startOf(marketFrom);
  const specification = specificationOf(settings);
  let next = 0;
  const open = (name: string, capital: number, member?: AccountId): AccountId => {
    const account = next as AccountId;
    next += 1;
    const client = member === undefined ? {} : { member };
    submit({ type: 'openAccount', name, kind: 'simulated', credential: CREDENTIAL, ...client }, time);
    if (capital > 0) submit({ type: 'deposit', account, amount: Math.round(capital) as Money }, time);
    return account;
  };
  /** Who quotes for everyone, or covers what it buys and sells anyway, holds more in delivery than others may. */
  const exempt = (account: AccountId) => {
    const until = (lastDay + 1) as TradeDate;
    const exemption = { account, product: specification.code, lots: specification.positionMax, until };
    submit({ type: 'grantExemption', ...exemption }, time);
    return account;
  };

  submit({ type: 'adoptIndexTerms', terms: plainTerms(), effective: indexFrom, ...SAID }, time);
  for (const date of fixingDays) if (date < marketFrom) submit(fixingOf(prices, date), time);
  submit({ type: 'addCapital', amount: OWN_CAPITAL }, time);
  submit({ type: 'defineProduct', specification }, time);
  const broker = open('broker', BROKER_CAPITAL);
  return {
    actors: actors.map(({ name, capital, covers }) => {
      const account = open(name, capital * 1e12);
      return covers ? exempt(account) : account;
    }),
    companies: Array.from({ length: companies }, (_, number) => exempt(open(`company-${number}`, 0, broker))),
  };
}

/** The fixing of `date`. */
export function fixingOf({ index }: Prices, date: TradeDate): Command {
  return { type: 'fixIndex', date, evidence: plainEvidence(date, index[placeOf(date)] as Money) };
}
