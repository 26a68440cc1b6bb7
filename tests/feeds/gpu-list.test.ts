/** The embedded list of GPU hours: what it shows on a day, and that every price of it says where it was posted and read. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dateOf, dateOfCivil } from '#core/calendar.ts';
import { noMemory } from '#core/price-index/publication.ts';
import { publish } from '#core/price-index/publish.ts';
import { evidenceOfDay } from '#feeds/evidence-of-day.ts';
import { gpuListDate, gpuListReading, postedHours } from '#feeds/gpu-list.ts';
import { indexTerms, registry } from '#feeds/registry.ts';

const date = (month: number, day: number) => dateOfCivil(2026, month - 1, day);

test('IDX-50 every price has the day on which it was seen, the page it was posted on, and who read it there', () => {
  const days = postedHours.map(({ seen }) => seen);
  assert.deepEqual(days, days.toSorted(), 'in the order of days');
  assert.equal(gpuListDate, date(11, 9));
  const registered = new Set(registry.gpuSellers.map(({ seller }) => seller));
  for (const { seller, gpu, page, source, hour } of postedHours) {
    assert.ok(registered.has(seller), `${seller} is registered`);
    assert.equal(gpu, 'H100-80GB-SXM');
    assert.ok(URL.canParse(page), page);
    assert.match(source, /read|archived|compared/, 'who read it');
    assert.ok(Number(hour) > 1 && Number(hour) < 20, hour);
  }
});

test('IDX-50 of each seller the price seen last holds, from the day on which it was seen', () => {
  const shown = (...day: [number, number]) =>
    gpuListReading([{ seller: 'runpod' }, { seller: 'nobody' }], date(...day)).gpuHours.map(({ hour, observedAt }) => [
      hour,
      dateOf(observedAt),
    ]);
  assert.deepEqual(shown(8, 18), []);
  assert.deepEqual(shown(8, 19), [[3_290_000, date(8, 19)]]);
  assert.deepEqual(shown(10, 18), [[3_490_000, date(10, 18)]]);
  assert.deepEqual(shown(10, 19), [[3_990_000, date(10, 19)]]);
  assert.deepEqual(shown(12, 31), [[3_990_000, date(12, 31)]]);
});

test('IDX-23 the compute index by the list: withheld before five sellers are known, then the middle one', () => {
  const computeOn = (...day: [number, number]) => {
    const evidence = evidenceOfDay([gpuListReading(registry.gpuSellers, date(...day))], date(...day));
    const inputs = { date: date(...day), terms: indexTerms, evidence, memory: noMemory, announced: null };
    const { decision, sellers } = publish(inputs).compute;
    return [decision.value, decision.method, sellers.length];
  };
  // Three sellers are enough for a reduced fixing, and two for nothing.
  assert.deepEqual(computeOn(5, 17), [null, null, 0]);
  // 2.95, 3.90, 3.99, 6.155, 6.88
  assert.deepEqual(computeOn(7, 1), [3_990_000, 'full', 5]);
  // 3.29, 3.85, 3.90, 3.99, 6.155, 6.88: of the four millionths that are left over by a sixth each, the first by name
  // have them (IDX-7), so that 3.29, 3.85 and 3.90 come to 499,999.
  assert.deepEqual(computeOn(8, 20), [3_990_000, 'full', 6]);
  // 3.20, 3.49, 3.85, 3.90, 3.99, 6.155, 6.88
  assert.deepEqual(computeOn(10, 1), [3_900_000, 'full', 7]);
  // 3.20, 3.90, 3.99, 3.99, 3.99, 4.50, 6.155, 6.88, 12.29
  assert.deepEqual(computeOn(11, 20), [3_990_000, 'full', 9]);
});
