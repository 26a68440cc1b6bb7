/** What `npm run drill` says, against arithmetic from the rulebook that is done here. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import type { AccountId, Money } from '#core/units.ts';
import { AccountItems } from '../../tools/drills/account-items.ts';
import { dollars } from '../../tools/drills/paper.ts';
import { reconcile } from '../../tools/drills/reconciliation.ts';
import { runIn } from './fixture.ts';

const drill = (...parameters: readonly string[]) => runIn('.', [process.execPath, 'tools/drill.ts', ...parameters]);

/** Dollars as a drill writes them. */
const usd = (amount: number) => dollars(Math.round(amount * 1e6));

/** The words of a line, however far they stand apart. */
const wordsOf = (line: string) => line.trim().split(/ {2,}/);

/** Whether a line holds these words one after the other, and whatever else. */
function says(lines: readonly string[], ...words: readonly string[]): void {
  const holds = lines.some((line) => {
    const found = wordsOf(line);
    return found.some((_, at) => words.every((word, i) => found[at + i] === word));
  });
  assert.ok(holds, `no line says ${words.join(' | ')}`);
}

/** The lines of a drill that ends as it should. */
async function passes(...parameters: readonly string[]): Promise<readonly string[]> {
  const { code, lines, lastLine } = await drill(...parameters);
  assert.equal(lastLine, 'all money is accounted for');
  assert.equal(code, 0);
  return lines;
}

test('default: losses, layers and the fund are those of the rulebook', async () => {
  const lines = await passes('default');
  // MAR-23, MAR-24, PRC-10: a rate of 12 % and a gap add-on of 2 % are more than a limit of 10 % and 2 points.
  const rate = 0.14;
  // DEF-13, DEF-14: prices double. quarry is short 500 and mill 200.
  const cover = (500 + 200) * 1_400 * (1 - rate);
  says(lines, 'default fund, with the buffer of 10 %', usd(cover * 1.1));
  // DEF-22: what its margin and the fee of an auction (AUC-8) leave atlas of 104,000.
  const margin = 500 * 1_400 * rate;
  const contribution = 104_000 - 500 * 1_400 * 0.000_02 - margin;
  // PRC-6, PRC-8: 10 % of 1,400, then 13 % of 1,260 in whole ticks.
  const [first, second] = [140 * 500, 163 * 500];
  says(lines, 'atlas', '+500', '0.00', usd(-first));
  says(lines, "1 the defaulter's margin", usd(margin - first), usd(first + second - margin));
  says(lines, "2 the defaulter's contribution", usd(contribution));
  says(lines, "3 the venue's capital", usd(25_000));
  says(lines, '4 contributions of the others', usd(first + second - margin - contribution - 25_000), '0.00');
  // DEF-26: what the market has left of 500 lots is torn up.
  const figures = (pattern: RegExp) =>
    lines.flatMap((line) => pattern.exec(line)?.[1] ?? []).map((figure) => Number(figure.replace(',', '')));
  const sold = figures(/atlas is closed out in the market: ([\d,]+) lots sold/);
  const [torn = 0] = figures(/torn up at 1,080 \(DEF-26\): atlas −([\d,]+)/);
  assert.equal(
    sold.reduce((sum, lots) => sum + lots, torn),
    500,
  );
  assert.ok(lines.some((line) => line.endsWith('ada goes from atlas to borealis with all it has (DEF-28)')));
});

test('price-shock -80: the limits carry the price as the ladder says', async () => {
  const lines = await passes('price-shock', '-80');
  // PRC-6, PRC-8, PRC-9: 10, 13 and 15 % in whole ticks; after the top rung a day is suspended, and 15 % holds again.
  const expected: (number | 'suspended')[] = [];
  for (let [price, day] = [1_400, 0]; price > 280; day += 1) {
    price = Math.max(280, price - Math.floor((price * ([10, 13][day] ?? 15)) / 100));
    expected.push(price);
    if (day >= 2 && price > 280) expected.push('suspended');
  }
  const opens = lines.flatMap((line): (number | string)[] => {
    if (/^2026-\d\d-\d\d: SIT2703 is suspended/.test(line)) return ['suspended'];
    const [, price] = /^2026-\d\d-\d\d: SIT2703 opens at ([\d,]*\d)/.exec(line) ?? [];
    return price === undefined ? [] : [Number(price.replace(',', ''))];
  });
  assert.deepEqual(opens, expected);
});

