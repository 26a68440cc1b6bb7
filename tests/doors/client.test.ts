/**
 * The client against a whole venue: every route, and a stream that is right again after whatever happens to it.
 */
import assert from 'node:assert/strict';
import { connect, createServer, type Socket } from 'node:net';
import { type TestContext, test } from 'node:test';
import { BookView } from '#client/book-view.ts';
import { TokenpitClient } from '#client/tokenpit-client.ts';
import { TokenpitError } from '#client/tokenpit-error.ts';
import { type MessageOf, type SubscriptionOf, TokenpitStream } from '#client/tokenpit-stream.ts';
import { CONTRACT, OpenDoors } from './open-doors.ts';

const buy = (price: string, quantity = 1) => ({ contract: CONTRACT, side: 'buy', price, quantity }) as const;
const sell = (price: string, quantity = 1) => ({ contract: CONTRACT, side: 'sell', price, quantity }) as const;

test('API-18 a newcomer opens a practice account, trades, and sees what has become of it', async (t) => {
  const doors = await OpenDoors.with(t);
  const client = doors.client();
  const opened = await client.openAccount('chen');
  assert.deepEqual([opened.account, opened.balance], ['chen', '1000000.000000']);
  client.key = opened.key;
  await doors.client('anna').placeOrder(sell('1.501', 2));

  const placed = await client.placeOrder({ ...buy('1.502', 3), clientOrderId: 'first' });
  assert.deepEqual([placed.order.filled, placed.order.remaining, placed.order.averagePrice], [2, 1, '1.50100']);
  assert.deepEqual(await client.fills(), placed.fills);
  assert.deepEqual(await client.orders(), [placed.order]);
  assert.deepEqual(await client.order(placed.order.order), placed.order);
  const cancelled = await client.cancelOrder(placed.order.order);
  assert.deepEqual([cancelled.order.status, cancelled.order.cancelReason], ['cancelled', 'requested']);
  const [today] = await client.statements();
  // 2 lots at 1.501 are worth USD 3,002, and the taker's fee is 0.01 % of it.
  assert.deepEqual(
    [today?.deposits, today?.fees, today?.closingBalance],
    ['1000000.000000', '0.300200', '999999.699800'],
  );
  const summary = await client.account();
  assert.deepEqual([summary.balance, summary.positions[0]?.position], ['999999.699800', 2]);
});

test('API-18 everyone may look at the market', async (t) => {
  const doors = await OpenDoors.with(t);
  const client = doors.client();
  await doors.client('anna').placeOrder(sell('1.510', 4));
  await doors.client('bao').placeOrder(buy('1.510', 1));
  await doors.endDay();

  assert.deepEqual(
    (await client.products()).map(({ code }) => code),
    ['SIT'],
  );
  const contracts = await client.contracts();
  // Six consecutive months and four quarterly ones beyond (rule CON-3).
  assert.deepEqual(
    contracts.slice(0, 2).map(({ contract, month }) => [contract, month]),
    [
      ['SIT2612', '2026-12'],
      ['SIT2701', '2027-01'],
    ],
  );
  assert.equal(contracts.length, 10);
  assert.deepEqual(await client.contract(CONTRACT), contracts[0]);
  assert.equal((await client.settlements(CONTRACT))[0]?.date, '2026-11-23');
  assert.deepEqual(
    (await client.candles(CONTRACT, '1d')).map(({ volume }) => volume),
    [1],
  );
  assert.deepEqual(
    (await client.trades(CONTRACT, 5)).map(({ price, takerSide }) => [price, takerSide]),
    [['1.510', 'buy']],
  );
  assert.deepEqual((await client.book(CONTRACT, 1)).asks, [['1.510', 3]]);
  const fixings = await client.fixings(1);
  assert.deepEqual(
    fixings.map(({ date, value, sellers }) => [date, value, sellers]),
    [['2026-11-23', '1.500000', 5]],
  );
  assert.deepEqual(await client.fixing('2026-11-23'), await client.index());
  const { sequence, hash } = await client.state();
  assert.deepEqual([sequence, hash], [doors.sequencer.sequence, doors.exchange.hash()]);
});

test('API-18 a refusal is thrown with its code, and so is a venue that is not there', async (t) => {
  const doors = await OpenDoors.with(t);
  await assert.rejects(doors.client('anna').placeOrder(buy('1.800')), (error: unknown) => {
    assert.ok(error instanceof TokenpitError);
    assert.deepEqual([error.code, error.rule, error.sequence], ['PRICE_OUTSIDE_LIMIT', 'PRC-1', 8]);
    return true;
  });
  await assert.rejects(doors.client('anna').order(99), { code: 'ORDER_UNKNOWN' });
  await assert.rejects(new TokenpitClient('http://127.0.0.1:1').venue(), { code: 'VENUE_UNREACHABLE' });
});

test('API-13 a book kept from the stream is the book, whatever is traded', async (t) => {
  const doors = await OpenDoors.with(t);
  const stream = streamOf(t, doors.address);
  const view = new BookView();
  const told = new Promise<void>((resolve) => {
    stream.subscribe({ channel: 'book', contract: CONTRACT }, (message) => {
      view.apply(message);
      if (view.asks.some(([price]) => price === '1.700')) resolve();
    });
  });
  const anna = doors.client('anna');
  const bao = doors.client('bao');
  let dice = Number(process.env.SEED ?? 7);
  const roll = (faces: number) => {
    dice = (Math.imul(dice, 1_103_515_245) + 12_345) >>> 0;
    return (dice >>> 16) % faces;
  };
  for (let step = 0; step < 150; step += 1) {
    const price = `1.${495 + roll(10)}`;
    const quantity = 1 + roll(5);
    const orders = [anna.placeOrder(roll(2) === 0 ? buy(price, quantity) : sell(price, quantity))];
    if (roll(2) === 0) orders.push(bao.placeOrder(roll(2) === 0 ? buy(price, 2) : sell(price, 2)));
    await Promise.all(orders);
  }
  await anna.placeOrder(sell('1.700'));
  await told;
  const { bids, asks } = await anna.book(CONTRACT);
  assert.deepEqual(
    [view.bids, view.asks],
    [bids, asks],
    `replay it with: SEED=${process.env.SEED ?? 7} npm test -- client`,
  );
});

