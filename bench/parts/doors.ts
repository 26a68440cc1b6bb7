/**
 * How many orders a second come through the doors and are durable, and how long one waits at half of that.
 *
 * The same load generator, on the same two cores, sends the same requests to a bare server that parses nothing: what
 * that one takes is the limit of the machine and of Node's sockets.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import type { Figure } from '../figure.ts';
import { generateLoad } from '../load/generate.ts';
import { postRequest, textFrame } from '../load/line.ts';
import type { Load, Loaded } from '../load/load-thread.ts';
import { percentile } from '../measure.ts';
import { codeOf, keyOf, type OpenDoors, withDoors } from '../open-doors.ts';
import type { Part } from '../part.ts';
import { Dice } from '../workloads/dice.ts';

const CONTRACTS = 10;
const LINES = 32;
const SIZE = { contracts: CONTRACTS, accounts: LINES };
const IN_FLIGHT = 32;
const REQUESTS_EACH = 500;
/** Orders of one frame that come together, and how many such frames are under way on each line. */
const TOGETHER = 60;
const FRAMES_IN_FLIGHT = 2;
const WARM_UP_MS = 3_000;
const MEASURE_MS = 6_000;
const MIDDLE = 131_072;
const BARE_TIMES_MAX = 2.5;

const STREAM = '/api/v1/stream';
const ORDERS = '/api/v1/orders';

export const doors: Part = {
  workload:
    'orders of one lot within two ticks of the middle, both sides, in 10 contracts, from 32 members with a connection each; over WebSocket up to 32 under way on each, or two frames of 60, over HTTP one',
  warmUp: 'three seconds of the same load; each figure of six seconds',
  leftOut: 'TLS, limits of the doors, the terminal; load generator, server and disk writer share the cores',
  jobs: { websocket, together, http },
  conclude: (figureOf) =>
    (['WebSocket', 'HTTP'] as const).map((door) => ({
      name: `${door}, bare server against venue`,
      value: figureOf(`${door}, bare server`) / figureOf(`${door}, durable orders`),
      unit: '×',
      atMost: BARE_TIMES_MAX,
    })),
};

async function websocket(): Promise<Figure[]> {
  const bare = new WebSocketServer({ port: 0, perMessageDeflate: false });
  bare.on('connection', (socket) => {
    socket.on('message', (data) => socket.send(data as Buffer, { binary: false }));
  });
  const lines = (port: number, good: string, isVenue: boolean) =>
    Array.from({ length: LINES }, (_, line) => ({
      protocol: 'websocket' as const,
      port,
      path: STREAM,
      good,
      ...(isVenue ? { first: textFrame(JSON.stringify({ op: 'authenticate', id: 0, key: keyOf(line) })) } : {}),
    }));
  const frames = orders().map((own) =>
    own.map((order, id) => textFrame(JSON.stringify({ op: 'placeOrder', id, order }))),
  );
  const load = { requests: frames, inFlight: IN_FLIGHT };
  const bareAnswers = await full({ ...load, lines: lines((bare.address() as AddressInfo).port, '"op"', false) });
  bare.close();
  return withDoors(SIZE, async (open) => [
    { name: 'WebSocket, bare server', value: rateOf(bareAnswers), unit: '/s' },
    ...(await venueFigures('WebSocket', open, { ...load, lines: lines(open.port, '"ok":true', true) }, 40_000)),
  ]);
}

