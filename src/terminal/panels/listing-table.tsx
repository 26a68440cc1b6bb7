/** The listings of a seller: what was posted, where it was read and when it was seen, and what it comes to as SIT. */
import { decimal, lots, MISSING, placesOf, rounded } from '../models/figures.ts';
import type { ListingLine } from '../models/fixing-sellers.ts';
import { momentName } from '../models/venue-clock.ts';

interface ListingTableProps {
  readonly seller: string;
  readonly lines: readonly ListingLine[];
}

/** Posted prices are written in full, with as many places as the finest of them; what was computed is rounded. */
export function ListingTable({ seller, lines }: ListingTableProps) {
  const places = placesOf(
    lines.flatMap(({ input, cached, output }) => [input, cached, output]),
    2,
  );
  return (
    <table className="table listings">
      <caption className="spoken">Listings of {seller}, USD per million tokens</caption>
      <thead>
        <tr>
          <th scope="col">Input</th>
          <th scope="col">
            <abbr title="For tokens read from the seller's cache">Cached</abbr>
          </th>
          <th scope="col">Output</th>
          <th scope="col">
            <abbr title="Price of the workload">Blended</abbr>
          </th>
          <th scope="col">
            <abbr title="Quality score over that of one SIT">Quality</abbr>
          </th>
          <th scope="col">
            <abbr title="Blended price brought to the quality of one SIT, USD per million SIT">Adjusted</abbr>
          </th>
        </tr>
      </thead>
      {lines.map(({ listing, model, source, others, observedAt, disputed, input, cached, output, adjusted }) => (
        <tbody key={listing}>
          <tr>
            <th scope="rowgroup" colSpan={6} className="name">
              {listing}{' '}
              <span className="faint small">
                {model}, from {source}
                {others.length > 0 && ` (also in ${others.join(', ')})`}, seen {momentName(observedAt)} UTC
                {adjusted !== null && `, ${lots(adjusted.volume)} million tokens a week`}
                {disputed && '; another source has another price'}
              </span>
            </th>
          </tr>
          <tr>
            <td>{rounded(input, places)}</td>
            <td>{rounded(cached, places)}</td>
            <td>{rounded(output, places)}</td>
            <td title={adjusted?.blended}>{adjusted === null ? MISSING : rounded(adjusted.blended, 4)}</td>
            <td title={adjusted?.qualityRatio}>{adjusted === null ? MISSING : rounded(adjusted.qualityRatio, 3)}</td>
            <td className="strong">{decimal(adjusted?.adjusted)}</td>
          </tr>
        </tbody>
      ))}
    </table>
  );
}
