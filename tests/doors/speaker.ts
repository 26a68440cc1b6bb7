/** A raw WebSocket to the stream, for tests: says anything, and keeps what it hears. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { WebSocket } from 'ws';

type Heard = Readonly<Record<string, unknown>>;

export class Speaker {
  readonly socket: WebSocket;
  /** Everything heard so far, oldest first. */
  readonly heard: Heard[] = [];
  readonly #waiting = new Set<() => void>();
  #nextId = 1;

  private constructor(socket: WebSocket) {
    this.socket = socket;
    socket.on('message', (data) => {
      this.heard.push(JSON.parse(String(data)) as Heard);
      for (const look of this.#waiting) look();
    });
  }

  static async to(address: string): Promise<Speaker> {
    const speaker = new Speaker(new WebSocket(`${address.replace('http', 'ws')}/api/v1/stream`));
    await once(speaker.socket, 'open');
    return speaker;
  }

  /** Sends the text or the bytes as they are; resolves with the next message after `count` others. */
  async say(frame: string | Uint8Array): Promise<Heard> {
    const count = this.heard.length;
    this.socket.send(frame);
    await this.until(() => this.heard.length > count);
    return this.heard[count] as Heard;
  }

  /** Sends a message under an id of its own; resolves with its reply. */
  async ask(message: Heard): Promise<Heard> {
    const id = this.#nextId;
    this.#nextId += 1;
    this.socket.send(JSON.stringify({ id, ...message }));
    return this.hear((heard) => heard.type === 'reply' && heard.id === id);
  }

  /** The result of a message that is taken. */
  async done(message: Heard): Promise<Heard> {
    const reply = await this.ask(message);
    assert.equal(reply.ok, true, JSON.stringify(reply));
    return reply.result as Heard;
  }

  /** The first message that is meant, whether it has come already or not. */
  async hear(isMeant: (heard: Heard) => boolean): Promise<Heard> {
    await this.until(() => this.heard.some(isMeant));
    return this.heard.find(isMeant) as Heard;
  }

  /** What was heard on a channel. */
  on(channel: string): Heard[] {
    return this.heard.filter((heard) => heard.channel === channel);
  }

  /** Resolves when `isSo` after some message. */
  until(isSo: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const look = () => {
        if (!isSo()) return;
        this.#waiting.delete(look);
        resolve();
      };
      this.#waiting.add(look);
      look();
    });
  }

  /** Code and reason with which the conversation ends. */
  async ended(): Promise<[code: number, reason: string]> {
    const [code, reason] = (await once(this.socket, 'close')) as [number, Buffer];
    return [code, String(reason)];
  }
}
