/** A table of a report: figures in columns, under a head that stays; the rows that are not shown are in its files. */
import type { ShownReport } from '#wire/lab.ts';
import { lots as whole } from '../models/figures.ts';
import { cellText, fileAddress } from '../models/lab-words.ts';
import { Scroll } from './parts.tsx';

interface LabTableProps {
  readonly experiment: string;
  readonly table: ShownReport['tables'][number];
  readonly files: readonly string[];
}

export function LabTable({ experiment, table, files }: LabTableProps) {
  const { name, title, columns, rows, rowCount } = table;
  const saved = [`${name}.csv`, `${name}.parquet`].filter((file) => files.includes(file));
  return (
    <section className="lab-part" aria-label={title}>
      <h4>{title}</h4>
      <div className="lab-table">
        <Scroll label={`${title}, rows`}>
          <table className="table">
            <caption className="spoken">{title}</caption>
            <thead>
              <tr>
                {columns.map((column) => (
                  <th key={column.name} scope="col" className={column.places === undefined ? 'name' : undefined}>
                    {column.label}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((row, at) => (
                // A table of a finished run never changes, so a row is its place.
                <tr key={`${name} ${String(at)}`}>
                  {row.map((cell, place) => {
                    const column = columns[place];
                    return (
                      <td key={column?.name} className={column?.places === undefined ? 'name' : undefined}>
                        {cellText(cell, column?.places)}
                      </td>
                    );
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      </div>
      <p className="saved">
        {rows.length < rowCount && (
          <span className="soft">
            The first {rows.length} of {whole(rowCount)} rows.{' '}
          </span>
        )}
        {saved.map((file) => (
          <a key={file} href={fileAddress(experiment, file)} download aria-label={`${title} as ${kindOf(file)}`}>
            {kindOf(file)}
          </a>
        ))}
      </p>
    </section>
  );
}

function kindOf(file: string): string {
  return file.endsWith('.csv') ? 'CSV' : 'Parquet';
}
