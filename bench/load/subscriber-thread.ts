/**
 * A thousand readers of the stream in one thread: each hears the book of one contract and notes how late it is.
 *
 * A message says after which command it stands and which message came before it, so the oldest change in it is not
 * older than the command after that one. Its age when it is heard is the lag: time to gather, to encode, to send and to
 * be read by readers that share a thread.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { Line, textFrame } from './line.ts';

export interface Subscribers {
  readonly port: number;
  /** By reader: the contract's code. */
  readonly contracts: readonly string[];
  /** When each command was posted, in milliseconds of `process.hrtime`, at its sequence modulo the length. */
  readonly posted: SharedArrayBuffer;
}

export interface Heard {
  readonly messages: number;
  readonly bytes: number;
  /** Ascending milliseconds. */
  readonly lags: Float64Array;
}

/** Milliseconds of a clock that all threads share. */
export function sharedNow(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

/** The first message starts counting, the second asks for what was heard. */
async function listen({ port, contracts, posted }: Subscribers): Promise<void> {
  const times = new Float64Array(posted);
  let lags: number[] = [];
  let messages = 0;
  let bytes = 0;
  const hear = (answer: Buffer): void => {
    messages += 1;
    bytes += answer.length;
    const previous = /"previous":(\d+)/.exec(answer.toString('latin1', 0, 200))?.[1];
    if (previous !== undefined) lags.push(sharedNow() - (times[(Number(previous) + 1) % times.length] as number));
  };
  for (const contract of contracts) {
    const first = textFrame(JSON.stringify({ op: 'subscribe', channel: 'book', contract }));
    const line = await Line.open({ protocol: 'websocket', port, path: '/api/v1/stream', first, good: '"book"' });
    line.onAnswer = hear;
  }
  parentPort?.postMessage('ready');
  parentPort?.on('message', (message) => {
    if (message === 'count') {
      lags = [];
      messages = 0;
      bytes = 0;
    } else {
      parentPort?.postMessage({ messages, bytes, lags: Float64Array.from(lags).sort() } satisfies Heard);
      process.exit();
    }
  });
}

if (parentPort !== null) await listen(workerData as Subscribers);
