/**
 * What whoever runs the venue sees of accounts that are short, as it is written on the wire.
 *
 * It is read from the exchange, which may be ahead of the disk: it is told after the barrier (rule API-11).
 */
import { formatDate } from '#core/calendar.ts';
import { judgedPrice } from '#core/default/margin-calls.ts';
import type { PositionView } from '#core/exchange.ts';
import { type AccountId, type Money, NO_MONEY, subtract } from '#core/units.ts';
import type { AccountRisk, JudgedPosition, OperatorAccount, RiskReport } from '#wire/risk.ts';
import { callView, entryPriceOf, summaryView } from './account-views.ts';
import { writeMoney, writePrice } from './decimals.ts';
import { marginView } from './margin-view.ts';
import { isoTime } from './market-views.ts';
import { Refused } from './refused.ts';
import type { Venue } from './venue-port.ts';

/** Every account with a call, a close-out or a default (rule API-42). */
export function riskReport(venue: Venue): RiskReport {
  const { exchange, sequencer } = venue;
  const { calls, closeOuts, defaults, checkedAt } = exchange.risk;
  const watched = new Set([...calls.keys(), ...closeOuts.keys(), ...defaults.keys()]);
  const due = (account: AccountId) => calls.get(account)?.due ?? Number.POSITIVE_INFINITY;
  const inOrder = [...watched].sort((a, b) => (due(a) === due(b) ? a - b : due(a) - due(b)));
  return {
    sequence: sequencer.sequence,
    checkedAt: checkedAt === 0 ? null : isoTime(checkedAt),
    accounts: inOrder.map((account) => riskOf(venue, account)),
  };
}

/** Everything of one account, by its name. Throws ACCOUNT_UNKNOWN. */
export function operatorAccount(venue: Venue, name: string): OperatorAccount {
  const { accounts } = venue.exchange;
  const account = accounts.find((open) => open.name === name);
  if (account === undefined) throw Refused.byTheExchange('ACCOUNT_UNKNOWN', undefined, 'account');
  const clients = accounts.filter(({ id, member }) => member === account.id && id !== account.id);
  return {
    summary: summaryView(venue, account),
    margin: marginView(venue, account),
    risk: riskOf(venue, account.id),
    clients: clients.map((client) => client.name),
  };
}

function riskOf({ exchange }: Venue, account: AccountId): AccountRisk {
  const view = exchange.summary(account);
  const { equity, initial, maintenance } = exchange.judge(account);
  const { name, member, kind } = exchange.accounts[account] as (typeof exchange.accounts)[number];
  const closeOut = exchange.risk.closeOuts.get(account);
  const inDefault = exchange.risk.defaults.get(account);
  return {
    account: name,
    member: exchange.accounts[member]?.name as string,
    simulated: kind === 'simulated',
    balance: writeMoney(view.balance),
    equity: writeMoney(equity),
    initialMargin: writeMoney(initial),
    maintenanceMargin: writeMoney(maintenance),
    missing: writeMoney(Math.max(NO_MONEY, subtract(initial, equity)) as Money),
    contribution: writeMoney(view.contribution),
    call: callView(view, equity),
    closeOut:
      closeOut === undefined
        ? null
        : { since: isoTime(closeOut.since), nextAt: isoTime(closeOut.nextAt), whole: closeOut.isWhole },
    default:
      inDefault === undefined
        ? null
        : { since: formatDate(inDefault.since), days: inDefault.days, owed: writeMoney(view.debt) },
    positions: view.positions.filter(({ position }) => position !== 0).map(judgedView),
  };
}

function judgedView(held: PositionView): JudgedPosition {
  const { contract, position } = held;
  return {
    contract: contract.code,
    position,
    entryPrice: entryPriceOf(held),
    judgedPrice: writePrice(judgedPrice(contract), contract.specification),
  };
}
