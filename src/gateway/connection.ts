/**
 * One reader at the other end of a WebSocket.
 *
 * What it is sent waits in a bounded buffer. A reader that lets it fill is disconnected, so that the slowest one costs
 * the others nothing (rule API-14).
 */
import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import type { Reader } from '#session/reader.ts';
import { closeCodes } from '#wire/stream.ts';

/** How long a reader that is being disconnected has to take its close code. */
const FAREWELL_MS = 1_000;

export class Connection implements Reader {
  readonly #socket: WebSocket;
  /** What carries it. */
  readonly #line: Duplex;
  readonly address: string;
  /** The reader may be behind by this much. */
  readonly #bufferBytesMax: number;
  #isAlive = true;
  #isGathering = false;

  constructor(socket: WebSocket, line: Duplex, address: string, bufferBytesMax: number) {
    this.#socket = socket;
    this.#line = line;
    this.#bufferBytesMax = bufferBytesMax;
    this.address = address;
    socket.on('pong', () => {
      this.#isAlive = true;
    });
  }

  send(text: string): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    const bytes = bytesOf(text);
    if (this.#socket.bufferedAmount + bytes.length > this.#bufferBytesMax) return this.end('TOO_SLOW');
    this.#gather();
    this.#socket.send(bytes, { binary: false });
  }

  /**
   * What is sent in one turn leaves in one write. A flush of the journal releases many answers at once, and a call to the
   * system costs more than a message.
   */
  #gather(): void {
    if (this.#isGathering) return;
    this.#isGathering = true;
    this.#line.cork();
    setImmediate(() => {
      this.#isGathering = false;
      this.#line.uncork();
    });
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

let last = { text: '', bytes: Buffer.alloc(0) };

/** The text as UTF-8. What goes to many goes to all of them in one turn, and is encoded once. */
function bytesOf(text: string): Buffer {
  if (text !== last.text) last = { text, bytes: Buffer.from(text) };
  return last.bytes;
}
