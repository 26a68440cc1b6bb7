/**
 * The manipulator against markets small enough for a pocket calculator. Unless a test says otherwise every listing costs
 * what it says in all legs, and volumes are million tokens a week.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readDate } from '#core/calendar.ts';
import { type ProductSpecification, SIT, SITP } from '#core/contract.ts';
import { influence } from '#core/price-index/influence.ts';
import { type Methodology, paper, robust } from '#core/price-index/methodology.ts';
import { noMemory } from '#core/price-index/publication.ts';
import { publish } from '#core/price-index/publish.ts';
import { productsSettledTo } from '#core/products.ts';
import type { Lots, Millionths, Money, TradeDate } from '#core/units.ts';
import { embeddedEvidence } from '#feeds/embedded.ts';
import { indexTerms as indexTermsOfVenue, registry } from '#feeds/registry.ts';
import { type Attack, attacks, untouched } from '#lab/attack/attack.ts';
import type { Aim } from '#lab/attack/choice.ts';
import { reprice } from '#lab/attack/market.ts';
import { posted } from '#lab/attack/post.ts';
import { costOf, earnedIn, largestInDelivery, means, paysFrom, ticksMoved, tokensIn } from '#lab/attack/stakes.ts';
import { dollars } from '../model/commands.ts';
import { day, evidenceOf, inputsOf, type Offer, offers, registryOf, termsOf } from '../model/index-market.ts';

const WHOLE = 1_000_000 as Millionths;

/** One colluder that pushes as far as it can within a quarter of the fixing, for a month. */
const usual: Attack = {
  colluders: 1,
  times: 1_250_000 as Millionths,
  leaving: WHOLE,
  tokens: 1_000,
  days: 30,
  budget: null,
};

/** The attack on `count` days on each of which exactly these are posted. */
function attackOn(
  all: readonly Offer[],
  methodology: Methodology,
  request: Partial<Attack>,
  count = 30,
  aim: Aim = 'far',
) {
  const terms = termsOf(registryOf(all), methodology);
  const market = Array.from({ length: count }, (_, i) => ({ date: (day + i) as TradeDate, evidence: evidenceOf(all) }));
  const outcome = attacks(terms, untouched(terms, market), { ...usual, days: count, ...request }).get(aim);
  assert.ok(outcome !== undefined, 'no attack');
  return outcome;
}

/** Ours without staleness and with fewer sellers, since these markets are small and never look again. */
const median: Methodology = {
  ...robust,
  staleness: null,
  outliers: null,
  weighting: 'volume',
  gates: { ...robust.gates, sellersMin: 4, sourcesMin: 1 },
};

test('a weight of 30 % that moves its price by 25 % moves a mean by 7.5 % for a day, and a month by 0.25 %', () => {
  // The heaviest sells 30 million tokens a week at 1.00: it forgoes 30 / 7 = 4.285714 a day, so 5.00 pay for one.
  const market = offers('a 1 30, b 1 25, c 1 20, d 1 15, e 1 10');
  const outcome = attackOn(market, paper, { budget: dollars(5) });
  assert.deepEqual([outcome.sellers, outcome.direction], [['a'], 'up']);
  const [first, second] = outcome.days;
  assert.deepEqual([first?.honest, first?.value, first?.price], [1_000_000, 1_075_000, 1_250_000]);
  assert.deepEqual([second?.value, second?.price, second?.loss.ifLeaving], [1_000_000, null, 0]);
  assert.deepEqual(means(outcome.days), { honest: 1_000_000, attacked: 1_002_500 });
  assert.deepEqual(costOf(outcome), { ifLeaving: 4_285_714, ifStaying: 0 });
});