/** The same orders, many in each frame. */
async function together(): Promise<Figure[]> {
  const frames = orders().map((own) =>
    Array.from({ length: Math.floor(own.length / TOGETHER) }, (_, frame) => {
      const messages = own
        .slice(frame * TOGETHER, (frame + 1) * TOGETHER)
        .map((order, id) => ({ op: 'placeOrder', id, order }));
      return textFrame(JSON.stringify(messages));
    }),
  );
  return withDoors(SIZE, async ({ port, sequencer }) => {
    const lines = Array.from({ length: LINES }, (_, line) => ({
      protocol: 'websocket' as const,
      port,
      path: STREAM,
      good: '"ok":true',
      first: textFrame(JSON.stringify({ op: 'authenticate', id: 0, key: keyOf(line) })),
    }));
    const first = sequencer.sequence;
    const before = process.threadCpuUsage();
    const answered = await full({ lines, requests: frames, inFlight: FRAMES_IN_FLIGHT });
    const { user, system } = process.threadCpuUsage(before);
    const work = (user + system) / (sequencer.sequence - first);
    return [
      { name: 'WebSocket, many in a frame', value: rateOf(answered) * TOGETHER, unit: '/s', atLeast: 150_000 },
      { name: "WebSocket, many in a frame, work of the venue's thread", value: work, unit: 'µs an order' },
      { name: 'WebSocket, many in a frame, p99', value: percentile(answered.waits, 0.99), unit: 'ms' },
    ];
  });
}

async function http(): Promise<Figure[]> {
  const bare = createServer((request, response) => {
    let body = '';
    request.on('data', (piece) => {
      body += piece;
    });
    request.on('end', () => {
      response.writeHead(201, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) });
      response.end(body);
    });
  });
  await new Promise<void>((resolve) => bare.listen(0, '127.0.0.1', resolve));
  const lines = (port: number) =>
    Array.from({ length: LINES }, () => ({ protocol: 'http' as const, port, path: ORDERS, good: 'HTTP/1.1 201' }));
  const requests = orders().map((own, line) =>
    own.map((order) => postRequest(ORDERS, JSON.stringify(order), keyOf(line))),
  );
  const load = { requests, inFlight: 1 };
  const bareAnswers = await full({ ...load, lines: lines((bare.address() as AddressInfo).port) });
  bare.close();
  return withDoors(SIZE, async (open) => [
    { name: 'HTTP, bare server', value: rateOf(bareAnswers), unit: '/s' },
    ...(await venueFigures('HTTP', open, { ...load, lines: lines(open.port) })),
  ]);
}

type Lines = Pick<Load, 'lines' | 'requests' | 'inFlight'>;

/** As many as are taken, then half as many a second. */
async function venueFigures(door: string, { sequencer }: OpenDoors, lines: Lines, atLeast?: number): Promise<Figure[]> {
  const first = sequencer.sequence;
  const before = process.threadCpuUsage();
  const most = rateOf(await full(lines));
  const { user, system } = process.threadCpuUsage(before);
  const work = (user + system) / (sequencer.sequence - first);
  const rate = most / 2;
  const { waits } = await generateLoad({ ...lines, rate, warmUpMs: WARM_UP_MS, measureMs: MEASURE_MS });
  return [
    { name: `${door}, durable orders`, value: most, unit: '/s', ...(atLeast === undefined ? {} : { atLeast }) },
    { name: `${door}, work of the venue's thread`, value: work, unit: 'µs an order' },
    { name: `${door}, at half of that, p50`, value: percentile(waits, 0.5), unit: 'ms' },
    { name: `${door}, at half of that, p99`, value: percentile(waits, 0.99), unit: 'ms' },
    { name: `${door}, at half of that, p99.9`, value: percentile(waits, 0.999), unit: 'ms' },
  ];
}

function full(lines: Lines): Promise<Loaded> {
  return generateLoad({ ...lines, rate: undefined, warmUpMs: WARM_UP_MS, measureMs: MEASURE_MS });
}

function rateOf({ answers }: Loaded): number {
  return (answers * 1e3) / MEASURE_MS;
}

/** By line: orders as they stand on the wire. The months are those that the opening lists. */
function orders(): object[][] {
  const dice = new Dice(7);
  return Array.from({ length: LINES }, () =>
    Array.from({ length: REQUESTS_EACH }, () => ({
      contract: codeOf(dice.below(CONTRACTS)),
      side: dice.coin() ? 'buy' : 'sell',
      price: `0.${MIDDLE - 2 + dice.below(5)}`,
      quantity: 1,
    })),
  );
}
