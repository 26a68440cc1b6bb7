/**
 * The clients of a member go to another one, with all that they have (rule DEF-28).
 *
 * A client's money and positions are its own and stay where they are; what changes is who stands in for it. So nothing
 * can be lost on the way: cash, entry values and open interest are the same before and after.
 */
import type { PortClients } from '../commands.ts';
import type { Emit } from '../events.ts';
import type { RiskRejection } from '../rejections.ts';
import type { VenueState } from '../state.ts';
import { judge } from './margin-calls.ts';

/** Gives all clients of `member` to the member `to`, or none of them. */
export function portClients(state: VenueState, { member, to }: PortClients, emit: Emit): RiskRejection | undefined {
  const { accounts, risk } = state;
  if (!accounts.has(member)) return 'ACCOUNT_UNKNOWN';
  if (!accounts.has(to) || !accounts.isMember(member) || !accounts.isMember(to) || to === member)
    return 'MEMBER_UNKNOWN';
  if (risk.defaults.has(to)) return 'MEMBER_IN_DEFAULT';
  const clients = accounts.clientsOf(member);
  const isShort = clients.some((client) => {
    const { equity, maintenance } = judge(state, client);
    return equity < maintenance || state.ledger.cashOf(client) < 0 || risk.defaults.has(client);
  });
  if (isShort) return 'CLIENT_IN_DEFICIT';
  for (const client of clients) {
    accounts.moveTo(client, to);
    // Whoever has a new member need not leave the market any more.
    if (risk.closeOuts.get(client)?.isWhole === true) risk.closeOuts.delete(client);
    emit.happened({ type: 'clientPorted', account: client, from: member, to });
  }
  return undefined;
}