test('a weight of 15 % that moves its price by 25 % moves a month by 0.125 % in a day, and by 3.75 % in a month', () => {
  const market = offers('a 1 15, b 1 15, c 1 14, d 1 14, e 1 14, f 1 14, g 1 14');
  const once = attackOn(market, paper, { budget: dollars(3) });
  assert.deepEqual(means(once.days), { honest: 1_000_000, attacked: 1_001_250 });
  const always = attackOn(market, paper, {});
  assert.deepEqual(means(always.days), { honest: 1_000_000, attacked: 1_037_500 });
  // 15 × 1.00 / 7 = 2.142857 a day, rounded down every day.
  assert.equal(costOf(always).ifLeaving, 30 * 2_142_857);
});

test('a median goes to the next price and no further, and quoting below costs the difference alone', () => {
  const market = offers('a 2 20, b 3 20, c 4 20, d 5 20, e 6 20');
  const outcome = attackOn(market, median, { times: 5_000_000 as Millionths }, 1);
  // Up to 5 it would take a, which loses 20 × 2 / 7 a day, or more. Down to 3 it takes c, which loses 20 × 1 / 7: of
  // its revenue of 11.428571 a quarter.
  assert.deepEqual([outcome.sellers, outcome.direction], [['c'], 'down']);
  assert.deepEqual(outcome.days, [
    {
      date: day,
      honest: 4_000_000,
      value: 3_000_000,
      price: 3_000_000,
      loss: { ifLeaving: 2_857_142, ifStaying: 2_857_142 },
    },
  ]);
});

test('if fewer buyers leave, raising a price costs less, and another attack is the best', () => {
  const market = offers('a 2 20, b 3 20, c 4 20, d 5 20, e 6 20');
  const outcome = attackOn(market, median, { times: 5_000_000 as Millionths, leaving: 250_000 as Millionths }, 1);
  // A quarter of 20 × 2 / 7.
  assert.deepEqual([outcome.sellers, outcome.direction], [['a'], 'up']);
  assert.deepEqual(costOf(outcome), { ifLeaving: 1_428_571, ifStaying: 0 });
});

test('who is after profit takes the cheaper of two moves, who is after the move the further', () => {
  // With b at 3 and c at 4 the median of equal weights is c. Down to 3 costs c 20 × 1 / 7 = 2.857142; up to 9 costs a,
  // the smallest, 20 × 2 / 7 = 5.714285, and is five times as far.
  const market = offers('a 2 20, b 3 20, c 4 20, d 9 20, e 9.5 20');
  const times = 5_000_000 as Millionths;
  const far = attackOn(market, median, { times }, 1);
  assert.deepEqual([far.sellers, far.direction, far.days[0]?.value], [['a'], 'up', 9_000_000]);
  // Two million tokens earn 2.00 on the first, less 2.857142, and 10.00 on the second, less 5.714285; one million leave
  // a loss on either, and nobody attacks for that.
  const forProfit = (tokens: number) => attackOn(market, median, { times, tokens }, 1, 'profit');
  assert.equal(forProfit(2).direction, 'up');
  assert.throws(() => forProfit(1), /no attack/);
});

test('the cheapest move is the one that pays with the smallest position', () => {
  // Up to 5 costs a 20 × 3 / 7 = 8.571428 for a move of 1.00; down to 3.90 costs c 20 × 0.10 / 7 = 0.285714 for 0.10,
  // which is three times as much for each dollar.
  const market = offers('a 3 20, b 3.9 20, c 4 20, d 5 20, e 9.5 20');
  const times = 5_000_000 as Millionths;
  const far = attackOn(market, median, { times }, 1, 'far');
  const cheap = attackOn(market, median, { times }, 1, 'cheap');
  assert.deepEqual([far.sellers, far.days[0]?.value, costOf(far).ifLeaving], [['a'], 5_000_000, 8_571_428]);
  assert.deepEqual([cheap.sellers, cheap.days[0]?.value, costOf(cheap).ifLeaving], [['c'], 3_900_000, 285_714]);
  const [sit] = productsSettledTo('tokens');
  assert.ok(sit !== undefined);
  assert.deepEqual([ticksMoved(far.days, sit), ticksMoved(cheap.days, sit)], [1_000, 100]);
});

