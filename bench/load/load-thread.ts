/**
 * The load generator's thread: as much as is taken, or so many requests a second.
 *
 * Without a rate every line keeps `inFlight` requests under way. With a rate requests are due at even times, whether
 * or not earlier ones were answered, and a wait counts from the time at which a request was due: a server that stands
 * still for a second owes that second to everyone who came in it.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { Line, type LineOptions } from './line.ts';

export interface Load {
  readonly lines: readonly LineOptions[];
  /** By line: what it sends, over and over. */
  readonly requests: readonly (readonly Uint8Array[])[];
  readonly inFlight: number;
  /** Requests a second over all lines; undefined is as many as are taken. */
  readonly rate: number | undefined;
  readonly warmUpMs: number;
  readonly measureMs: number;
}

export interface Loaded {
  /** Answers in the measured time. */
  readonly answers: number;
  /** Milliseconds that each of them took, ascending. */
  readonly waits: Float64Array;
}

/** Requests of one line that wait for their answers, oldest first, by the time at which they were due. */
class Waiting {
  #times: number[] = [];
  #first = 0;

  get size(): number {
    return this.#times.length - this.#first;
  }

  push(time: number): void {
    this.#times.push(time);
  }

  shift(): number {
    const time = this.#times[this.#first] as number;
    this.#first += 1;
    if (this.#first === this.#times.length || this.#first === 4096) {
      this.#times = this.#times.slice(this.#first);
      this.#first = 0;
    }
    return time;
  }
}

async function run({ lines: options, requests, inFlight, rate, warmUpMs, measureMs }: Load): Promise<Loaded> {
  const lines = await Promise.all(options.map((each) => Line.open(each)));
  const waiting = lines.map(() => new Waiting());
  const late = lines.map(() => [] as number[]);
  const next = new Int32Array(lines.length);
  const begin = performance.now();
  const from = begin + warmUpMs;
  const until = from + measureMs;
  const waits: number[] = [];

  const send = (line: number, due: readonly number[]): void => {
    const own = requests[line] as readonly Uint8Array[];
    const pieces = due.map((time) => {
      (waiting[line] as Waiting).push(time);
      const piece = own[(next[line] as number) % own.length] as Uint8Array;
      next[line] = (next[line] as number) + 1;
      return piece;
    });
    (lines[line] as Line).send(pieces.length === 1 ? (pieces[0] as Uint8Array) : Buffer.concat(pieces));
  };
  /** What is due goes out as far as the line has room; the rest waits its turn, and its wait counts. */
  const flush = (line: number): void => {
    const due = late[line] as number[];
    const room = inFlight - (waiting[line] as Waiting).size;
    if (room > 0 && due.length > 0) send(line, due.splice(0, room));
  };

  lines.forEach((line, i) => {
    line.onAnswers = (count) => {
      const now = performance.now();
      for (let answer = 0; answer < count; answer += 1) {
        const wait = now - (waiting[i] as Waiting).shift();
        if (now >= from && now < until) waits.push(wait);
      }
      if (rate === undefined && now < until)
        send(
          i,
          Array.from({ length: count }, () => now),
        );
      else flush(i);
    };
  });

  if (rate === undefined) {
    const now = performance.now();
    lines.forEach(
      (_, i) =>
        void send(
          i,
          Array.from({ length: inFlight }, () => now),
        ),
    );
    await new Promise((resolve) => setTimeout(resolve, until - now));
  } else {
    for (let sent = 0; performance.now() < until; ) {
      const due = ((performance.now() - begin) * rate) / 1e3;
      for (; sent < due; sent += 1) late[sent % lines.length]?.push(begin + (sent * 1e3) / rate);
      lines.forEach((_, i) => void flush(i));
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  }
  for (const line of lines) line.close();
  return { answers: waits.length, waits: Float64Array.from(waits).sort() };
}

parentPort?.postMessage(await run(workerData as Load));
