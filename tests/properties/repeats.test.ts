/**
 * Repeats against their plain twin: a list of all orders that were counted, looked through from end to end.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { BUY, GOOD_TILL_CANCEL, type OrderWish, SELL } from '#core/commands.ts';
import { Repeats } from '#core/protection/repeats.ts';
import type { AccountId, ContractId, Lots, Millis, Ticks } from '#core/units.ts';

const SEED = Number(process.env.SEED ?? 7);
const REPLAY = `replay it with: SEED=${SEED} npm test -- repeats`;
const PRODUCTS = { SIT: { most: 2, windowMs: 1_000 }, SITP: { most: 3, windowMs: 4_000 } } as const;
type Product = keyof typeof PRODUCTS;

interface Step {
  readonly waits: number;
  readonly account: AccountId;
  readonly product: Product;
  readonly wish: OrderWish;
}

// Few accounts, prices and quantities, so that much is said twice; now and then a number beyond any product.
const step: fc.Arbitrary<Step> = fc.record({
  waits: fc.oneof({ weight: 8, arbitrary: fc.nat(3) }, { weight: 1, arbitrary: fc.nat(300) }),
  account: fc.constantFrom(0, 40).map((account) => account as AccountId),
  product: fc.constantFrom<Product>('SIT', 'SITP'),
  wish: fc.record({
    contract: fc.nat(1).map((contract) => contract as ContractId),
    side: fc.constantFrom(BUY, SELL),
    price: fc.constantFrom(0, 262_143, 2 ** 40).map((price) => price as Ticks),
    quantity: fc.constantFrom(1, 1_000_000_000).map((quantity) => quantity as Lots),
    timeInForce: fc.constant(GOOD_TILL_CANCEL),
  }),
});

test('PRO-5 the same orders are one too many as in a plain list, over snapshots and ends of days', () => {
  let refused = 0;
  fc.assert(
    fc.property(fc.array(step, { minLength: 50, maxLength: 400, size: 'max' }), fc.nat(399), (steps, pause) => {
      let repeats = new Repeats();
      const twin = new PlainRepeats();
      let time = 1_790_000_000_000;
      steps.forEach(({ waits, account, product, wish }, at) => {
        time += waits;
        const now = time as Millis;
        const rule = PRODUCTS[product];
        const isTooMany = repeats.isTooMany(rule, account, product, wish, now);
        assert.equal(isTooMany, twin.isTooMany(account, product, wish, now), REPLAY);
        if (isTooMany) refused += 1;
        else {
          repeats.count(rule, account, product, wish, now);
          twin.count(account, product, wish, now);
        }
        if (at % 97 === 96) {
          repeats.forget(now);
          twin.forget(now);
        }
        assert.deepEqual(repeats.snapshot() ?? [], twin.snapshot(), REPLAY);
        if (at === pause) repeats = Repeats.restore(JSON.parse(JSON.stringify(repeats.snapshot() ?? [])));
      });
    }),
    { seed: SEED, numRuns: 60 },
  );
  assert.ok(refused > 1_000, `${refused} orders were one too many`);
});

interface Counted {
  readonly key: string;
  readonly what: string;
  readonly until: number;
}

class PlainRepeats {
  #counted: Counted[] = [];

  isTooMany(account: AccountId, product: Product, wish: OrderWish, time: Millis): boolean {
    const [key, what] = [`${account} ${product}`, wordsOf(wish)];
    const equal = this.#counted.filter((one) => one.key === key && one.what === what && one.until > time);
    return equal.length >= PRODUCTS[product].most;
  }

  count(account: AccountId, product: Product, wish: OrderWish, time: Millis): void {
    const key = `${account} ${product}`;
    this.#counted = this.#counted.filter((one) => one.key !== key || one.until > time);
    this.#counted.push({ key, what: wordsOf(wish), until: time + PRODUCTS[product].windowMs });
  }

  forget(time: Millis): void {
    this.#counted = this.#counted.filter((one) => one.until > time);
  }

  snapshot() {
    const keys = [...new Set(this.#counted.map(({ key }) => key))].sort();
    return keys.map((key) => [
      key,
      this.#counted.filter((one) => one.key === key).map(({ until, what }) => [until, what]),
    ]);
  }
}

function wordsOf({ contract, side, price, quantity }: OrderWish): string {
  return `${contract} ${side} ${price} ${quantity}`;
}
