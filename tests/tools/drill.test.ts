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
  // DEF-13, DEF-14: prices double; margin is 12 % of 1,400 a lot. quarry is short 4,000 and north 500.
  const cover = (4_000 + 500) * (1_400 - 168);
  says(lines, 'default fund, with the buffer of 10 %', usd(cover * 1.1));
  // DEF-22: what its margin and the fee of an auction (AUC-8) leave atlas of 620,000.
  const margin = 3_000 * 168;
  const contribution = 620_000 - 3_000 * 1_400 * 0.000_02 - margin;
  // PRC-6, PRC-8: 10 % of 1,400, then 13 % of 1,260 in whole ticks.
  const [first, second] = [140 * 3_000, 163 * 3_000];
  says(lines, 'atlas', '+3,000', '0.00', usd(-first));
  says(lines, "1 the defaulter's margin", usd(margin - first), usd(first + second - margin));
  says(lines, "2 the defaulter's contribution", usd(contribution));
  says(lines, "3 the venue's capital", usd(250_000));
  says(lines, '4 contributions of the others', usd(first + second - margin - contribution - 250_000), '0.00');
  // DEF-26: what the market has left of 3,000 lots is torn up.
  const figures = (pattern: RegExp) =>
    lines.flatMap((line) => pattern.exec(line)?.[1] ?? []).map((figure) => Number(figure.replace(',', '')));
  const sold = figures(/atlas is closed out in the market: ([\d,]+) lots sold/);
  const [torn = 0] = figures(/torn up at 1,080 \(DEF-26\): atlas −([\d,]+)/);
  assert.equal(
    sold.reduce((sum, lots) => sum + lots, torn),
    3_000,
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
  // anvil is short 900 and brook 700 at 1,400; 17 % are margin in the delivery period; on the last day prices double.
  const [anvil, brook] = [900 * (1_400 - 238), 700 * (1_400 - 238)];
  const cover = anvil + brook;
  const fund = cover * 1.1;
  says(lines, 'losses that the margin of the defaulters did not pay', usd(cover));
  says(lines, 'the cover for which the fund was made (DEF-14)', usd(cover));
  says(lines, 'of that, left', usd(cover * 0.1 + 100_000));
  // DEF-15: in proportion to margin, so to the lots of 3,200.
  says(lines, 'anvil', usd((fund * 900) / 3_200), usd((fund * 900) / 3_200));
  says(lines, '4 contributions of the others', usd(anvil - (fund * 900) / 3_200 - 100_000), '0.00');
  // Half as much again: the fund and the capital are gone, and cedar and delta are assessed for the rest.
  const more = 1_600 * (2_100 - 238) - fund - 100_000;
  says(lines, '5 assessments', usd(more), '0.00');
  const part = `cedar ${usd((more * 1_000) / 1_600)}, delta ${usd((more * 600) / 1_600)}`;
  says(lines, '5 assessments', usd(more), '0.00', part);
});

test('missing-fixings: a contract ends at the mean of what was published', async () => {
  const lines = await passes('missing-fixings');
  const values = Array.from({ length: 16 }, (_, day) => 1_400 + 4 * day);
  const mean = (fixings: readonly number[]) =>
    Math.round(fixings.reduce((sum, value) => sum + value, 0) / fixings.length).toLocaleString('en');
  says(lines, 'every fixing is published', '16', '1.43', mean(values));
  says(lines, 'the last of sixteen is withheld', '15', '1.428', mean(values.slice(0, 15)));
  says(lines, 'the last quarter is withheld, more than one in ten', '12', '1.422', mean(values.slice(0, 12)));
  assert.ok(lines.some((line) => /all are withheld +0 +1,460 {2}/.test(line)));
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
