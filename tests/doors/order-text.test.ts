/** Answers as text: letter for letter the JSON of the views that everybody else is shown. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { BUY, SELL, type TimeInForce } from '#core/commands.ts';
import { SIT } from '#core/contract.ts';
import type { CancelReason } from '#core/events.ts';
import type { AccountId, ContractId, Lots, Millis, Money, OrderId, Sequence, Ticks } from '#core/units.ts';
import type { FillRecord } from '#market-data/fill-records.ts';
import type { OrderRecord } from '#market-data/order-records.ts';
import { fillView, orderView } from '#session/account-views.ts';
import type { Instrument } from '#session/instruments.ts';
import { fillText, orderText } from '#session/order-text.ts';
import { changed } from '../model/commands.ts';

const SEED = Number(process.env.SEED ?? 7);
const REPLAY = `replay it with: SEED=${SEED} npm test -- order-text`;

const whole = (max: number) => fc.nat({ max });
const sides = fc.constantFrom(BUY, SELL);
const times = whole(8e11).map((time) => time as Millis);

const instruments: fc.Arbitrary<Instrument> = fc
  .record({ tickSize: fc.constantFrom(1, 500, 1_000, 10_000, 2_500_000), isSpread: fc.boolean() })
  .map(({ tickSize, isSpread }) => ({
    contract: 3 as ContractId,
    code: isSpread ? 'SIT2612-SIT2701' : 'SIT2612',
    specification: changed(SIT, { tickSize }),
    ...(isSpread && { isSpread }),
  }));

const records = fc.record(
  {
    order: whole(1e9).map((order) => order as OrderId),
    clientOrderId: fc.option(fc.oneof(fc.stringMatching(/^[A-Za-z0-9._:-]{1,64}$/), fc.string({ maxLength: 20 }))),
    account: fc.constant(1 as AccountId),
    contract: fc.constant(3 as ContractId),
    side: sides,
    price: fc.integer({ min: -50_000, max: 262_143 }).map((price) => price as Ticks),
    quantity: whole(1e9).map((lots) => lots as Lots),
    timeInForce: whole(5).map((time) => time as TimeInForce),
    placedAt: times,
    sequence: whole(2 ** 31 - 1).map((sequence) => sequence as Sequence),
    filled: fc.oneof(fc.constant(0), whole(1e6)).map((lots) => lots as Lots),
    remaining: whole(1e9).map((lots) => lots as Lots),
    filledValue: fc.maxSafeInteger(),
    status: fc.constantFrom<OrderRecord['status']>('waiting', 'resting', 'filled', 'cancelled'),
    cancelReason: fc.option(fc.constantFrom<CancelReason>('requested', 'unfilled', 'selfTrade')),
    terms: fc.constant({ postOnly: 'slide' as const }),
    triggerPrice: fc.constant(1_500 as Ticks),
  },
  {
    requiredKeys: [
      'order',
      'clientOrderId',
      'account',
      'contract',
      'side',
      'price',
      'quantity',
      'timeInForce',
      'placedAt',
      'sequence',
      'filled',
      'remaining',
      'filledValue',
      'status',
      'cancelReason',
    ],
  },
) as fc.Arbitrary<OrderRecord>;

const fills: fc.Arbitrary<FillRecord> = fc.record({
  trade: whole(1e9),
  order: whole(1e9).map((order) => order as OrderId),
  contract: fc.constant(3 as ContractId),
  side: sides,
  price: fc.integer({ min: -50_000, max: 262_143 }).map((price) => price as Ticks),
  quantity: whole(1e9).map((lots) => lots as Lots),
  fee: fc.maxSafeInteger().map((fee) => fee as Money),
  liquidity: fc.constantFrom('maker', 'taker'),
  time: times,
  sequence: whole(2 ** 31 - 1).map((sequence) => sequence as Sequence),
});

test('API-3 an order and a fill that are answered are written as everybody is shown them', () => {
  fc.assert(
    fc.property(records, fills, instruments, (record, fill, instrument) => {
      assert.equal(orderText(record, instrument), JSON.stringify(orderView(record, instrument)), REPLAY);
      assert.equal(fillText(fill, instrument), JSON.stringify(fillView(fill, instrument)), REPLAY);
    }),
    { seed: SEED, numRuns: 2_000 },
  );
});
