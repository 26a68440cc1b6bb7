/** The WebSocket door: takes the connections to `/api/v1/stream` and sees to it that they live. */
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';
import { Conversation } from '#session/conversation.ts';
import type { Desk } from '#session/desk.ts';
import { Connection } from './connection.ts';

const PATH = '/api/v1/stream';
const MESSAGE_BYTES_MAX = 16_384;
/** A connection that has given no sign of life between two of these is ended. */
const HEARTBEAT_MS = 15_000;
/** How often the clock is asked whether the market has opened or closed. */
const WATCH_MS = 1_000;

/** Opens the door on an HTTP server; the result closes it. */
export function openStreamDoor(server: Server, desk: Desk): () => void {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MESSAGE_BYTES_MAX, perMessageDeflate: false });
  const connections = new Set<Connection>();

  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer): unknown => {
    // A client that goes away in the middle of the handshake takes nothing with it.
    socket.on('error', () => socket.destroy());
    if (request.url?.split('?', 1)[0] !== PATH)
      return socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n');
    return sockets.handleUpgrade(request, socket, head, (webSocket) => welcome(webSocket, request));
  });

  function welcome(socket: WebSocket, request: IncomingMessage): void {
    const connection = new Connection(
      socket,
      request.socket,
      request.socket.remoteAddress ?? '',
      desk.limits.bufferBytesMax,
    );
    const conversation = new Conversation(desk, connection);
    connections.add(connection);
    socket.on('message', (data: RawData, isBinary) => {
      // Whoever has been told that the conversation is over is not listened to any more.
      if (socket.readyState === socket.OPEN) conversation.hear(isBinary ? undefined : String(data));
    });
    // What a client breaks ends its own connection; the close code says why.
    socket.on('error', () => undefined);
    socket.on('close', () => {
      conversation.end();
      connections.delete(connection);
    });
  }

  const heartbeat = setInterval(() => {
    for (const connection of connections) connection.ping();
  }, HEARTBEAT_MS);
  heartbeat.unref();
  const watch = setInterval(() => void desk.broadcast.watch(), WATCH_MS);
  watch.unref();

  return () => {
    clearInterval(heartbeat);
    clearInterval(watch);
    for (const connection of connections) connection.end('GOING_AWAY');
  };
}
