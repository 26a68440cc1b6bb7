/**
 * One connection of the load generator, as bytes: it sends requests that were made before and counts the answers.
 *
 * The generator shares two cores with what it measures, so it does as little as it can: it builds nothing while the
 * clock runs, masks with zeros, and looks into an answer only to see that it is a good one. Answers come in the order
 * of the requests, on a stream as over HTTP.
 */
import { connect, type Socket } from 'node:net';

/** What a line is given. Bytes are sent as they are. */
export interface LineOptions {
  readonly protocol: 'websocket' | 'http';
  readonly port: number;
  readonly path: string;
  /** Sent before the rest, and its answer waited for. */
  readonly first?: Uint8Array;
  /** What every answer must contain. */
  readonly good: string;
}

/** The venue's question for a sign of life, and the answer. */
const PING = 0x89;
const PONG = Uint8Array.of(0x8a, 0x80, 0, 0, 0, 0);

export class Line {
  /** Called with the number of answers that have just come. */
  onAnswers: (count: number) => void = () => undefined;
  /** Called with each answer; its bytes are valid during the call. */
  onAnswer: ((answer: Buffer) => void) | undefined;
  readonly #options: LineOptions;
  readonly #good: Buffer;
  readonly #socket: Socket;
  #rest: Buffer = Buffer.alloc(0);
  #isOpen = false;

  private constructor(options: LineOptions) {
    this.#options = options;
    this.#good = Buffer.from(options.good);
    this.#socket = connect(options.port, '127.0.0.1');
    this.#socket.setNoDelay(true);
  }

  /** Resolves when the line can be used. */
  static async open(options: LineOptions): Promise<Line> {
    const line = new Line(options);
    await new Promise((resolve) => line.#socket.once('connect', resolve));
    if (options.protocol === 'websocket') {
      line.#socket.write(
        `GET ${options.path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
          'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
      );
      const answer = await new Promise<Buffer>((resolve) => line.#socket.once('data', resolve));
      if (!answer.includes('101')) throw new Error(`the stream does not open: ${answer}`);
      line.#rest = answer.subarray(answer.indexOf('\r\n\r\n') + 4);
    }
    line.#socket.on('data', (bytes) => line.#hear(bytes));
    line.#socket.on('error', (error) => {
      throw error;
    });
    if (options.first !== undefined) {
      line.#socket.write(options.first);
      await new Promise<void>((resolve) => {
        line.onAnswers = () => resolve();
      });
    }
    line.#isOpen = true;
    return line;
  }

  send(bytes: Uint8Array): void {
    this.#socket.write(bytes);
  }

  close(): void {
    this.#socket.destroy();
  }

  #hear(bytes: Buffer): void {
    const all = this.#rest.length === 0 ? bytes : Buffer.concat([this.#rest, bytes]);
    const endOf = this.#options.protocol === 'websocket' ? endOfFrame : endOfResponse;
    let answers = 0;
    let at = 0;
    for (let end = endOf(all, at); end > 0; end = endOf(all, at)) {
      if (this.#options.protocol === 'websocket' && all[at] === PING) {
        this.#socket.write(PONG);
        at = end;
        continue;
      }
      if (this.#isOpen && all.subarray(at, end).indexOf(this.#good) < 0)
        throw new Error(`not a good answer: ${all.subarray(at, end)}`);
      this.onAnswer?.(all.subarray(at, end));
      answers += 1;
      at = end;
    }
    this.#rest = all.subarray(at);
    if (answers > 0) this.onAnswers(answers);
  }
}

/** Where the unmasked frame at `at` ends, or 0 when it is not all there. */
export function endOfFrame(bytes: Buffer, at: number): number {
  if (at + 2 > bytes.length) return 0;
  const short = (bytes[at + 1] as number) & 127;
  if (short === 126 && at + 4 > bytes.length) return 0;
  const end = short < 126 ? at + 2 + short : short === 126 ? at + 4 + bytes.readUInt16BE(at + 2) : Number.NaN;
  if (Number.isNaN(end)) throw new Error('an answer is longer than the load generator reads');
  return end <= bytes.length ? end : 0;
}

/** Where the HTTP response at `at` ends, or 0 when it is not all there. */
export function endOfResponse(bytes: Buffer, at: number): number {
  const head = bytes.indexOf('\r\n\r\n', at);
  if (head < 0) return 0;
  const length = /content-length: (\d+)/i.exec(bytes.toString('latin1', at, head))?.[1];
  const end = head + 4 + Number(length ?? 0);
  return end <= bytes.length ? end : 0;
}

/** A text frame as a client sends it, masked with zeros. */
export function textFrame(text: string): Uint8Array {
  const payload = Buffer.from(text);
  const head =
    payload.length < 126 ? [0x81, 0x80 | payload.length] : [0x81, 0xfe, payload.length >> 8, payload.length & 255];
  return Buffer.concat([Buffer.from([...head, 0, 0, 0, 0]), payload]);
}

/** A POST with a JSON body on a connection that stays. */
export function postRequest(path: string, text: string, key: string): Uint8Array {
  return Buffer.from(
    `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer ${key}\r\n` +
      `Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`,
  );
}
