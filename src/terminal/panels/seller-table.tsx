/** Sellers, each with its price and weight in figures and as bars; one unfolds into the listings behind its price. */
import { useId, useState } from 'react';
import type { Calculation, SellerRow } from '#wire/price-index.ts';
import { MISSING, percent, rounded } from '../models/figures.ts';
import { type SellerLine, sellerLines } from '../models/fixing-sellers.ts';
import { hoursOld } from '../models/fixing-words.ts';
import { ListingTable } from './listing-table.tsx';

interface SellerTableProps {
  readonly caption: string;
  /** What the sellers' prices came to; null when it was withheld. */
  readonly value: string | null;
  readonly sellers: readonly SellerRow[];
  /** The prices of their listings; without them no seller unfolds. */
  readonly prices: Pick<Calculation, 'collected' | 'adjusted'>;
}

export function SellerTable({ caption, value, sellers, prices }: SellerTableProps) {
  const { rows, valueMark } = sellerLines(value, sellers, prices);
  const [unfolded, setUnfolded] = useState<string>();
  if (rows.length === 0) return <p className="soft">No seller has a price.</p>;
  return (
    <table className="table sellers">
      <caption className="spoken">{caption}</caption>
      <thead>
        <tr>
          <th scope="col" className="name">
            Seller
          </th>
          <th scope="col">Price</th>
          <th scope="col" className="price-column">
            <span className="spoken">Picture of the price, with a mark at the value</span>
          </th>
          <th scope="col" className="minor">
            <abbr title="Age of its newest price at the end of the day">Age</abbr>
          </th>
          <th scope="col" className="minor">
            <abbr title="Share of what weighs, before the cap on a seller">Before cap</abbr>
          </th>
          <th scope="col">Weight</th>
          <th scope="col" className="weight-column">
            <span className="spoken">Picture of the weight</span>
          </th>
        </tr>
      </thead>
      {rows.map((row) => (
        <Seller
          key={row.seller}
          row={row}
          valueMark={valueMark}
          isUnfolded={row.seller === unfolded}
          toggle={() => setUnfolded(row.seller === unfolded ? undefined : row.seller)}
        />
      ))}
    </table>
  );
}

interface SellerProps {
  readonly row: SellerLine;
  readonly valueMark: number | null;
  readonly isUnfolded: boolean;
  readonly toggle: () => void;
}

function Seller({ row, valueMark, isUnfolded, toggle }: SellerProps) {
  const id = useId();
  const isListed = row.lines.length > 0;
  return (
    <tbody data-counts={row.because === null}>
      <tr className={isListed ? 'pick' : undefined}>
        <th scope="row" className="name">
          {isListed ? (
            <button
              type="button"
              className="row-button whole-row unfold"
              aria-expanded={isUnfolded}
              aria-controls={isUnfolded ? id : undefined}
              onClick={toggle}
            >
              {row.seller}
            </button>
          ) : (
            row.seller
          )}
          {row.isOwned && <span className="faint small minor"> of {row.owner}</span>}
        </th>
        <td title={row.price}>{rounded(row.price, 3)}</td>
        <td className="price-column" aria-hidden="true">
          <span className="track">
            <span className="price-bar" data-cut={row.isCut} style={{ width: `${row.priceBar * 100}%` }} />
            {valueMark !== null && <span className="value-mark" style={{ left: `${valueMark * 100}%` }} />}
          </span>
        </td>
        <td className="minor">
          {hoursOld(row.ageHours)}
          {row.because === null && Number(row.freshness) < 1 && `, counts ${percent(row.freshness, 0)}`}
        </td>
        <td className="soft minor">{row.because === null ? percent(row.share) : MISSING}</td>
        {row.because === null ? (
          <>
            <td className="strong">{percent(row.weight)}</td>
            <td className="weight-column" aria-hidden="true">
              <span className="track">
                <span className="weight-before" style={{ width: `${row.shareBar * 100}%` }} />
                <span className="weight-after" style={{ width: `${row.weightBar * 100}%` }} />
              </span>
            </td>
          </>
        ) : (
          <td className="name because" colSpan={2}>
            {row.because}
          </td>
        )}
      </tr>
      {isUnfolded && (
        <tr id={id} className="unfolded">
          <td colSpan={7}>
            <ListingTable seller={row.seller} lines={row.lines} />
          </td>
        </tr>
      )}
    </tbody>
  );
}
