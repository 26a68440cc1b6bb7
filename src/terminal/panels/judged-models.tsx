/** The models against the bar: those below it in full view, by how much, and those that reach it in a fold. */
import type { FixingDetail } from '#wire/price-index.ts';
import { useDesk } from '../live/desk-context.ts';
import { usePainted } from '../live/painted.ts';
import { decimal, MINUS, trimPlaces } from '../models/figures.ts';
import { type Bar, benchmarks, isAnchor, type JudgedRow, judgedRows } from '../models/judged-models.ts';
import { loadedValue } from '../models/loadable.ts';

export function JudgedModels({ detail }: { readonly detail: FixingDetail }) {
  const adopted = loadedValue(usePainted(useDesk().index.terms)) ?? [];
  const bar = adopted.find(({ version }) => version === detail.fixing.terms)?.bar;
  const rows = judgedRows(detail.index.models, bar);
  const reached = rows.filter(({ verdict }) => verdict === 'qualifies');
  const others = rows.filter(({ verdict }) => verdict !== 'qualifies');
  return (
    <>
      {others.some(({ model }) => isAnchor(model)) && (
        <p>
          The paper defines one SIT by GPT-4 Turbo, and sets a bar that GPT-4 Turbo does not reach. The bar stands as
          written; the model is not in the index.
        </p>
      )}
      {others.length > 0 && <Judged caption="Models below the bar, or kept in" rows={others} bar={bar} />}
      {reached.length > 0 && (
        <details className="inner-fold">
          <summary>
            {reached.length} {reached.length === 1 ? 'model reaches' : 'models reach'} the bar
          </summary>
          <Judged caption="Models that reach the bar" rows={reached} bar={bar} />
        </details>
      )}
    </>
  );
}

interface JudgedProps {
  readonly caption: string;
  readonly rows: readonly JudgedRow[];
  readonly bar: Bar | undefined;
}

function Judged({ caption, rows, bar }: JudgedProps) {
  return (
    <table className="table judged">
      <caption className="spoken">{caption}</caption>
      <thead>
        <tr>
          <th scope="col" className="name">
            Model
          </th>
          {benchmarks.map(({ id, name }) => (
            <th key={id} scope="col">
              {name}
              {bar !== undefined && <span className="bar-score"> bar {trimPlaces(bar[id], 0)}</span>}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ model, verdict, scores }) => (
          <tr key={model}>
            <th scope="row" className="name">
              {model}
              {isAnchor(model) && <span className="faint small"> by which the paper defines one SIT</span>}
              {verdict === 'kept' && <span className="faint small"> kept in, since it was in before</span>}
            </th>
            {scores.map(({ benchmark, score, below }) => (
              <td key={benchmark}>
                {decimal(trimPlaces(score, 1))}
                {below !== null && <span className="below">{`${MINUS}${below}`}</span>}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
