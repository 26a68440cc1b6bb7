/** `npm run index -- explain` and `history`: what they show is what was published, and bad requests are refused. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { canonicalJson } from '#session/canonical-json.ts';
import { project } from './fixture.ts';
import { DAY, documentOfDay, index, textOfDay } from './index-fixture.ts';

const headings = [
  '1 collect',
  '2 qualify',
  '3 adjust',
  '4 sellers',
  '5 staleness',
  '6 outliers',
  '7 weights',
  '8 aggregate',
  '9 gates',
  'paper and ours',
  'from the paper to ours',
  'sub-indices',
  'documents',
];

/** The cells of the rows under a heading, the head of the table first. */
function table(out: string, heading: string): string[][] {
  const lines = out.split('\n');
  const from = lines.indexOf(heading);
  assert.ok(from >= 0, heading);
  const to = lines.indexOf('', from);
  return lines.slice(from + 1, to < 0 ? undefined : to).map((line) => line.split(/\s{2,}/));
}

test('every step has its table, from the posted price of a listing to the weight of its seller', async () => {
  const { code, out } = await index('explain', '--date', DAY, '--embedded');
  assert.equal(code, 0);
  assert.deepEqual(
    out.split('\n').filter((line) => headings.includes(line)),
    headings,
  );
  // Groq posts 0.59 and 0.79 for Llama, and 0.15, 0.075 and 0.60 for gpt-oss: of the workload of two fifths read, two
  // fifths read again and a fifth written that is 0.630 and 0.210.
  const rows = (heading: string) => table(out, heading).filter(([seller]) => seller === 'groq');
  assert.deepEqual(
    rows('1 collect').map((cells) => cells.slice(5)),
    [
      ['0.590000', '0.590000', '0.790000'],
      ['0.150000', '0.075000', '0.600000'],
    ],
  );
  assert.deepEqual(
    rows('3 adjust').map((cells) => cells[3]),
    ['0.630000', '0.210000'],
  );
  assert.equal(rows('4 sellers').length, 1);
  assert.equal(rows('6 outliers')[0]?.[1], 'in');
  const weights = table(out, '7 weights').slice(2);
  const sum = weights.reduce((total, [, , , weight = '']) => total + Math.round(Number.parseFloat(weight) * 10_000), 0);
  assert.equal(sum, 1_000_000);

  const { index: ours, paper, differences, subIndices } = documentOfDay().publication;
  assert.deepEqual(
    weights.map(([seller]) => seller),
    ours.sellers.filter(({ excluded }) => excluded === null).map(({ seller }) => seller),
  );
  assert.match(out, /anthropic {2,}out: further above the weighted median than the band allows/);
  assert.match(out, /left out: {2}openai {3,}gpt-4\.1-nano {2,}the model does not reach the bar/);
  assert.match(out, /GPT-4 Turbo, January 2024 {2}out: below the bar in mmlu/);
  assert.match(out, /Nothing is remembered of the day before/);
  const beside = table(out, 'paper and ours').map((cells) => cells.at(-1));
  const shown = (value: number | null) => (value === null ? '–' : (value / 1e6).toFixed(6));
  assert.deepEqual(beside, ['value', shown(paper.decision.value), shown(ours.decision.value)]);
  assert.equal(table(out, 'from the paper to ours').length, differences.length + 3);
  assert.equal(table(out, 'sub-indices').filter(([name]) => subIndices.some((one) => one.name === name)).length, 8);
});

test('one seller alone, and the paper instead of ours', async () => {
  const { out } = await index('explain', '--date', DAY, '--embedded', '--paper', '--seller', 'openai');
  assert.match(out, /The workload is 80 % input, 0 % cached, 20 % output/);
  assert.match(out, /Nobody is out for its price\./);
  assert.doesNotMatch(out, /groq|sub-indices|9 gates/);
  const nobody = await index('explain', '--date', DAY, '--embedded', '--seller', 'nobody');
  assert.deepEqual([nobody.code, nobody.err], [2, 'The registry SIT-3 has no seller "nobody".\n']);
});

