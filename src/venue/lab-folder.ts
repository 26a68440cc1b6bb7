/**
 * The folder in which `npm run lab` leaves its reports, as the doors show it.
 *
 * The venue only reads here, and trusts nothing: a name that is none of the catalogue's or of a report's files is not
 * looked for, and a report of another shape is told as such and hides no other. What was read is kept until the file
 * changes, so that whoever asks again costs nothing.
 */
import { lstat, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Compile } from 'typebox/compile';
import type { Lab } from '#gateway/routes/lab-routes.ts';
import { type CatalogueEntry, catalogue } from '#lab/experiment/catalogue.ts';
import { type LabExperiment, type LabFinding, LabReport, type ShownReport } from '#wire/lab.ts';

/** A report that is larger is not shown; its files can still be fetched. */
const REPORT_BYTES_MAX = 64 * 1_048_576;
/** So many rows of a table are shown; the others are in its files. */
const ROWS_SHOWN = 200;
const FILE_NAME = /^[a-z0-9]+(?:-[a-z0-9]+)*\.(?:json|csv|parquet|svg|png)$/;

/** Undefined where the experiment was not run. */
type Read = { readonly report: ShownReport } | { readonly trouble: string } | undefined;

const shape = Compile(LabReport);

export class LabFolder implements Lab {
  readonly #folder: string;
  readonly #entries: readonly CatalogueEntry[];
  readonly #known = new Map<string, { readonly version: string; readonly read: Read }>();

  constructor(folder: string, entries: readonly CatalogueEntry[] = catalogue) {
    this.#folder = folder;
    this.#entries = entries;
  }

  async experiments(): Promise<LabExperiment[]> {
    return Promise.all(this.#entries.map(async (entry) => described(entry, await this.#read(entry.name))));
  }

  async finding(experiment: string): Promise<LabFinding | undefined> {
    const entry = this.#entries.find(({ name }) => name === experiment);
    if (entry === undefined) return undefined;
    const read = await this.#read(experiment);
    return {
      ...described(entry, read),
      report: read !== undefined && 'report' in read ? read.report : null,
      trouble: read !== undefined && 'trouble' in read ? read.trouble : null,
      files: await this.#files(experiment),
    };
  }

  async file(experiment: string, file: string): Promise<Uint8Array | undefined> {
    if (!this.#entries.some(({ name }) => name === experiment) || !FILE_NAME.test(file)) return undefined;
    const path = join(this.#folder, experiment, file);
    const isFile = await lstat(path).then(
      (found) => found.isFile(),
      () => false,
    );
    return isFile ? readFile(path) : undefined;
  }

  async #files(experiment: string): Promise<string[]> {
    const names = await readdir(join(this.#folder, experiment)).catch(() => []);
    return names.filter((name) => FILE_NAME.test(name)).sort();
  }

  async #read(experiment: string): Promise<Read> {
    const path = join(this.#folder, experiment, 'report.json');
    const found = await lstat(path).catch(() => undefined);
    if (found === undefined) return undefined;
    if (!found.isFile()) return { trouble: 'Its report is no file.' };
    if (found.size > REPORT_BYTES_MAX)
      return { trouble: 'Its report is too large to be shown; its files can be fetched.' };
    const version = `${found.ino} ${found.size} ${found.mtimeMs}`;
    const known = this.#known.get(experiment);
    if (known?.version === version) return known.read;
    const read = await readReport(path, experiment);
    this.#known.set(experiment, { version, read });
    return read;
  }
}

function described({ name, about }: CatalogueEntry, read: Read): LabExperiment {
  const state = read === undefined ? 'notRun' : 'report' in read ? 'run' : 'unreadable';
  return { name, about, command: `npm run lab -- ${name}`, state };
}

async function readReport(path: string, experiment: string): Promise<Read> {
  const again = 'run it again, or use the version of Tokenpit that wrote it';
  try {
    const report: unknown = JSON.parse(await readFile(path, 'utf8'));
    const [error] = shape.Check(report) ? [] : shape.Errors(report);
    if (error !== undefined)
      return {
        trouble: `Its report has another shape (${error.instancePath || 'the whole'} ${error.message}): ${again}.`,
      };
    if ((report as LabReport).experiment !== experiment)
      return { trouble: `Its report is that of "${(report as LabReport).experiment}".` };
    return { report: shown(report as LabReport) };
  } catch (cause) {
    return { trouble: `Its report cannot be read (${(cause as Error).message}): ${again}.` };
  }
}

/** Without what a page does not need: rows behind the first ones, and what the pictures were drawn from. */
function shown({ tables, charts, ...report }: LabReport): ShownReport {
  return {
    ...report,
    tables: tables.map((table) => ({ ...table, rows: table.rows.slice(0, ROWS_SHOWN), rowCount: table.rows.length })),
    charts: charts.map(({ name, title, reading }) => ({ name, title, reading })),
  };
}
