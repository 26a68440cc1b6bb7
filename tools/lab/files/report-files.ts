/** The files of a finished experiment, by name: the report as JSON, and each table as CSV. */
import type { Report } from '#lab/experiment/report.ts';
import type { Work } from '../experiment.ts';
import { csvOf } from './csv.ts';

export type FolderFiles = Readonly<Record<string, string | Uint8Array>>;

/** The same report gives the same bytes. */
export async function filesOf(report: Report, progress: Work['progress']): Promise<FolderFiles> {
  const files: Record<string, string | Uint8Array> = { 'report.json': `${JSON.stringify(report, null, 1)}\n` };
  const all = report.tables.length;
  for (const [at, table] of report.tables.entries()) {
    progress(at, all, 'writing tables');
    files[`${table.name}.csv`] = csvOf(table);
  }
  return files;
}
