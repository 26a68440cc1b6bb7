/**
 * Phases, auctions and price rules as everyone sees them at the doors, by HTTP and on the stream.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SIT } from '#core/contract.ts';
import type { Event } from '#core/events.ts';
import { profiles } from '#core/price-rules/profiles.ts';
import type { ContractId, Millis } from '#core/units.ts';
import type { Ticker } from '#wire/market.ts';
import type { OrderRequest } from '#wire/orders.ts';
import { product } from '../model/commands.ts';
import { CONTRACT, OpenDoors } from './open-doors.ts';
import { Speaker } from './speaker.ts';

const at = (side: 'buy' | 'sell', price: string, quantity: number, more: Partial<OrderRequest> = {}): OrderRequest => ({
  contract: CONTRACT,
  side,
  price,
  quantity,
  ...more,
});
const indicative = ({ indicativePrice, indicativeQuantity, indicativeSurplus }: Ticker) => [
  indicativePrice,
  indicativeQuantity,
  indicativeSurplus,
];

test('API-24 a contract shows its phase, since why and until when, and the tickers channel tells of changes', async (t) => {
  const doors = await OpenDoors.with(t);
  const { phase, phaseUntil, phaseCause } = await doors.client().contract(CONTRACT);
  assert.deepEqual([phase, phaseUntil, phaseCause], ['continuous', null, 'schedule']);
  const speaker = await Speaker.to(doors.address);
  await speaker.done({ op: 'subscribe', channel: 'tickers' });
  const until = (doors.clock.time + 60_000) as Millis;
  await doors.send({ type: 'haltContract', contract: 0 as ContractId, until });
  await speaker.until(() => speaker.on('tickers').length > 1);
  const [told] = (speaker.on('tickers').at(-1) as unknown as { readonly tickers: Ticker[] }).tickers;
  assert.deepEqual(
    [told?.contract, told?.phase, told?.phaseUntil, told?.phaseCause],
    [CONTRACT, 'halted', '2026-11-23T09:01:00.000Z', 'operator'],
  );
  assert.deepEqual(await doors.client().contract(CONTRACT), told);
});

test('API-24 an auction shows what it would come to, hidden lots included, and comes to that', async (t) => {
  const doors = await OpenDoors.with(t);
  const [anna, bao] = [doors.client('anna'), doors.client('bao')];
  const ended: Event[] = [];
  doors.sequencer.subscribe(({ events }) => void ended.push(...events.filter(({ type }) => type === 'auctionEnded')));
  await bao.placeOrder(at('sell', '1.500', 8, { displayQuantity: 2 }));
  assert.deepEqual(indicative(await anna.contract(CONTRACT)), [null, 0, 0]);
  await doors.send({ type: 'changePhase', product: 'SIT', phase: 'closingAuction' });
  assert.deepEqual(indicative(await anna.contract(CONTRACT)), [null, 0, 0]);
  const speaker = await Speaker.to(doors.address);
  await speaker.done({ op: 'subscribe', channel: 'tickers' });
  await anna.placeOrder(at('buy', '1.520', 5));
  await anna.placeOrder(at('buy', '1.510', 10));
  assert.deepEqual(indicative(await anna.contract(CONTRACT)), ['1.510', 8, 7]);
  const listed = (await anna.contracts()).find(({ contract }) => contract === CONTRACT) as Ticker;
  assert.deepEqual(indicative(listed), ['1.510', 8, 7]);
  await speaker.until(() => {
    const told = speaker.on('tickers').at(-1)?.tickers as Ticker[] | undefined;
    return told?.[0]?.indicativeQuantity === 8;
  });

  // Fewer hidden lots change no level of the book, and are told all the same.
  await bao.amendOrder(1, { quantity: 7 });
  await speaker.until(() =>
    speaker.on('tickers').some((told) => (told.tickers as Ticker[])[0]?.indicativeQuantity === 7),
  );
  await bao.amendOrder(1, { quantity: 8 });

  await doors.send({ type: 'changePhase', product: 'SIT', phase: 'closed' });
  const [came] = ended.filter((event) => event.type === 'auctionEnded' && event.contract === 0);
  assert.deepEqual(came, { type: 'auctionEnded', contract: 0, price: 1_510, quantity: 8, surplus: 7 });
  const after = await anna.contract(CONTRACT);
  assert.deepEqual([after.phase, after.lastPrice, ...indicative(after)], ['closed', '1.510', null, 0, 0]);
  const trades = await anna.trades(CONTRACT);
  assert.deepEqual(
    trades.map(({ price, quantity, auction }) => [price, quantity, auction]),
    [
      ['1.510', 3, true],
      ['1.510', 5, true],
    ],
  );
  const fills = await bao.fills();
  assert.deepEqual([...new Set(fills.map(({ price }) => price))], ['1.510']);
});

test('API-24 a trade in the book says nothing of auctions', async (t) => {
  const doors = await OpenDoors.with(t);
  await doors.client('bao').placeOrder(at('sell', '1.500', 1));
  await doors.client('anna').placeOrder(at('buy', '1.500', 1));
  const [trade] = await doors.client().trades(CONTRACT);
  assert.equal('auction' in (trade ?? {}), false);
});

test('API-24 a product shows its schedule and its price rules, with every figure', async (t) => {
  const doors = await OpenDoors.with(t);
  const schedule = [
    { minute: 0, phase: 'continuous' },
    { minute: 1_380, phase: 'closingAuction' },
    { minute: 1_390, phase: 'closed' },
  ] as const;
  await doors.send(product({ ...SIT, code: 'TPX', prices: profiles.tokenpit, schedule }));
  await doors.send(product({ ...SIT, code: 'PPR', prices: profiles.paper }));
  const [plain, tpx, paper] = await doors.client().products();
  assert.deepEqual([plain?.priceRules, plain?.schedule], [null, []]);
  assert.deepEqual(tpx?.schedule, schedule);
  assert.deepEqual(tpx?.priceRules, {
    profile: 'tokenpit',
    dailyLimit: '0.100000',
    spotMonthLimit: '0.150000',
    firstDayMultiple: 1,
    ladder: ['0.030000', '0.050000'],
    marginAboveLimit: '0.020000',
    halts: [],
    breaker: { move: '0.040000', windowMs: 3_600_000, auctionMs: 180_000, leadHaltsAll: true },
    velocity: { move: '0.015000', windowMs: 1_000, auctionMs: 30_000 },
    band: '0.020000',
    collar: '0.010000',
    closeFirst: false,
  });
  assert.deepEqual(paper?.priceRules?.halts, [
    { move: '0.150000', pauseMs: 600_000 },
    { move: '0.250000', pauseMs: null },
  ]);
});
