/** How far sellers that agree could have moved a fixing: the published bound, for one, two and three of them. */
import type { InfluencePoint } from '#wire/price-index.ts';
import { extremeWords } from '../models/fixing-words.ts';

export function InfluenceTable({ curve }: { readonly curve: readonly InfluencePoint[] }) {
  return (
    <>
      <table className="table record">
        <caption className="spoken">How far colluding sellers could have moved the fixing</caption>
        <thead>
          <tr>
            <th scope="col" className="name">
              Sellers that agree
            </th>
            <th scope="col">At lowest</th>
            <th scope="col" className="name minor">
              by
            </th>
            <th scope="col">At highest</th>
            <th scope="col" className="name minor">
              by
            </th>
          </tr>
        </thead>
        <tbody>
          {curve.map(({ colluders, lowest, highest }) => (
            <tr key={colluders}>
              <th scope="row" className="name">
                {colluders}
              </th>
              <td>{extremeWords(lowest)}</td>
              <td className="name minor soft">{lowest?.sellers.join(', ')}</td>
              <td>{extremeWords(highest)}</td>
              <td className="name minor soft">{highest?.sellers.join(', ')}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="soft">
        Whatever they post, while everybody else posts what was posted. What it would cost them stands in the guide to
        auditing the index.
      </p>
    </>
  );
}
