/** Call auctions, rule by rule: the tables of the chapter, for the price and for its plain twin alike. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type AuctionLevel, auctionPrice } from '#core/matching/auction-price.ts';
import type { Ticks } from '#core/units.ts';
import { leftToReference, naiveAuctionPrice } from '../model/naive-auction.ts';

test('AUC-1 the most lots trade', () => {
  priced('12 @ 102, 8 @ 101, 20 @ 99', '15 @ 100, 10 @ 101, 5 @ 103', 101, { price: 101, quantity: 20, surplus: -5 });
  // The reference has no say in it.
  priced('12 @ 102, 8 @ 101, 20 @ 99', '15 @ 100, 10 @ 101, 5 @ 103', 102, { price: 101, quantity: 20, surplus: -5 });
});

test('AUC-1 at one common price it is that price', () => {
  priced('3 @ 100', '7 @ 100', 90, { price: 100, quantity: 3, surplus: -4 });
  priced('1 @ 1', '1 @ 1', 262_143, { price: 1, quantity: 1, surplus: 0 });
});

test('AUC-1 sides that do not cross have no price', () => {
  for (const [bids, asks] of [
    ['5 @ 99', '5 @ 100'],
    ['5 @ 99', ''],
    ['', '5 @ 100'],
    ['', ''],
  ] as const)
    priced(bids, asks, 100, undefined);
});

test('AUC-1 a market order stands at the limit of the day', () => {
  // Limits 85 and 115: 30 lots sold at any price meet bids for 20 and for 40.
  priced('20 @ 101, 40 @ 98', '30 @ 85', 100, { price: 98, quantity: 30, surplus: 30 });
  priced('30 @ 115', '20 @ 99, 40 @ 102', 100, { price: 102, quantity: 30, surplus: -30 });
});

test('AUC-2 of several prices those with the least surplus stay', () => {
  priced('10 @ 102, 5 @ 100', '10 @ 100, 4 @ 102', 100, { price: 101, quantity: 10, surplus: 0 });
  // Five bids against six asks: the smaller surplus stays, whatever its side.
  priced('10 @ 103, 5 @ 101', '10 @ 100, 6 @ 102', 103, { price: 101, quantity: 10, surplus: 5 });
  priced('10 @ 103, 6 @ 101', '10 @ 100, 5 @ 102', 100, { price: 102, quantity: 10, surplus: -5 });
});

test('AUC-3 bids that are left press the price up, asks down', () => {
  const bids = '500 @ 640, 1000 @ 639, 1000 @ 634, 500 @ 633';
  const asks = '1000 @ 610, 500 @ 640, 520 @ 641, 550 @ 642, 519 @ 643';
  priced(bids, asks, 630, { price: 639, quantity: 1_000, surplus: 500 });
  priced('15 @ 102', '20 @ 100', 101, { price: 100, quantity: 15, surplus: -5 });
  priced('20 @ 102', '15 @ 100', 101, { price: 102, quantity: 15, surplus: 5 });
});

test('AUC-4 otherwise the price nearest to the reference', () => {
  for (const [reference, price] of [
    [1_502, 1_502],
    [1_480, 1_490],
    [1_600, 1_510],
    [1_490, 1_490],
    [1_510, 1_510],
  ] as const)
    priced('50 @ 1510', '50 @ 1490', reference, { price, quantity: 50, surplus: 0 });

  const bids = '20 @ 1510, 30 @ 1505, 50 @ 1500';
  const asks = '25 @ 1495, 25 @ 1500, 40 @ 1506';
  for (const [reference, price] of [
    [1_502, 1_502],
    [1_500, 1_501],
    [1_506, 1_505],
  ] as const)
    priced(bids, asks, reference, { price, quantity: 50, surplus: 0 });
});

test('AUC-4 bids are left at some prices and as many asks at others: the reference decides, too', () => {
  for (const [reference, price, surplus] of [
    [99, 100, 5],
    [101, 101, 5],
    [102, 102, -5],
    [110, 103, -5],
  ] as const)
    priced('10 @ 103, 5 @ 101', '10 @ 100, 5 @ 102', reference, { price, quantity: 10, surplus });
});

test('AUC-5 what is left is one stretch, so that no two prices are equally near', () => {
  const stays = (bids: string, asks: string) => leftToReference(side(bids), side(asks)).map(({ price }) => price);
  assert.deepEqual(
    stays('20 @ 1510, 30 @ 1505, 50 @ 1500', '25 @ 1495, 25 @ 1500, 40 @ 1506'),
    [1_501, 1_502, 1_503, 1_504, 1_505],
  );
  assert.deepEqual(stays('10 @ 103, 5 @ 101', '10 @ 100, 5 @ 102'), [100, 101, 102, 103]);
});

/** The figures are those of the chapter; the twin has to find them as well. */
function priced(
  bids: string,
  asks: string,
  reference: number,
  expected: { readonly price: number; readonly quantity: number; readonly surplus: number } | undefined,
): void {
  const book = [side(bids), side(asks), reference as Ticks] as const;
  assert.deepEqual(auctionPrice(...book), expected);
  assert.deepEqual(naiveAuctionPrice(...book), expected);
}

/** `12 @ 102, 8 @ 101`, best first. */
function side(text: string): AuctionLevel[] {
  return [...text.matchAll(/(\d+) @ (\d+)/g)].map(([, quantity, price]) => ({
    price: Number(price) as Ticks,
    quantity: Number(quantity),
  }));
}
