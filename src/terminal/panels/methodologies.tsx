/** The paper's methodology beside ours: the way from one value to the other as a waterfall, then both in figures. */
import type { FixingDetail } from '#wire/price-index.ts';
import { decimal, signed, signOf } from '../models/figures.ts';
import { compared, walk } from '../models/methodology-walk.ts';

export function Methodologies({ detail }: { readonly detail: FixingDetail }) {
  return (
    <>
      <p className="soft">
        The same day twice: by the definitions of the paper to the letter, and by ours. Every step takes over one
        difference, those before it included.
      </p>
      <Walk detail={detail} />
      <Compared detail={detail} />
    </>
  );
}

function Walk({ detail }: { readonly detail: FixingDetail }) {
  return (
    <table className="table walk">
      <caption className="spoken">From the value of the paper to ours, step by step</caption>
      <thead>
        <tr>
          <th scope="col" className="name">
            Step
          </th>
          <th scope="col" className="walk-column">
            <span className="spoken">Picture</span>
          </th>
          <th scope="col">Change</th>
          <th scope="col">Value</th>
        </tr>
      </thead>
      <tbody>
        {walk(detail).map(({ key, name, words, value, change, piece }) => {
          const isEnd = key === 'paper' || key === 'index';
          return (
            <tr key={key} data-end={isEnd}>
              <th scope="row" className="name">
                {name} <span className="faint small">{words}</span>
              </th>
              <td className="walk-column" aria-hidden="true">
                {piece !== null && (
                  <span
                    className="walk-piece"
                    data-sign={isEnd ? undefined : signOf(change)}
                    style={{ left: `${piece.left * 100}%`, width: `${(piece.right - piece.left) * 100}%` }}
                  />
                )}
              </td>
              <td className={signOf(change) === 0 ? 'faint' : undefined}>{isEnd ? '' : signed(change)}</td>
              <td className={isEnd ? 'strong' : undefined}>{value === null ? 'withheld' : decimal(value)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function Compared({ detail }: { readonly detail: FixingDetail }) {
  return (
    <table className="table compared">
      <caption className="spoken">The paper and our index in figures</caption>
      <thead>
        <tr>
          <td />
          <th scope="col">The paper</th>
          <th scope="col">Our index</th>
        </tr>
      </thead>
      <tbody>
        {compared(detail).map(({ name, paper, index }) => (
          <tr key={name}>
            <th scope="row" className="name">
              {name}
            </th>
            <td>{paper}</td>
            <td>{index}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
