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
const WARM_UP_MS = 1_000;
const MEASURE_MS = 4_000;
const ROUNDS = 3;
const MIDDLE = 131_072;
const BARE_TIMES_MAX = 2.5;

const STREAM = '/api/v1/stream';
const ORDERS = '/api/v1/orders';

export const doors: Part = {
  workload:
    'orders of one lot within two ticks of the middle, both sides, in 10 contracts, from 32 members with a connection each; over WebSocket up to 32 under way on each, or two frames of 60, over HTTP one',
  warmUp:
    'a round that is not counted and a second before each measurement; medians of three rounds of four seconds, bare server and venue in turns',
  leftOut: 'TLS, limits of the doors, the terminal; load generator, server and disk writer share the cores',
  jobs: { websocket, together, http },
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
  const toBare = { ...load, lines: lines((bare.address() as AddressInfo).port, '"op"', false) };
  const figures = await withDoors(SIZE, (open) =>
    figuresOf('WebSocket', open, toBare, { ...load, lines: lines(open.port, '"ok":true', true) }, 40_000),
  );
  bare.close();
  return figures;
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
    const load = { lines, requests: frames, inFlight: FRAMES_IN_FLIGHT };
    const door = 'WebSocket, many in a frame';
    const rounds = await inRounds(() => fullOfVenue(load, sequencer));
    const most = medianOf(rounds, ({ answers }) => answers) * TOGETHER;
    return [
      { name: door, value: most, unit: '/s', atLeast: 150_000 },
      workFigure(door, rounds),
      { name: `${door}, p99`, value: medianOf(rounds, ({ waits }) => percentile(waits, 0.99)), unit: 'ms' },
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
  const toBare = { ...load, lines: lines((bare.address() as AddressInfo).port) };
  const figures = await withDoors(SIZE, (open) =>
    figuresOf('HTTP', open, toBare, { ...load, lines: lines(open.port) }),
  );
  bare.close();
  return figures;
}

type Lines = Pick<Load, 'lines' | 'requests' | 'inFlight'>;

/** As many as the bare server and the venue take, in turns; then half as many a second. */
async function figuresOf(
  door: string,
  { sequencer }: OpenDoors,
  toBare: Lines,
  toVenue: Lines,
  atLeast?: number,
): Promise<Figure[]> {
  const rounds = await inRounds(async () => ({
    bare: rateOf(await full(toBare)),
    ...(await fullOfVenue(toVenue, sequencer)),
  }));
  const most = medianOf(rounds, ({ answers }) => answers);
  const { waits } = await generateLoad({ ...toVenue, rate: most / 2, warmUpMs: WARM_UP_MS, measureMs: MEASURE_MS });
  return [
    { name: `${door}, bare server`, value: medianOf(rounds, ({ bare }) => bare), unit: '/s' },
    { name: `${door}, durable orders`, value: most, unit: '/s', ...(atLeast === undefined ? {} : { atLeast }) },
    {
      name: `${door}, bare server against venue`,
      value: medianOf(rounds, ({ bare, answers }) => bare / answers),
      unit: '×',
      atMost: BARE_TIMES_MAX,
    },
    workFigure(door, rounds),
    { name: `${door}, at half of that, p50`, value: percentile(waits, 0.5), unit: 'ms' },
    { name: `${door}, at half of that, p99`, value: percentile(waits, 0.99), unit: 'ms' },
    { name: `${door}, at half of that, p99.9`, value: percentile(waits, 0.999), unit: 'ms' },
  ];
}

/** What `measure` finds in each round; a first one is not counted. */
async function inRounds<Round>(measure: () => Promise<Round>): Promise<Round[]> {
  await measure();
  const rounds: Round[] = [];
  while (rounds.length < ROUNDS) rounds.push(await measure());
  return rounds;
}

interface VenueRound {
  /** A second. */
  readonly answers: number;
  /** Milliseconds, ascending. */
  readonly waits: Float64Array;
  /** Microseconds that an order took of the venue's thread. */
  readonly work: number;
}

async function fullOfVenue(lines: Lines, sequencer: OpenDoors['sequencer']): Promise<VenueRound> {
  const first = sequencer.sequence;
  const before = process.threadCpuUsage();
  const answered = await full(lines);
  const { user, system } = process.threadCpuUsage(before);
  return { answers: rateOf(answered), waits: answered.waits, work: (user + system) / (sequencer.sequence - first) };
}

function workFigure(door: string, rounds: readonly VenueRound[]): Figure {
  return {
    name: `${door}, work of the venue's thread`,
    value: medianOf(rounds, ({ work }) => work),
    unit: 'µs an order',
  };
}

function medianOf<Round>(rounds: readonly Round[], of: (round: Round) => number): number {
  return percentile(Float64Array.from(rounds, of).sort(), 0.5);
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
