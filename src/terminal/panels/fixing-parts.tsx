/** The sub-indices, the price of compute and the spread between both: each with its status, and its sellers when unfolded. */
import { useId, useState } from 'react';
import type { FixingDetail, PartIndex } from '#wire/price-index.ts';
import { decimal } from '../models/figures.ts';
import { countsOf } from '../models/fixing-sellers.ts';
import { subIndexNames, verdictSentence } from '../models/fixing-words.ts';
import { dayName } from '../models/venue-clock.ts';
import { SellerTable } from './seller-table.tsx';

/** The source of GPU hours that is shipped with the venue (rule IDX-50). */
const GPU_LIST = 'gpu-list';

const noPrices = { collected: [], adjusted: [] };

export function FixingParts({ detail }: { readonly detail: FixingDetail }) {
  const [unfolded, setUnfolded] = useState<string>();
  const parts = [
    ...detail.subIndices.map((part) => ({ key: part.name, name: subIndexNames[part.name], part })),
    { key: 'compute', name: 'Compute unit', part: detail.compute },
  ];
  const gpuList = detail.documents.find(({ source }) => source === GPU_LIST);
  return (
    <>
      <table className="table parts">
        <caption className="spoken">Sub-indices, compute and spread</caption>
        <thead>
          <tr>
            <th scope="col" className="name">
              Of what
            </th>
            <th scope="col">Value</th>
            <th scope="col" className="name">
              How it came about
            </th>
            <th scope="col" className="minor">
              Sellers
            </th>
          </tr>
        </thead>
        {parts.map(({ key, name, part }) => (
          <Part
            key={key}
            name={name}
            part={part}
            isUnfolded={key === unfolded}
            toggle={() => setUnfolded(key === unfolded ? undefined : key)}
          />
        ))}
        <tbody>
          <tr>
            <th scope="row" className="name">
              Token-compute spread
            </th>
            <td className="strong">{decimal(detail.fixing.spread)}</td>
            <td className="name soft">The index less the compute that it takes.</td>
            <td className="minor" />
          </tr>
        </tbody>
      </table>
      <p className="soft">USD per million SIT; a compute unit is one hour of H100-80GB-SXM, in USD.</p>
      {gpuList !== undefined && (
        <p className="soft">
          Hours are as posted by {dayName(gpuList.fetchedAt.slice(0, 10))} at the latest: an embedded list, read by
          others and not refreshed.
        </p>
      )}
    </>
  );
}

interface PartProps {
  readonly name: string;
  readonly part: PartIndex;
  readonly isUnfolded: boolean;
  readonly toggle: () => void;
}

function Part({ name, part, isUnfolded, toggle }: PartProps) {
  const id = useId();
  return (
    <tbody>
      <tr className="pick">
        <th scope="row" className="name">
          <button
            type="button"
            className="row-button whole-row unfold"
            aria-expanded={isUnfolded}
            aria-controls={isUnfolded ? id : undefined}
            onClick={toggle}
          >
            {name}
          </button>
        </th>
        <td className="strong">{decimal(part.value)}</td>
        <td className="name soft">{verdictSentence(part)}</td>
        <td className="minor">{countsOf(part.sellers)}</td>
      </tr>
      {isUnfolded && (
        <tr id={id} className="unfolded">
          <td colSpan={4}>
            <SellerTable caption={`Sellers of ${name}`} value={part.value} sellers={part.sellers} prices={noPrices} />
          </td>
        </tr>
      )}
    </tbody>
  );
}
