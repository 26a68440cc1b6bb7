/**
 * The files of a finished experiment, by name: the report as JSON, each table as CSV and Parquet, each chart as SVG for a
 * light and a dark page and as PNG. The same report gives the same bytes; a PNG does so with the same fonts.
 */
import { Compile } from 'typebox/compile';
import type { Report } from '#lab/experiment/report.ts';
import { LabReport } from '#wire/lab.ts';
import { chartSvg } from '../charts/chart-svg.ts';
import { hasFonts, pngOf } from '../charts/png.ts';
import type { Work } from '../experiment.ts';
import { csvOf } from './csv.ts';
import { parquetOf } from './parquet.ts';

export type FolderFiles = Readonly<Record<string, string | Uint8Array>>;

export interface Written {
  readonly files: FolderFiles;
  /** What a person should know of them: a sentence each. */
  readonly remarks: readonly string[];
}

const shape = Compile(LabReport);

/** Throws where a report is none: a number that is not finite, a row too short, two files of one name. */
export function filesOf(report: Report, progress: Work['progress']): Written {
  checkReport(report);
  const isDrawn = report.charts.length === 0 || hasFonts();
  const files: Record<string, string | Uint8Array> = { 'report.json': `${JSON.stringify(report)}\n` };
  for (const table of report.tables) {
    files[`${table.name}.csv`] = csvOf(table);
    files[`${table.name}.parquet`] = parquetOf(table);
  }
  for (const [at, chart] of report.charts.entries()) {
    progress(at, report.charts.length, 'drawing');
    const light = chartSvg(chart, 'light');
    files[`${chart.name}.svg`] = light;
    files[`${chart.name}-dark.svg`] = chartSvg(chart, 'dark');
    if (isDrawn) files[`${chart.name}.png`] = pngOf(light);
  }
  const noFont = 'Charts are written as SVG only: this machine has no font to draw letters in a PNG with.';
  return { files, remarks: isDrawn ? [] : [noFont] };
}

function checkReport(report: Report): void {
  const { experiment, tables, charts } = report;
  const [error] = shape.Check(report) ? [] : shape.Errors(report);
  const wrong = (what: string) => new Error(`The report of ${experiment} cannot be written: ${what}.`);
  if (error !== undefined) throw wrong(`${error.instancePath} ${error.message}`);
  for (const { name, columns, rows } of tables)
    if (rows.some((row) => row.length !== columns.length)) throw wrong(`${name} has a row that is no row`);
  const files = [
    ...charts.flatMap(({ name }) => [`${name}.svg`, `${name}-dark.svg`]),
    ...tables.map(({ name }) => name),
  ];
  const twice = files.find((name, at) => files.indexOf(name) !== at);
  if (twice !== undefined) throw wrong(`two files would be called ${twice}`);
}
