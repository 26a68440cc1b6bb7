/**
 * The doors of the venue: HTTP under `/api/v1`, the stream on `/api/v1/stream`, and the built terminal, on one port.
 *
 * They carry what the sessions hear and say (`src/session`): requests and messages in, answers and the broadcast out.
 * They decide nothing, and keep nothing that could not be lost.
 */
import { openDesk } from '#session/desk.ts';
import { type Limits, usualLimits } from '#session/limits.ts';
import type { Venue } from '#session/venue-port.ts';
import { httpDoor } from './http-door.ts';
import { credentialOf } from './keys.ts';
import { nodeTimer } from './node-timer.ts';
import { openApiDocument } from './openapi.ts';
import { accountRoutes } from './routes/account-routes.ts';
import { clearingRoutes } from './routes/clearing-routes.ts';
import { indexRoutes } from './routes/index-routes.ts';
import { type Lab, labRoutes } from './routes/lab-routes.ts';
import { makerRoutes } from './routes/maker-routes.ts';
import { marketRoutes } from './routes/market-routes.ts';
import { operatorRoutes } from './routes/operator-routes.ts';
import { orderRoutes } from './routes/order-routes.ts';
import { spreadRoutes } from './routes/spread-routes.ts';
import { openStreamDoor } from './stream-door.ts';

export interface GatewayOptions {
  readonly venue: Venue;
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** The folder of the built terminal; without it only the API is served. */
  readonly terminal?: string;
  /** What experiments there are; without it nothing is said of any. */
  readonly lab?: Lab;
  readonly limits?: Partial<Limits>;
  /** What is kept of the key of whoever runs the venue; without it nobody may send its commands. */
  readonly operatorCredential?: string;
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
  const { venue, host, port, terminal, lab, onFailure = (error: Error) => console.error(error) } = options;
  const limits: Limits = { ...usualLimits, ...options.limits };
  const desk = openDesk(venue, {
    timer: nodeTimer,
    credentialOf,
    limits,
    operatorCredential: options.operatorCredential,
    onFailure,
  });
  const { members, turnstile, health, orders, quotes, broadcast } = desk;
  const routes = [
    ...marketRoutes(venue, health),
    ...indexRoutes(venue),
    ...spreadRoutes(venue),
    ...clearingRoutes(venue),
    ...accountRoutes(venue, members, orders, health, limits.practiceAccountsMax),
    ...orderRoutes(orders, quotes, health),
    ...makerRoutes(venue),
    ...(lab === undefined ? [] : labRoutes(lab)),
    ...operatorRoutes(venue, health),
  ];
  const document = openApiDocument(routes, venue.info.version);

  const app = await httpDoor({ routes, members, turnstile, document, terminal, onFailure });
  const closeStream = openStreamDoor(app.server, desk);
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
