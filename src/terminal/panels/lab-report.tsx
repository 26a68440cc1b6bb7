/** One experiment: what it asks, what came out, and how to get it again; claims, charts, tables and notes below. */
import { useEffect, useRef, useState } from 'react';
import type { LabFinding, ShownReport } from '#wire/lab.ts';
import { useTheme } from '../live/theme.ts';
import { claimsInShort, fileAddress, verdictTone } from '../models/lab-words.ts';
import { LabTable } from './lab-table.tsx';
import { Fact, Fold } from './parts.tsx';
import { usePhone } from './use-phone.ts';

interface LabReportProps {
  readonly finding: LabFinding;
  readonly goBack: () => void;
}

export function LabReport({ finding, goBack }: LabReportProps) {
  const { name, about, command, report, trouble } = finding;
  const back = useRef<HTMLButtonElement>(null);
  // The button that was pressed is gone; the keyboard goes on from the way back.
  useEffect(() => back.current?.focus({ preventScroll: true }), []);
  return (
    <article className="lab" aria-label={name}>
      <header className="lab-head">
        <button ref={back} type="button" className="button slim" onClick={goBack}>
          All experiments
        </button>
        <h3>{name}</h3>
        {report?.seed !== undefined && <span className="soft">seed {report.seed}</span>}
      </header>
      {report === null && <p>{about}</p>}
      {trouble !== null && <p className="refusal">{trouble}</p>}
      {report === null && trouble === null && <p className="soft">It was not run here yet. This runs it:</p>}
      {report !== null && (
        <>
          <p className="question">{report.question}</p>
          <p className="lab-answer">{report.answer}</p>
        </>
      )}
      <Command text={report?.command ?? command} />
      {report !== null && <Findings report={report} finding={finding} />}
    </article>
  );
}

/** The parts of a report. A phone unfolds what answers the question, and every fold says in its head what is in it. */
function Findings({
  report,
  finding: { name, files },
}: {
  readonly report: ShownReport;
  readonly finding: LabFinding;
}) {
  const isPhone = usePhone();
  const { claims, charts, tables, notes } = report;
  return (
    <div className="lab-parts">
      {claims.length > 0 && (
        <Fold title="Claims" aside={claimsInShort(claims) ?? ''} isOpen>
          <Claims claims={claims} />
        </Fold>
      )}
      {charts.length > 0 && (
        <Fold title="Charts" aside={String(charts.length)} isOpen>
          <div className="lab-charts">
            {charts.map((chart) => (
              <Chart key={chart.name} experiment={name} chart={chart} files={files} />
            ))}
          </div>
        </Fold>
      )}
      {tables.length > 0 && (
        <Fold title="Tables" aside={String(tables.length)} isOpen={!isPhone}>
          {tables.map((table) => (
            <LabTable key={table.name} experiment={name} table={table} files={files} />
          ))}
        </Fold>
      )}
      {notes.length > 0 && (
        <Fold title="Notes" aside="what is assumed, what is ours, what is left out" isOpen={!isPhone}>
          <ul className="lab-notes">
            {notes.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        </Fold>
      )}
      <p>
        <a href={fileAddress(name, 'report.json')} download>
          All of it as JSON
        </a>
      </p>
    </div>
  );
}

/** The command, and a button that copies the whole of it. */
function Command({ text }: { readonly text: string }) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
  };
  return (
    <p className="command">
      <code>{text}</code>
      <button type="button" className="button slim" aria-label="Copy the command" onClick={copy}>
        {copied ? 'Copied' : 'Copy'}
      </button>
    </p>
  );
}

function Claims({ claims }: Pick<ShownReport, 'claims'>) {
  return (
    <ol className="claims" aria-label="Claims">
      {claims.map(({ claim, said, measured, interval, verdict, because }) => (
        <li key={claim}>
          <p>{claim}</p>
          <dl>
            <Fact name="Said">{said}</Fact>
            <Fact name="Measured">
              {measured}
              {interval !== undefined && <span className="interval">{interval}</span>}
            </Fact>
            <Fact name="Verdict">
              <strong className={verdictTone[verdict]}>{verdict}</strong>
            </Fact>
          </dl>
          <p className="soft">{because}</p>
        </li>
      ))}
    </ol>
  );
}

interface ChartProps {
  readonly experiment: string;
  readonly chart: ShownReport['charts'][number];
  readonly files: readonly string[];
}

/** The picture in the colours of the theme. It opens by itself, and can be saved. */
function Chart({ experiment, chart: { name, title, reading }, files }: ChartProps) {
  const dark = useTheme() === 'dark' ? '-dark' : '';
  const picture = `${name}${dark}.svg`;
  const saved = [picture, `${name}.png`].filter((file) => files.includes(file));
  return (
    <figure>
      <a href={fileAddress(experiment, picture)} target="_blank" rel="noreferrer" aria-label={`${title}, by itself`}>
        <img src={fileAddress(experiment, picture)} alt={`${title}. ${reading}`} loading="lazy" />
      </a>
      <figcaption>
        {reading}{' '}
        <span className="saved">
          {saved.map((file) => (
            <a key={file} href={fileAddress(experiment, file)} download aria-label={`${title} as ${kindOf(file)}`}>
              {kindOf(file)}
            </a>
          ))}
        </span>
      </figcaption>
    </figure>
  );
}

const kindOf = (file: string) => file.slice(file.lastIndexOf('.') + 1).toUpperCase();
