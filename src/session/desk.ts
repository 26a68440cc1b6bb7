/**
 * What all sessions of a venue share: its members, their limits, its order entry and its broadcast.
 *
 * A session decides what a message means, who may say it and what is answered. It is carried by somebody else, who hands
 * in the time, the hash of keys, and the readers: Node's sockets in a venue, a simulated network in a rehearsal.
 */
import { Broadcast } from './broadcast.ts';
import { Health } from './health.ts';
import { type Limits, Turnstile } from './limits.ts';
import { type CredentialOf, Members } from './members.ts';
import { OrderEntry } from './order-entry.ts';
import { QuoteEntry } from './quote-entry.ts';
import type { Timer } from './timer.ts';
import type { Venue } from './venue-port.ts';

/** What surrounds the sessions of a venue. */
export interface Surroundings {
  readonly timer: Timer;
  readonly credentialOf: CredentialOf;
  readonly limits: Limits;
  /** What is kept of the operator's key. */
  readonly operatorCredential?: string | undefined;
  /** Hears of failures of the sessions themselves. */
  readonly onFailure: (error: Error) => void;
}

export interface Desk extends Surroundings {
  readonly members: Members;
  readonly turnstile: Turnstile;
  readonly health: Health;
  readonly orders: OrderEntry;
  readonly quotes: QuoteEntry;
  readonly broadcast: Broadcast;
}

export function openDesk(venue: Venue, surroundings: Surroundings): Desk {
  const { timer, credentialOf, limits, operatorCredential, onFailure } = surroundings;
  const health = new Health(venue);
  const orders = new OrderEntry(venue);
  return {
    ...surroundings,
    members: new Members(venue, credentialOf, operatorCredential),
    turnstile: new Turnstile(limits, timer),
    health,
    orders,
    quotes: new QuoteEntry(venue, orders),
    broadcast: new Broadcast(venue, orders, health, timer, onFailure),
  };
}
