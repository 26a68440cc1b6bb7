/** What whoever runs the venue may ask of it, with a key of its own. */
import { Type } from 'typebox';
import {
  groupRejections,
  indexRejections,
  operatorRejections,
  phaseRejections,
  riskRejections,
} from '#core/rejections.ts';
import { carryOut } from '#session/carry-out.ts';
import type { Health } from '#session/health.ts';
import { largeTraderCsv, largeTraderReport } from '#session/large-trader-views.ts';
import { readOperatorCommand } from '#session/operator-words.ts';
import { reconcile } from '#session/reconciliation.ts';
import { operatorAccount, riskReport } from '#session/risk-views.ts';
import type { Venue } from '#session/venue-port.ts';
import { OperatorAnswer, OperatorRequest } from '#wire/operator.ts';
import { LargeTraderReport, Reconciliation } from '#wire/operator-reports.ts';
import { OperatorAccount, RiskReport } from '#wire/risk.ts';
import { CsvFormat, commandRefusals, namesOf, operatorRoute, type Route, TextAnswer, textAskedFor } from './route.ts';

const OfAccount = Type.Object(
  { account: Type.String({ minLength: 1, maxLength: 32, description: 'The name of an account.' }) },
  { additionalProperties: false },
);

/** Terms of the index have some ten thousand bytes. */
const COMMAND_BYTES_MAX = 262_144;

export function operatorRoutes(venue: Venue, health: Health): Route[] {
  const tag = 'operator';
  return [
    operatorRoute(
      {
        method: 'GET',
        path: '/operator/risk',
        tag,
        summary: 'Every account with a call, a close-out or a default, at the prices by which it is judged',
        answer: RiskReport,
        refuses: ['VENUE_HALTED'],
      },
      () => health.whenDurable(() => riskReport(venue)),
    ),
    operatorRoute(
      {
        method: 'GET',
        path: '/operator/accounts/:account',
        tag,
        summary: 'Any account: what its owner sees, the tree behind its margin, and how it is judged',
        params: OfAccount,
        answer: OperatorAccount,
        refuses: ['ACCOUNT_UNKNOWN', 'VENUE_HALTED'],
      },
      ({ params }) => health.whenDurable(() => operatorAccount(venue, params.account)),
    ),
    operatorRoute(
      {
        method: 'POST',
        path: '/operator/commands',
        tag,
        summary: 'Carry out a command of the operator',
        body: OperatorRequest,
        answer: OperatorAnswer,
        bodyBytesMax: COMMAND_BYTES_MAX,
        refuses: [
          'AMOUNT_NOT_POSITIVE',
          'AMOUNT_TOO_LARGE',
          ...commandRefusals,
          ...namesOf(phaseRejections),
          ...namesOf(groupRejections),
          ...namesOf(operatorRejections),
          ...namesOf(riskRejections),
          ...namesOf(indexRejections),
        ],
      },
      ({ body }) => carryOut(venue, readOperatorCommand(venue, body.command), ({ sequence }) => ({ sequence })),
    ),
    operatorRoute(
      {
        method: 'GET',
        path: '/operator/reconciliation',
        tag,
        summary: 'Whether statements and ledger agree; the last day by member and item',
        answer: Reconciliation,
        refuses: ['VENUE_HALTED'],
      },
      () => reconcile(venue),
    ),
    operatorRoute(
      {
        method: 'GET',
        path: '/operator/large-traders',
        tag,
        summary: 'Owners who held much of a limit when the last day ended: JSON or CSV',
        query: Type.Object({ format: CsvFormat }, { additionalProperties: false }),
        answer: LargeTraderReport,
        texts: ['text/csv'],
      },
      ({ query, accept }) => {
        const report = largeTraderReport(venue);
        if (textAskedFor(query.format, accept) !== 'text/csv') return report;
        return new TextAnswer('text/csv', largeTraderCsv(report), `large-traders-${report.date ?? 'none'}.csv`);
      },
    ),
  ];
}
