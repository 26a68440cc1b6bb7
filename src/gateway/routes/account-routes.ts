/** Opening a practice account, and what an account may see of its own. */
import { Type } from 'typebox';
import { tradingDayAt } from '#core/calendar.ts';
import type { Money } from '#core/units.ts';
import { statementView, summaryView } from '#session/account-views.ts';
import { carryOut, eventOf } from '#session/carry-out.ts';
import { writeMoney } from '#session/decimals.ts';
import type { Health } from '#session/health.ts';
import { marginView } from '#session/margin-view.ts';
import type { Members } from '#session/members.ts';
import type { OrderEntry } from '#session/order-entry.ts';
import { Refused } from '#session/refused.ts';
import type { Venue } from '#session/venue-port.ts';
import { AccountSummary, Fill, OpenAccountAnswer, OpenAccountRequest, StatementDay } from '#wire/accounts.ts';
import { MarginTree } from '#wire/margin.ts';
import { Order } from '#wire/orders.ts';
import { credentialOf, newKey } from '../keys.ts';
import { commandRefusals, Limit, privateRoute, publicRoute, type Route } from './route.ts';

/** USD 1,000,000 to practise with. */
const PRACTICE_MONEY = 1_000_000_000_000 as Money;
const LIST_DEFAULT = 100;

export function accountRoutes(
  venue: Venue,
  members: Members,
  orders: OrderEntry,
  health: Health,
  practiceAccountsMax: number,
): Route[] {
  const { memberRecords, marketData, clock } = venue;
  const tag = 'account';

  return [
    publicRoute(
      {
        method: 'POST',
        path: '/accounts',
        tag,
        summary: 'Open a practice account; its key is shown this once',
        body: OpenAccountRequest,
        answer: OpenAccountAnswer,
        status: 201,
        bucket: 'accounts',
        refuses: ['TOO_MANY_ACCOUNTS', 'ACCOUNT_NAME_INVALID', 'ACCOUNT_NAME_TAKEN', ...commandRefusals],
      },
      async ({ body: { name } }) => {
        if (members.practiceAccounts >= practiceAccountsMax) throw Refused.atTheDoor('TOO_MANY_ACCOUNTS');
        const key = newKey();
        const open = { type: 'openAccount', name, kind: 'member', credential: credentialOf(key) } as const;
        const account = await carryOut(venue, open, (outcome) => eventOf(outcome, 'accountOpened').account);
        const deposit = { type: 'deposit', account, amount: PRACTICE_MONEY } as const;
        const sequence = await carryOut(venue, deposit, (outcome) => outcome.sequence);
        return { account: name, key, balance: writeMoney(PRACTICE_MONEY), sequence };
      },
    ),
    privateRoute(
      {
        method: 'GET',
        path: '/account',
        tag,
        summary: 'Balance, margin and positions of the account',
        answer: AccountSummary,
        refuses: ['VENUE_HALTED'],
      },
      (_, account) => health.whenDurable(() => summaryView(venue, account)),
    ),
    privateRoute(
      {
        method: 'GET',
        path: '/account/margin',
        tag,
        summary: 'The tree behind the initial margin of the account',
        answer: MarginTree,
        refuses: ['VENUE_HALTED'],
      },
      (_, account) => health.whenDurable(() => marginView(venue, account)),
    ),
    privateRoute(
      {
        method: 'GET',
        path: '/account/orders',
        tag,
        summary: 'Orders that rest or wait, or all that are remembered; newest first',
        query: Type.Object(
          { status: Type.Optional(Type.Union([Type.Literal('resting'), Type.Literal('all')])), limit: Limit },
          { additionalProperties: false },
        ),
        answer: Type.Array(Order),
      },
      ({ query: { status = 'resting', limit = LIST_DEFAULT } }, { id }) => {
        const done = status === 'all' ? memberRecords.doneOrders(id) : [];
        const records = [...memberRecords.restingOrders(id), ...done].sort((a, b) => b.order - a.order);
        return records.slice(0, limit).map((record) => orders.orderView(record));
      },
    ),
    privateRoute(
      {
        method: 'GET',
        path: '/account/fills',
        tag,
        summary: 'The last fills, newest first',
        query: Type.Object({ limit: Limit }, { additionalProperties: false }),
        answer: Type.Array(Fill),
      },
      ({ query }, { id }) => memberRecords.fills(id, query.limit ?? LIST_DEFAULT).map((fill) => orders.fillView(fill)),
    ),
    privateRoute(
      {
        method: 'GET',
        path: '/account/statements',
        tag,
        summary: 'Daily statements, newest first; the first line is the day that still runs',
        answer: Type.Array(StatementDay),
      },
      (_, { id }) => {
        const running = memberRecords.runningStatement(id, marketData.tradeDate ?? tradingDayAt(clock.now()));
        return [running, ...memberRecords.statements(id)].map(statementView);
      },
    ),
  ];
}
