/** What is written of a report: tables that other programs read as they were meant, and charts that say what they show. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { parse } from 'csv-parse/sync';
import type { Chart, Report, Tone } from '#lab/experiment/report.ts';
import { chartSvg } from '../../tools/lab/charts/chart-svg.ts';
import { hasFonts, pngOf } from '../../tools/lab/charts/png.ts';
import { csvOf } from '../../tools/lab/files/csv.ts';
import { putFolderInPlace } from '../../tools/lab/files/folder.ts';
import { parquetOf } from '../../tools/lab/files/parquet.ts';
import { filesOf } from '../../tools/lab/files/report-files.ts';
import { printed } from '../../tools/lab/printed.ts';
import { project } from './fixture.ts';
import { everyChart, madeUpReport } from './lab-report.ts';

const report = madeUpReport('paper');
const [months] = report.tables;
assert.ok(months);
const quiet = () => undefined;

test('a report becomes one JSON file, two files for each table and three for each chart, the same every time', () => {
  const { files, remarks } = filesOf(report, quiet);
  assert.deepEqual(
    Object.keys(files).sort(),
    [
      'report.json',
      ...report.tables.flatMap(({ name }) => [`${name}.csv`, `${name}.parquet`]),
      ...report.charts.flatMap(({ name }) => [`${name}.svg`, `${name}-dark.svg`, `${name}.png`]),
    ].sort(),
  );
  assert.deepEqual(remarks, []);
  assert.deepEqual(JSON.parse(String(files['report.json'])), JSON.parse(JSON.stringify(report)));
  assert.deepEqual(filesOf(report, quiet).files, files);
});

test('a CSV is read back cell by cell, and no word of it is a formula', () => {
  const rows: string[][] = parse(csvOf(months));
  assert.deepEqual(rows.slice(0, 4), [
    ['month', 'cost_usd', 'is_hedged'],
    ["'=2+2", '-1234.567', 'true'],
    ['a "quoted", word', '0.30000000000000004', 'false'],
    ["'-5 % of it\nin two lines", '', ''],
  ]);
  assert.equal(rows.length, months.rows.length + 1);
});

test('a Parquet file is read back with its types, whole numbers and missing cells', async () => {
  // The reader is what the writer itself rests on.
  const reader: string = import.meta.resolve('hyparquet', import.meta.resolve('hyparquet-writer'));
  const { parquetReadObjects, parquetMetadata } = (await import(reader)) as {
    parquetReadObjects(options: { file: ArrayBuffer }): Promise<Record<string, unknown>[]>;
    parquetMetadata(file: ArrayBuffer): { schema: { name: string; type?: string }[] };
  };
  const file = parquetOf(months).buffer as ArrayBuffer;
  const rows = await parquetReadObjects({ file });
  assert.deepEqual(
    rows.map(({ month, cost_usd, is_hedged }) => [month, cost_usd ?? null, is_hedged ?? null]),
    months.rows,
  );
  assert.deepEqual(
    parquetMetadata(file)
      .schema.slice(1)
      .map(({ name, type }) => [name, type]),
    [
      ['month', 'BYTE_ARRAY'],
      ['cost_usd', 'DOUBLE'],
      ['is_hedged', 'BOOLEAN'],
    ],
  );
});

test('a report with a number that is none, a short row, or two files of one name is not written', () => {
  const broken = (change: Partial<Report>) => () => filesOf({ ...report, ...change }, quiet);
  const table = (cells: readonly (number | string)[]) => [{ ...months, rows: [cells] }];
  assert.throws(broken({ tables: table(['a', Number.NaN, 'b']) }), /The report of paper cannot be written/);
  assert.throws(broken({ tables: table(['a', Number.POSITIVE_INFINITY, 'b']) }), /cannot be written/);
  assert.throws(broken({ tables: table(['a', 1]) }), /months has a row/);
  assert.throws(broken({ tables: [months, months] }), /two files would be called months/);
  assert.throws(broken({ tables: [{ ...months, name: '../months' }] }), /cannot be written/);
  const [chart] = everyChart as [Chart];
  assert.throws(broken({ charts: [chart, { ...chart, name: `${chart.name}-dark` }] }), /two files would be called/);
});

test('a folder is replaced as a whole, and one that cannot be written leaves the former one', (t) => {
  const out = project(t, { 'paper/old.csv': 'old' });
  const folder = join(out, 'paper');
  assert.throws(() => putFolderInPlace(folder, { 'a.csv': 'a', 'no/folder/b.csv': 'b' }), /ENOENT/);
  assert.deepEqual([readdirSync(folder), readdirSync(out).sort()], [['old.csv'], ['package.json', 'paper']]);
  putFolderInPlace(folder, { 'a.csv': 'a' });
  assert.deepEqual([readdirSync(folder), readdirSync(out).sort()], [['a.csv'], ['package.json', 'paper']]);
  assert.equal(readFileSync(join(folder, 'a.csv'), 'utf8'), 'a');
});

test('every kind of chart names its axes and layers, says what it shows, runs nothing, and is whole', () => {
  for (const chart of everyChart)
    for (const theme of ['light', 'dark'] as const) {
      const svg = chartSvg(chart, theme);
      for (const words of [chart.title, chart.x.label, chart.y.label, ...chart.layers.map(({ name }) => name)])
        assert.ok(svg.includes(`>${words}<`) || svg.includes(`   ${words}<`), `${chart.name} says ${words}`);
      assert.ok(svg.includes(`aria-label="${chart.title}. ${chart.reading}"`) && svg.includes('role="img"'));
      assert.doesNotMatch(svg, /NaN|undefined|Infinity|<script|<style|href=|\son\w+=|currentColor/);
      assertBalanced(svg);
    }
  const costs = chartSvg(everyChart[2] as Chart, 'light');
  assert.ok(costs.includes('&lt;USD&gt;') && costs.includes('&amp;'), 'words stay words');
});

test('a chart without a point and one with a single value still have axes', () => {
  const chart = (points: readonly (readonly [number, number])[], scale: 'linear' | 'logarithmic'): Chart => ({
    name: 'thin',
    title: 'Thin',
    reading: 'Little.',
    x: { label: 'x', scale },
    y: { label: 'y', scale },
    layers: [{ kind: 'line', name: 'line', tone: 'first', points }],
  });
  for (const one of [chart([], 'linear'), chart([[3, 0]], 'linear'), chart([[3, 2]], 'logarithmic')])
    assert.doesNotMatch(chartSvg(one, 'light'), /NaN|Infinity/);
});

test('layers that look alike bear their names on the chart, and only the others stand in the legend', () => {
  const line = (name: string, tone: Tone, y: number) =>
    ({
      kind: 'line',
      name,
      tone,
      points: [
        [0, y],
        [4, y],
      ],
    }) as const;
  const layers = [line('the mean', 'first', 2), line('low', 'quiet', 1), line('high', 'quiet', 3)];
  const svg = chartSvg({ ...(everyChart[0] as Chart), x: { label: 'months' }, layers }, 'light');
  const inLegend = [...svg.matchAll(/dy="0\.32em" fill="#\w+">([^<]*)</g)].map(([, name]) => name);
  assert.deepEqual(inLegend, ['the mean']);
  for (const name of ['low', 'high']) assert.equal(svg.split(`>${name}<`).length, 2, `${name} is said once`);
  assert.ok(
    !/>[0-4]\.[05]</.test(svg.slice(svg.indexOf('x-axis tick label'))),
    'whole months are counted in whole ticks',
  );
});

test('a rule across names that go down the side stands upright at its value', () => {
  const costs = everyChart[2] as Chart;
  const layers = [...costs.layers, { kind: 'rule', name: 'paid at most', tone: 'quiet', axis: 'y', at: 200 }] as const;
  const svg = chartSvg({ ...costs, layers }, 'light');
  const [, x1, x2] =
    /<line[^>]*x2="([\d.]+)" x1="([\d.]+)"[^>]*\/><\/g><g[^>]*><text[^>]*>paid at most/.exec(svg) ?? [];
  assert.ok(x1 !== undefined && x1 === x2, 'from top to bottom');
});

test('no two tones look alike but for their colour, neither as lines nor as dots nor as bars', () => {
  const tones: readonly Tone[] = ['first', 'second', 'third', 'fourth'];
  const shapes = (kind: 'line' | 'dots' | 'bars') =>
    tones.map((tone) => {
      const layer = {
        kind,
        name: 'one',
        tone,
        points: [
          [1, 2],
          [2, 3],
        ],
      } as const;
      const chart: Chart = { ...(everyChart[3] as Chart), layers: [layer] };
      return chartSvg(chart, 'light').replaceAll(/#[0-9a-f]{6}/g, '');
    });
  for (const kind of ['line', 'dots', 'bars'] as const) assert.equal(new Set(shapes(kind)).size, tones.length, kind);
});

test('a PNG is twice the size of its SVG and has letters in it', () => {
  assert.ok(hasFonts());
  const svg = chartSvg(everyChart[0] as Chart, 'light');
  const png = pngOf(svg);
  assert.deepEqual([...png.subarray(0, 8)], [137, 80, 78, 71, 13, 10, 26, 10]);
  const view = new DataView(png.buffer, png.byteOffset);
  const [, width, height] = /width="(\d+)" height="(\d+)"/.exec(svg) ?? [];
  assert.deepEqual([view.getUint32(16), view.getUint32(20)], [2 * Number(width), 2 * Number(height)]);
  const silent = pngOf(svg.replaceAll(/<text[^>]*>[^<]*<\/text>/g, ''));
  assert.ok(png.length > silent.length * 1.2, `${png.length} bytes with letters, ${silent.length} without`);
});

test('a report is printed with its question, claims, first rows, answer and notes, and its last line repeats it', () => {
  const text = printed(report, 'data/lab/paper');
  const lines = text.split('\n');
  assert.equal(lines[0], report.question);
  assert.match(
    text,
    /claim +said +measured +interval +verdict\nPaper 8\.3: .*62–78 % +80 % +75–84 % \(95 %\) +holds under a/,
  );
  assert.match(text, /month +cost, USD +hedged\n=2\+2 +−1234\.57 +true/);
  assert.ok(lines.includes('and 13 more rows in data/lab/paper/months.csv'));
  assert.ok(lines.includes('1 table and 5 charts in data/lab/paper'));
  assert.equal(
    lines.at(-1),
    '0 of 2 claims hold, 1 under a stated reading, 1 do not; seed 7; again: npm run lab -- paper --seed 7',
  );
});

/** Every element that is opened is closed, in order: what a reader of XML insists on. */
function assertBalanced(svg: string): void {
  const open: string[] = [];
  for (const [, closing, name, alone] of svg.matchAll(/<(\/?)([a-z]+)[^>]*?(\/?)>/gi)) {
    if (alone === '/') continue;
    if (closing === '/') assert.equal(open.pop(), name);
    else open.push(name as string);
  }
  assert.deepEqual(open, []);
}