test('two collude where one cannot do as much, and nobody joins who adds nothing', () => {
  const market = offers('a 2 20, b 3 20, c 4 20, d 5 20, e 6 20');
  const times = 5_000_000 as Millionths;
  const two = attackOn(market, median, { times, colluders: 2 }, 1);
  // Without two of the lower three the median is 6, or 2 without two of the upper three: two places either way.
  assert.equal(Math.abs((two.days[0]?.value as number) - 4_000_000), 2_000_000);
  assert.equal(two.sellers.length, 2);
  // Up to 5 one does as much as two, and down there is less to be had.
  const flat = offers('a 3.5 20, b 3.5 20, c 4 20, d 5 20, e 5 20');
  const alone = attackOn(flat, median, { times, colluders: 2 }, 1);
  assert.deepEqual([alone.sellers, alone.days[0]?.value], [['a'], 5_000_000]);
});

test('a seller with several listings moves more than half of them, the cheapest, and its price is the target', () => {
  const market = [
    ...['1', '2', '3'].map((price) => ({ seller: 'a', listing: price, price: Number(price) * 1e6, volume: 7 })),
    ...offers('b 3 20, c 4 20, d 5 20, e 6 20'),
  ];
  const inputs = inputsOf(market, median);
  const { index } = publish(inputs);
  const byMedian = reprice(index, 'a', dollars(4), 'median', WHOLE);
  assert.deepEqual(
    byMedian.moves.map(({ listing }) => listing),
    ['1', '2'],
  );
  assert.equal(byMedian.loss.ifLeaving, dollars(1 + 2));
  const after = publish({ ...inputs, evidence: posted(inputs.evidence, byMedian.moves) });
  assert.equal(after.index.sellers.find(({ seller }) => seller === 'a')?.price, dollars(4));
  const byMean = reprice(index, 'a', dollars(4), 'volumeMean', WHOLE);
  assert.equal(byMean.moves.length, 3);
  assert.equal(byMean.loss.ifLeaving, dollars(1 + 2 + 3));
});

test('who posts beyond the band is out, and stays out until it is well within', () => {
  // The band is five times the median; 30 is beyond it, 4 × 2.3 = 9.2 within it but not within the one to return by.
  const banded = { ...median, outliers: robust.outliers };
  const verdict = (price: number, excluded: readonly string[]) => {
    const market = offers(`a 2 20, b 3 20, c 4 20, d 5 20, e ${price} 20`);
    const { index } = publish(inputsOf(market, banded, { ...noMemory, excluded }));
    return index.sellers.find(({ seller }) => seller === 'e')?.excluded;
  };
  assert.deepEqual(
    [verdict(30, []), verdict(9.2, []), verdict(9.2, ['e']), verdict(8.9, ['e'])],
    ['TOO_HIGH', null, 'TOO_HIGH', null],
  );
  // Four sellers are left when e is out, and their median is 3.5: leaving moves the fixing, too, but less far than 3.
  const outcome = attackOn(
    offers('a 2 20, b 3 20, c 4 20, d 5 20, e 6 20'),
    banded,
    { times: 5_000_000 as Millionths },
    3,
  );
  assert.deepEqual(
    outcome.days.map(({ value }) => value),
    [3_000_000, 3_000_000, 3_000_000],
  );
});

test('no attack goes beyond the published curve', () => {
  const market = offers('a 0.4 3, b 0.5 40, c 0.7 9, d 1 25, e 1.1 14, f 1.9 30, g 2.4 8, h 9 60');
  for (const average of ['weightedMedian', 'weightedMean'] as const) {
    const banded: Methodology = { ...median, outliers: robust.outliers, weighting: 'rootVolume', average };
    const inputs = inputsOf(market, banded);
    const curve = influence(inputs.terms, publish(inputs).index, noMemory);
    for (const colluders of [1, 2, 3]) {
      const { days, direction } = attackOn(market, banded, { times: 9_000_000 as Millionths, colluders }, 1);
      const bound = curve[colluders - 1]?.[direction === 'up' ? 'highest' : 'lowest']?.value ?? null;
      const value = days[0]?.value as number;
      // Without a bound the colluders have more than half of the weight.
      const isWithin = bound === null || (direction === 'up' ? value <= bound : value >= bound);
      assert.ok(isWithin, `${average} ${colluders}: ${value} and ${bound}`);
    }
  }
});

