/** What `npm run lab -- plan` finds, and which requests and files it refuses. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { firstDayOf, formatDate, readDate } from '#core/calendar.ts';
import type { TradeDate } from '#core/units.ts';
import type { Cell, Report, Table } from '#lab/experiment/report.ts';
import { Complaint } from '../../tools/complaint.ts';
import { plan } from '../../tools/lab/experiments/plan.ts';
import { UsageUnreadable } from '../../tools/lab/plan/usage-columns.ts';
import { readUsageCsv, USAGE_BYTES_MAX } from '../../tools/lab/plan/usage-csv.ts';
import { inProcess } from '../lab/in-process.ts';
import { project, runIn } from './fixture.ts';

const today = readDate('2026-11-28') as TradeDate;
const HEAD = 'date,model,input_tokens,output_tokens,cached_tokens,cost_usd';
const read = (text: string) => readUsageCsv(new TextEncoder().encode(text), today);
const refused = (text: string): string[] => {
  try {
    read(text);
  } catch (cause) {
    assert.ok(cause instanceof UsageUnreadable, String(cause));
    return cause.message.split('\n');
  }
  throw new assert.AssertionError({ message: 'nothing was refused' });
};

test('a bill is read with a byte order mark, lines as on Windows, quotes, spaces, and columns in any order and case', () => {
  const { usage, hasCosts } = read(
    '\uFEFFCost_USD, Model ,Output_Tokens,DATE,Input_Tokens,workspace\r\n1.5,"gpt-4.1-2025-04-14",20,2026-10-02,100,"a, b"\r\n\r\n0,gpt-4.1,,2026-10,0,x\r\n',
  );
  assert.equal(hasCosts, true);
  assert.deepEqual(usage, [
    { date: readDate('2026-10-02'), model: 'openai/gpt-4.1', input: 100, cached: 0, output: 20, cost: 1.5 },
    { date: readDate('2026-10-01'), model: 'openai/gpt-4.1', input: 0, cached: 0, output: 0, cost: 0 },
  ]);
});

test('exports of providers are read under their own names, cached and written input added up', () => {
  const anthropic = read(
    `usage_date_utc,model_version,usage_input_tokens_no_cache,usage_input_tokens_cache_write_5m,usage_input_tokens_cache_write_1h,usage_input_tokens_cache_read,usage_output_tokens
2026-10-02,claude-sonnet-4-6,1000000,200000,0,500000,100000`,
  );
  const [line] = anthropic.usage;
  assert.deepEqual([line?.input, line?.cached, line?.output], [1_700_000, 500_000, 100_000]);
  // No cost is said. Posted were USD 3 for input, 0.3 for cached and 15 for output.
  assert.equal(anthropic.hasCosts, false);
  assert.ok(Math.abs((line?.cost as number) - (1.2 * 3 + 0.5 * 0.3 + 0.1 * 15)) < 1e-9);
  const openrouter = read(
    'created_at,cost_total,tokens_prompt,tokens_completion,model_permaslug,provider_name\n2026-10-02 11:22:33.123,0.5,10,5,deepseek/deepseek-v4-pro,DeepSeek',
  );
  assert.equal(openrouter.usage[0]?.model, 'deepseek/deepseek-v4-pro');
  const openai = read(
    'start_time,start_time_iso,input_tokens,output_tokens,input_cached_tokens,model\n1790000000,2026-10-02T00:00:00+00:00,10,5,4,o3',
  );
  assert.deepEqual([openai.usage[0]?.model, openai.usage[0]?.cached], ['openai/o3', 4]);
});

/** Names further off change with the price list. */
const withFirstName = (line: string): string => line.replace(/(names like it: [^,]*),.*/, '$1');

