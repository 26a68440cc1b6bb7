/**
 * One reader at the other end of a WebSocket.
 *
 * What it is sent waits in a bounded buffer. A reader that lets it fill is disconnected, so that the slowest one costs
 * the others nothing (rule API-14).
 */
import type { WebSocket } from 'ws';
import { closeCodes } from '#wire/stream.ts';
import type { Account } from '../members.ts';

/** How long a reader that is being disconnected has to take its close code. */
const FAREWELL_MS = 1_000;

export class Connection {
  readonly #socket: WebSocket;
  readonly address: string;
  /** The reader may be behind by this much. */
  readonly #bufferBytesMax: number;
  /** Who speaks, once it has authenticated. */
  account: Account | undefined;
  #isAlive = true;

  constructor(socket: WebSocket, address: string, bufferBytesMax: number) {
    this.#socket = socket;
    this.#bufferBytesMax = bufferBytesMax;
    this.address = address;
    socket.on('pong', () => {
      this.#isAlive = true;
    });
  }

  /** `text` is UTF-8; the same bytes may be sent to many. */
  send(text: Buffer): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    if (this.#socket.bufferedAmount + text.length > this.#bufferBytesMax) return this.end('TOO_SLOW');
    this.#socket.send(text, { binary: false });
  }

  /** Asks for a sign of life; ends the conversation when the last question got none. */
  ping(): void {
    if (!this.#isAlive) return this.end('SILENT');
    this.#isAlive = false;
    this.#socket.ping();
  }

  end(reason: keyof typeof closeCodes): void {
    this.#socket.close(closeCodes[reason], reason);
    // Someone who does not read does not read the farewell either.
    setTimeout(() => this.#socket.terminate(), FAREWELL_MS).unref();
  }
}

export function encode(message: unknown): Buffer {
  return Buffer.from(JSON.stringify(message));
}