test('where nothing can be fixed there is nothing to attack', () => {
  const terms = termsOf(registryOf(offers('a 1, b 1')), paper);
  const days = untouched(terms, [{ date: day, evidence: evidenceOf(offers('a 1, b 1')) }]);
  assert.equal(attacks(terms, days, usual).size, 0);
});

test('the same market and request give the same attack', () => {
  const market = offers('a 2 20, b 3 21, c 4 22, d 5 23, e 6 24, f 7 25');
  const run = () => attackOn(market, median, { times: 3_000_000 as Millionths, colluders: 2 }, 5);
  assert.deepEqual(run(), run());
});

test('the limit of the delivery period is the one that holds, and a move is paid in the ticks of each product', () => {
  const limited = (product: ProductSpecification, lots: number): ProductSpecification => ({
    ...product,
    protection: {
      orderValueMax: dollars(1),
      repeats: { most: 1, windowMs: 1 },
      spotMonthMax: lots as Lots,
      allMonthsMax: product.positionMax,
    },
  });
  const [sit, sitp] = [limited(SIT, 40), limited(SITP, 70_000)];
  assert.deepEqual([sit, sitp, SIT, SITP].map(largestInDelivery), [40, 70_000, 100_000, 100_000_000]);
  // 40 lots of 1,000 and 70,000 of one.
  assert.equal(tokensIn([sit, sitp]), 110_000);
  const dayAt = (honest: number, value: number | null) => ({
    date: day,
    honest: honest as Money,
    value: value as Money | null,
    price: null,
    loss: { ifLeaving: 0 as Money, ifStaying: 0 as Money },
  });
  // From 1.000 to 1.2544: 254 ticks of USD 1.00 a lot, or 25 of USD 0.01. A withheld day is left out.
  const days = [dayAt(1_000_000, 1_254_400), dayAt(1_000_000, null)];
  assert.deepEqual([ticksMoved(days, sit), ticksMoved(days, sitp)], [254, 25]);
  assert.equal(earnedIn([sit], days), dollars(40 * 254));
  assert.equal(earnedIn([sit, sitp], days), dollars(40 * 254 + 70_000 * 0.25));
  const moved = ticksMoved(days, sit);
  assert.equal(paysFrom(sit, moved, dollars(254_000)), 1_000 as Lots);
  assert.equal(paysFrom(sit, moved, dollars(254_000.01)), 1_001 as Lots);
  assert.equal(paysFrom(sit, ticksMoved([dayAt(1, null)], sit), dollars(1)), undefined);
});

test('no attack on the embedded prices pays within the limits of the venue, even in the shortest delivery period', () => {
  const until = readDate('2026-11-20') as TradeDate;
  const market = Array.from({ length: 16 }, (_, i) => {
    const date = (until - 15 + i) as TradeDate;
    return { date, evidence: embeddedEvidence(registry.listings, date) };
  });
  const days = untouched(indexTermsOfVenue, market).slice(1);
  const products = productsSettledTo('tokens');
  const tokens = tokensIn(products);
  const request = { ...usual, colluders: 3, times: 5_000_000 as Millionths, tokens, days: days.length };
  const found = attacks(indexTermsOfVenue, days, request);
  assert.deepEqual([...found.keys()].sort(), ['cheap', 'far'], 'nothing leaves a profit');
  for (const outcome of found.values()) {
    const [earned, cost] = [earnedIn(products, outcome.days), costOf(outcome).ifLeaving];
    assert.ok(earned < cost, `${outcome.sellers.join()}: ${earned} earned for ${cost}`);
  }
});
