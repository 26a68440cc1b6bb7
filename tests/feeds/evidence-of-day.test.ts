/**
 * The evidence of a day against all that was read: whoever asks either what a listing cost at any moment of the day, and
 * when it was last seen, gets one answer. The second implementation asks every reading anew, and is as plain as it can be.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MILLIS_PER_DAY, startOf } from '#core/calendar.ts';
import { type Millis, millis, money, type TradeDate } from '#core/units.ts';
import { evidenceOfDay } from '#feeds/evidence-of-day.ts';
import { hashOf, type Reading, type ReadPrice } from '#feeds/source.ts';

const SEED = Number(process.env.SEED ?? 7);
const ROUNDS = 200;
const HOUR = 3_600_000;
const date = 20_777 as TradeDate;
const start = startOf(date);

test('IDX-47 evidence says of every moment what all readings say together', () => {
  for (let seed = SEED; seed < SEED + ROUNDS; seed += 1) {
    const readings = randomReadings(seed);
    const evidence = evidenceOfDay(readings, date);
    const where = `seed ${seed} fails; replay it with: SEED=${seed} npm test -- evidence-of-day`;
    const shuffled = evidenceOfDay(
      readings.toSorted((a, b) => (a.document.hash < b.document.hash ? -1 : 1)),
      date,
    );
    assert.deepEqual(shuffled, evidence, where);
    for (const source of ['litellm', 'openrouter'])
      for (const listing of ['m1', 'm2']) {
        const row = evidence.prices.filter(
          (price) => evidence.documents[price.document]?.source === source && price.listing === listing,
        );
        for (let time = start; time < start + MILLIS_PER_DAY; time = (time + HOUR / 2) as Millis)
          assert.equal(
            row.findLast(({ observedAt }) => observedAt <= time)?.input,
            inForce(readings, source, listing, time),
            where,
          );
        assert.equal(row.at(-1)?.observedAt, lastSeen(readings, source, listing), where);
      }
  }
});

/** Of the newest moment up to `time` that any reading shows and that is not too old, what the newest reading says. */
function inForce(readings: readonly Reading[], source: string, listing: string, time: Millis): number | undefined {
  let best: { observedAt: Millis; fetchedAt: Millis; input: number } | undefined;
  for (const { document, prices } of readings)
    for (const { listing: name, observedAt, input } of prices) {
      if (document.source !== source || name !== listing) continue;
      if (observedAt > time || observedAt < start - 7 * MILLIS_PER_DAY) continue;
      const { fetchedAt } = document;
      const isNewer = best === undefined || observedAt > best.observedAt;
      const isCorrection = observedAt === best?.observedAt && fetchedAt > best.fetchedAt;
      if (isNewer || isCorrection) best = { observedAt, fetchedAt, input };
    }
  return best?.input;
}

function lastSeen(readings: readonly Reading[], source: string, listing: string): number | undefined {
  const moments = readings
    .filter(({ document }) => document.source === source)
    .flatMap(({ prices }) => prices.filter((price) => price.listing === listing).map(({ observedAt }) => observedAt))
    .filter((time) => time >= start - 7 * MILLIS_PER_DAY && time < start + MILLIS_PER_DAY);
  return moments.length === 0 ? undefined : Math.max(...moments);
}

/** Up to forty readings of nine days and a half around the day, few prices, many moments that meet. */
function randomReadings(seed: number): Reading[] {
  const dice = generator(seed);
  return Array.from({ length: dice(40) }, (_, i) => {
    const observedAt = millis(start + (dice(228) - 192) * HOUR);
    const prices: ReadPrice[] = ['m1', 'm2'].slice(dice(2)).map((listing) => {
      const input = money(100 + dice(3));
      return { seller: 'acme', listing, observedAt, input, cached: null, output: money(500) };
    });
    // No two are fetched at one moment, so that it is always known which of them corrects the other.
    const document = {
      source: dice(2) === 0 ? 'litellm' : 'openrouter',
      fetchedAt: millis(start + dice(100) * HOUR + i),
      hash: hashOf(Buffer.from(`${seed} ${i}`)),
    };
    return { document, prices, gpuHours: [], problems: [] };
  });
}

/** Whole numbers from 0 to one below `sides`, the same ones for one seed. */
function generator(seed: number): (sides: number) => number {
  let state = seed >>> 0;
  return (sides) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
}
