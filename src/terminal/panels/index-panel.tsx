/** The token price index: its daily fixings, and how one of them was built from posted prices, row by row. */
import type { FixingDetail } from '#wire/market.ts';
import { useDesk } from '../live/desk-context.ts';
import { usePainted } from '../live/painted.ts';
import { useTheme } from '../live/theme.ts';
import { decimal, percent, placesOf, rounded, trimPlaces } from '../models/figures.ts';
import { type BuildUpRow, buildUp, providerShares, withheldSentence } from '../models/fixing-build-up.ts';
import { loadedValue } from '../models/loadable.ts';
import { dayName } from '../models/venue-clock.ts';
import { FixingLine } from './fixing-line.tsx';
import { Note, Scroll } from './parts.tsx';

export function IndexPanel() {
  const { index } = useDesk();
  const fixings = usePainted(index.fixings);
  const detail = usePainted(index.detail);
  const theme = useTheme();
  const list = loadedValue(fixings) ?? [];
  return (
    <div className="index">
      <figure className="chart">
        {list.length > 0 && <FixingLine key={theme} fixings={list} choose={index.chooseDate} />}
        {fixings.state === 'loading' && <Note>Asking for the fixings.</Note>}
        {fixings.state === 'failed' && <Note>{fixings.sentence}</Note>}
        {fixings.state === 'here' && list.length === 0 && <Note>No fixing has been published yet.</Note>}
        <figcaption className="spoken">Token price index, one fixing a day, USD per million SIT.</figcaption>
      </figure>
      {detail.state === 'failed' && <Note>{detail.sentence}</Note>}
      {detail.state === 'loading' && list.length > 0 && <Note>Asking for the build-up.</Note>}
      {detail.state === 'here' && <BuildUp detail={detail.value} step={index.stepDate} />}
    </div>
  );
}

interface BuildUpProps {
  readonly detail: FixingDetail;
  readonly step: (days: number) => void;
}

function BuildUp({ detail, step }: BuildUpProps) {
  const places = placesOf(
    detail.rows.flatMap((row) => [row.inputPrice, row.outputPrice]),
    2,
  );
  return (
    <>
      <div className="fixing-head">
        <button type="button" className="icon-button" aria-label="Fixing of the day before" onClick={() => step(-1)}>
          {'\u2039'}
        </button>
        <h3>
          Fixing of {dayName(detail.date)}: <strong>{decimal(detail.value && trimPlaces(detail.value, 3))}</strong>{' '}
          <span className="soft">USD per million SIT, from {detail.contributions} posted prices</span>
        </h3>
        <button type="button" className="icon-button" aria-label="Fixing of the day after" onClick={() => step(1)}>
          {'\u203a'}
        </button>
      </div>
      {detail.withheld !== null && <p className="note">{withheldSentence(detail.withheld)}</p>}
      {detail.rows.length > 0 && <ProviderBar detail={detail} />}
      <Scroll label="How the fixing was built">
        <table className="table">
          <thead>
            <tr>
              <th scope="col" className="name">
                Provider
              </th>
              <th scope="col" className="name">
                Model
              </th>
              <th scope="col">
                <abbr title="Posted price of input, USD per million tokens">Input</abbr>
              </th>
              <th scope="col">
                <abbr title="Posted price of output, USD per million tokens">Output</abbr>
              </th>
              <th scope="col" className="minor">
                <abbr title="Quality score over that of one SIT">Quality</abbr>
              </th>
              <th scope="col" className="minor">
                <abbr title="Blended price brought to the quality of one SIT, USD per million SIT">Adjusted</abbr>
              </th>
              <th scope="col" className="minor">
                <abbr title="Share of all volume, before the cap per provider">Before cap</abbr>
              </th>
              <th scope="col">Weight</th>
              <th scope="col" className="weight-column">
                <span className="spoken">Picture of the weight</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {buildUp(detail).map((row) => (
              <Row key={`${row.provider} ${row.model}`} row={row} places={places} />
            ))}
          </tbody>
        </table>
      </Scroll>
    </>
  );
}

/** Posted prices are written in full, with as many places as the finest of them; what was computed is rounded. */
function Row({ row, places }: { readonly row: BuildUpRow; readonly places: number }) {
  return (
    <tr>
      <th scope="row" className="name">
        {row.provider}
      </th>
      <td className="name model" title={row.model}>
        {row.model}
      </td>
      <td>{rounded(row.inputPrice, places)}</td>
      <td>{rounded(row.outputPrice, places)}</td>
      <td className="minor" title={row.qualityRatio}>
        {rounded(row.qualityRatio, 3)}
      </td>
      <td className="minor" title={row.adjustedPrice}>
        {rounded(row.adjustedPrice, 4)}
      </td>
      <td className="soft minor">{percent(row.weightBeforeCap)}</td>
      <td className="strong">{percent(row.weight)}</td>
      <td className="weight-column" aria-hidden="true">
        <span className="weight-before" style={{ width: `${row.barBeforeCap * 100}%` }} />
        <span className="weight-after" style={{ width: `${row.bar * 100}%` }} />
      </td>
    </tr>
  );
}

/** The whole weight as one bar, a piece for each provider; the table below says the same in figures. */
function ProviderBar({ detail }: { readonly detail: FixingDetail }) {
  return (
    <div className="provider-bar" aria-hidden="true">
      {providerShares(detail.rows).map(({ provider, weight }) => (
        <span key={provider} style={{ flexGrow: weight }} title={`${provider} ${percent(weight.toFixed(6))}`}>
          {weight > 0.07 ? provider : ''}
        </span>
      ))}
    </div>
  );
}