test('API-13 after an interruption a stream comes back by itself, speaks with its key and starts again with snapshots', async (t) => {
  const doors = await OpenDoors.with(t);
  const wire = await Wire.to(t, doors.address);
  const states: string[] = [];
  const stream = streamOf(t, wire.address, { key: doors.keyOf('anna'), onState: (state) => states.push(state) });
  const books = collect(stream, 'book');
  const accounts = collect(stream, 'account');
  const starts: number[] = [];
  stream.subscribe(
    { channel: 'candles', contract: CONTRACT },
    () => undefined,
    (sequence) => starts.push(sequence),
  );
  await until(() => accounts.length === 1 && books.length === 1 && starts.length === 1);

  wire.cut();
  await assert.rejects(stream.placeOrder(buy('1.400')), { code: 'CONNECTION_LOST' });
  await doors.client('anna').placeOrder(buy('1.450'));
  await until(() => accounts.length === 2 && books.length === 2 && starts.length === 2);
  assert.deepEqual(states, ['live', 'lost', 'connecting', 'live']);
  assert.deepEqual([books[1]?.type, books[1]?.bids], ['snapshot', [['1.450', 1]]]);
  assert.equal(accounts[1]?.type, 'snapshot');
  assert.equal((await stream.placeOrder(buy('1.451'))).order.status, 'resting');
});

test('API-13 a stream that has missed a message asks for a snapshot and passes on nothing in between', async (t) => {
  const doors = await OpenDoors.with(t);
  const wire = await Wire.to(t, doors.address);
  const stream = streamOf(t, wire.address);
  const books = collect(stream, 'book');
  await until(() => books.length === 1);
  const anna = doors.client('anna');

  wire.swallow = true;
  await anna.placeOrder(buy('1.450'));
  await until(() => wire.swallowed > 0);
  wire.swallow = false;
  await anna.placeOrder(buy('1.451'));
  await until(() => books.length === 2);
  assert.deepEqual(
    books.map(({ type, bids }) => [type, bids]),
    [
      ['snapshot', []],
      [
        'snapshot',
        [
          ['1.451', 1],
          ['1.450', 1],
        ],
      ],
    ],
  );
});

test('API-13 two listeners share a channel, and the last one to leave ends it', async (t) => {
  const doors = await OpenDoors.with(t);
  const stream = streamOf(t, doors.address);
  const first: MessageOf<'book'>[] = [];
  const leave = stream.subscribe({ channel: 'book', contract: CONTRACT }, (message) => first.push(message));
  await until(() => first.length === 1);
  const second = collect(stream, 'book');
  await until(() => second.length === 1);
  leave();
  const heard = first.length;
  await doors.client('anna').placeOrder(buy('1.450'));
  await until(() => second.length === 2);
  assert.equal(first.length, heard);
});

test('API-13 a subscription that is refused is said to be', async (t) => {
  const doors = await OpenDoors.with(t);
  const refusals: string[] = [];
  const stream = streamOf(t, doors.address, { key: 'tp_0', onRefused: ({ code }) => refusals.push(code) });
  stream.subscribe({ channel: 'account' }, () => undefined);
  await until(() => refusals.length === 2);
  assert.deepEqual(refusals, ['KEY_UNKNOWN', 'KEY_MISSING']);
  assert.deepEqual(await stream.authenticate(doors.keyOf('bao')), { account: 'bao' });
});

function streamOf(
  t: TestContext,
  address: string,
  options: ConstructorParameters<typeof TokenpitStream>[1] = {},
): TokenpitStream {
  const stream = new TokenpitStream(address, options);
  t.after(() => stream.close());
  return stream;
}

/** Everything that is heard on a channel from now on. */
function collect<C extends 'book' | 'account'>(stream: TokenpitStream, channel: C): MessageOf<C>[] {
  const messages: MessageOf<C>[] = [];
  const subscription = { channel, ...(channel === 'book' ? { contract: CONTRACT } : {}) } as SubscriptionOf<C>;
  stream.subscribe<C>(subscription, (message) => messages.push(message));
  return messages;
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 2));
}

/** A wire to the venue that can be cut, and that can swallow what the venue says. */
class Wire {
  readonly address: string;
  swallow = false;
  swallowed = 0;
  readonly #sockets: Set<Socket>;

  private constructor(address: string, sockets: Set<Socket>) {
    this.address = address;
    this.#sockets = sockets;
  }

  static async to(t: TestContext, venue: string): Promise<Wire> {
    const sockets = new Set<Socket>();
    const server = createServer((near) => {
      const far = connect(Number(new URL(venue).port), '127.0.0.1');
      for (const socket of [near, far]) {
        sockets.add(socket);
        socket.on('error', () => undefined);
        socket.on('close', () => {
          near.destroy();
          far.destroy();
        });
      }
      near.on('data', (bytes) => far.write(bytes));
      far.on('data', (bytes) => {
        if (wire.swallow) wire.swallowed += bytes.length;
        else near.write(bytes);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const wire = new Wire(`http://127.0.0.1:${(server.address() as { port: number }).port}`, sockets);
    t.after(() => {
      wire.cut();
      server.close();
    });
    return wire;
  }

  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
    this.#sockets.clear();
  }
}