test('every bad line is named with every reason, and nothing is taken', () => {
  const lines = [
    '2026-10-01,gpt-4.1,100,10,0,1',
    'yesterday,gpt-4.1,100,10,0,1',
    '2026-02-30,gpt-4.1,100,10,0,1',
    '2026-11-29,gpt-4.1,100,10,0,1',
    '2026-10-01,gtp-4.1,100,10,0,1',
    '2026-10-01,gpt-4.1,"1,000",10,0,1',
    '2026-10-01,gpt-4.1,-5,10,0,-1',
    '2026-10-01,gpt-4.1,1e308,10,0,1e308',
    '2026-10-01,gpt-4.1,100,10,0,"€5"',
    '2026-10-01,gpt-4.1,100,10,200,1',
    '2026-10-01,gpt-4.1,100,10,0,',
    '2026-10-01,gpt-4.1,0,0,0,7',
    '2026-10-01,gpt-4.1,100,10,0,1',
    '2026-10-01,gpt-4.1,100,10,0',
    '2026-10-01,,1.5,NaN,0,1',
  ];
  assert.deepEqual(refused([HEAD, ...lines].join('\n')).map(withFirstName), [
    '14 of 15 lines cannot be used, so none is:',
    'line 3: "yesterday" is not a day like 2026-11-20',
    'line 4: "2026-02-30" is not a day like 2026-11-20',
    'line 5: 2026-11-29 has not come yet',
    'line 6: "gtp-4.1" is not a model whose price is known; names like it: gpt-4.1',
    'line 7: input_tokens "1,000" has separators between thousands',
    'line 8: input_tokens "-5" is negative: credits and refunds are no usage; cost_usd "-1" is negative: credits and refunds are no usage',
    'line 9: input_tokens "1e308" is not a whole number of at most 15 digits; cost_usd "1e308" is not an amount like 1234.56 with at most 9 digits before the point',
    'line 10: cost_usd "€5" is in a currency, and has to be a plain number of USD',
    'line 11: has more cached tokens (200) than input tokens (100)',
    'line 12: cost_usd is empty',
    'line 13: costs something without a token',
    'line 14: says in every column what line 2 says',
    'line 15: has 5 fields and not 6',
    'line 16: names no model; input_tokens "1.5" is not a whole number of at most 15 digits; output_tokens "NaN" is not a whole number of at most 15 digits',
  ]);
  const many = Array.from({ length: 25 }, (_, at) => `${at},gpt-4.1,1,1,0,1`);
  assert.deepEqual(refused([HEAD, ...many].join('\n')).slice(20), [
    'line 21: "19" is not a day like 2026-11-20',
    'and 5 more lines',
  ]);
});

test('lines of one day and model that differ are added; mixed currencies are refused', () => {
  const day = readDate('2026-10-01');
  assert.deepEqual(read(`${HEAD}\n2026-10-01,o3,1,2,0,1\n2026-10-01,o3-2025-04-16,3,4,1,2`).usage, [
    { date: day, model: 'openai/o3', input: 4, cached: 1, output: 6, cost: 3 },
  ]);
  assert.deepEqual(refused(`${HEAD},currency\n2026-10-01,o3,1,1,0,1,usd\n2026-10-01,o3,1,1,0,1,EUR`).slice(1), [
    'line 3: is in "EUR"; all of a file has to be in USD',
  ]);
});

