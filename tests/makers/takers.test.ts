import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startOf } from '#core/calendar.ts';
import { BUY, IMMEDIATE_OR_CANCEL, SELL } from '#core/commands.ts';
import type { Lots, Millis, Money, Ticks } from '#core/units.ts';
import { castOf } from '#makers/cast.ts';
import { Hedger } from '#makers/hedger.ts';
import type { ContractView, Place, Strategy } from '#makers/member-view.ts';
import { Speculator } from '#makers/speculator.ts';
import { contracts, TODAY, view } from './views.ts';

const quoted = {
  bid: { price: 1_990 as Ticks, quantity: 100 as Lots },
  ask: { price: 2_010 as Ticks, quantity: 100 as Lots },
};
const app = {
  name: 'app',
  product: 'SIT',
  side: BUY,
  lotsPerMonth: 1_000,
  coverNear: 0.8,
  coverFar: 0.2,
  patienceHours: 24,
} as const;
const whim = {
  name: 'whim',
  product: 'SIT',
  months: 3,
  view: 'whim',
  memoryHours: 5,
  lotsMax: 50,
  lotsPerHour: 100,
} as const;

/** Lets a strategy trade against the same quotes every half hour; whatever it sends is filled. */
function trade(
  strategy: Strategy,
  days: number,
  seen: readonly ContractView[] = contracts(quoted),
): { sent: Place[]; positions: number[] } {
  const positions = new Map<string, number>();
  const sent: Place[] = [];
  for (let step = 0; step < days * 48; step += 1) {
    const time = (startOf(TODAY) + step * 1_800_000) as Millis;
    const held = seen.map((contract) => ({ ...contract, position: (positions.get(contract.code) ?? 0) as Lots }));
    for (const intent of strategy.decide(view(held, time))) {
      assert(intent.type === 'place');
      sent.push(intent);
      const signed = intent.side === BUY ? intent.quantity : -intent.quantity;
      positions.set(intent.contract, (positions.get(intent.contract) ?? 0) + signed);
    }
  }
  return { sent, positions: seen.map(({ code }) => positions.get(code) ?? 0) };
}

test('an application company buys its strip month by month, more of the near months, and never sells', () => {
  const { sent, positions } = trade(new Hedger(7, app), 12);
  assert(
    sent.every(
      ({ side, price, timeInForce }) => side === BUY && price === 2_010 && timeInForce === IMMEDIATE_OR_CANCEL,
    ),
  );
  // Of November, which delivers within a month, the plan is to cover 80 % of a thousand lots; of what lies beyond ten
  // months, 20 %.
  assert(positions.every((position, i) => position > 0 && (i === 0 || position <= (positions[i - 1] as number) + 30)));
  assert((positions[0] as number) > 720 && (positions[0] as number) <= 800, String(positions));
  assert((positions.at(-1) as number) > 140 && (positions.at(-1) as number) <= 200, String(positions));
});

test('a model provider sells the strip forward', () => {
  const { sent, positions } = trade(new Hedger(7, { ...app, side: SELL }), 12);
  assert(sent.every(({ side, price }) => side === SELL && price === 1_990));
  assert((positions[0] as number) < -720);
});

test('a speculator keeps within its largest position and trades every day', () => {
  const { sent, positions } = trade(new Speculator(7, whim), 5);
  assert(sent.length > 5 * 3);
  assert(positions.every((position) => Math.abs(position) <= 50));
  assert(
    positions.slice(3).every((position) => position === 0),
    'it trades the three nearest months',
  );
});

test('a rising market makes the trend follower buy and the other one sell', () => {
  const sidesOf = (kind: 'trend' | 'return'): Set<number> => {
    const strategy = new Speculator(7, { ...whim, view: kind, months: 1 });
    const sides = new Set<number>();
    for (let step = 0; step < 48; step += 1) {
      const ask = (2_010 + 3 * step) as Ticks;
      const rising = contracts({
        bid: { price: (ask - 10) as Ticks, quantity: 100 as Lots },
        ask: { price: ask, quantity: 100 as Lots },
      });
      for (const intent of strategy.decide(view(rising, (startOf(TODAY) + step * 1_800_000) as Millis)))
        if (intent.type === 'place') sides.add(intent.side);
    }
    return sides;
  };
  assert.deepEqual([sidesOf('trend'), sidesOf('return')], [new Set([BUY]), new Set([SELL])]);
});

test('whoever takes asks for no more than is quoted, leaves empty and absurd markets alone, and needs margin', () => {
  const thin = { ...quoted, ask: { price: 2_010 as Ticks, quantity: 3 as Lots } };
  assert(trade(new Hedger(7, app), 2, contracts(thin)).sent.every(({ quantity }) => quantity <= 3));
  const wide = {
    bid: { price: 1_800 as Ticks, quantity: 9 as Lots },
    ask: { price: 2_200 as Ticks, quantity: 9 as Lots },
  };
  assert.deepEqual(trade(new Hedger(7, app), 2, contracts(wide)).sent, []);
  assert.deepEqual(trade(new Hedger(7, app), 2, contracts()).sent, []);
  const dear = { ...quoted, marginPerLot: 20e12 as Money };
  assert.deepEqual(trade(new Speculator(7, whim), 2, contracts(dear)).sent, []);
});

test('nobody makes up for a long silence at once', () => {
  const strategy = new Speculator(7, { ...whim, lotsMax: 100_000, months: 1 });
  strategy.decide(view(contracts(quoted)));
  const deep = contracts({
    ...quoted,
    bid: { price: 1_990 as Ticks, quantity: 1e6 as Lots },
    ask: { price: 2_010 as Ticks, quantity: 1e6 as Lots },
  });
  const later = strategy.decide(view(deep, (startOf(TODAY) + 10 * 86_400_000) as Millis));
  // Two hours of a hundred lots each, at most doubled.
  assert(later.every((intent) => intent.type === 'place' && intent.quantity <= 401));
});

test('MEM-2 the cast bears names that an account may have, each once', () => {
  const names = castOf(1).map(({ name }) => name);
  assert(names.every((name) => /^(maker|hedger|provider|trend|return|whim)-[a-z]+$/.test(name) && name.length <= 32));
  assert.equal(new Set(names).size, names.length);
  assert(names.filter((name) => name.startsWith('maker-')).length >= 2);
});
