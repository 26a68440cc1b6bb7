/** Why the account must have the margin that it must have: the tree of the clearing house, a row an amount. */
import { useEffect } from 'react';
import { useDesk } from '../live/desk-context.ts';
import { usePainted } from '../live/painted.ts';
import { dollars } from '../models/figures.ts';
import { marginRows } from '../models/margin-tree.ts';
import { Note } from './parts.tsx';

export function MarginTable() {
  const { member } = useDesk();
  const margin = usePainted(member.margin);
  const required = usePainted(member.account)?.summary.initialMargin;
  useEffect(() => {
    if (required !== undefined) member.askMargin();
  }, [member, required]);
  if (margin.state === 'loading') return <Note>Asking for the margin.</Note>;
  if (margin.state === 'failed') return <Note>{margin.sentence}</Note>;
  if (margin.value.products.length === 0) return <Note>No position and no order, so no margin.</Note>;
  return (
    <table className="table margin-tree">
      <thead>
        <tr>
          <th scope="col" className="name">
            Of what
          </th>
          <th scope="col" className="name">
            Because of
          </th>
          <th scope="col">Initial margin</th>
        </tr>
      </thead>
      <tbody>
        {marginRows(margin.value).map(({ key, depth, name, reason, details, amount }) => (
          <tr key={key} data-depth={depth} title={details}>
            <th scope="row" className="name">
              {name}
            </th>
            <td className="name">{reason}</td>
            <td className={depth < 2 ? 'strong' : undefined}>{dollars(amount)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