test('a file that is empty, has the wrong heading, is no text or is too large is refused', () => {
  assert.deepEqual(refused(''), ['the file is empty']);
  assert.deepEqual(refused(HEAD), ['line 1: is a heading without a line below it']);
  assert.deepEqual(refused(`${HEAD}\n2026-10-01,o3,0,0,0,0`), ['no line has a token in it']);
  assert.deepEqual(refused(`${HEAD}\n2026-10-01,o3,1,1,0,0`), ['no line costs anything']);
  assert.match(
    refused('when,what\n1,2')[0] as string,
    /^line 1: has no column for date \(date, day, .*model.*output.*input/,
  );
  assert.match(refused('date;model;input_tokens\n1;2;3')[0] as string, /columns have to be separated by commas$/);
  assert.match(
    refused('date,date,model,input_tokens,output_tokens\n1,2,3,4,5')[0] as string,
    /"date" stands there twice/,
  );
  assert.match(
    refused('date,model,input_tokens,output_tokens,cost_eur\n1,2,3,4,5')[0] as string,
    /"cost_eur" is not in USD/,
  );
  assert.match(refused(`${HEAD}\n"2026-10-01,o3,1,1,0,1`)[0] as string, /has a quotation mark that nothing matches/);
  const large = new Uint8Array(USAGE_BYTES_MAX + 1).fill(49);
  assert.throws(() => readUsageCsv(large, today), /the file has 50000001 bytes; 50000000 are the most/);
  assert.throws(() => readUsageCsv(Uint8Array.of(0xff, 0xfe, 0xff), today), /not UTF-8/);
});

test('a file with a bad line gives exit code 2 and its lines, and writes nothing', async (t) => {
  const out = project(t, { 'bills.csv': `${HEAD}\n2026-10-01,o3,1,1,0,1\nnothing,o3,1,1,0,2` });
  const { code, lines } = await runIn('.', [
    process.execPath,
    'tools/lab.ts',
    'plan',
    '--usage',
    join(out, 'bills.csv'),
    '--out',
    join(out, 'lab'),
  ]);
  assert.equal(code, 2);
  assert.deepEqual(lines, [
    `${join(out, 'bills.csv')} is not used:`,
    '1 of 2 lines cannot be used, so none is:',
    'line 3: "nothing" is not a day like 2026-11-20',
  ]);
  assert.equal(existsSync(join(out, 'lab')), false);
});

const run = (...argv: string[]) => plan.run(['--paths', '320', ...argv], inProcess);
const tableOf = (report: Report, name: string): Table => {
  const table = report.tables.find((one) => one.name === name);
  assert.ok(table !== undefined, name);
  return table;
};
const column = (table: Table, name: string): Cell[] => {
  const at = table.columns.findIndex((one) => one.name === name);
  assert.ok(at >= 0, `${table.name} has no ${name}`);
  return table.rows.map((row) => row[at] as Cell);
};

test('the made-up company gets a whole report, and no ratio where the index stood still', async () => {
  const report = await run();
  assert.equal(
    report.command,
    'npm run lab -- plan --paths 320 --months 12 --strategy strip --rate 0.04 --growth 0 --seed 1',
  );
  assert.match(report.answer, /cannot be seen in your bills \(the index did not move\), so this hedge is a bet/);
  assert.deepEqual(column(tableOf(report, 'ratio'), 'r_squared'), [null, null, null]);
  assert.equal(tableOf(report, 'plan').rows.length, 12);
  for (const { columns, rows, name } of report.tables)
    for (const row of rows) {
      assert.equal(row.length, columns.length, name);
      for (const cell of row) assert.ok(typeof cell !== 'number' || Number.isFinite(cell), `${name}: ${cell}`);
    }
  assert.deepEqual(
    report.charts.map(({ name }) => name),
    ['plan-by-month', 'cost-one-for-one', 'cost-not-at-all', 'back-test'],
  );
  // Prices fell while the index stood: the hedge paid nothing.
  for (const gain of column(tableOf(report, 'back-test'), 'gain_usd')) assert.equal(Math.abs(gain as number), 0);
  await assert.rejects(
    run('--ratio', 'mv'),
    (cause) => cause instanceof Complaint && /no minimum-variance ratio/.test(cause.message),
  );
  assert.deepEqual(await run(), report);
});

/** Bills of two years at `price` when the index stands at `level`, and the index. */
function billsOf(priceAt: (level: number, month: number) => number) {
  const index: string[] = [];
  const bills: string[] = [];
  for (let month = 0; month < 24; month += 1) {
    const date = formatDate(firstDayOf(2024 * 12 + 11 + month));
    const level = (1 + 0.2 * Math.sin(month * 1.7) + 0.1 * Math.cos(month * 0.4)).toFixed(6);
    index.push(`${date},${level}`);
    bills.push(`${date},o3,800000000,200000000,0,${(1_000 * priceAt(Number(level), month)).toFixed(6)}`);
  }
  return { 'index.csv': index.join('\n'), 'bills.csv': [HEAD, ...bills].join('\n') };
}

const filesIn = (folder: string) => ['--usage', join(folder, 'bills.csv'), '--index', join(folder, 'index.csv')];

test('a price that follows the index has its ratio found, its test passed and its risk lowered', async (t) => {
  // Three times the index, give or take a cent.
  const folder = project(
    t,
    billsOf((level, month) => 3 * level + 0.01 * Math.sin(month * 2.9)),
  );
  const report = await run(...filesIn(folder), '--ratio', 'mv', '--months', '6', '--rate', '0');
  const [ratio] = column(tableOf(report, 'ratio'), 'ratio');
  const [rSquared] = column(tableOf(report, 'ratio'), 'r_squared');
  assert.ok(Math.abs((ratio as number) - 3) < 0.02, String(ratio));
  assert.ok((rSquared as number) > 0.99);
  assert.match(report.answer, /Your price has followed the index: .* the regression test is passed\./);
  assert.match(
    report.answer,
    /The hedge lowers cash flow at risk \(95 %\) from USD [\d,]+ to USD [\d,.]+ if your price follows the index as measured/,
  );
  // A thousand million tokens a month, at the ratio; without interest nothing is tailed.
  for (const lots of column(tableOf(report, 'plan'), 'lots_exact'))
    assert.ok(Math.abs((lots as number) - (ratio as number)) < 1e-9);
  assert.deepEqual(column(tableOf(report, 'plan'), 'tailing'), [1, 1, 1, 1, 1, 1]);
  assert.equal(column(tableOf(report, 'effectiveness'), 'verdict')[0], 'passed');
});

test('a list price that stands still makes a hedge nothing but risk, and that is said', async (t) => {
  const folder = project(
    t,
    billsOf(() => 3),
  );
  const report = await run(...filesIn(folder));
  assert.match(report.answer, /has not followed the index enough: R² 0\.00 .*this hedge is a bet\./);
  assert.match(
    report.answer,
    /it raises cash flow at risk \(95 %\) from USD 0 to USD [\d,]+ if your price follows the index not at all/,
  );
  const risk = tableOf(report, 'cash-flow-at-risk');
  const rows = column(risk, 'own_price_follows').map((link, at) => [
    link,
    column(risk, 'hedge')[at],
    column(risk, 'cfar95_usd')[at],
  ]);
  const [, , none] = rows.find(([link, hedge]) => link === 'not at all' && hedge === 'none') ?? [];
  const [, , strip] = rows.find(([link, hedge]) => link === 'not at all' && hedge === 'strip') ?? [];
  // Of USD 36,000 without any risk.
  assert.ok((none as number) < 1e-6 && (strip as number) > 3_600, `${none} and ${strip}`);
  assert.equal(column(tableOf(report, 'effectiveness'), 'verdict')[0], 'failed');
});

test('flags that cannot be used are refused before anything is read', async () => {
  for (const [argv, why] of [
    [['--ratio', '0.85'], /--ratio takes mv/],
    [['--ratio', 'mv', '--cover', '0.5'], /cannot both be/],
    [['--cover', '-1'], /--cover/],
    [['--cover', '1e308'], /--cover takes a number from 0 to 2/],
    [['--months', '13'], /--months takes a whole number from 1 to 12/],
    [['--strategy', 'pile'], /strip or stack/],
    [['--from', '2026-13'], /--from takes a month/],
    [['--from', '2026-10'], /after the last bill/],
    [['--rate', 'x'], /--rate/],
    [['--nothing'], /--nothing/],
    [['--usage', '/nowhere/bills.csv'], /is not used:\nENOENT/],
    [['--index', '/nowhere/index.csv'], /is not used:\nENOENT/],
  ] as const)
    await assert.rejects(
      run(...argv),
      (cause) => cause instanceof Complaint && why.test(cause.message),
      argv.join(' '),
    );
});
