/** The lab: every experiment with what it asks, and behind each the report of its last run, or the command that runs it. */
import { useEffect } from 'react';
import type { LabExperiment } from '#wire/lab.ts';
import { useDesk } from '../live/desk-context.ts';
import { usePainted } from '../live/painted.ts';
import { stateNames } from '../models/lab-words.ts';
import { LabReport } from './lab-report.tsx';
import { Note, Scroll } from './parts.tsx';

export function LabPanel() {
  const { lab } = useDesk();
  const experiments = usePainted(lab.experiments);
  const seen = usePainted(lab.seen);
  useEffect(() => {
    lab.ask();
  }, [lab]);
  if (seen?.state === 'failed')
    return (
      <Note>
        {seen.sentence}{' '}
        <button type="button" className="button slim" onClick={() => lab.choose(undefined)}>
          All experiments
        </button>
      </Note>
    );
  if (seen?.state === 'loading') return <Note>Asking for the report.</Note>;
  if (seen !== undefined)
    return (
      <Scroll key={seen.value.name} label="Lab">
        <LabReport finding={seen.value} goBack={() => lab.choose(undefined)} />
      </Scroll>
    );
  if (experiments.state === 'failed') return <Note>{experiments.sentence}</Note>;
  if (experiments.state === 'loading') return <Note>Asking for the experiments.</Note>;
  return (
    <Scroll label="Lab">
      <Experiments experiments={experiments.value} choose={lab.choose} />
    </Scroll>
  );
}

interface ExperimentsProps {
  readonly experiments: readonly LabExperiment[];
  readonly choose: (experiment: string) => void;
}

function Experiments({ experiments, choose }: ExperimentsProps) {
  return (
    <div className="lab">
      <p className="soft">
        An experiment is run on the command line. What it leaves in the folder <code>lab</code> of this venue’s data
        stands here.
      </p>
      <ul className="experiments" aria-label="Experiments">
        {experiments.map(({ name, about, state }) => (
          <li key={name}>
            <button type="button" onClick={() => choose(name)}>
              <strong>{name}</strong>
              <span className="about">{about}</span>
              <span className="badge" data-state={state}>
                {stateNames[state]}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