test('a document is explained by its inputs, and one that does not follow from them is said to be so', async (t) => {
  const document = documentOfDay();
  const corrected = canonicalJson({ ...document, revision: 2, reason: 'A late price.', by: 'olga' });
  const folder = project(t, { 'a.json': corrected, 'b.json': textOfDay().replace(/("weightedMedian":77271)7/, '$18') });
  const [a, b, embedded] = await Promise.all([
    index('explain', '--date', DAY, '--file', join(folder, 'a.json')),
    index('explain', '--date', DAY, '--file', join(folder, 'b.json')),
    index('explain', '--date', DAY, '--embedded'),
  ]);
  assert.match(a.out, /^Revision 2 by olga: A late price\.$/m);
  assert.match(b.out, /^What was published is NOT what these inputs make; `verify` says where it differs\.$/m);
  const steps = ({ out }: { readonly out: string }) => out.slice(out.indexOf('1 collect'));
  assert.equal(steps(a), steps(embedded));
  assert.equal(steps(b), steps(embedded));
});

test('the history shows the days on which something changed, and the dated prices behind them', async () => {
  // DeepSeek's tariffs by time of day begin on 17 August.
  const { code, out } = await index('history', '--embedded', '--from', '2026-08-10', '--to', '2026-08-20');
  assert.equal(code, 0);
  assert.match(
    out,
    /^11 days with a fixing, and the 2 on which something changed:\ndate .*\n2026-08-10 .*\n2026-08-17 /,
  );
  const changes = out.split('\n').filter((line) => /^2026-08-17 {2}deepseek/.test(line));
  assert.deepEqual(
    changes.map((line) => line.split(/\s{2,}/)[2]),
    ['deepseek-v4-flash', 'deepseek-v4-pro'],
  );
  assert.match(
    changes[0] ?? '',
    /0\.14\/0\.0028\/0\.28 +0\.22\/0\.007\/0\.66 from 00:00, 0\.44\/0\.014\/1\.32 from 01:00/,
  );
});

test('a request that cannot be read is answered with the reason, the usage and exit code 2', async () => {
  for (const [parameters, reason] of [
    [['prove'], 'There is no "prove" here.'],
    [['verify'], '--date takes a day like 2026-11-20, not nothing.'],
    [['verify', '--date', '2026-02-30'], '--date takes a day like 2026-11-20, not "2026-02-30".'],
    [
      ['verify', '--date', DAY, '--venue', 'nowhere'],
      '--venue takes an address like http://127.0.0.1:8080, not "nowhere".',
    ],
    [
      ['explain', '--date', DAY, '--venue', 'http://127.0.0.1:1', '--file', 'x'],
      'The document comes from a venue or from a file, so --venue and --file exclude each other.',
    ],
    [
      ['explain', '--date', DAY, '--file', 'x', '--known-at', '2026-11-21T09:00:00Z'],
      'A file holds one revision, so --known-at and --file exclude each other.',
    ],
    [['save', '--date', DAY], '--out takes the file that the document goes to.'],
    [['history', '--from', '2026-11-20', '--to', '2026-11-19'], '--from 2026-11-20 comes after --to 2026-11-19.'],
    [['attack', '--sellers', '4'], '--sellers takes a whole number from 1 to 3, not "4".'],
    [['attack', '--days', '0'], '--days takes a whole number from 1 to 90, not "0".'],
    [['attack', '--budget', 'much'], '--budget takes an amount of US dollars like 1000000, not "much".'],
    [['attack', '--times', '1'], '--times takes a number above 1 and up to 100, not "1".'],
  ] as const) {
    const { code, err, out } = await index(...parameters);
    assert.deepEqual([code, err.split('\n')[0], out], [2, reason, '']);
    assert.match(err, /npm run index -- COMMAND/);
  }
  const unknown = await index('verify', '--dat', DAY);
  assert.deepEqual([unknown.code, /--dat/.test(unknown.err)], [2, true]);
  const help = await index('--help');
  assert.equal(help.code, 0);
  assert.match(help.out, /^npm run index -- COMMAND/);
});
