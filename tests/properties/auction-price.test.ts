/**
 * The auction price against its plain twin, which fills in a line for every tick.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type AuctionLevel, auctionPrice } from '#core/matching/auction-price.ts';
import type { Ticks } from '#core/units.ts';
import { leftToReference, naiveAuctionPrice } from '../model/naive-auction.ts';
import { type Dice, diceOf } from '../model/random-commands.ts';

const SEED = Number(process.env.SEED ?? 7);
const REPLAY = `seed ${SEED} fails; replay it with: SEED=${SEED} npm test -- auction-price`;
const BOOKS = 100_000;
const PRICE_MAX = 262_143;

interface Book {
  readonly bids: AuctionLevel[];
  readonly asks: AuctionLevel[];
  readonly reference: Ticks;
}

test('AUC-1, AUC-2, AUC-3, AUC-4, AUC-5 the price of each of 100,000 books is that of the plain twin', () => {
  const dice = diceOf(SEED);
  const seen = { noCross: 0, bidsLeft: 0, asksLeft: 0, even: 0, bothWays: 0, oneLevel: 0 };
  for (let number = 1; number <= BOOKS; number += 1) {
    const { bids, asks, reference } = randomBook(dice, number);
    const where = () => `book ${number}: ${JSON.stringify({ bids, asks, reference })}; ${REPLAY}`;
    const expected = naiveAuctionPrice(bids, asks, reference);
    const price = auctionPrice(bids, asks, reference);
    if (!same(price, expected)) assert.deepEqual(price, expected, where());

    const left = leftToReference(bids, asks);
    // AUC-5 is never needed: what is left has no hole, so no two of its prices are equally near to a whole tick.
    left.forEach((line, i) => {
      if (line.price !== (left[0]?.price ?? 0) + i) assert.fail(`a hole at ${line.price} in ${where()}`);
    });
    if (bids.length === 1 && asks.length === 1) seen.oneLevel += 1;
    if (expected === undefined) seen.noCross += 1;
    else if (left.some(({ surplus }) => surplus > 0) && left.some(({ surplus }) => surplus < 0)) seen.bothWays += 1;
    else if (expected.surplus > 0) seen.bidsLeft += 1;
    else if (expected.surplus < 0) seen.asksLeft += 1;
    else seen.even += 1;
  }
  for (const [kind, count] of Object.entries(seen)) assert.ok(count >= 1_000, `only ${count} books of kind ${kind}`);
});

test('AUC-1 the work grows with the levels, not with the ticks between them', () => {
  const levels = 2_000;
  let reads = 0;
  const counted = (price: number): AuctionLevel => ({
    get price() {
      reads += 1;
      return price as Ticks;
    },
    get quantity() {
      reads += 1;
      return 3;
    },
  });
  // Asks from 1 tick upwards and bids from 262,143 downwards: all cross, and most neighbours are 120 ticks apart.
  const asks = Array.from({ length: levels }, (_, i) => counted(1 + i * 120));
  const bids = Array.from({ length: levels }, (_, i) => counted(PRICE_MAX - i * 120));
  const price = auctionPrice(bids, asks, 1_000 as Ticks);
  assert.ok(price !== undefined && price.quantity > levels);
  assert.ok(reads <= 2 * levels * 12, `${reads} reads for ${2 * levels} levels`);
});

/** Mostly small books of small quantities, so that volumes and surpluses are often equal; now and then a wide one. */
function randomBook(dice: Dice, number: number): Book {
  const width = number % 4_000 === 0 ? 200_000 : number % 100 === 0 ? 2_000 : 1 + dice(24);
  const lowest = 1 + dice(PRICE_MAX - width);
  const [most, largest] = [dice(4) === 0 ? 1 : 9, dice(3) === 0 ? 1 : dice(2) === 0 ? 4 : 1_000_000_000];
  const side = () => {
    const levels = new Map<number, AuctionLevel>();
    for (let count = dice(most + 1); count > 0; count -= 1) {
      const price = (lowest + dice(width)) as Ticks;
      levels.set(price, { price, quantity: 1 + dice(largest) });
    }
    return [...levels.values()].sort((a, b) => a.price - b.price);
  };
  const reference = (dice(5) === 0 ? 1 + dice(PRICE_MAX) : lowest + dice(width)) as Ticks;
  return { bids: side().reverse(), asks: side(), reference };
}

function same(a: ReturnType<typeof auctionPrice>, b: ReturnType<typeof auctionPrice>): boolean {
  return a?.price === b?.price && a?.quantity === b?.quantity && a?.surplus === b?.surplus;
}
