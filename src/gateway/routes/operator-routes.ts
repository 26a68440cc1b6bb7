/** What whoever runs the venue may ask of it, with a key of its own. */
import { groupRejections, operatorRejections, phaseRejections } from '#core/rejections.ts';
import { carryOut } from '#session/carry-out.ts';
import { readOperatorCommand } from '#session/operator-words.ts';
import type { Venue } from '#session/venue-port.ts';
import { OperatorAnswer, OperatorRequest } from '#wire/operator.ts';
import { commandRefusals, namesOf, operatorRoute, type Route } from './route.ts';

export function operatorRoutes(venue: Venue): Route[] {
  return [
    operatorRoute(
      {
        method: 'POST',
        path: '/operator/commands',
        tag: 'operator',
        summary: 'Carry out a command of the operator',
        body: OperatorRequest,
        answer: OperatorAnswer,
        refuses: [
          ...commandRefusals,
          ...namesOf(phaseRejections),
          ...namesOf(groupRejections),
          ...namesOf(operatorRejections),
        ],
      },
      ({ body }) => carryOut(venue, readOperatorCommand(venue, body.command), ({ sequence }) => ({ sequence })),
    ),
  ];
}
