/** The listings that went no further than they were read, by the reason. */
import type { LeftOut } from '#wire/price-index.ts';
import { leftOutGroups } from '../models/fixing-sellers.ts';

export function LeftOutList({ leftOut }: { readonly leftOut: readonly LeftOut[] }) {
  if (leftOut.length === 0) return <p className="soft">No listing was left out.</p>;
  return (
    <details className="inner-fold">
      <summary>
        {leftOut.length} {leftOut.length === 1 ? 'listing was' : 'listings were'} left out
      </summary>
      <dl className="left-out">
        {leftOutGroups(leftOut).map(({ words, listings }) => (
          <div key={words}>
            <dt>
              {words} <span className="faint">({listings.length})</span>
            </dt>
            <dd>{listings.map(({ seller, listing }) => `${seller} ${listing}`).join(', ')}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
