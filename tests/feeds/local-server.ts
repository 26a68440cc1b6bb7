/** A web server on this machine that does to a request whatever a test wants. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestContext } from 'node:test';

export type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** Starts it, and ends it with the test. The result is its address, without a path: `http://127.0.0.1:40000`. */
export async function serve(context: TestContext, handler: Handler): Promise<string> {
  const server = createServer(handler);
  await new Promise<void>((started) => server.listen(0, '127.0.0.1', started));
  context.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Sends `text` as JSON. */
export function send(response: ServerResponse, text: string, type = 'application/json'): void {
  response.writeHead(200, { 'content-type': type, 'content-length': Buffer.byteLength(text) }).end(text);
}
