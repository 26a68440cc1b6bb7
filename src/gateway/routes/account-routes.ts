/** Opening a practice account, and what an account may see of its own. */
import { Type } from 'typebox';
import type { OpenAccount } from '#core/commands.ts';
import type { Money } from '#core/units.ts';
import { clientViews, summaryView } from '#session/account-views.ts';
import { carryOut, eventOf } from '#session/carry-out.ts';
import { writeMoney } from '#session/decimals.ts';
import type { Health } from '#session/health.ts';
import { marginView } from '#session/margin-view.ts';
import type { Members } from '#session/members.ts';
import type { OrderEntry } from '#session/order-entry.ts';
import { Refused } from '#session/refused.ts';
import { statementCsv } from '#session/statement-csv.ts';
import { statementPage } from '#session/statement-page.ts';
import { statementDays, statementOf } from '#session/statement-views.ts';
import type { Venue } from '#session/venue-port.ts';
import { AccountSummary, ClientAccount, Fill, OpenAccountAnswer, OpenAccountRequest } from '#wire/accounts.ts';
import { MarginTree } from '#wire/margin.ts';
import { Order } from '#wire/orders.ts';
import { CalendarDate } from '#wire/primitives.ts';
import { Statement, StatementDay } from '#wire/statements.ts';
import { credentialOf, newKey, sha256 } from '../keys.ts';
import {
  commandRefusals,
  Format,
  Limit,
  privateRoute,
  publicRoute,
  type Route,
  TextAnswer,
  textAskedFor,
} from './route.ts';

/** USD 1,000,000 to practise with. */
const PRACTICE_MONEY = 1_000_000_000_000 as Money;
const LIST_DEFAULT = 100;
const openingRefusals = [
  'TOO_MANY_ACCOUNTS',
  'ACCOUNT_NAME_INVALID',
  'ACCOUNT_NAME_TAKEN',
  ...commandRefusals,
] as const;

export function accountRoutes(
  venue: Venue,
  members: Members,
  orders: OrderEntry,
  health: Health,
  practiceAccountsMax: number,
): Route[] {
  const { memberRecords } = venue;
  const tag = 'account';

  /** Opens an account with money to practise with, and tells its key. */
  const openAccount = async (wish: Pick<OpenAccount, 'name' | 'kind' | 'member'>) => {
    if (members.practiceAccounts >= practiceAccountsMax) throw Refused.atTheDoor('TOO_MANY_ACCOUNTS');
    const key = newKey();
    const open = { type: 'openAccount', ...wish, credential: credentialOf(key) } as const;
    const account = await carryOut(venue, open, (outcome) => eventOf(outcome, 'accountOpened').account);
    const deposit = { type: 'deposit', account, amount: PRACTICE_MONEY } as const;
    const sequence = await carryOut(venue, deposit, (outcome) => outcome.sequence);
    return { account: wish.name, key, balance: writeMoney(PRACTICE_MONEY), sequence };
  };

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
        refuses: openingRefusals,
      },
      ({ body }) => openAccount({ name: body.name, kind: 'member' }),
    ),
    privateRoute(
      {
        method: 'POST',
        path: '/account/clients',
        tag,
        summary: 'Open a client account of this member; its key is shown this once',
        body: OpenAccountRequest,
        answer: OpenAccountAnswer,
        status: 201,
        bucket: 'accounts',
        refuses: [...openingRefusals, 'MEMBER_UNKNOWN'],
      },
      ({ body }, { id, kind }) => openAccount({ name: body.name, kind, member: id }),
    ),
    privateRoute(
      {
        method: 'GET',
        path: '/account/clients',
        tag,
        summary: 'The client accounts of this member, and where they stand',
        answer: Type.Array(ClientAccount),
        refuses: ['VENUE_HALTED'],
      },
      (_, account) => health.whenDurable(() => clientViews(venue, account)),
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
      (_, account) => statementDays(venue, account),
    ),
    privateRoute(
      {
        method: 'GET',
        path: '/account/statements/:date',
        tag,
        summary: 'The statement of a day: JSON, CSV, or a page to print',
        params: Type.Object({ date: CalendarDate }, { additionalProperties: false }),
        query: Type.Object({ format: Format }, { additionalProperties: false }),
        answer: Statement,
        texts: ['text/csv', 'text/html'],
        refuses: ['STATEMENT_UNKNOWN'],
      },
      ({ params, query, accept }, account) => {
        const statement = statementOf(venue, account, params.date, sha256);
        const type = textAskedFor(query.format, accept);
        if (type === 'text/csv') {
          const name = `statement-${statement.account}-${statement.date}.csv`;
          return new TextAnswer(type, statementCsv(statement), name);
        }
        return type === 'text/html' ? new TextAnswer(type, statementPage(statement, venue.info.name)) : statement;
      },
    ),
  ];
}
