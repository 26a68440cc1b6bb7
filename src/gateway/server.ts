/**
 * The doors of the venue: HTTP under `/api/v1`, the stream on `/api/v1/stream`, and the built terminal, on one port.
 *
 * The doors turn text into commands and events into text. They decide nothing that the exchange decides, and keep
 * nothing that could not be lost.
 */
import { Health } from './health.ts';
import { httpDoor } from './http-door.ts';
import { type Limits, Turnstile, usualLimits } from './limits.ts';
import { Members } from './members.ts';
import { openApiDocument } from './openapi.ts';
import { OrderEntry } from './order-entry.ts';
import { accountRoutes } from './routes/account-routes.ts';
import { marketRoutes } from './routes/market-routes.ts';
import { orderRoutes } from './routes/order-routes.ts';
import { Broadcast } from './stream/broadcast.ts';
import { openStreamDoor } from './stream/stream-door.ts';
import type { Venue } from './venue-port.ts';

export interface GatewayOptions {
  readonly venue: Venue;
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** The folder of the built terminal; without it only the API is served. */
  readonly terminal?: string;
  readonly limits?: Partial<Limits>;
  /** Hears of failures of the doors themselves; by default they are written to the error output. */
  readonly onFailure?: (error: Error) => void;
}

export interface Gateway {
  /** `http://127.0.0.1:8080`. */
  readonly address: string;
  /** Ends all connections, then resolves. */
  close(): Promise<void>;
}

/** Opens the doors. Rejects with what the operating system says of the port. */
export async function openGateway(options: GatewayOptions): Promise<Gateway> {
  const { venue, host, port, terminal, onFailure = (error: Error) => console.error(error) } = options;
  const limits: Limits = { ...usualLimits, ...options.limits };
  const members = new Members(venue);
  const turnstile = new Turnstile(limits);
  const health = new Health(venue);
  const orders = new OrderEntry(venue);
  const routes = [
    ...marketRoutes(venue, health),
    ...accountRoutes(venue, members, orders, health, limits.practiceAccountsMax),
    ...orderRoutes(orders, health),
  ];
  const document = openApiDocument(routes, venue.info.version);

  const app = await httpDoor({ routes, members, turnstile, document, terminal, onFailure });
  const broadcast = new Broadcast(venue, orders, health, onFailure);
  const closeStream = openStreamDoor(app.server, { members, turnstile, orders, broadcast, limits, onFailure });
  const close = async () => {
    broadcast.close();
    closeStream();
    await app.close();
  };
  try {
    return { address: await app.listen({ host, port }), close };
  } catch (error) {
    await close();
    throw error;
  }
}
