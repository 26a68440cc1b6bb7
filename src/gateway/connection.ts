/**
 * One reader at the other end of a WebSocket.
 *
 * A message goes onto the line as one piece that is made here; whatever keeps the conversation alive or ends it is left to
 * the library, and both stand on the line in the order in which they were said.
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
    const frame = frameOf(text);
    if (this.#line.writableLength + frame.length > this.#bufferBytesMax) return this.end('TOO_SLOW');
    this.#gather();
    this.#line.write(frame);
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

/** The first byte of a frame that is a whole text, and what says that its length stands in the next two or eight bytes. */
const WHOLE_TEXT = 0x81;
const IN_TWO_BYTES = 126;
const IN_EIGHT_BYTES = 127;

let last: { readonly text: string; readonly frame: Buffer } = { text: '', frame: Buffer.alloc(0) };

/** The text as a frame. What goes to many goes to all of them in one turn, and is encoded once. */
function frameOf(text: string): Buffer {
  if (text !== last.text) last = { text, frame: newFrame(text) };
  return last.frame;
}

/** The text as one frame of RFC 6455, which a server does not mask. */
function newFrame(text: string): Buffer {
  const length = Buffer.byteLength(text);
  const head = length < IN_TWO_BYTES ? 2 : length < 0x10000 ? 4 : 10;
  const frame = Buffer.allocUnsafe(head + length);
  frame[0] = WHOLE_TEXT;
  frame[1] = head === 2 ? length : head === 4 ? IN_TWO_BYTES : IN_EIGHT_BYTES;
  if (head === 4) frame.writeUInt16BE(length, 2);
  if (head === 10) frame.writeBigUInt64BE(BigInt(length), 2);
  frame.write(text, head);
  return frame;
}