test('two-largest: the fund lasts on the day that it is made for, and its buffer is left', async () => {
  const lines = await passes('two-largest');
  // anvil is short 450 and brook 350 at 1,400. Fifteen of sixteen fixings are known: the limit is a tenth of 15 %, and
  // margin two points above it (MAR-14, PRC-10). Prices double.
  const margin = 1_400 * (0.015 + 0.02);
  const [anvil, brook] = [450 * (1_400 - margin), 350 * (1_400 - margin)];
  const cover = anvil + brook;
  const fund = cover * 1.1;
  says(lines, 'losses that the margin of the defaulters did not pay', usd(cover));
  says(lines, 'the cover for which the fund was made (DEF-14)', usd(cover));
  says(lines, 'of that, left', usd(cover * 0.1 + 100_000));
  // DEF-15: in proportion to margin, so to the lots of 1,600.
  says(lines, 'anvil', usd((fund * 450) / 1_600), usd((fund * 450) / 1_600));
  says(lines, '4 contributions of the others', usd(anvil - (fund * 450) / 1_600 - 100_000), '0.00');
  // Half as much again: the fund and the capital are gone, and cedar and delta are assessed for the rest.
  const more = 800 * (2_100 - margin) - fund - 100_000;
  says(lines, '5 assessments', usd(more), '0.00');
  const part = `cedar ${usd((more * 500) / 800)}, delta ${usd((more * 300) / 800)}`;
  says(lines, '5 assessments', usd(more), '0.00', part);
});

test('missing-fixings: a contract ends by the first way that is open', async () => {
  const lines = await passes('missing-fixings');
  const values = Array.from({ length: 16 }, (_, day) => 1_400 + 4 * day);
  const mean = (...fixings: readonly number[]) => fixings.reduce((sum, value) => sum + value, 0) / fixings.length;
  const ends = (name: string, fixings: number, price: number) =>
    says(lines, name, String(fixings), Math.round(price).toLocaleString('en'));
  ends('every fixing is published', 16, mean(...values));
  // SET-19: 15 of 16 are nine in ten, 12 are not.
  ends('the last of sixteen is withheld', 15, mean(...values.slice(0, 15)));
  // SET-20: stand-ins of 1.500 for three days.
  const withStandIns = [...values.slice(0, 12), 1_500, 1_500, 1_500];
  ends('the last four are withheld, three have stand-ins', 12, mean(...withStandIns));
  // SET-21: the mean of the last five that there were, and 1,460 less the last one of them.
  const basis = 1_460 - (values[11] as number);
  ends('the last four are withheld', 12, mean(...values.slice(7, 12)) + basis);
  ends('all are withheld', 0, 1_400 + 1_460 - 1_400);
});

test('a drill always says the same, and docs/drills.md quotes it', async () => {
  const lines = await passes('default');
  assert.deepEqual(await passes('default'), lines);
  const output = lines.join('\n');
  const [, excerpt = ''] = /```text\n([\s\S]*?)\n```/.exec(readFileSync('docs/drills.md', 'utf8')) ?? [];
  assert.ok(excerpt.length > 0 && output.includes(excerpt), excerpt);
});

test('without a name the drills are listed', async () => {
  const { code, lines } = await drill();
  assert.equal(code, 0);
  assert.deepEqual(
    lines.slice(1).map((line) => wordsOf(line)[0]),
    ['default', 'price-shock PERCENT', 'two-largest', 'missing-fixings'],
  );
});

test('what is no drill, and what is no figure, is refused in a sentence', async () => {
  const shock = 'A shock is a whole percentage from −99 to 900: npm run drill -- price-shock -80';
  for (const [parameters, sentence] of [
    [['worst'], 'There is no drill worst: there are default, price-shock, two-largest, missing-fixings.'],
    [['price-shock'], shock],
    [['price-shock', '-100'], shock],
    [['price-shock', '901'], shock],
    [['price-shock', '1.5'], shock],
    [['default', '7'], 'The drill default takes no figure.'],
    [['price-shock', '5', '6'], 'The drill price-shock takes one figure.'],
  ] as const) {
    const { code, lines } = await drill(...parameters);
    assert.deepEqual({ code, lines }, { code: 2, lines: [sentence] });
  }
});

test('the reconciliation finds money that is missing, in an account and in the ledger', () => {
  const told = new AccountItems();
  told.hear({ type: 'deposited', account: 0 as AccountId, amount: 5_000_000 as Money });
  const account = { id: 0 as AccountId, name: 'anna', kind: 'member', credential: '', member: 0 as AccountId } as const;
  const books = { accounts: [account], contracts: [], opening: new Map(), told };
  const found = (cash: number) => reconcile({ ...books, ledger: { cash: [cash], bank: '-5000000', fees: 0 } }).wrong;
  assert.deepEqual(found(5_000_000), []);
  assert.deepEqual(found(4_999_999), [
    'anna should have 5.00 and has 4.999999',
    'the places of the ledger sum to −0.000001',
  ]);
});
